import os
import shutil
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.errors import BackupDamaged, KnownError, NewerJournal, NotABackup, Refused
from isp_journal.storage import backup_form
from isp_journal.storage.backup_form import LARGEST_MANIFEST, MANIFEST, PartOfIt
from isp_journal.storage.closed_zip import DIGEST
from tests.storage.backups import backed_up, closed, manifest_of
from tests.storage.journals import fresh, written

PARTS = {"journal.db": b"pages and pages", "journal.key": b"{}"}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup of a journal with one entry."""
    folder = tmp_path_factory.mktemp("real")
    journal = fresh(folder / "journal")
    written(journal, "I stopped the agenda.")
    journal.close()
    return backed_up(folder / "journal", folder / "backups").file


def small(folder: Path) -> Path:
    return closed(folder / "small.ispbackup", PARTS)


def noticed(file: Path) -> str:
    """Return what is said of a backup, which is told without looking into the journal in it."""
    try:
        backup_form.check_bytes(file)
    except (BackupDamaged, NotABackup) as told:
        return type(told).__name__
    return ""


def test_a_backup_tells_of_itself_without_being_opened(real: Path) -> None:
    told = backup_form.look(real)
    assert (told.reason, told.encrypted, told.schema) == ("asked", False, 2)
    assert told.made_at == "2026-03-02T09:00:00.000Z"
    assert list(told.parts) == ["journal.db"]
    assert backup_form.check_bytes(real) == told


def test_a_backup_tells_no_counts_and_no_names(real: Path) -> None:
    with zipfile.ZipFile(real) as archive:
        told = msgspec.json.decode(archive.read(MANIFEST))
    assert set(told) == {"format", "version", "schema", "made_at", "reason", "journal", "contents", "parts"}
    assert set(told["parts"]["journal.db"]) == {"size", "sha256"}


def test_every_flipped_bit_of_a_backup_is_noticed(tmp_path: Path) -> None:
    file = small(tmp_path)
    whole = file.read_bytes()
    assert noticed(file) == ""
    for at in range(len(whole)):
        for bit in range(8):
            broken = bytearray(whole)
            broken[at] ^= 1 << bit
            file.write_bytes(broken)
            assert noticed(file) == "BackupDamaged", (at, bit)


def test_every_truncation_of_a_backup_is_noticed(tmp_path: Path) -> None:
    file = small(tmp_path)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert noticed(file) == "BackupDamaged", length
        file.write_bytes(whole[length + 1 :])
        assert noticed(file) == "BackupDamaged", length


def test_a_renamed_backup_that_was_cut_is_still_said_to_be_damaged(tmp_path: Path, real: Path) -> None:
    cut = tmp_path / "downloaded"
    shutil.copy(real, cut)
    os.truncate(cut, 5_000)
    assert noticed(cut) == "BackupDamaged"


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_real_backup_is_noticed(real: Path, at: float, bit: int) -> None:
    broken = bytearray(real.read_bytes())
    broken[int(at * len(broken))] ^= 1 << bit
    file = real.with_name("flipped.ispbackup")
    file.write_bytes(broken)
    assert noticed(file) == "BackupDamaged"


@given(pieces=st.lists(st.binary(max_size=200), max_size=5), before=st.booleans())
def test_whatever_bytes_a_file_has_it_is_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes], before: bool
) -> None:
    file = tmp_path_factory.getbasetemp() / "anything.ispbackup"
    signs = [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"journal.db", MANIFEST.encode(), b"0" * DIGEST]
    file.write_bytes(
        b"".join(part for pair in zip(signs if before else signs[::-1], pieces, strict=False) for part in pair)
    )
    for way in (backup_form.look, backup_form.check_bytes):
        with pytest.raises(KnownError):
            way(file)


@pytest.mark.parametrize("bytes_after", [b"\0", b"more", b"PK\x05\x06" + b"\0" * 18])
def test_what_was_added_behind_a_backup_is_noticed(tmp_path: Path, bytes_after: bytes) -> None:
    file = small(tmp_path)
    file.write_bytes(file.read_bytes() + bytes_after)
    assert noticed(file) == "BackupDamaged"


@pytest.mark.parametrize("name", ["letter.txt", "photo.zip", "empty"])
def test_another_file_is_said_to_be_no_backup(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.endswith("zip"):
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("photo.jpg", b"x" * 1_000)
    else:
        file.write_text("Dear Ruth,\n" * 100 if name.endswith("txt") else "")
    with pytest.raises(NotABackup):
        backup_form.look(file)
    with pytest.raises(NotABackup):
        backup_form.extract(file, tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {name}


def test_a_folder_or_a_pipe_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NotABackup):
        backup_form.look(tmp_path)
    os.mkfifo(tmp_path / "pipe.ispbackup")
    with pytest.raises(NotABackup):
        backup_form.look(tmp_path / "pipe.ispbackup")


def test_a_backup_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no backup at"):
        backup_form.look(tmp_path / "gone.ispbackup")


def test_a_file_that_can_not_be_opened_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_given: object, **_named: object) -> object:
        raise OSError(5, "Input/output error")

    file = small(tmp_path)
    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises(Refused, match=r"can't be read \(Input/output error\)"):
        backup_form.look(file)


@pytest.mark.parametrize("names", [["../../journal.db"], ["journal.db", "extra"], ["/etc/passwd", "journal.key"], []])
def test_a_file_with_other_names_inside_is_refused_and_writes_nothing(tmp_path: Path, names: list[str]) -> None:
    file = closed(tmp_path / "hostile.ispbackup", dict.fromkeys(names, b"pages"))
    into = tmp_path / "deep" / "into"
    into.mkdir(parents=True)
    with pytest.raises(BackupDamaged):
        backup_form.extract(file, into)
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "deep", into, file]


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 2_000,
        b'{"format": "ISP Journal backup"}',
        b" " * (LARGEST_MANIFEST + 1),
        msgspec.json.encode(manifest_of(PARTS, format="something else")),
        msgspec.json.encode(manifest_of(PARTS, made_at="2026-13-45T09:00:00.000Z")),
        msgspec.json.encode(manifest_of(PARTS, made_at="yesterday")),
        msgspec.json.encode(manifest_of(PARTS, schema=0)),
        msgspec.json.encode(manifest_of(PARTS, reason="x" * 81)),
        msgspec.json.encode(manifest_of(PARTS, contents="0" * 63)),
        msgspec.json.encode(manifest_of({"journal.db": b"pages"})),
        msgspec.json.encode(manifest_of({**PARTS, "more": b""})),
        msgspec.json.encode(manifest_of({**PARTS, "journal.db": b"other size"})),
    ],
)
def test_a_manifest_that_says_what_none_can_say_is_refused(tmp_path: Path, told: bytes) -> None:
    file = closed(tmp_path / "hostile.ispbackup", PARTS, told)
    with pytest.raises(BackupDamaged):
        backup_form.look(file)


def test_a_part_that_is_not_what_the_manifest_says_is_noticed(tmp_path: Path) -> None:
    told = manifest_of(PARTS)
    wrong = {**told.parts, "journal.key": PartOfIt(2, "0" * 64)}
    file = closed(tmp_path / "hostile.ispbackup", PARTS, msgspec.structs.replace(told, parts=wrong))
    with pytest.raises(BackupDamaged):
        backup_form.extract(file, tmp_path)


def test_a_digest_at_the_end_that_does_not_fit_is_noticed_while_it_is_taken_apart(tmp_path: Path) -> None:
    file = small(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + (b"0" if whole[-1:] != b"0" else b"1"))
    assert backup_form.look(file).encrypted
    with pytest.raises(BackupDamaged):
        backup_form.extract(file, tmp_path)


def test_a_backup_of_a_form_to_come_is_said_to_be_newer(tmp_path: Path) -> None:
    file = closed(tmp_path / "later.ispbackup", PARTS, manifest_of(PARTS, version=2, schema=9))
    with pytest.raises(NewerJournal, match="its schema is 9"):
        backup_form.look(file)


def test_what_a_later_app_says_beside_all_that_is_passed_over(tmp_path: Path) -> None:
    told = msgspec.json.decode(msgspec.json.encode(manifest_of(PARTS))) | {"mood": "calm"}
    assert backup_form.look(closed(tmp_path / "later.ispbackup", PARTS, msgspec.json.encode(told))).version == 1


@pytest.mark.parametrize("lasting", [False, True])
def test_what_is_taken_out_is_for_its_owner_alone(tmp_path: Path, real: Path, lasting: bool) -> None:
    backup_form.extract(real, tmp_path, durable=lasting)
    assert [one.name for one in tmp_path.iterdir()] == ["journal.db"]
    assert (tmp_path / "journal.db").stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over_by_what_is_taken_out(tmp_path: Path, real: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        backup_form.extract(real, tmp_path)
    assert (tmp_path / "journal.db").read_bytes() == b"mine"
