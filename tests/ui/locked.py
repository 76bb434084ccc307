"""A journal with a passphrase at a desk, and what a person does to lock and unlock it."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import DiskFull
from isp_journal.journal.entries import Entries
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Entry, Filter
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.pages.unlock import UnlockPage
from isp_journal.ui.pages.write import WritePage
from tests.conftest import ACCOUNT
from tests.ui.desks import PATIENCE_MS, Sitting, settle
from tests.ui.pages.opened import press

PASSPHRASE = Passphrase("a lantern in the quarry")
CODE = RecoveryCode("legal winner thank year wave sausage worth useful legal winner thank yellow")
NAME = "Quillon Ravensby"
LINES = 80


def body(name: str) -> str:
    return "\n\n".join(f"{name} said sentence {at} about the visit." for at in range(LINES))


def made(folder: Path, name: str) -> Path:
    """Make a journal with a passphrase; entries, a site and people bear a name."""
    create_journal(folder, author=name, protection=Protection(PASSPHRASE, CODE))
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    site = journal.sites.ensure(f"School of {name}")
    person = journal.people.ensure(f"Dr {name}")
    for day in (18, 19, 20):
        fresh = journal.entries.new(date(2026, 11, day))
        words = replace(fresh, title=f"About {name}", body=body(name))
        journal.entries.save(replace(words, site=site.id, people=(person.id,)))
    journal.close()
    return folder


@cache
def made_once() -> Path:
    """A journal that nobody opens."""
    return made(Path(mkdtemp(dir=ACCOUNT)) / "journal", NAME)


def stored(folder: Path) -> list[Entry]:
    journal = open_journal(folder, writing=False, secret=PASSPHRASE)
    try:
        return [journal.entries.get(row.id) for row in journal.entries.page(Filter())]
    finally:
        journal.close()


def newest(window: MainWindow) -> str:
    found: list[str] = []
    window.workers.read(lambda journal: [row.id for row in journal.entries.page(Filter(), limit=1)], found.extend)
    settle(window)
    return found[0]


def typed(page: UnlockPage, text: str = PASSPHRASE.text) -> None:
    page.passphrase.setFocus()
    QTest.keyClicks(page.passphrase, text)
    press(Qt.Key.Key_Return, page.passphrase)


def unlocked(sitting: Sitting, folder: Path) -> MainWindow:
    """Start on a journal with a passphrase and type it."""
    sitting.begin().start(folder)
    page = sitting.sees(UnlockPage)
    sitting.in_front()
    return sitting.opened(lambda: typed(page))


def locks(sitting: Sitting, qtbot: QtBot) -> UnlockPage:
    """Lock by the key, and wait until the journal is closed."""
    QTest.keySequence(sitting.window, QKeySequence("Ctrl+L"))
    qtbot.waitUntil(lambda: not sitting.window.pages, timeout=PATIENCE_MS)
    return sitting.sees(UnlockPage)


def page_of(window: MainWindow) -> WritePage:
    page = window.page("write")
    assert isinstance(page, WritePage)
    return page


def unlocks(sitting: Sitting, page: UnlockPage) -> MainWindow:
    return sitting.opened(lambda: typed(page))


def in_entry(sitting: Sitting, entry: str) -> WritePage:
    sitting.window.go("write", "open_entry", entry)
    settle(sitting.window)
    return page_of(sitting.window)


def stored_beside(window: MainWindow) -> list[Entry]:
    found: list[Entry] = []
    window.workers.read(
        lambda journal: [journal.entries.get(row.id) for row in journal.entries.page(Filter())], found.extend
    )
    settle(window)
    return found


class FullDisk:
    """Lets saving fail for as long as it is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = True
        save = Entries.save

        def fails(entries: Entries, entry: Entry) -> Entry:
            if self.full:
                raise DiskFull
            return save(entries, entry)

        monkeypatch.setattr(Entries, "save", fails)


def holds(sitting: Sitting) -> bool:
    locking = sitting.desk._locking
    return locking is not None and locking.holds_unsaved
