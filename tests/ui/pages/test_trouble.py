from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.errors import (
    DiskFails,
    DiskFull,
    JournalBusy,
    JournalDamaged,
    JournalEmpty,
    JournalMissing,
    KnownError,
    NewerJournal,
    NotAJournal,
    OpenElsewhere,
    ReadOnly,
)
from isp_journal.ui.pages.first_run import Makers
from isp_journal.ui.pages.trouble import Trouble
from isp_journal.ui.theme import Theme
from tests.ui.pages.opened import fits, press
from tests.ui.pages.test_first_run import Making

FOLDER = Path("/home/mira/.local/share/isp-journal/journal")
FILE = FOLDER / "journal.db"
FITTING: list[tuple[KnownError, list[str]]] = [
    (JournalMissing(FOLDER), ["Find it …", "Try again", "Begin a new one", "Look around in the sample"]),
    (JournalEmpty(FILE), ["Open a copy of it …", "Begin a new one", "Look around in the sample"]),
    (JournalDamaged(FILE), ["Open a copy of it …", "Begin a new one", "Look around in the sample"]),
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
    made = Trouble(theme, Makers(making.begin, making.sample), tmp_path / "journal", making.choose)
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
    assert wanted.args == [making.folder / "stick"]


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
    assert page.ways["find"].hasFocus()
    page.ways["begin"].click()
    making.error = DiskFull()
    page.form.start.click()
    qtbot.waitUntil(lambda: bool(page.form.problem.text()))
    assert "the disk is full" in page.form.problem.text()
    making.error = None
    with qtbot.waitSignal(page.open_wanted) as wanted:
        page.form.start.click()
    assert wanted.args == [tmp_path / "journal 2"]
    assert (tmp_path / "journal" / "journal.db").read_bytes() == b"not whole"


def test_the_sample_can_be_looked_at_meanwhile(qtbot: QtBot, page: Trouble, making: Making) -> None:
    page.show_error(NotAJournal(FILE))
    with qtbot.waitSignal(page.open_wanted) as wanted:
        page.ways["sample"].click()
    assert wanted.args == [making.folder / "sample"]


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
