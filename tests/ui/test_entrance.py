from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, Secret
from isp_journal.errors import JournalMissing
from isp_journal.ui.entrance import ask_first, ask_own, tell_trouble
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.pages.first_run import FirstRun, Makers
from isp_journal.ui.pages.trouble import Trouble
from tests.ui.beginning import PASSPHRASE, lock
from tests.ui.desks import makers_in, seen
from tests.ui.dummies import dressed, window_on
from tests.ui.pages.opened import press


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with dressed(qapp) as theme:
        made = window_on(tmp_path, theme=theme)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        yield made
        made.workers.close()


@pytest.fixture
def makers(tmp_path: Path) -> Makers:
    return makers_in(tmp_path)._replace(sample=lambda: tmp_path / "sample")


def test_whatever_way_is_taken_the_folder_is_opened(
    window: MainWindow, makers: Makers, qtbot: QtBot, tmp_path: Path
) -> None:
    opened: list[tuple[Path, Secret | None]] = []
    ask_first(window, makers, tmp_path / "journal", lambda *told: opened.append(told))
    (page,) = seen(window, FirstRun)
    page.ways["sample"].click()
    qtbot.waitUntil(lambda: opened == [(tmp_path / "sample", None)])
    page.ask_begin()
    lock(qtbot, page.begin)
    qtbot.waitUntil(lambda: opened[1:] == [(tmp_path / "journal", Passphrase(PASSPHRASE))])


def test_from_the_sample_one_is_asked_for_a_journal_and_can_go_back(
    window: MainWindow, makers: Makers, tmp_path: Path
) -> None:
    opened: list[tuple[Path, Secret | None]] = []
    ask_own(window, makers, tmp_path / "journal", lambda *told: opened.append(told))
    (page,) = seen(window, FirstRun)
    assert page.form.name.field.hasFocus()
    press(Qt.Key.Key_Escape)
    assert page.back.isVisible()
    page.back.click()
    assert window.navigation.isVisible()
    assert seen(window, FirstRun) == []
    assert opened == []


def test_trouble_is_told_and_trying_again_opens_the_same_folder(
    window: MainWindow, makers: Makers, tmp_path: Path
) -> None:
    opened: list[tuple[Path, Secret | None]] = []
    tell_trouble(
        window,
        makers,
        tmp_path / "journal",
        lambda *told: opened.append(told),
        JournalMissing(tmp_path / "journal"),
    )
    (page,) = seen(window, Trouble)
    assert str(tmp_path / "journal") in page.what.accessibleName()
    page.ways["again"].click()
    assert opened == [(tmp_path / "journal", None)]
    assert page.ways["find"].hasFocus()
