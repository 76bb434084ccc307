from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFails
from isp_journal.model import CheckReport, Problem
from isp_journal.ui.panels.settings_check import NAMED, STOPPED, CheckSettings, KindOfProblem, by_kind, in_words, where
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.storage.damage import spoiled
from tests.storage.journals import fresh, written
from tests.ui.dummies import activate
from tests.ui.pages.opened import fits, press, working_on

PAGE = "A page of the file is not as it was written."
TODO = "Keep the file, and restore the newest good backup."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    journal = fresh(tmp_path / "journal")
    for at in range(3):
        written(journal, f"A greeting at the door, {at}.")
    journal.close()
    return tmp_path / "journal"


@pytest.fixture
def workers(folder: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(folder) as made:
        yield made


@pytest.fixture
def part(qtbot: QtBot, theme: Theme, workers: Workers) -> CheckSettings:
    made = CheckSettings(theme, workers)
    qtbot.addWidget(made)
    made.resize(632, 700)
    made.show()
    activate(made, qtbot)
    return made


def shown(part: CheckSettings) -> list[KindOfProblem]:
    return [one for one in part.findChildren(KindOfProblem) if one.isVisible()]


def test_a_journal_that_is_whole_is_said_to_be_so(qtbot: QtBot, part: CheckSettings) -> None:
    part.start.setFocus()
    press(Qt.Key.Key_Return)
    assert part.progress.is_busy and part.progress.stop.hasFocus()
    qtbot.waitUntil(lambda: not part.progress.is_busy)
    assert part.result.text() == "Everything is as it was written."
    assert "looked at in" in part.detail.text()
    assert part.start.isEnabled() and part.start.hasFocus()
    assert shown(part) == [] and not part.backups.isVisible()


def test_what_is_wrong_is_told_with_what_to_do(qtbot: QtBot, theme: Theme, folder: Path) -> None:
    spoiled(folder, "DELETE FROM entry_text WHERE rowid IN (SELECT place FROM entry LIMIT 1)")
    with working_on(folder) as workers:
        part = CheckSettings(theme, workers)
        qtbot.addWidget(part)
        part.show()
        part.run()
        qtbot.waitUntil(lambda: bool(part.result.text()))
        assert part.result.text().startswith("Not everything is as it was written.")
        assert shown(part) and all(one.todo.text() for one in shown(part))
        assert part.index.isVisible()
        part.index.click()
        qtbot.waitUntil(lambda: part.result.text() == "Everything is as it was written.")
        assert shown(part) == [] and not part.index.isVisible()


def test_the_check_can_be_stopped(qtbot: QtBot, part: CheckSettings) -> None:
    part.run()
    part.progress.stop.click()
    qtbot.waitUntil(lambda: part.result.text() == STOPPED)
    assert part.start.isEnabled() and not part.progress.is_busy


def test_a_second_press_does_not_begin_it_twice(qtbot: QtBot, part: CheckSettings) -> None:
    part.run()
    task = part.progress._task
    part.run()
    assert part.progress._task is task
    qtbot.waitUntil(lambda: not part.progress.is_busy)


def test_a_check_that_could_not_be_done_says_why(part: CheckSettings, monkeypatch: object) -> None:
    part._failed(DiskFails())
    assert part.problem.text() == str(DiskFails())
    assert part.start.isEnabled()


def test_kinds_of_damage_are_told_once_with_their_places(part: CheckSettings) -> None:
    pages = [Problem(PAGE, f"page {at}", TODO) for at in range(NAMED + 2)]
    other = Problem("Some bytes of a text are no text.", "entry 12 of 2026-03-02", "Compare it with a backup.")
    assert [len(kind) for kind in by_kind([pages[0], other, *pages[1:]])] == [NAMED + 2, 1]
    assert where(pages) == "Where: page 0, page 1, page 2, page 3, page 4, and 2 more."
    assert where([Problem("Odd.")]) == ""
    part._take(CheckReport((*pages, other), ("pages",), 1.5, ("the seal of each page",)))
    assert part.result.text() == "Not everything is as it was written. 2 kinds of damage:"
    assert part.detail.text() == "1 part looked at in 1.5 s. These could not be looked at now: the seal of each page."
    assert [one.what.text() for one in shown(part)] == [PAGE, other.what]
    assert not part.index.isVisible()


def test_no_more_kinds_are_listed_than_anybody_reads() -> None:
    report = CheckReport(tuple(Problem(f"{at}") for at in range(30)), (), 0)
    assert in_words(report, 30).endswith("30 kinds of damage; the first 20 are listed:")


def test_the_way_to_the_backups_is_offered(qtbot: QtBot, part: CheckSettings) -> None:
    part._take(CheckReport((Problem(PAGE, "page 7", TODO),), (), 0.1))
    with qtbot.waitSignal(part.backups_wanted):
        part.backups.click()


def test_a_copy_that_is_read_is_not_put_right(part: CheckSettings) -> None:
    part.set_reading(True)
    part._take(CheckReport((Problem(PAGE, "page 7", TODO),), (), 0.1))
    assert shown(part) and not part.backups.isVisible()


@pytest.mark.parametrize(("width", "percent"), [(632, 100), (500, 100), (700, 200)])
def test_every_control_has_a_name_and_room(
    qtbot: QtBot, part: CheckSettings, theme: Theme, width: int, percent: int
) -> None:
    theme.set_scale(percent)
    part.resize(width, 1400)
    part._take(CheckReport((Problem(PAGE, "page 7", TODO),), (), 0.1))
    qtbot.waitUntil(lambda: fits(part))
