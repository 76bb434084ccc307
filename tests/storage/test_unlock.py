"""Whatever befell the key file: it opens, or the reason why not is told for certain."""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from isp_journal.credentials import Passphrase, RecoveryCode, Secret, ThisComputer
from isp_journal.errors import (
    KeyFileDamaged,
    KeyFileForeign,
    KeyFileMissing,
    KeyFileNewer,
    KnownError,
    PassphraseNeeded,
    WrongPassphrase,
    WrongRecoveryCode,
)
from isp_journal.storage import durable, key_file, slots, unlock
from isp_journal.storage.connect import database
from isp_journal.storage.key_file import KEY_FILE, OLD
from isp_journal.storage.locked import BACKUPS, NEW
from tests.storage.locks import (
    CODE,
    LATER,
    OTHER,
    OTHER_CODE,
    PASSPHRASE,
    cheaply,
    copied,
    locked_journal,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return locked_journal(tmp_path_factory.mktemp("made") / "journal")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return copied(made, tmp_path / "journal")


def backup(folder: Path, name: str, content: bytes, member: str = KEY_FILE) -> None:
    (folder / BACKUPS).mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / BACKUPS / f"{name}.ispbackup", "w") as made:
        made.writestr(member, content)


def with_passphrase(content: bytes, passphrase: Passphrase) -> bytes:
    """Return the key file after a change of its passphrase."""
    file = key_file.decode(content)
    key = unlock.opened(file, PASSPHRASE)
    assert key is not None
    with cheaply():
        slot = slots.passphrase_slot(file.head, key, slots.derive(passphrase), LATER)
    return key_file.encode(msgspec.structs.replace(file, passphrase=slot))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_both_secrets_open_and_nothing_is_told(folder: Path) -> None:
    before = snapshot(folder)
    for secret in (PASSPHRASE, CODE):
        assert unlock.unlock(folder, secret).repaired == ""
    assert unlock.unlock(folder, PASSPHRASE).key == unlock.unlock(folder, CODE).key
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("secret", "error"),
    [(OTHER, WrongPassphrase), (OTHER_CODE, WrongRecoveryCode), (RecoveryCode("x"), WrongRecoveryCode)],
)
def test_a_wrong_secret_is_told_for_certain_and_changes_nothing(
    folder: Path, secret: Secret, error: type[KnownError]
) -> None:
    before = snapshot(folder)
    with pytest.raises(error):
        unlock.unlock(folder, secret)
    assert snapshot(folder) == before


def test_a_computer_that_remembers_nothing_asks_for_the_passphrase(folder: Path) -> None:
    with pytest.raises(PassphraseNeeded):
        unlock.unlock(folder, ThisComputer())


def test_no_flipped_bit_and_no_cut_is_ever_called_a_wrong_passphrase(folder: Path) -> None:
    (folder / OLD).unlink()
    whole = (folder / KEY_FILE).read_bytes()
    chance = random.Random(4)
    flips = [(place, chance.randrange(8)) for place in range(len(whole))]
    damaged = [whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :] for place, bit in flips]
    damaged += [whole[:length] for length in range(0, len(whole), 7)]
    for content in damaged:
        (folder / KEY_FILE).write_bytes(content)
        for secret in (PASSPHRASE, OTHER, CODE):
            with pytest.raises(KeyFileDamaged):
                unlock.unlock(folder, secret)
        assert (folder / KEY_FILE).read_bytes() == content


def test_a_damaged_key_file_is_put_right_from_its_copy(folder: Path) -> None:
    whole = (folder / KEY_FILE).read_bytes()
    for content in (b"", whole[:-1], b"\x00" * len(whole), None):
        (folder / KEY_FILE).unlink() if content is None else (folder / KEY_FILE).write_bytes(content)
        assert unlock.unlock(folder, PASSPHRASE).repaired == f"its copy {OLD}"
        assert (folder / KEY_FILE).read_bytes() == whole
        assert unlock.unlock(folder, PASSPHRASE).repaired == ""


def test_a_wrong_passphrase_on_a_whole_copy_is_certain_and_changes_nothing(folder: Path) -> None:
    backup(folder, "20260301T000000Z", with_passphrase((folder / OLD).read_bytes(), OTHER))
    (folder / KEY_FILE).write_bytes(b"x")
    with pytest.raises(WrongPassphrase):
        unlock.unlock(folder, OTHER)
    assert (folder / KEY_FILE).read_bytes() == b"x"


