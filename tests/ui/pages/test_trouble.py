from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase
from isp_journal.errors import (
    BackupDamaged,
    DiskFails,
    DiskFull,
    JournalBusy,
    JournalDamaged,
    JournalEmpty,
    JournalMissing,
    KeyFileDamaged,
    KeyFileForeign,
    KeyFileMissing,
    KnownError,
    NewerJournal,
    NoBackup,
    NotABackup,
    NotAJournal,
    OpenElsewhere,
    ReadOnly,
    WrongPassphrase,
)
from isp_journal.model import Backup
from isp_journal.ui.pages.trouble import Trouble
from isp_journal.ui.theme import Theme
from tests.ui.beginning import PASSPHRASE, go_without, lock
from tests.ui.making import Making
from tests.ui.pages.opened import fits, press, type_into

FOLDER = Path("/home/mira/.local/share/isp-journal/journal")
FILE = FOLDER / "journal.db"
RESTORE = "Restore it from a backup …"
FITTING: list[tuple[KnownError, list[str]]] = [
    (JournalMissing(FOLDER), ["Find it …", "Try again", RESTORE, "Begin a new one", "Look around in the sample"]),
    (JournalEmpty(FILE), [RESTORE, "Open a copy of it …", "Begin a new one", "Look around in the sample"]),
    (JournalDamaged(FILE), ["Look at the newest good backup", RESTORE, "Open a copy of it …", "Begin a new one"]),
    (KeyFileDamaged(FOLDER), [RESTORE, "Try again", "Open another journal …", "Begin a new one"]),
    (KeyFileMissing(FOLDER), ["Try again", RESTORE, "Open another journal …", "Begin a new one"]),
    (KeyFileForeign(FOLDER), ["Try again", RESTORE, "Open another journal …", "Begin a new one"]),
    (BackupDamaged(FILE), ["Choose another backup …", "Open a copy of it …", "Begin a new one"]),
    (NotABackup(FILE), ["Choose another backup …", "Open a copy of it …", "Begin a new one"]),
    (NoBackup(), ["Choose a backup …", "Open a copy of it …", "Begin a new one"]),
    (NotAJournal(FILE), ["Open another journal …", "Begin a new one", "Look around in the sample"]),
    (NewerJournal(2, 1), ["Open another journal …", "Begin a new one", "Look around in the sample"]),
    (OpenElsewhere("the window"), ["Try again", "Open another journal …", "Look around in the sample"]),
    (JournalBusy(), ["Try again", "Open another journal …", "Look around in the sample"]),
    (ReadOnly(FOLDER), ["Try again", "Open another journal …", "Begin a new one", "Look around in the sample"]),
    (DiskFull(), ["Try again", "Open another journal …"]),
    (DiskFails(), ["Try again", "Open another journal …", "Look around in the sample"]),
    (KnownError("Odd."), ["Try again", "Open another journal …", "Begin a new one", "Look around in the sample"]),
]


@pytest.fixture
def making(tmp_path: Path) -> Making:
    return Making(tmp_path)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, making: Making, tmp_path: Path) -> Trouble:
    made = Trouble(theme, making.makers, tmp_path / "journal", making.choose, making.choose)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    return made


def offered(page: Trouble) -> list[str]:
    ways = sorted((way for way in page.ways.values() if way.isVisible()), key=lambda way: way.y())
    return [way.accessibleName() for way in ways]


@pytest.mark.parametrize(("error", "ways"), FITTING, ids=[type(error).__name__ for error, _ in FITTING])
def test_each_failure_is_told_whole_with_the_ways_that_fit_it(
    qtbot: QtBot, page: Trouble, error: KnownError, ways: list[str]
) -> None:
    page.show_error(error)
    page.focus_first()
    qtbot.waitUntil(lambda: offered(page) == ways)
    assert page.what.text().replace("\u200b", "") == error.what
    assert page.safe.text().replace("\u200b", "") == error.safe
    assert page.todo.text().replace("\u200b", "") == error.todo
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == ways[0]
    fits(page)


def test_a_missing_journal_is_never_replaced_unasked(page: Trouble, making: Making, tmp_path: Path) -> None:
    page.show_error(JournalMissing(tmp_path / "journal"))
    assert making.threads == []
    assert list(tmp_path.iterdir()) == []


def test_the_journal_can_be_found_in_another_folder(qtbot: QtBot, page: Trouble, making: Making) -> None:
    page.show_error(JournalMissing(making.folder / "journal"))
    page.ways["find"].click()
    assert making.asked == ["Which folder is the journal's?"]
    making.chosen = making.folder / "stick"
    with qtbot.waitSignal(page.open_wanted) as wanted:
        page.ways["find"].click()
    assert wanted.args == [making.folder / "stick", None]


