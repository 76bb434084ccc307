import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from isp_journal.ui.beside import Task
from isp_journal.ui.panels.progress_line import STOPPING, ProgressLine
from isp_journal.ui.theme import Theme
from tests.ui.dummies import activate
from tests.ui.pages.opened import fits, press


@pytest.fixture
def line(qtbot: QtBot, theme: Theme) -> ProgressLine:
    made = ProgressLine(theme, "The check")
    qtbot.addWidget(made)
    made.resize(500, 60)
    return made


def test_it_is_there_only_while_something_is_under_way(line: ProgressLine) -> None:
    assert line.isHidden() and not line.is_busy
    line.begin(Task(), "Looking at the journal")
    assert not line.isHidden() and line.is_busy
    assert line.words.text() == "Looking at the journal …"
    line.end()
    assert line.isHidden() and not line.is_busy


def test_it_says_how_far_the_work_is(line: ProgressLine) -> None:
    line.begin(Task(), "Looking at the journal")
    line.tell(3, 16, "Looking at texts")
    assert (line.words.text(), line.count.text(), line.line.value()) == ("Looking at texts …", "3 of 16", 3)
    line.tell(1, 1, "")
    assert (line.words.text(), line.count.text()) == ("Looking at texts …", "")
    line.tell(0, 0, "Packing")
    assert line.line.maximum() == 1


def test_the_focus_goes_to_stop_which_asks_the_work_to_end(qtbot: QtBot, line: ProgressLine) -> None:
    line.show()
    activate(line, qtbot)
    task = Task()
    line.begin(task, "Looking at the journal")
    assert line.stop.hasFocus()
    press(Qt.Key.Key_Return)
    assert task.is_stopped and line.is_busy
    assert line.words.text() == STOPPING and not line.stop.isEnabled()
    line.tell(5, 16, "Looking at names")
    assert line.words.text() == STOPPING


def test_what_is_told_late_is_not_shown(line: ProgressLine) -> None:
    line.tell(1, 2, "Packing")
    assert line.words.text() == ""


@pytest.mark.parametrize("percent", [100, 200])
def test_it_has_names_and_room(qtbot: QtBot, line: ProgressLine, theme: Theme, percent: int) -> None:
    theme.set_scale(percent)
    line.resize(500, 140)
    line.show()
    line.begin(Task(), "Looking at the journal")
    qtbot.waitUntil(lambda: fits(line))
