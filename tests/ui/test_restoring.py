from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Filter
from isp_journal.recovery_words import fresh as fresh_words
from isp_journal.storage.connect import database
from isp_journal.ui.band import Band
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.pages.settings import SettingsPage
from isp_journal.ui.pages.trouble import Trouble
from tests.storage.journals import written
from tests.ui.desks import Sitting, settle
from tests.ui.pages.opened import type_into

SECRET = Passphrase("a quiet place to think")
BEFORE, AFTER = "A greeting at the door.", "Something else."


@pytest.fixture
def sitting(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(qapp, qtbot, tmp_path)
    yield made
    made.end()


def kept(folder: Path, secret: Passphrase | None = None) -> Path:
    """Make a journal with a backup of one entry, which then says something else."""
    lock = Protection(secret, RecoveryCode(fresh_words())) if secret is not None else None
    create_journal(folder, author="Jonas Aldren", protection=lock)
    journal = open_journal(folder, writing=True, secret=secret)
    entry = written(journal, BEFORE, title="The greeting")
    journal.backups.make()
    journal.entries.save(replace(entry, body=AFTER))
    journal.close()
    return folder


def bodies(qtbot: QtBot, window: MainWindow) -> list[str]:
    found: list[list[str]] = []
    window.workers.read(
        lambda journal: [journal.entries.get(line.id).body for line in journal.entries.page(Filter())], found.append
    )
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def settings(qtbot: QtBot, window: MainWindow) -> SettingsPage:
    window.go("settings", "show_backups")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(page.backups.list.isVisible)
    return page


def spoil(folder: Path) -> bytes:
    """Break the pages of a closed journal's file, and return what it holds now."""
    file = database(folder)
    content = bytearray(file.read_bytes())
    content[100:3000] = bytes(2900)
    file.write_bytes(content)
    return bytes(content)


def aside(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.glob("set-aside/*/journal.db")]


def test_a_whole_backup_takes_the_place_of_the_journal_which_is_kept_aside(
    qtbot: QtBot, sitting: Sitting, tmp_path: Path
) -> None:
    folder = kept(tmp_path / "journal")
    window = sitting.starts(folder)
    page = settings(qtbot, window)
    page.backups.list.step(99)
    page.backups.restore.click()
    sitting.opened(page.backups.restoring.restore.click)
    assert bodies(qtbot, window) == [BEFORE]
    assert window.messages.text().startswith("This is the journal as it was on ")
    assert len(aside(folder)) == 1
    assert window.current == "settings"


def test_a_locked_backup_takes_its_place_and_opens_by_what_was_typed(
    qtbot: QtBot, sitting: Sitting, tmp_path: Path
) -> None:
    folder = kept(tmp_path / "journal", SECRET)
    desk = sitting.begin()
    window = sitting.opened(lambda: desk.start(folder, secret=SECRET))
    page = settings(qtbot, window)
    page.backups.list.step(99)
    page.backups.restore.click()
    sitting.opened(lambda: type_into(page.backups.restoring.secret.entry.field, SECRET.text))
    assert bodies(qtbot, window) == [BEFORE]


def test_a_damaged_journal_is_looked_at_in_its_backup_and_restored_from_there(
    qtbot: QtBot, sitting: Sitting, tmp_path: Path
) -> None:
    folder = kept(tmp_path / "journal")
    broken = spoil(folder)
    desk = sitting.begin()
    desk.start(folder)
    trouble = sitting.sees(Trouble)
    assert trouble.ways["look"].hasFocus()
    window = sitting.opened(trouble.ways["look"].click)
    assert bodies(qtbot, window) == [BEFORE]
    assert database(folder).read_bytes() == broken
    band = sitting.sees(Band)
    assert "for reading alone" in band.accessibleName()
    window.go("settings", "show_backups")
    settle(window)
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    assert not page.parts["Backups"].isVisible() and not page.parts["Trash"].isVisible()
    band.button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    restore = next(one for one in box.findChildren(QPushButton) if one.text() == "Restore it")
    sitting.opened(restore.click)
    assert bodies(qtbot, window) == [BEFORE]
    assert aside(folder) == [broken]
    settings(qtbot, window)


def test_a_damaged_journal_is_restored_from_the_trouble_page(qtbot: QtBot, sitting: Sitting, tmp_path: Path) -> None:
    folder = kept(tmp_path / "journal")
    broken = spoil(folder)
    desk = sitting.begin()
    desk.start(folder)
    trouble = sitting.sees(Trouble)
    trouble.ways["restore"].click()
    qtbot.waitUntil(trouble.restoring.list.isVisible)
    window = sitting.opened(trouble.restoring.restore.click)
    assert bodies(qtbot, window) == [BEFORE]
    assert aside(folder) == [broken]


def test_a_journal_whose_folder_is_gone_is_restored_into_its_place(
    qtbot: QtBot, sitting: Sitting, tmp_path: Path
) -> None:
    folder = kept(tmp_path / "journal")
    (backup,) = (folder / "backups").glob("*.ispbackup")
    stick = tmp_path / backup.name
    backup.rename(stick)
    folder.rename(tmp_path / "moved away")
    desk = sitting.begin()
    desk.start(folder)
    trouble = sitting.sees(Trouble)
    trouble.restoring._choose = lambda _parent, _question, _start: stick
    trouble.ways["restore"].click()
    qtbot.waitUntil(trouble.restoring.another.hasFocus)
    trouble.restoring.another.click()
    qtbot.waitUntil(trouble.restoring.restore.hasFocus)
    window = sitting.opened(trouble.restoring.restore.click)
    assert bodies(qtbot, window) == [BEFORE]
    assert stick.exists()
