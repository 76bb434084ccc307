from collections.abc import Iterator
from pathlib import Path

import pytest

from isp_journal.credentials import ThisComputer
from isp_journal.errors import NoKeyStore, NoPassphrase, PassphraseNeeded, ReadingOnly, WrongPassphrase
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from tests.storage.journals import fresh, written
from tests.storage.key_stores import Store, used
from tests.storage.locks import CODE, OTHER, OTHER_CODE, PASSPHRASE, cheaply, locked_journal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return locked_journal(tmp_path / "journal")


@pytest.fixture
def journal(folder: Path) -> Iterator[Journal]:
    opened = open_journal(folder, writing=True, secret=PASSPHRASE)
    with cheaply():
        yield opened
    opened.close()


def test_the_passphrase_is_changed_while_the_journal_is_open(journal: Journal, folder: Path) -> None:
    before = journal.keys.status().changed_at
    journal.keys.change_passphrase(PASSPHRASE, OTHER)
    written(journal, "Written with the same key as before.")
    journal.keys.check(OTHER)
    with pytest.raises(WrongPassphrase):
        journal.keys.check(PASSPHRASE)
    assert journal.keys.status().changed_at > before
    again = open_journal(folder, writing=False, secret=OTHER)
    assert again.facts().entries == 2
    again.close()


def test_a_new_code_is_set_with_the_old_one(journal: Journal) -> None:
    journal.keys.set_recovery_code(CODE, OTHER_CODE)
    journal.keys.check(OTHER_CODE)
    journal.keys.check(PASSPHRASE)


def test_this_computer_remembers_until_it_forgets(journal: Journal) -> None:
    with used(Store()):
        assert journal.keys.status().can_remember
        assert not journal.keys.status().remembered
        journal.keys.remember(CODE)
        assert journal.keys.status().remembered
        journal.keys.check(ThisComputer())
        journal.keys.forget()
        assert not journal.keys.status().remembered
    with pytest.raises(PassphraseNeeded):
        journal.keys.check(ThisComputer())


def test_without_a_key_store_that_is_said(journal: Journal) -> None:
    assert not journal.keys.status().can_remember
    with pytest.raises(NoKeyStore):
        journal.keys.remember(PASSPHRASE)


def test_a_journal_without_a_passphrase_has_no_keys(tmp_path: Path) -> None:
    journal = fresh(tmp_path / "open")
    status = journal.keys.status()
    assert not journal.keys.are_needed
    assert (status.encrypted, status.remembered, status.can_remember, status.changed_at) == (False, False, False, "")
    with pytest.raises(NoPassphrase):
        journal.keys.check(PASSPHRASE)
    with pytest.raises(NoPassphrase):
        journal.keys.change_passphrase(PASSPHRASE, OTHER)
    with pytest.raises(NoPassphrase):
        journal.keys.forget()
    journal.close()


def test_who_only_reads_changes_no_lock(folder: Path) -> None:
    journal = open_journal(folder, writing=False, secret=PASSPHRASE)
    journal.keys.check(PASSPHRASE)
    assert journal.keys.status().encrypted
    assert journal.keys.are_needed
    with pytest.raises(ReadingOnly):
        journal.keys.change_passphrase(PASSPHRASE, OTHER)
    journal.close()
