"""Opening a journal with a passphrase: what it needs, what it notices, and what it costs a journal without one."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from isp_journal.credentials import Passphrase, Protection, RecoveryCode, ThisComputer
from isp_journal.errors import (
    FolderNotEmpty,
    JournalBusy,
    JournalDamaged,
    JournalEmpty,
    JournalMissing,
    KeyFileForeign,
    KeyFileRepaired,
    NotAJournal,
    OpenElsewhere,
    PassphraseNeeded,
    WrongPassphrase,
)
from isp_journal.journal.opening import begin, create_journal, is_locked, open_journal
from isp_journal.model import Filter
from isp_journal.storage import connect, locked, store
from isp_journal.storage.connect import database
from isp_journal.storage.key_file import KEY_FILE, OLD
from isp_journal.storage.lock import HOLDER
from tests.source import ROOT
from tests.storage.journals import fresh, written
from tests.storage.key_stores import Store, used
from tests.storage.locks import CODE, OTHER, PASSPHRASE, PROTECTION, WORDS, cheaply, copied, locked_journal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return locked_journal(tmp_path_factory.mktemp("made") / "journal")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return copied(made, tmp_path / "journal")


def test_a_new_locked_journal_opens_with_each_of_its_secrets(tmp_path: Path) -> None:
    create_journal(tmp_path / "new", author="Jonas Aldren", protection=PROTECTION)
    for secret in (PASSPHRASE, CODE):
        journal = open_journal(tmp_path / "new", writing=True, secret=secret)
        assert journal.facts().author == "Jonas Aldren"
        assert journal.told == ()
        journal.close()
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()} == {0o600}


def test_a_locked_journal_needs_no_author(tmp_path: Path) -> None:
    with cheaply():
        create_journal(tmp_path / "new", author="", protection=PROTECTION)
    open_journal(tmp_path / "new", writing=False, secret=CODE).close()


def test_no_word_of_a_locked_journal_lies_on_the_disk_while_it_is_written(folder: Path) -> None:
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    entry = written(journal, "Kirschkuchen und Tränen.", title="Herbstlaub")
    journal.entries.save(replace(entry, body="Kirschkuchen und noch mehr Tränen."))
    contents = b"".join(file.read_bytes() for file in folder.iterdir())
    for word in ("Kirschkuchen", "Tränen", "Herbstlaub", "Jonas"):
        assert word.encode() not in contents
        assert word.encode("utf-16-le") not in contents
    assert journal.entries.count(Filter(text="kirschkuchen")) == 1
    journal.close()


def test_the_first_rows_are_read_with_the_key_before_the_rest_is_loaded(folder: Path) -> None:
    opening = begin(folder, writing=False, secret=PASSPHRASE)
    assert [row.snippet for row in opening.newest()] == [WORDS]
    opening.abandon()


def test_without_a_secret_the_passphrase_is_asked_for_and_nothing_is_changed(folder: Path) -> None:
    (folder / HOLDER).write_text('{"what": "the window", "process": 7, "since": "2026-03-02T09:00:00+00:00"}')
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    for secret, error in ((None, PassphraseNeeded), (ThisComputer(), PassphraseNeeded), (OTHER, WrongPassphrase)):
        for writing in (False, True):
            with pytest.raises(error):
                begin(folder, writing=writing, secret=secret)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    assert journal.left_open is not None, "the sudden stop of before is still known"
    journal.close()


def test_a_remembered_key_opens_without_a_secret(folder: Path) -> None:
    with used(Store()):
        journal = open_journal(folder, writing=True, secret=PASSPHRASE)
        with cheaply():
            journal.keys.remember(PASSPHRASE)
        journal.close()
        open_journal(folder, writing=True).close()
        open_journal(folder, writing=False, secret=ThisComputer()).close()
    with pytest.raises(PassphraseNeeded):
        open_journal(folder, writing=True)


def test_a_journal_that_a_window_holds_is_told_as_such_before_a_passphrase_is_asked_for(folder: Path) -> None:
    window = open_journal(folder, writing=True, window=True, secret=PASSPHRASE)
    with pytest.raises(OpenElsewhere, match="the window"):
        begin(folder, writing=True, window=True)
    beside = open_journal(folder, writing=False, secret=PASSPHRASE)
    assert beside.facts().entries == 1
    beside.close()
    window.close()


def test_a_key_file_that_was_put_right_is_told(folder: Path) -> None:
    (folder / KEY_FILE).write_bytes(b"x")
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    assert [type(one) for one in journal.told] == [KeyFileRepaired]
    journal.close()
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    assert journal.told == ()
    journal.close()


def test_a_journal_without_a_passphrase_takes_none(tmp_path: Path) -> None:
    fresh(tmp_path / "open").close()
    assert not is_locked(tmp_path / "open")
    open_journal(tmp_path / "open", writing=False, secret=PASSPHRASE).close()


def test_missing_and_empty_files_are_told_before_a_passphrase_is_asked_for(folder: Path) -> None:
    database(folder).write_bytes(b"")
    with pytest.raises(JournalEmpty):
        begin(folder, writing=False)
    database(folder).unlink()
    with pytest.raises(JournalMissing):
        begin(folder, writing=True)
    with pytest.raises(JournalMissing):
        is_locked(folder)


def test_what_lies_beside_a_key_file_is_told_as_what_it_is(folder: Path, tmp_path: Path) -> None:
    fresh(tmp_path / "open").close()
    plain = database(tmp_path / "open").read_bytes()
    for content, error in ((plain, KeyFileForeign), (b"Dear diary, " * 999, NotAJournal), (plain[:0], JournalEmpty)):
        database(folder).write_bytes(content)
        with pytest.raises(error):
            open_journal(folder, writing=True, secret=PASSPHRASE)
        assert database(folder).read_bytes() == content


def test_a_first_page_that_is_gone_is_damage_once_the_key_is_right(folder: Path) -> None:
    whole = database(folder).read_bytes()
    for start, content in ((0, os.urandom(4096)), (0, bytes(4096)), (20, b"\xff" * 8)):
        database(folder).write_bytes(whole[:start] + content + whole[start + len(content) :])
        with pytest.raises(JournalDamaged):
            open_journal(folder, writing=True, secret=PASSPHRASE)


def test_a_journal_whose_salt_was_damaged_opens_and_is_put_right_when_it_grows(folder: Path) -> None:
    whole = database(folder).read_bytes()
    database(folder).write_bytes(b"\x00" + whole[1:])
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    assert journal.facts().entries == 1
    written(journal, "One more. " * 10_000)
    journal.close()
    assert database(folder).read_bytes()[:16] == whole[:16]


def test_a_lock_that_is_changed_at_this_moment_is_no_damage(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = locked_journal(tmp_path / "other")
    before = connect.check_identity

    def meanwhile(connection: object, file: Path) -> None:
        database(other).replace(file)
        monkeypatch.setattr(connect, "check_identity", before)
        raise NotAJournal(file)

    monkeypatch.setattr(connect, "check_identity", meanwhile)
    with pytest.raises(JournalBusy):
        open_journal(folder, writing=False, secret=PASSPHRASE)


def test_a_plain_journal_that_is_locked_at_this_moment_is_no_damage(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh(tmp_path / "open").close()
    answers = iter([False, True])
    monkeypatch.setattr(locked, "is_locked", lambda _: next(answers))
    database(folder).replace(database(tmp_path / "open"))
    with pytest.raises(JournalBusy):
        open_journal(tmp_path / "open", writing=False)


@pytest.mark.parametrize("left", [[KEY_FILE], [OLD], [KEY_FILE, OLD]])
def test_a_making_that_was_cut_off_can_be_made_again(tmp_path: Path, left: list[str]) -> None:
    for name in (*left, store.HALF_MADE):
        (tmp_path / name).write_bytes(b"half")
    with cheaply():
        create_journal(tmp_path, author="", protection=PROTECTION)
    open_journal(tmp_path, writing=True, secret=PASSPHRASE).close()


def test_no_journal_is_made_beside_a_key_file_alone(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"all that is left")
    for protection in (None, PROTECTION):
        with pytest.raises(FolderNotEmpty):
            create_journal(tmp_path, author="", protection=protection)
    assert (tmp_path / KEY_FILE).read_bytes() == b"all that is left"


def test_a_locked_journal_that_could_not_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr("isp_journal.storage.key_file.write", fails)
    with cheaply(), pytest.raises(Exception, match="disk is full"):
        create_journal(tmp_path / "new", author="", protection=PROTECTION)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_passphrase_with_an_accent_opens_however_it_is_typed(tmp_path: Path) -> None:
    with cheaply():
        create_journal(tmp_path, author="", protection=Protection(Passphrase("caf\u00e9 am Nachmittag"), CODE))
    open_journal(tmp_path, writing=False, secret=Passphrase("cafe\u0301 am Nachmittag")).close()


def test_the_code_opens_when_the_words_are_typed_in_capitals(folder: Path) -> None:
    open_journal(folder, writing=False, secret=RecoveryCode(CODE.words.upper())).close()


LOADED = """
import json, sys
from pathlib import Path
from isp_journal.journal.opening import begin
begin(Path(sys.argv[1]), writing=True).newest()
late = {"cryptography", "mnemonic", "zxcvbn", "keyring", "msgspec", "sqlalchemy"}
print(json.dumps(sorted(late & sys.modules.keys())))
"""


def test_a_start_without_a_passphrase_loads_nothing_of_it(tmp_path: Path) -> None:
    fresh(tmp_path / "open").close()
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(tmp_path / "open")], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
