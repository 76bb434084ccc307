import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import BackupFailed, Cancelled, JournalDamaged, PassphraseNeeded
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.storage import backup_file, backup_form, connect, contents, unlock
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.locked import KEY_FILE, OLD
from isp_journal.storage.store import Store
from tests.storage.backups import NOW, backed_up, reading
from tests.storage.damage import flip
from tests.storage.journals import fresh, on_words, written
from tests.storage.locks import PASSPHRASE, locked_journal

NOT_AS_WRITTEN = "What was written could not be read back as it was."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a closed journal with an entry, a tag and an attachment."""
    journal = fresh(tmp_path / "journal")
    entry = written(journal, "I stopped the agenda. We talked.")
    journal.entries.save(on_words(entry, "We talked."))
    journal.attachments.add(entry.id, "flipchart.png", b"\x89PNG\r\n\x1a\n" + b"x" * 5_000)
    journal.entries.trash([written(journal, "In the trash.").id])
    journal.close()
    return tmp_path / "journal"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give an empty folder for backups."""
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


@pytest.fixture(scope="module")
def made_locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataKey]:
    folder = locked_journal(tmp_path_factory.mktemp("locked") / "journal")
    return folder, unlock.unlock(folder, PASSPHRASE).key


@pytest.fixture
def locked(made_locked: tuple[Path, DataKey], tmp_path: Path) -> tuple[Path, DataKey]:
    """Give the folder of a closed locked journal, and its key."""
    shutil.copytree(made_locked[0], tmp_path / "locked")
    return tmp_path / "locked", made_locked[1]


def test_a_backup_holds_what_the_journal_holds(folder: Path, place: Path) -> None:
    made = backed_up(folder, place, "before an import")
    found = backup_file.verify(made.file, None)
    assert (found.entries, found.tags, found.attachments) == (1, 1, 1)
    with reading(folder) as store:
        connection = store.another_connection()
        assert contents.contents(connection) == found
        connection.close()
    assert (made.reason, made.encrypted, made.second) == ("before an import", False, False)
    assert made.made_at == "2026-03-02T09:00:00.000Z"
    assert made.size == made.file.stat().st_size


