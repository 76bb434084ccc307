from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.places import Place
from isp_journal.ui.theme import Theme
from tests.ui.dummies import NotingPage, activate, noting, window_on


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, theme: Theme) -> Iterator[MainWindow]:
    made = window_on(tmp_path, theme=theme)
    qtbot.addWidget(made)
    made.show()
    activate(made, qtbot)
    made.go("write")
    yield made
    made.workers.close()


def test_where_nothing_can_be_written_writing_leads_to_reading(window: MainWindow) -> None:
    window.set_reading(True)
    assert not window.navigation.buttons["write"].isVisible()
    window.go("write", "open_entry", "entry-1")
    assert window.current == "journal"
    assert ("open_entry", "entry-1") in noting(window, "journal").asked
    window.new_entry()
    assert window.current == "journal" and ("new_entry",) not in noting(window, "journal").asked
    window.set_reading(False)
    window.new_entry()
    assert window.current == "write"


def test_locking_is_asked_of_whoever_wired_the_window_and_offered_only_with_a_passphrase(
    window: MainWindow, qtbot: QtBot
) -> None:
    asked: list[str] = []
    window.lock_wanted.connect(lambda: asked.append("lock"))
    assert not window.navigation.lock.isVisible() and not window.deeds["lock"].isEnabled()
    window.set_lockable(True)
    window.navigation.lock.click()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["lock", "lock"]
    assert window.navigation.lock.toolTip() == "Lock (Ctrl+L)"
    window.show_full(QWidget())
    window.show_frame()
    assert window.deeds["lock"].isEnabled()
    window.set_lockable(False)
    assert not window.navigation.lock.isVisible() and not window.deeds["lock"].isEnabled()


def test_dropped_pages_leave_nothing_of_themselves_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.go("room", "open_about", "isp-3.0/relationships", "A title")
    window.go("components")
    window.open_palette()
    window.show_saved("Saved 14:32")
    window.messages.show_notice("Something about Dana")
    band = QWidget()
    window.frame.put_band(band)
    window.drop_pages()
    assert window.pages == {} and window.navigation.saved.words() == "" and window.messages.text() == ""
    qtbot.waitUntil(lambda: not window.findChildren(NotingPage) and not window.findChildren(Popup))
    assert not isValid(band) and window.messages.bar.text() == ""
    assert [place.title for place in window.places.latest()] == ["", ""]
    window.open_palette()
    assert window.findChildren(Popup)


def test_the_way_back_to_where_somebody_stood_has_no_words(window: MainWindow) -> None:
    window.go("room", "open_about", "isp-3.0/relationships", "A title")
    standing = window.standing()
    assert standing is not None and standing.place == Place("room", "open_about", "isp-3.0/relationships")
    window.drop_pages()
    window.go_back_to(standing)
    assert window.current == "room" and ("open_about", "isp-3.0/relationships") in noting(window, "room").asked
