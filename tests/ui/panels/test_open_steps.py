import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import (
    NotABackup,
    ReadOnly,
    WrongPassphrase,
)
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Backup
from isp_journal.ui.pages.first_run import FirstRun
from isp_journal.ui.theme import Theme
from tests.storage.journals import written
from tests.ui.beginning import PASSPHRASE
from tests.ui.desks import makers_in
from tests.ui.making import LOCKED, Making, first_run, words
from tests.ui.pages.opened import fits, press, type_into


@pytest.fixture
def making(tmp_path: Path) -> Making:
    return Making(tmp_path)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, making: Making) -> FirstRun:
    return first_run(qtbot, theme, making)


def test_a_journal_that_exists_is_chosen_by_its_folder(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    page.ways["open"].click()
    assert page.opening.kinds["journal"].hasFocus()
    page.opening.kinds["journal"].click()
    assert making.asked == ["Which folder is the journal's?"]
    making.chosen = making.folder / "elsewhere"
    with qtbot.waitSignal(page.open_wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == [making.folder / "elsewhere", None]


def choose_backup(qtbot: QtBot, page: FirstRun, making: Making, name: str = "20261123T180500Z-0a1b2c3d") -> None:
    making.chosen = making.folder / f"{name}.ispbackup"
    page.ask_open()
    page.opening.kinds["backup"].click()
    qtbot.waitUntil(page.opening.form.isVisible)


def test_a_locked_backup_becomes_a_journal_in_a_folder_of_its_own(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    choose_backup(qtbot, page, making)
    form = page.opening.form
    assert form.what.text().startswith("A backup made on Mon 23 Nov")
    assert form.place.value() == str(tmp_path / "journal")
    assert form.secret.entry.field.hasFocus()
    form.restore.click()
    assert form.secret.entry.problem.text() == "Type the passphrase first."
    making.error = WrongPassphrase()
    QTest.keyClicks(form.secret.entry.field, "not this one at all")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in form.secret.entry.problem.text())
    assert form.secret.entry.field.hasFocus() and making.restored == []
    making.error = None
    QTest.keyClicks(form.secret.entry.field, PASSPHRASE)
    making.gate.clear()
    press(Qt.Key.Key_Return)
    assert "Restoring, and reading every page of it once …" in words(page)
    press(Qt.Key.Key_Escape, form)
    assert form.isVisible()
    with qtbot.waitSignal(page.open_wanted) as wanted:
        making.gate.set()
    assert wanted.args == [tmp_path / "journal", Passphrase(PASSPHRASE)]
    assert making.restored == [(LOCKED.file, tmp_path / "journal", Passphrase(PASSPHRASE))]
    assert form.secret.entry.value() == ""


def test_a_backup_opens_with_the_recovery_code_too(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    choose_backup(qtbot, page, making)
    form = page.opening.form
    form.secret.other.click()
    assert form.secret.code.field.hasFocus()
    QTest.keyClicks(form.secret.code.field, "abandon " * 12)
    form.restore.click()
    assert "together they are no recovery code" in form.secret.code.problem.text()
    form.secret.code.field.clear()
    QTest.keyClicks(form.secret.code.field, "abandon " * 11 + "about")
    with qtbot.waitSignal(page.open_wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args is not None and wanted.args[1] == RecoveryCode("abandon " * 11 + "about")


def test_a_real_backup_is_restored_with_the_recovery_code_alone(
    qtbot: QtBot, theme: Theme, making: Making, tmp_path: Path
) -> None:
    protection = Protection(Passphrase(PASSPHRASE), RecoveryCode("abandon " * 11 + "about"))
    create_journal(tmp_path / "lost", author="Mira Sandoval", protection=protection)
    journal = open_journal(tmp_path / "lost", writing=True, secret=protection.passphrase)
    written(journal, "I asked before I answered.")
    making.chosen = journal.backups.make().file.rename(tmp_path / "kept.ispbackup")
    journal.close()
    shutil.rmtree(tmp_path / "lost")
    page = FirstRun(theme, makers_in(tmp_path), tmp_path / "journal", making.asking)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.ask_open()
    page.opening.kinds["backup"].click()
    qtbot.waitUntil(page.opening.form.isVisible)
    page.opening.form.secret.other.click()
    QTest.keyClicks(page.opening.form.secret.code.field, protection.code.words)
    with qtbot.waitSignal(page.open_wanted) as wanted:
        page.opening.form.restore.click()
    assert wanted.args == [tmp_path / "journal", protection.code]
    restored = open_journal(tmp_path / "journal", writing=False, secret=protection.code)
    assert (restored.facts().entries, restored.facts().author) == (1, "Mira Sandoval")
    restored.close()


def test_a_backup_without_a_passphrase_asks_for_none(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    making.backup = Backup(LOCKED.file, LOCKED.made_at, "asked", False, 2, 4096)
    choose_backup(qtbot, page, making)
    form = page.opening.form
    assert not form.secret.isVisible() and form.place.field.hasFocus()
    type_into(form.place.field, "journal")
    assert "not a whole path" in form.problem.text()
    type_into(form.place.field, "")
    assert "folder of its own" in form.problem.text()
    making.chosen = tmp_path / "other"
    form.change.click()
    making.error = ReadOnly(tmp_path / "other")
    form.restore.click()
    qtbot.waitUntil(lambda: "can't be written to" in form.problem.text())
    assert form.place.field.hasFocus()
    making.error = None
    with qtbot.waitSignal(page.open_wanted) as wanted:
        form.restore.click()
    assert wanted.args == [tmp_path / "other", None]


def test_a_file_that_is_no_backup_is_told_and_the_way_back_is_open(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    making.error = NotABackup(tmp_path / "letter.txt")
    making.chosen = tmp_path / "letter.txt"
    page.ask_open()
    making.gate.clear()
    page.opening.kinds["backup"].click()
    assert "Looking at the backup …" in words(page)
    press(Qt.Key.Key_Escape, page.opening)
    assert page.opening.isVisible()
    making.gate.set()
    qtbot.waitUntil(lambda: "is not a backup" in page.opening.problem.text())
    press(Qt.Key.Key_Escape)
    assert page.ways["open"].hasFocus()


def test_escape_goes_from_a_backup_to_the_choice_and_lets_go_of_what_was_typed(
    qtbot: QtBot, page: FirstRun, making: Making
) -> None:
    choose_backup(qtbot, page, making)
    QTest.keyClicks(page.opening.form.secret.entry.field, "violet")
    press(Qt.Key.Key_Escape)
    assert page.opening.kinds["journal"].hasFocus()
    assert page.opening.form.secret.entry.value() == ""
    page.opening.back.click()
    assert page.ways["open"].hasFocus()


@pytest.mark.parametrize(("size", "percent"), [((1440, 900), 100), ((900, 600), 100), ((1280, 800), 200)])
def test_every_control_has_a_name_and_room_for_its_words(
    qtbot: QtBot, page: FirstRun, theme: Theme, making: Making, size: tuple[int, int], percent: int
) -> None:
    theme.set_scale(percent)
    page.resize(QSize(*size))
    page.ask_open()
    qtbot.waitUntil(lambda: fits(page))
    choose_backup(qtbot, page, making)
    qtbot.waitUntil(lambda: fits(page))
    page.opening.form.secret.other.click()
    qtbot.waitUntil(lambda: fits(page))