def test_its_name_tells_the_time_in_utc_and_nothing_else(folder: Path, place: Path) -> None:
    with reading(folder) as store:
        there = datetime(2026, 3, 2, 14, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
        made = backup_file.write(store, place, "asked", there)
    stamp, _, chance = made.file.name.removesuffix(".ispbackup").partition("-")
    assert stamp == "20260302T090000Z"
    assert len(chance) == 8
    assert made.made_at == "2026-03-02T09:00:00.000Z"


def test_nothing_but_the_backup_is_left_and_it_is_its_owners_alone(folder: Path, place: Path) -> None:
    made = backed_up(folder, place)
    assert list(place.iterdir()) == [made.file]
    assert made.file.stat().st_mode & 0o777 == 0o600


def test_a_backup_does_not_change_the_journal(folder: Path, place: Path) -> None:
    before = connect.database(folder).read_bytes()
    backed_up(folder, place)
    assert connect.database(folder).read_bytes() == before


def test_a_backup_of_a_locked_journal_is_locked_and_holds_the_key_file(
    locked: tuple[Path, DataKey], place: Path
) -> None:
    folder, key = locked
    with reading(folder, key) as store:
        made = backup_file.write(store, place, "asked", NOW)
    assert made.encrypted
    assert b"agenda" not in made.file.read_bytes()
    assert backup_file.verify(made.file, key).entries == 1
    (place / "out").mkdir()
    backup_file.extract(made.file, place / "out")
    assert (place / "out" / KEY_FILE).read_bytes() == (folder / KEY_FILE).read_bytes()


def test_the_digest_in_a_locked_backup_is_keyed(locked: tuple[Path, DataKey], place: Path) -> None:
    folder, key = locked
    with reading(folder, key) as store:
        made = backup_file.make(store, place, "asked", NOW)
    told = backup_file.look(made.backup.file).contents
    assert told != made.contents.digest
    assert told == backup_file.mark(made.contents, key)
    assert told != backup_file.mark(made.contents, DataKey.fresh())


@pytest.mark.parametrize("other", [None, DataKey(b"k" * 32, b"s" * 16)])
def test_a_locked_backup_asks_for_its_own_key(locked: tuple[Path, DataKey], place: Path, other: DataKey | None) -> None:
    with reading(*locked) as store:
        made = backup_file.write(store, place, "asked", NOW)
    with pytest.raises(PassphraseNeeded):
        backup_file.verify(made.file, other)


def test_a_damaged_key_file_goes_into_no_backup_but_its_whole_copy_does(
    locked: tuple[Path, DataKey], place: Path
) -> None:
    folder, key = locked
    whole = (folder / KEY_FILE).read_bytes()
    flip(folder / KEY_FILE, 200)
    with reading(folder, key) as store:
        made = backup_file.write(store, place, "asked", NOW)
    (place / "out").mkdir()
    backup_file.extract(made.file, place / "out")
    assert (place / "out" / KEY_FILE).read_bytes() == whole


@pytest.mark.parametrize("foreign", [False, True])
def test_without_a_key_file_that_opens_it_no_backup_is_made(
    locked: tuple[Path, DataKey], place: Path, foreign: bool
) -> None:
    folder, key = locked
    (folder / OLD).unlink()
    if foreign:
        key = DataKey(key.key, b"s" * 16)
        given = _WithKey(folder, locked[1], key)
    else:
        flip(folder / KEY_FILE, 200)
        given = _WithKey(folder, locked[1], key)
    with pytest.raises(BackupFailed, match="The key file of this journal is damaged or gone"):
        backup_file.write(given, place, "asked", NOW)
    assert list(place.iterdir()) == []


class _WithKey:
    """A journal whose key file is not that of its key."""

    def __init__(self, folder: Path, opens: DataKey, key: DataKey) -> None:
        self.folder = folder
        self.key: DataKey | None = key
        self._opens = opens

    def another_connection(self) -> Any:
        return connect.connect(self.folder, writing=False, key=self._opens)


class _Busy:
    """A journal in which somebody writes just when a backup looks at it, so many times."""

    def __init__(self, journal: Journal, store: Store, times: int) -> None:
        self.folder = store.folder
        self.key = store.key
        self._journal = journal
        self._store = store
        self._looks = 0
        self.times = times

    def another_connection(self) -> Any:
        self._looks += 1
        # The second look of each try is the one that copies.
        if self._looks % 2 == 0 and self.times:
            self.times -= 1
            written(self._journal, f"Written meanwhile {self.times}.")
        return self._store.another_connection()


@pytest.fixture
def busy(folder: Path) -> Iterator[_Busy]:
    journal = open_journal(folder, writing=True)
    with reading(folder) as store:
        yield _Busy(journal, store, 0)
    journal.close()


@pytest.mark.parametrize("times", [1, 2])
def test_a_save_in_the_middle_makes_it_look_again(busy: _Busy, place: Path, times: int) -> None:
    busy.times = times
    made = backup_file.make(busy, place, "asked", NOW)
    assert made.contents.entries == 1 + times
    assert backup_file.verify(made.backup.file, None) == made.contents
    assert list(place.iterdir()) == [made.backup.file]


def test_what_is_never_as_it_was_written_is_no_backup(busy: _Busy, place: Path) -> None:
    busy.times = 9
    with pytest.raises(BackupFailed, match=NOT_AS_WRITTEN):
        backup_file.make(busy, place, "asked", NOW)
    assert list(place.iterdir()) == []


def test_saving_goes_on_while_a_backup_is_made(folder: Path, place: Path) -> None:
    journal = open_journal(folder, writing=True)
    told: list[int] = []

    def heard(done: int, total: int, what: str) -> bool:
        told.append(done)
        written(journal, f"Written at {what}.")
        return True

    with reading(folder) as store:
        made = backup_file.make(store, place, "asked", NOW, heard)
    # What was written once the copy was made is not in it.
    assert told == [0, 1, 2, 3]
    assert made.contents.entries == 2
    assert journal.facts().entries == 5
    journal.close()


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_stopping_leaves_nothing_behind(folder: Path, place: Path, at: int) -> None:
    with reading(folder) as store, pytest.raises(Cancelled):
        backup_file.write(store, place, "asked", NOW, lambda done, _total, _what: done != at)
    assert list(place.iterdir()) == []


def test_a_place_that_is_gone_is_told_and_harms_nothing(folder: Path, tmp_path: Path) -> None:
    with reading(folder) as store, pytest.raises(BackupFailed, match="The folder is not there"):
        backup_file.write(store, tmp_path / "unplugged", "asked", NOW)
    assert not (tmp_path / "unplugged").exists()


def test_a_place_without_room_is_told_before_anything_is_written(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage(10**12, 10**12, 60 * 1_000_000))
    with reading(folder) as store, pytest.raises(BackupFailed, match=r"1 MB are needed there, and 60 MB are free\."):
        backup_file.write(store, place, "asked", NOW)


LIMITED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from isp_journal.errors import BackupFailed
from isp_journal.storage import backup_file
from tests.storage.backups import NOW, reading
from isp_journal.storage import contents, unlock
with reading(Path({folder!r})) as store:
    store.another_connection().close()
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
    try:
        backup_file.write(store, Path({place!r}), "asked", NOW)
    except BackupFailed as failed:
        print(failed.todo)
"""


@pytest.mark.parametrize("spare", [-20_000, 100])
def test_a_disk_that_fills_while_it_is_written_is_told(folder: Path, place: Path, spare: int) -> None:
    whole = backed_up(folder, place)
    pages = backup_form.look(whole.file).parts[connect.FILE].size
    root = str(Path(__file__).resolve().parents[2])
    code = LIMITED.format(root=root, folder=str(folder), limit=pages + spare, place=str(place))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(("The disk is full.", "The disk did not do what it was asked to."))
    assert list(place.iterdir()) == [whole.file]
    assert backup_file.verify(whole.file, None).entries == 1


def test_a_damaged_journal_is_said_to_be_damaged_and_is_in_no_backup(folder: Path, place: Path) -> None:
    journal = open_journal(folder, writing=True)
    for number in range(200):
        written(journal, f"{number} " + "words " * 100)
    journal.close()
    file = connect.database(folder)
    content = bytearray(file.read_bytes())
    for page in range(len(content) // 4096 - 20, len(content) // 4096):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    file.write_bytes(content)
    with reading(folder) as store, pytest.raises(JournalDamaged):
        backup_file.write(store, place, "asked", NOW)
    assert list(place.iterdir()) == []


def test_a_bug_is_not_called_trouble_of_the_place(folder: Path, place: Path) -> None:
    with reading(folder) as store:
        odd = _WithKey(folder, None, None)  # type: ignore[arg-type]  # it is what is wrong here
        odd.another_connection = lambda: _Odd(store.another_connection())  # type: ignore[method-assign]  # the same
        with pytest.raises(driver.InterfaceError):
            backup_file.write(odd, place, "asked", NOW)


class _Odd:
    def __init__(self, real: Any) -> None:
        self._real = real

    def execute(self, *words: Any) -> Any:
        if words[0].startswith("VACUUM"):
            raise driver.InterfaceError("bad parameter or other API misuse")
        return self._real.execute(*words)

    def close(self) -> None:
        self._real.close()


def test_trying_a_backup_leaves_nothing_beside_it(folder: Path, place: Path) -> None:
    made = backed_up(folder, place)
    backup_file.verify(made.file, None)
    backup_file.verify(made.file, None, place)
    assert list(place.iterdir()) == [made.file]


def test_what_finds_the_key_of_a_backup_needs_none_for_a_plain_one(folder: Path, place: Path) -> None:
    made = backed_up(folder, place)
    assert backup_file.opens_with(made.file, DataKey.fresh())(place) is None


def another_header(file: Path) -> None:
    connection = driver.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA application_id=7")
    connection.close()


def other_words(file: Path) -> None:
    content = file.read_bytes()
    assert b"stopped" in content
    file.write_bytes(content.replace(b"stopped", b"started"))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5_000])


@pytest.mark.parametrize(
    ("step", "name", "harm"),
    [
        (1, "copy.db", another_header),
        (1, "copy.db", other_words),
        (1, "copy.db", cut),
        (2, "packed", cut),
        (2, "packed", lambda file: flip(file, 9_000)),
    ],
)
def test_a_disk_that_keeps_something_else_than_was_written_is_noticed(
    folder: Path, place: Path, step: int, name: str, harm: Callable[[Path], None]
) -> None:
    def heard(done: int, _total: int, _what: str) -> bool:
        if done == step:
            harm(next(place.glob(f".making-*/{name}")))
        return True

    with reading(folder) as store, pytest.raises(BackupFailed, match=NOT_AS_WRITTEN):
        backup_file.write(store, place, "asked", NOW, heard)
    assert list(place.iterdir()) == []