def test_a_damaged_copy_is_made_anew_from_the_key_file(folder: Path) -> None:
    whole = (folder / KEY_FILE).read_bytes()
    (folder / OLD).write_bytes(b"x")
    unlock.unlock(folder, PASSPHRASE, settle=False)
    assert (folder / OLD).read_bytes() == b"x", "somebody else may be changing it"
    unlock.unlock(folder, PASSPHRASE)
    assert (folder / OLD).read_bytes() == whole


def test_both_damaged_opens_from_the_newest_backup(folder: Path) -> None:
    whole = (folder / KEY_FILE).read_bytes()
    backup(folder, "20260301T000000Z", with_passphrase(whole, OTHER))
    backup(folder, "20260302T000000Z", whole)
    backup(folder, "20260302T010000Z", b"damaged")
    backup(folder, "20260303T000000Z", whole)
    backup(folder, "20260304T000000Z", whole, member="journal.db")
    (folder / BACKUPS / "20260305T000000Z.ispbackup").write_bytes(b"no zip")
    (folder / BACKUPS / "20260306T000000Z.ispbackup").mkdir()
    for name in (KEY_FILE, OLD):
        (folder / name).write_bytes(b"x")
    with pytest.raises(KeyFileDamaged):
        unlock.unlock(folder, Passphrase("never anybody's passphrase"))
    assert unlock.unlock(folder, PASSPHRASE).repaired == "the backup 20260303T000000Z.ispbackup"
    assert (folder / KEY_FILE).read_bytes() == (folder / OLD).read_bytes() == whole


@pytest.mark.parametrize(
    ("at", "put"), [(6, 0x01), (8, 99), (8, 8)], ids=["sealed", "unknown packing", "not packed so"]
)
def test_a_hostile_backup_does_not_keep_an_older_one_from_helping(folder: Path, at: int, put: int) -> None:
    whole = (folder / KEY_FILE).read_bytes()
    backup(folder, "20260301T000000Z", whole)
    backup(folder, "20260302T000000Z", b"\xff" * 700)
    hostile = folder / BACKUPS / "20260302T000000Z.ispbackup"
    content = bytearray(hostile.read_bytes())
    # The same field stands before the part and, two bytes further, in the list at the end.
    for place in (at, content.index(b"PK\x01\x02") + at + 2):
        content[place] = put
    hostile.write_bytes(content)
    for name in (KEY_FILE, OLD):
        (folder / name).write_bytes(b"x")
    assert unlock.unlock(folder, PASSPHRASE).repaired == "the backup 20260301T000000Z.ispbackup"


def test_only_a_few_backups_are_tried(folder: Path) -> None:
    whole = (folder / KEY_FILE).read_bytes()
    backup(folder, "20260301T000000Z", whole)
    for day in range(2, 2 + unlock.MOST_BACKUPS):
        backup(folder, f"2026030{day}T000000Z", with_passphrase(whole, OTHER))
    for name in (KEY_FILE, OLD):
        (folder / name).write_bytes(b"x")
    with pytest.raises(KeyFileDamaged):
        unlock.unlock(folder, PASSPHRASE)


def test_a_backup_under_another_key_is_passed_over(folder: Path, tmp_path: Path) -> None:
    other = locked_journal(tmp_path / "other")
    backup(folder, "20260301T000000Z", (other / KEY_FILE).read_bytes())
    for name in (KEY_FILE, OLD):
        (folder / name).write_bytes(b"x")
    with pytest.raises(KeyFileDamaged):
        unlock.unlock(folder, PASSPHRASE)


def test_no_key_file_at_all_is_missing_and_not_damaged(folder: Path) -> None:
    for name in (KEY_FILE, OLD):
        (folder / name).unlink()
    for ask in (unlock.check, unlock.current, lambda where: unlock.unlock(where, PASSPHRASE)):
        with pytest.raises(KeyFileMissing):
            ask(folder)


def test_a_lost_key_file_comes_back_from_a_backup(folder: Path) -> None:
    whole = (folder / KEY_FILE).read_bytes()
    backup(folder, "20260302T000000Z", whole)
    for name in (KEY_FILE, OLD):
        (folder / name).unlink()
    unlock.check(folder)
    with pytest.raises(KeyFileMissing):
        unlock.unlock(folder, OTHER)
    assert unlock.unlock(folder, PASSPHRASE).repaired == "the backup 20260302T000000Z.ispbackup"
    assert (folder / KEY_FILE).read_bytes() == whole


def test_a_lost_key_file_with_a_damaged_copy_is_damage(folder: Path) -> None:
    (folder / KEY_FILE).unlink()
    (folder / OLD).write_bytes(b"x")
    with pytest.raises(KeyFileDamaged):
        unlock.check(folder)
    (folder / KEY_FILE).write_bytes(b"x")
    with pytest.raises(KeyFileDamaged):
        unlock.current(folder)


