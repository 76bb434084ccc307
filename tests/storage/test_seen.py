import json
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from isp_journal.errors import ClockSetBack, KnownError, OlderCopy
from isp_journal.journal.journal import Journal
from isp_journal.paths import seen_file
from isp_journal.storage import connect, seen
from isp_journal.storage.log_frames import round_of
from isp_journal.synced_folders import Mount
from tests.storage.journals import fresh, written

NAME = "0199a3c0-7a1e-7cc0-8f00-000000000001"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(**later: float) -> str:
    moment = NOON + timedelta(**later)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.fixture
def open_one(tmp_path: Path) -> Iterator[Journal]:
    opened = fresh(tmp_path / "journal")
    written(opened, "Words.")
    seen_file().unlink()
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a closed journal."""
    opened = fresh(tmp_path / "journal")
    written(opened, "Words.")
    opened.close()
    # What was seen of it while it was made is another matter.
    seen_file().unlink()
    return tmp_path / "journal"


def kinds(told: tuple[KnownError, ...]) -> list[type[KnownError]]:
    return [type(one) for one in told]


def test_a_journal_that_was_never_seen_here_is_told_nothing_of(folder: Path) -> None:
    assert seen.notices(folder, NAME, at(), NOON) == ()
    assert not seen_file().exists()


def test_a_journal_as_it_was_seen_or_newer_is_told_nothing_of(folder: Path) -> None:
    seen.remember(folder, NAME, at())
    assert seen.notices(folder, NAME, at(), NOON) == ()
    assert seen.notices(folder, NAME, at(minutes=5), NOON) == ()


def test_an_older_copy_is_told_with_both_moments_until_it_was_written_to(folder: Path) -> None:
    seen.remember(folder, NAME, at())
    told = seen.notices(folder, NAME, at(hours=-3), NOON)
    assert kinds(told) == [OlderCopy]
    assert "ends on 2026-03-02 09:00" in told[0].what
    assert "up to 2026-03-02 12:00" in told[0].what
    seen.remember(folder, NAME, at(hours=-3))
    assert seen.notices(folder, NAME, at(hours=-3), NOON) == ()


def test_another_journal_is_no_older_copy(folder: Path) -> None:
    seen.remember(folder, NAME, at())
    assert seen.notices(folder, NAME.replace("1", "2"), at(hours=-3), NOON) == ()


def test_whoever_restores_a_backup_is_not_told_that_it_is_older(folder: Path) -> None:
    seen.forget(NAME)
    seen.remember(folder, NAME, at())
    seen.remember(folder, "another", at())
    seen.forget(NAME)
    assert seen.notices(folder, NAME, at(hours=-3), NOON) == ()
    assert kinds(seen.notices(folder, "another", at(hours=-3), NOON)) == [OlderCopy]


def test_a_clock_that_was_set_back_is_told_with_both_moments(folder: Path) -> None:
    told = seen.notices(folder, NAME, at(days=2), NOON)
    assert kinds(told) == [ClockSetBack]
    assert "clock says 2026-03-02 12:00" in told[0].what
    assert "changed on 2026-03-04 12:00" in told[0].what
    assert seen.notices(folder, NAME, at(minutes=9), NOON) == ()


def test_a_clock_put_right_again_makes_no_older_copy(folder: Path) -> None:
    seen.remember(folder, NAME, at(days=400))
    assert seen.notices(folder, NAME, at(), NOON) == ()


@pytest.mark.parametrize("odd", ["", "yesterday", "2026-03-02T12:00:00"])
def test_an_instant_that_cannot_be_read_is_no_trouble(folder: Path, odd: str) -> None:
    seen.remember(folder, NAME, odd)
    assert seen.notices(folder, NAME, odd, NOON) == ()


@pytest.mark.parametrize("place", ["Dropbox/journal", "share/journal"])
def test_a_place_that_is_not_safe_is_told_of_once(tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "mounts_here", lambda: (Mount(f"{tmp_path.as_posix()}/share", "nfs4"),))
    told = seen.notices(tmp_path / place, NAME, at(), NOON)
    assert kinds(told) == [KnownError]
    assert told[0].what and told[0].safe and told[0].todo
    assert seen.notices(tmp_path / place, NAME, at(), NOON) == ()
    assert len(seen.notices(tmp_path / "Nextcloud", NAME, at(), NOON)) == 1


def test_what_is_kept_tells_no_name_and_no_place_and_is_private(folder: Path) -> None:
    seen.remember(folder, NAME, at(), closed=True)
    kept = seen_file().read_text()
    assert NAME not in kept
    assert str(folder) not in kept
    assert stat.S_IMODE(seen_file().stat().st_mode) == 0o600
    assert [one.name for one in seen_file().parent.iterdir()] == [seen_file().name]


def test_only_the_newest_journals_and_places_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "MOST_JOURNALS", 3)
    for number in range(6):
        seen.remember(folder, f"journal {number}", at())
        seen.notices(folder.parent / f"Dropbox {number}", NAME, at(), NOON)
    kept = json.loads(seen_file().read_text())
    assert (len(kept["journals"]), len(kept["warned"])) == (3, 3)
    assert kinds(seen.notices(folder, "journal 5", at(hours=-1), NOON)) == [OlderCopy]


WHOLE: dict[str, object] = {"last_change": at(), "log": None, "place": [], "digest": ""}


@pytest.mark.parametrize(
    "torn",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"journals": {}}',
        b'{"journals": [], "warned": []}',
        json.dumps({"journals": {"x": WHOLE | {"log": [[1], 2]}}, "warned": []}).encode(),
        json.dumps({"journals": {"x": WHOLE | {"place": ["?"]}}, "warned": []}).encode(),
        json.dumps({"journals": {"x": 5}, "warned": 5}).encode(),
    ],
)
def test_a_torn_file_keeps_nothing_and_is_replaced(folder: Path, torn: bytes) -> None:
    seen_file().write_bytes(torn)
    assert seen.notices(folder, NAME, at(hours=-3), NOON) == ()
    assert seen.frames_of(folder, (1, 2)) == 0
    seen.remember(folder, NAME, at())
    assert kinds(seen.notices(folder, NAME, at(hours=-3), NOON)) == [OlderCopy]


def test_a_place_that_cannot_be_written_to_is_no_trouble(folder: Path) -> None:
    seen_file().parent.rmdir()
    seen_file().parent.write_bytes(b"a file where a folder should be")
    seen.remember(folder, NAME, at())
    seen.forget(NAME)
    assert len(seen.notices(folder / "Dropbox", NAME, at(), NOON)) == 1


def test_how_far_a_log_was_seen_is_kept(open_one: Journal, tmp_path: Path) -> None:
    written(open_one, "More.")
    seen.remember(tmp_path / "journal", NAME, at())
    found = round_of(connect.log(tmp_path / "journal"))
    assert found is not None and found.frames > 3
    assert seen.frames_of(tmp_path / "journal", found.salts) == found.frames
    assert seen.frames_of(tmp_path / "journal", (found.salts[0], found.salts[1] ^ 1)) == 0
    shutil.copytree(tmp_path / "journal", tmp_path / "copy")
    assert seen.frames_of(tmp_path / "copy", found.salts) == 0
    assert seen.frames_of(tmp_path / "nowhere", found.salts) == 0


def test_a_closed_file_without_a_passphrase_is_known_byte_by_byte(folder: Path) -> None:
    assert seen.is_as_it_was_closed(folder) is None
    seen.remember(folder, NAME, at(), closed=True)
    assert seen.is_as_it_was_closed(folder) is True
    file = connect.database(folder)
    before = file.stat()
    with file.open("r+b") as opened:
        opened.seek(5_000)
        opened.write(b"\x01")
    assert seen.is_as_it_was_closed(folder) is None
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert seen.is_as_it_was_closed(folder) is False


def test_a_copy_of_a_closed_file_is_another_file(folder: Path, tmp_path: Path) -> None:
    seen.remember(folder, NAME, at(), closed=True)
    shutil.copytree(folder, tmp_path / "copy")
    assert seen.is_as_it_was_closed(tmp_path / "copy") is None


def test_a_file_that_is_written_to_while_it_is_read_is_not_judged(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen.remember(folder, NAME, at(), closed=True)
    places = iter([seen._place_of(connect.database(folder)), ()])
    monkeypatch.setattr(seen, "_place_of", lambda _file: next(places))
    assert seen.is_as_it_was_closed(folder) is None


def test_a_file_whose_log_is_not_in_it_yet_is_not_kept_byte_by_byte(open_one: Journal) -> None:
    written(open_one, "More.")
    seen.remember(open_one._store.folder, NAME, at(), closed=True)
    assert json.loads(seen_file().read_text())["journals"].popitem()[1]["digest"] == ""


def test_an_encrypted_file_has_seals_and_is_not_kept_byte_by_byte(tmp_path: Path) -> None:
    connect.database(tmp_path).write_bytes(os.urandom(8_192))
    seen.remember(tmp_path, NAME, at(), closed=True)
    assert json.loads(seen_file().read_text())["journals"].popitem()[1]["digest"] == ""


def test_a_large_file_is_not_kept_byte_by_byte(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "MOST_DIGESTED", 1_000)
    seen.remember(folder, NAME, at(), closed=True)
    assert json.loads(seen_file().read_text())["journals"].popitem()[1]["digest"] == ""


def test_an_older_copy_of_the_same_minute_is_told_apart_by_more_than_the_minute() -> None:
    earlier, later = NOON, NOON + timedelta(seconds=2)
    one, other = seen._shown_apart(later, earlier)
    assert one != other
    assert seen._shown_apart(later + timedelta(hours=1), earlier) == tuple(
        moment.astimezone().strftime("%Y-%m-%d %H:%M") for moment in (later + timedelta(hours=1), earlier)
    )
