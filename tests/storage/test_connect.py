import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import (
    FolderNotEmpty,
    JournalDamaged,
    JournalEmpty,
    JournalExists,
    JournalMissing,
    KeyFileMissing,
    KnownError,
    NewerJournal,
    NotAJournal,
    OpenElsewhere,
    ReadOnly,
)
from isp_journal.journal.opening import begin, create_journal, open_journal
from isp_journal.storage import connect
from tests.storage.journals import fresh, written
from tests.storage.locks import PASSPHRASE, locked_journal


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a closed journal with one entry."""
    journal = fresh(tmp_path / "a journal")
    written(journal, "I stopped the agenda.")
    journal.close()
    return tmp_path / "a journal"


def test_a_journal_is_a_private_folder_with_a_private_file(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_an_open_journal_has_only_private_files(folder: Path) -> None:
    journal = open_journal(folder, writing=True)
    written(journal, "More.")
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    journal.close()


def test_every_connection_is_careful(folder: Path) -> None:
    connection = connect.connect(folder, writing=True)
    asked = ["journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "cell_size_check"]
    told = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    connection.close()
    assert told == ["wal", 2, 1, 1, 0, 1]


def test_a_locked_journal_keeps_more_of_what_it_deciphered_for_reading(tmp_path: Path) -> None:
    locked_journal(tmp_path / "locked")
    create_journal(tmp_path / "plain", author="")
    sizes = []
    for name in ("locked", "plain"):
        journal = open_journal(tmp_path / name, writing=True, secret=PASSPHRASE)
        with journal._store.reading() as transaction, journal._store.writing() as writing:
            sizes += [
                one.connection.exec_driver_sql("PRAGMA cache_size").scalar_one() for one in (transaction, writing)
            ]
        journal.close()
    assert sizes == [-32_000, -8_000, -8_000, -8_000]


def test_a_missing_journal_is_said_to_be_missing_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(JournalMissing) as said:
        open_journal(tmp_path / "nowhere", writing=True)
    assert str(tmp_path / "nowhere") in said.value.what
    assert not (tmp_path / "nowhere").exists()


def test_a_file_without_bytes_is_never_opened_as_an_empty_journal(folder: Path) -> None:
    (folder / connect.FILE).write_bytes(b"")
    with pytest.raises(JournalEmpty):
        open_journal(folder, writing=True)
    assert (folder / connect.FILE).stat().st_size == 0


@pytest.mark.parametrize("content", [b"Dear diary, " * 500, b"\x00" * 8192])
def test_another_file_is_not_a_journal_and_keeps_its_bytes(folder: Path, content: bytes) -> None:
    (folder / connect.FILE).write_bytes(content)
    with pytest.raises(NotAJournal):
        open_journal(folder, writing=True)
    assert (folder / connect.FILE).read_bytes() == content


def test_a_file_of_noise_is_told_as_encrypted_without_its_key(folder: Path) -> None:
    content = os.urandom(16_384)
    (folder / connect.FILE).write_bytes(content)
    with pytest.raises(KeyFileMissing):
        open_journal(folder, writing=True)
    assert (folder / connect.FILE).read_bytes() == content


def test_another_database_is_not_a_journal_and_keeps_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / connect.FILE
    other = driver.connect(str(file))
    other.execute("CREATE TABLE recipe (name)")
    other.commit()
    other.close()
    before = digest(file)
    with pytest.raises(NotAJournal):
        open_journal(tmp_path, writing=True)
    assert digest(file) == before


def test_a_newer_journal_is_refused_and_keeps_its_bytes(folder: Path) -> None:
    other = driver.connect(str(folder / connect.FILE))
    other.execute(f"PRAGMA user_version={connect.SCHEMA + 1}")
    other.close()
    before = digest(folder / connect.FILE)
    with pytest.raises(NewerJournal, match="newer version"):
        open_journal(folder, writing=True)
    assert digest(folder / connect.FILE) == before


def test_a_damaged_journal_is_said_to_be_damaged(folder: Path) -> None:
    file = folder / connect.FILE
    content = bytearray(file.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(content)
    with pytest.raises(JournalDamaged):
        open_journal(folder, writing=False).entries.get("x")


def test_an_old_sqlite_is_a_fault_of_the_installation(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(RuntimeError, match="write-ahead log"):
        open_journal(folder, writing=False)


def test_only_one_may_write_and_the_holder_is_named(folder: Path) -> None:
    window = open_journal(folder, writing=True, window=True)
    with pytest.raises(OpenElsewhere) as said:
        open_journal(folder, writing=True)
    assert "the window" in said.value.what
    assert str(os.getpid()) in said.value.holder
    beside = open_journal(folder, writing=False)
    assert beside.facts().entries == 1
    beside.close()
    window.close()
    open_journal(folder, writing=True).close()


def test_what_is_opened_for_reading_refuses_to_write(folder: Path) -> None:
    journal = open_journal(folder, writing=False)
    with pytest.raises(KnownError, match="reading only"):
        journal.sites.ensure("Harlow Bend School")
    journal.rest()
    journal.close()


def test_reading_sees_what_the_window_has_just_saved(folder: Path) -> None:
    window = open_journal(folder, writing=True, window=True)
    beside = open_journal(folder, writing=False)
    written(window, "Said a moment ago.")
    assert beside.facts().entries == 2
    beside.close()
    window.close()


def test_a_journal_is_never_made_over_another(folder: Path) -> None:
    before = digest(folder / connect.FILE)
    with pytest.raises(JournalExists):
        create_journal(folder, author="Somebody")
    assert digest(folder / connect.FILE) == before


def test_a_journal_is_not_made_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(FolderNotEmpty):
        create_journal(tmp_path, author="Somebody")
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_journal_that_could_not_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isp_journal.storage.migrate.INDEX", ("CREATE NONSENSE",))
    with pytest.raises(Exception, match="syntax"):
        create_journal(tmp_path / "new", author="Somebody")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_journal_without_an_author_can_be_made(tmp_path: Path) -> None:
    create_journal(tmp_path / "new", author=" ")
    journal = open_journal(tmp_path / "new", writing=False)
    assert journal.facts().author == ""
    journal.close()


def test_what_was_begun_can_be_abandoned(folder: Path) -> None:
    begin(folder, writing=True).abandon()
    begin(folder, writing=False).abandon()
    open_journal(folder, writing=True).close()


def test_the_newest_rows_are_read_before_the_rest_is_loaded(folder: Path) -> None:
    opening = begin(folder, writing=False)
    assert [row.snippet for row in opening.newest()] == ["I stopped the agenda."]
    opening.abandon()


AS_NOBODY = """
import os, sys
from pathlib import Path
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
from isp_journal.errors import KnownError
from isp_journal.journal.opening import create_journal, open_journal
try:
    {call}
except KnownError as error:
    print(type(error).__name__)
"""


def as_nobody(call: str) -> str:
    """Run a call as a user without rights and return what it said; root may write anywhere."""
    # Whatever Python it is, its own path must be readable for that user: the modules are loaded before.
    code = AS_NOBODY.replace("if os.getuid", "import isp_journal.journal.journal\nif os.getuid").format(call=call)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are told so only on POSIX")
def test_a_folder_that_cannot_be_written_to_is_said_to_be_so(folder: Path) -> None:
    file = folder / connect.FILE
    before = digest(file)
    for path in (folder.parent, *folder.parent.parents):
        if path.stat().st_uid == os.getuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    folder.chmod(0o555)
    file.chmod(0o444)
    assert as_nobody(f"open_journal(Path({str(folder)!r}), writing=True)") == ReadOnly.__name__
    folder.chmod(0o777)
    assert as_nobody(f"open_journal(Path({str(folder)!r}), writing=True)") == ReadOnly.__name__
    shut = folder.parent / "shut"
    shut.mkdir(mode=0o555)
    assert as_nobody(f"create_journal(Path({str(shut / 'new')!r}), author='x')") == ReadOnly.__name__
    assert digest(file) == before