def test_trying_again_is_asked_of_the_window(qtbot: QtBot, page: Trouble) -> None:
    page.show_error(OpenElsewhere("the window"))
    with qtbot.waitSignal(page.again_wanted):
        page.ways["again"].click()


def test_a_new_one_is_begun_beside_a_damaged_one_which_stays(
    qtbot: QtBot, page: Trouble, making: Making, tmp_path: Path
) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "journal.db").write_bytes(b"not whole")
    page.show_error(JournalDamaged(tmp_path / "journal" / "journal.db"))
    page.ways["begin"].click()
    assert page.form.place.value() == str(tmp_path / "journal 2")
    press(Qt.Key.Key_Escape)
    assert page.ways["begin"].hasFocus()
    page.ways["begin"].click()
    making.error = DiskFull()
    go_without(qtbot, page.begin)
    qtbot.waitUntil(lambda: bool(page.form.problem.text()))
    assert "the disk is full" in page.form.problem.text()
    making.error = None
    with qtbot.waitSignal(page.open_wanted) as wanted:
        lock(qtbot, page.begin)
    assert wanted.args == [tmp_path / "journal 2", Passphrase(PASSPHRASE)]
    assert (tmp_path / "journal" / "journal.db").read_bytes() == b"not whole"


def test_the_sample_can_be_looked_at_meanwhile(qtbot: QtBot, page: Trouble, making: Making) -> None:
    page.show_error(NotAJournal(FILE))
    with qtbot.waitSignal(page.open_wanted) as wanted:
        page.ways["sample"].click()
    assert wanted.args == [making.folder / "sample", None]


def test_a_second_failure_takes_the_place_of_the_first(qtbot: QtBot, page: Trouble) -> None:
    page.show_error(OpenElsewhere("the window"))
    page.show_error(DiskFull())
    qtbot.waitUntil(lambda: offered(page) == ["Try again", "Open another journal …"])
    assert page.what.text() == "This could not be written to disk: the disk is full."


@pytest.mark.parametrize(("size", "percent"), [((900, 600), 100), ((1280, 800), 200)])
def test_a_long_path_finds_room(qtbot: QtBot, page: Trouble, theme: Theme, size: tuple[int, int], percent: int) -> None:
    theme.set_scale(percent)
    page.resize(QSize(*size))
    page.show_error(JournalMissing(Path("/home/mira", *[f"folder-number-{at}" for at in range(9)])))
    qtbot.waitUntil(lambda: fits(page))


def shelf(folder: Path, *names: str) -> list[Path]:
    """Lay files that are called like backups beside a journal."""
    place = folder / "backups"
    place.mkdir(parents=True)
    files = [place / f"{name}.ispbackup" for name in names]
    for file in files:
        file.write_bytes(b"a backup")
    return files


def told_as(made: Path, *, encrypted: bool = False) -> Backup:
    return Backup(made, f"2026-11-{made.stem[6:8]}T08:00:00.000Z", "asked", encrypted, 2, 4096)


def listed(page: Trouble) -> list[str]:
    rows = page.restoring.list.rows
    return [row.name for at in range(rows.rowCount()) if (row := rows.row(at))]


def test_a_damaged_journal_is_looked_at_in_its_newest_good_backup(qtbot: QtBot, page: Trouble) -> None:
    page.show_error(JournalDamaged(FILE))
    with qtbot.waitSignal(page.copy_wanted):
        page.ways["look"].click()
    assert not page.ways["look"].isEnabled()