def test_a_key_file_that_no_secret_can_open_is_told_before_one_is_asked_for(folder: Path) -> None:
    unlock.check(folder)
    (folder / KEY_FILE).write_bytes(b"x")
    unlock.check(folder)
    (folder / OLD).write_bytes(b"x")
    with pytest.raises(KeyFileDamaged):
        unlock.check(folder)


def test_the_key_file_of_another_journal_is_told_as_such(folder: Path, tmp_path: Path) -> None:
    other = locked_journal(tmp_path / "other")
    for name in (KEY_FILE, OLD):
        (other / name).replace(folder / name)
    with pytest.raises(KeyFileForeign):
        unlock.unlock(folder, PASSPHRASE)
    (folder / KEY_FILE).unlink()
    with pytest.raises(KeyFileForeign):
        unlock.unlock(folder, PASSPHRASE)


def test_a_key_file_of_a_later_version_is_told_as_newer(folder: Path) -> None:
    (folder / KEY_FILE).write_bytes(key_file.spelled({"magic": key_file.MAGIC, "version": 2}))
    with pytest.raises(KeyFileNewer):
        unlock.unlock(folder, PASSPHRASE)


def half_changed(folder: Path) -> tuple[bytes, bytes]:
    """Leave a change of the passphrase as a power cut leaves it before the copy was made anew."""
    before = (folder / KEY_FILE).read_bytes()
    after = with_passphrase(before, OTHER)
    (folder / NEW).write_bytes(after)
    (folder / KEY_FILE).write_bytes(after)
    return before, after


def test_a_change_that_was_cut_off_before_its_switch_never_happened(folder: Path) -> None:
    before = (folder / KEY_FILE).read_bytes()
    (folder / NEW).write_bytes(with_passphrase(before, OTHER))
    with pytest.raises(WrongPassphrase):
        unlock.unlock(folder, OTHER)
    unlock.unlock(folder, PASSPHRASE)
    assert not (folder / NEW).exists()
    assert (folder / KEY_FILE).read_bytes() == (folder / OLD).read_bytes() == before


def test_a_change_that_was_cut_off_after_its_switch_is_ended_at_the_next_opening(folder: Path) -> None:
    _, after = half_changed(folder)
    with pytest.raises(WrongPassphrase):
        unlock.unlock(folder, PASSPHRASE)
    unlock.unlock(folder, OTHER)
    assert not (folder / NEW).exists()
    assert (folder / KEY_FILE).read_bytes() == (folder / OLD).read_bytes() == after


@pytest.mark.parametrize("secret", [PASSPHRASE, OTHER])
def test_a_cut_off_change_and_a_damaged_file_open_with_either_passphrase(folder: Path, secret: Passphrase) -> None:
    half_changed(folder)
    (folder / KEY_FILE).write_bytes(b"x")
    assert unlock.unlock(folder, secret).repaired
    assert unlock.unlock(folder, secret).repaired == ""
    assert not (folder / NEW).exists()


def test_a_cut_off_change_and_two_damaged_files_are_never_a_wrong_passphrase(folder: Path) -> None:
    half_changed(folder)
    (folder / KEY_FILE).write_bytes(b"x")
    (folder / NEW).write_bytes(b"x")
    with pytest.raises(KeyFileDamaged):
        unlock.unlock(folder, OTHER)
    assert unlock.unlock(folder, PASSPHRASE).repaired == f"its copy {OLD}"


def test_where_nothing_can_be_written_it_opens_all_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "read-only")

    monkeypatch.setattr(durable, "write", refused)
    (folder / OLD).write_bytes(b"x")
    assert unlock.unlock(folder, PASSPHRASE).repaired == ""
    (folder / KEY_FILE).replace(folder / OLD)
    assert unlock.unlock(folder, PASSPHRASE).repaired == ""
    assert not (folder / KEY_FILE).exists()


@pytest.mark.parametrize("ask", [unlock.check, unlock.current])
def test_a_disk_that_fails_is_told_as_such(
    folder: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Path], object]
) -> None:
    def fails(*_: object) -> None:
        raise OSError(5, "the disk")

    monkeypatch.setattr(unlock, "decode", fails)
    with pytest.raises(KnownError, match="disk did not do"):
        ask(folder)


def test_the_journal_itself_is_never_touched(folder: Path) -> None:
    before = database(folder).read_bytes()
    (folder / KEY_FILE).write_bytes(b"x")
    unlock.unlock(folder, PASSPHRASE)
    assert database(folder).read_bytes() == before
