"""Another lock for a whole journal: everything is as it was, and opens with the new secrets alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from isp_journal.credentials import Secret, ThisComputer
from isp_journal.errors import (
    BackupFailed,
    JournalMissing,
    NoPassphrase,
    OpenElsewhere,
    PassphraseNeeded,
    Refused,
    WrongPassphrase,
    WrongRecoveryCode,
)
from isp_journal.journal import rekeying
from isp_journal.journal.backups import Backups
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import is_locked, open_journal
from isp_journal.model import Filter
from isp_journal.storage import computer_key, unlock
from tests.storage.journals import fresh, on_words, written
from tests.storage.key_stores import Store, used
from tests.storage.locks import (
    CODE,
    OTHER,
    OTHER_CODE,
    OTHER_PROTECTION,
    PASSPHRASE,
    PROTECTION,
    cheaply,
    locked_journal,
)


@pytest.fixture(autouse=True)
def cheap() -> Iterator[None]:
    with cheaply():
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    journal = fresh(tmp_path / "journal")
    entry = written(journal, "We agreed on a plan.", title="At North school")
    journal.entries.save(on_words(entry, "agreed"))
    journal.close()
    return tmp_path / "journal"


def everything(folder: Path, secret: Secret | None) -> tuple[object, ...]:
    journal = open_journal(folder, writing=False, secret=secret)
    try:
        facts = journal.facts()
        entries = list(journal.entries.export())
        hits = [line.id for line in journal.entries.page(Filter(text="agreed"))]
        return facts.id, facts.author, facts.entries, facts.tags, entries, hits
    finally:
        journal.close()


def test_a_lock_is_added_renewed_and_taken_away_and_nothing_else_changes(folder: Path) -> None:
    before = everything(folder, None)
    assert rekeying.encrypt(folder, PROTECTION).problem is None
    assert is_locked(folder)
    assert everything(folder, PASSPHRASE) == everything(folder, CODE) == before
    assert rekeying.new_data_key(folder, CODE, OTHER_PROTECTION).problem is None
    assert everything(folder, OTHER) == everything(folder, OTHER_CODE) == before
    for secret, error in ((PASSPHRASE, WrongPassphrase), (CODE, WrongRecoveryCode)):
        with pytest.raises(error):
            open_journal(folder, writing=False, secret=secret)
    assert rekeying.decrypt(folder, OTHER).problem is None
    assert not is_locked(folder)
    assert everything(folder, None) == before


def test_each_new_lock_ends_with_a_backup_under_it(folder: Path) -> None:
    rekeying.encrypt(folder, PROTECTION)
    rekeying.new_data_key(folder, PASSPHRASE, OTHER_PROTECTION)
    journal = open_journal(folder, writing=True, secret=OTHER)
    made = journal.backups.all()
    assert (made[0].encrypted, made[0].reason) == (True, "after a new key")
    assert journal.backups.check(made[0]) == 1
    journal.close()


def test_a_backup_that_fails_is_told_and_the_new_lock_holds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Backups, __: str) -> None:
        raise BackupFailed(folder / "backups", "The disk is full.")

    monkeypatch.setattr(Backups, "make", fails)
    assert isinstance(rekeying.encrypt(folder, PROTECTION).problem, BackupFailed)
    open_journal(folder, writing=True, secret=PASSPHRASE).close()


def test_a_journal_that_somebody_holds_gets_no_other_lock(folder: Path) -> None:
    window = open_journal(folder, writing=True, window=True)
    with pytest.raises(OpenElsewhere, match="the window"):
        rekeying.encrypt(folder, PROTECTION)
    window.close()
    assert not is_locked(folder)


def test_what_makes_no_sense_is_refused_and_changes_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NoPassphrase):
        rekeying.decrypt(folder, PASSPHRASE)
    with pytest.raises(NoPassphrase):
        rekeying.new_data_key(folder, PASSPHRASE, OTHER_PROTECTION)
    with pytest.raises(JournalMissing):
        rekeying.encrypt(tmp_path / "nowhere", PROTECTION)
    locked = locked_journal(tmp_path / "locked")
    before = {file.name: file.read_bytes() for file in locked.iterdir()}
    with pytest.raises(Refused, match="already"):
        rekeying.encrypt(locked, PROTECTION)
    with pytest.raises(WrongPassphrase):
        rekeying.decrypt(locked, OTHER)
    with pytest.raises(WrongRecoveryCode):
        rekeying.new_data_key(locked, OTHER_CODE, OTHER_PROTECTION)
    assert {file.name: file.read_bytes() for file in locked.iterdir()} == before
    everything(locked, PASSPHRASE)


def test_a_computer_forgets_a_key_that_opens_nothing_any_more(tmp_path: Path) -> None:
    folder, store = locked_journal(tmp_path / "journal"), Store()
    with used(store):
        journal: Journal = open_journal(folder, writing=True, secret=PASSPHRASE)
        journal.keys.remember(PASSPHRASE)
        journal.close()
        assert computer_key.is_kept(unlock.current(folder))
        rekeying.new_data_key(folder, ThisComputer(), OTHER_PROTECTION)
        assert store.kept == {}
        with pytest.raises(PassphraseNeeded):
            open_journal(folder, writing=False)


def test_a_new_lock_holds_where_the_key_store_stopped_answering(tmp_path: Path) -> None:
    folder, store = locked_journal(tmp_path / "journal"), Store()
    with used(store):
        journal = open_journal(folder, writing=True, secret=PASSPHRASE)
        journal.keys.remember(PASSPHRASE)
        journal.close()
        store.stubborn = True
        rekeying.decrypt(folder, PASSPHRASE)
    everything(folder, None)