def test_a_journal_is_restored_from_the_newest_backup_beside_it(
    qtbot: QtBot, page: Trouble, making: Making, tmp_path: Path
) -> None:
    older, newer, broken = shelf(tmp_path / "journal", "20261103", "20261120", "20261121")

    def look(file: Path) -> Backup:
        if file == broken:
            raise BackupDamaged(file)
        return told_as(file)

    page.restoring._look = look
    page.show_error(JournalEmpty(FILE))
    page.ways["restore"].click()
    qtbot.waitUntil(lambda: listed(page) == ["Fri 20 Nov, 08:00", "Tue 3 Nov, 08:00"])
    assert page.restoring.list.hasFocus() and not page.restoring.secret.isVisible()
    press(Qt.Key.Key_Return)
    assert page.restoring.restore.hasFocus()
    with qtbot.waitSignal(page.open_wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == [tmp_path / "journal", None]
    assert making.restored == [(newer, tmp_path / "journal", None)]
    assert older.exists()


def test_a_locked_backup_asks_for_its_passphrase(qtbot: QtBot, page: Trouble, making: Making, tmp_path: Path) -> None:
    (file,) = shelf(tmp_path / "journal", "20261120")
    page.restoring._look = lambda found: told_as(found, encrypted=True)
    page.show_error(KeyFileDamaged(tmp_path / "journal"))
    page.ways["restore"].click()
    steps = page.restoring
    qtbot.waitUntil(steps.secret.isVisible)
    steps.restore.click()
    assert steps.secret.entry.problem.text()
    making.error = WrongPassphrase()
    type_into(steps.secret.entry.field, "not this one at all")
    qtbot.waitUntil(lambda: "not the passphrase" in steps.secret.entry.problem.text())
    making.error = None
    with qtbot.waitSignal(page.open_wanted) as wanted:
        type_into(steps.secret.entry.field, PASSPHRASE)
    assert wanted.args == [tmp_path / "journal", Passphrase(PASSPHRASE)]
    assert making.restored == [(file, tmp_path / "journal", Passphrase(PASSPHRASE))]
    assert steps.secret.entry.value() == ""


def test_a_backup_from_elsewhere_can_be_chosen(qtbot: QtBot, page: Trouble, making: Making, tmp_path: Path) -> None:
    page.restoring._look = told_as
    page.show_error(NoBackup())
    page.ways["restore"].click()
    steps = page.restoring
    qtbot.waitUntil(lambda: steps.told.text().startswith("No backup lies beside this journal."))
    assert steps.another.hasFocus() and not steps.restore.isEnabled()
    steps.another.click()
    making.chosen = tmp_path / "stick" / "20261101.ispbackup"
    steps.another.click()
    qtbot.waitUntil(lambda: listed(page) == ["Sun 1 Nov, 08:00"])
    row = steps.list.rows.row(0)
    assert row is not None and row.beside == f"when asked · in {tmp_path / 'stick'}"
    assert making.asked == ["Which backup shall be restored?"] * 2
    assert steps.restore.hasFocus()
    steps.restore.click()
    qtbot.waitUntil(lambda: making.restored == [(making.chosen, tmp_path / "journal", None)])


def test_a_file_that_is_no_backup_is_told_and_nothing_is_lost(
    qtbot: QtBot, page: Trouble, making: Making, tmp_path: Path
) -> None:
    shelf(tmp_path / "journal", "20261120")

    def look(file: Path) -> Backup:
        if file.name == "letter.txt":
            raise NotABackup(file)
        return told_as(file)

    page.restoring._look = look
    page.show_error(JournalDamaged(FILE))
    page.ways["restore"].click()
    qtbot.waitUntil(lambda: len(listed(page)) == 1)
    making.chosen = tmp_path / "letter.txt"
    page.restoring.another.click()
    qtbot.waitUntil(lambda: "is not a backup of ISP Journal" in page.restoring.problem.text())
    assert len(listed(page)) == 1


def test_a_restore_that_fails_says_why_and_escape_goes_back(
    qtbot: QtBot, page: Trouble, making: Making, tmp_path: Path
) -> None:
    shelf(tmp_path / "journal", "20261120")
    page.restoring._look = told_as
    page.show_error(JournalDamaged(FILE))
    page.ways["restore"].click()
    qtbot.waitUntil(lambda: len(listed(page)) == 1)
    making.error = DiskFull()
    page.restoring.restore.click()
    assert not page.restoring.back.isEnabled()
    press(Qt.Key.Key_Escape, page.restoring)
    qtbot.waitUntil(lambda: "the disk is full" in page.restoring.problem.text())
    press(Qt.Key.Key_Escape, page.restoring)
    assert page.ways["restore"].hasFocus()
    assert making.restored == []


@pytest.mark.parametrize(("size", "percent"), [((1440, 900), 100), ((900, 600), 100), ((1280, 800), 200)])
def test_the_step_of_restoring_finds_room(
    qtbot: QtBot, page: Trouble, theme: Theme, tmp_path: Path, size: tuple[int, int], percent: int
) -> None:
    shelf(tmp_path / "journal", *(f"202611{at:02}" for at in range(1, 29)))
    page.restoring._look = lambda file: told_as(file, encrypted=True)
    theme.set_scale(percent)
    page.resize(QSize(*size))
    page.show_error(JournalDamaged(FILE))
    page.ways["restore"].click()
    qtbot.waitUntil(lambda: len(listed(page)) == 28)
    qtbot.waitUntil(lambda: fits(page))
