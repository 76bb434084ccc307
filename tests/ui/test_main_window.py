from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull
from isp_journal.journal.journal import Journal
from isp_journal.ui import shortcuts
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.main_window import FIRST_SIZE, FRAME, MainWindow, Page
from isp_journal.ui.settings_store import SettingsStore
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import SMALLEST
from isp_journal.ui.workers import Workers
from tests.ui.dummies import PAGES, SmallJournal, focused, noting, opener_of, small, window_on

ALT, CTRL, NONE = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def journal() -> SmallJournal:
    return SmallJournal()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, journal: SmallJournal, theme: Theme) -> Iterator[MainWindow]:
    made = window_on(tmp_path, journal, theme)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.go("write")
    yield made
    made.workers.close()


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(focused(), key, modifiers)


def test_the_window_opens_with_the_cursor_in_the_text(window: MainWindow) -> None:
    assert window.current == "write"
    assert noting(window, "write").text.hasFocus()


def test_the_title_tells_of_nobody(window: MainWindow) -> None:
    window.go("room", "open_about", "isp-3.0/facilitation", "Facilitation")
    assert window.windowTitle() == "ISP Journal"


def test_a_page_is_built_when_it_is_first_shown(window: MainWindow) -> None:
    assert set(window.pages) == {"write"}
    window.go("journal")
    assert set(window.pages) == {"write", "journal"}
    window.go("journal")
    assert noting(window, "journal").asked == [("shown",), ("shown",)]


def test_the_first_paint_is_said_once(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    window = window_on(tmp_path, theme=theme)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    with qtbot.assertNotEmitted(window.first_painted, wait=20):
        window.update()
    window.workers.close()


@pytest.mark.parametrize(
    ("key", "modifiers", "page"),
    [
        (Qt.Key.Key_1, CTRL, "write"),
        (Qt.Key.Key_2, CTRL, "journal"),
        (Qt.Key.Key_3, CTRL, "components"),
        (Qt.Key.Key_7, CTRL, "sites"),
        (Qt.Key.Key_Comma, CTRL, "settings"),
    ],
)
def test_each_page_has_its_key(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, page: str
) -> None:
    press(qtbot, key, modifiers)
    assert window.current == page
    assert [name for name, one in window.navigation.buttons.items() if one.is_current] == [page]


@pytest.mark.parametrize("key", [Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_8])
def test_the_numbers_of_pages_that_are_not_there_yet_do_nothing(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    press(qtbot, key, CTRL)
    assert window.current == "write"


def test_one_can_go_back_and_forward_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    window.go("journal")
    window.go("room", "open_about", "isp-3.0/facilitation")
    press(qtbot, Qt.Key.Key_Left, ALT)
    assert window.current == "journal"
    press(qtbot, Qt.Key.Key_Right, ALT)
    assert window.current == "room"
    assert noting(window, "room").asked.count(("open_about", "isp-3.0/facilitation")) == 2
    assert window.navigation.buttons["components"].is_current


def test_escape_closes_the_message_first_and_then_goes_back(window: MainWindow, qtbot: QtBot) -> None:
    window.go("journal")
    window.messages.show_notice("Good to know.")
    press(qtbot, Qt.Key.Key_Escape)
    assert (window.messages.text(), window.current) == ("", "journal")
    press(qtbot, Qt.Key.Key_Escape)
    assert window.current == "write"


def test_a_page_opens_another_by_its_signals(window: MainWindow) -> None:
    noting(window, "write").component_wanted.emit("isp-3.0/co-design")
    assert window.current == "room"
    assert noting(window, "room").asked[0] == ("open_about", "isp-3.0/co-design")
    noting(window, "room").page_wanted.emit("sites")
    assert window.current == "sites"
    noting(window, "room").page_wanted.emit("cycles")
    assert window.current == "sites"


def test_a_new_entry_is_one_key_away(window: MainWindow, qtbot: QtBot) -> None:
    window.go("journal")
    press(qtbot, Qt.Key.Key_N, CTRL)
    assert window.current == "write"
    assert ("new_entry",) in noting(window, "write").asked


def test_saving_by_key_says_how_it_went_whatever_page_is_open(window: MainWindow, qtbot: QtBot) -> None:
    window.go("journal")
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert ("save_now",) in noting(window, "write").asked
    assert window.navigation.saved.words() == "Saved 14:32"
    assert window.navigation.saved.accessibleName() == "Saved 14:32"


def test_a_screen_reader_hears_of_saving_when_asked_or_in_doubt(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("isp_journal.ui.main_window.announce", lambda _widget, text: heard.append(text))
    window.show_saved("Saved 14:32")
    window.show_saved("Saved 14:33")
    window.show_saved("Not saved since 14:33")
    window.show_saved("Saved 14:40", asked=True)
    assert heard == ["Saved 14:32", "Not saved since 14:33", "Saved 14:40"]


def test_f6_walks_the_areas_and_comes_back_to_where_the_focus_was(window: MainWindow, qtbot: QtBot) -> None:
    page = noting(window, "write")
    page.button.setFocus()
    press(qtbot, Qt.Key.Key_F6)
    assert window.navigation.isAncestorOf(focused())
    press(qtbot, Qt.Key.Key_F6)
    assert focused() is page.button
    window.messages.show_notice("Good to know.", "Fine")
    press(qtbot, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.messages.isAncestorOf(focused())


def test_the_arrows_walk_the_navigation_and_enter_opens(window: MainWindow, qtbot: QtBot) -> None:
    window.navigation.buttons["write"].setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert focused() is window.navigation.buttons["journal"]
    press(qtbot, Qt.Key.Key_Return)
    assert window.current == "journal"


def test_a_narrow_window_has_a_rail_and_pages_hear_of_it(window: MainWindow) -> None:
    assert window.navigation.width() == 208
    window.resize(1100, 700)
    assert window.navigation.width() == 56
    assert noting(window, "write").widths[-1].rail
    assert window.navigation.buttons["journal"].toolTip() == "Journal (Ctrl+2)"
    assert window.navigation.buttons["journal"].accessibleName() == "Journal"
    window.resize(1440, 900)
    assert window.navigation.width() == 208


def test_larger_text_counts_as_a_narrower_window_and_is_kept(
    window: MainWindow, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    for _ in range(6):
        press(qtbot, Qt.Key.Key_Plus, CTRL)
    assert theme.percent == 200
    assert window.navigation.width() == 112
    assert noting(window, "write").widths[-1].turns
    assert SettingsStore(tmp_path / "settings.json").settings.text_size == 200
    press(qtbot, Qt.Key.Key_0, CTRL)
    assert (theme.percent, window.navigation.width()) == (100, 208)
    press(qtbot, Qt.Key.Key_Minus, CTRL)
    assert theme.percent == 90


def test_nothing_is_smaller_than_the_smallest_window(window: MainWindow) -> None:
    window.resize(300, 200)
    assert (window.width(), window.height()) == (840, 480)
    assert window.minimumSizeHint().width() <= 840


@pytest.mark.parametrize("scale", [100, 200])
def test_no_word_of_the_navigation_is_cut_off(window: MainWindow, theme: Theme, scale: int) -> None:
    theme.set_scale(scale)
    window.resize(2560 * scale // 100, 900)
    for button in window.navigation.buttons.values():
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert button.width() >= words + theme.px(48)


def test_the_navigation_can_be_hidden_and_stays_so(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    press(qtbot, Qt.Key.Key_F9)
    assert not window.navigation.isVisible()
    assert not SettingsStore(tmp_path / "settings.json").settings.navigation
    press(qtbot, Qt.Key.Key_F9)
    assert window.navigation.isVisible()


def test_full_screen_shows_the_page_alone(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert not window.navigation.isVisible()
    press(qtbot, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert window.navigation.isVisible()


def test_undo_takes_back_what_was_done_outside_of_texts(
    window: MainWindow, qtbot: QtBot, journal: SmallJournal
) -> None:
    window.workers.change(
        lambda j: small(j).note("trash"), undo=lambda j: small(j).note("restore"), said="Moved to the trash"
    )
    qtbot.waitUntil(lambda: window.messages.text() == "Moved to the trash.")
    noting(window, "write").button.setFocus()
    press(qtbot, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: journal.lines == ["trash", "restore"])
    assert window.messages.text() == ""


def test_undo_inside_a_text_is_the_texts_own(window: MainWindow, qtbot: QtBot, journal: SmallJournal) -> None:
    window.workers.change(lambda j: small(j).note("trash"), undo=lambda j: small(j).note("restore"))
    qtbot.waitUntil(window.workers.undo_stack.canUndo)
    text = noting(window, "write").text
    text.setFocus()
    QTest.keyClicks(text, "half a sentence")
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert text.toPlainText() == ""
    assert window.workers.undo_stack.canUndo()


def test_the_offer_to_undo_is_the_newest_one_or_none(window: MainWindow, qtbot: QtBot) -> None:
    window.workers.change(lambda j: None, undo=lambda j: None, said="Archived")
    qtbot.waitUntil(lambda: window.messages.text() == "Archived.")
    window.workers.change(lambda j: None, undo=lambda j: None)
    qtbot.waitUntil(lambda: window.messages.text() == "")


def test_a_failure_that_nobody_takes_is_shown_above_the_page(window: MainWindow, qtbot: QtBot) -> None:
    def fail(_journal: Journal) -> None:
        raise DiskFull

    window.workers.read(fail, lambda _nothing: None)
    qtbot.waitUntil(lambda: window.messages.text() == str(DiskFull()))


def test_closing_lets_pages_save_first_and_closes_the_journal(window: MainWindow, journal: SmallJournal) -> None:
    noting(window, "write").leaving = lambda: window.workers.change(  # type: ignore[method-assign]  # what Write does
        lambda j: small(j).note("last words")
    )
    assert window.close()
    assert journal.lines == ["last words"]
    assert journal.closed


def test_a_window_with_text_that_could_not_be_kept_stays_open(
    window: MainWindow, qtbot: QtBot, journal: SmallJournal
) -> None:
    def fail(_journal: Journal) -> None:
        raise DiskFull

    window.workers.change(fail, failed=lambda _error: None)
    assert not window.close()
    assert window.isVisible()
    assert str(DiskFull()) in window.messages.text()
    assert not journal.closed
    QTest.mouseClick(window.messages.bar.button, Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    assert journal.closed


def test_the_window_comes_back_where_it_was(window: MainWindow, tmp_path: Path, qtbot: QtBot, theme: Theme) -> None:
    screen = window.screen().availableGeometry()
    window.resize(840, min(607, screen.height()))
    window.close()
    again = window_without_size(tmp_path, theme)
    qtbot.addWidget(again)
    again.show()
    assert (again.width(), again.height()) == (window.width(), window.height())
    again.workers.close()


def window_without_size(folder: Path, theme: Theme) -> MainWindow:
    workers = Workers(opener_of(SmallJournal()))
    workers.open(folder, False)
    return MainWindow(theme, workers, SettingsStore(folder / "settings.json"), PAGES)


def test_a_page_may_stand_instead_of_the_whole_frame(window: MainWindow, qtbot: QtBot) -> None:
    welcome = QLabel("A quiet place to think")
    window.show_full(welcome)
    assert welcome.isVisible()
    assert not window.navigation.isVisible()
    window.go("write")
    assert window.navigation.isVisible()
    assert window.current == "write"


def test_while_a_page_stands_instead_no_key_leads_behind_it(window: MainWindow, qtbot: QtBot) -> None:
    welcome = QPushButton("Start my journal")
    window.show_full(welcome)
    welcome.setFocus()
    press(qtbot, Qt.Key.Key_2, CTRL)
    press(qtbot, Qt.Key.Key_K, CTRL)
    assert welcome.isVisible()
    window.show_frame()
    assert window.navigation.isVisible()
    press(qtbot, Qt.Key.Key_2, CTRL)
    assert window.current == "journal"


def test_the_sheet_lists_the_keys_that_work_now_and_no_others(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F1)
    sheet = next(one for one in window.findChildren(Popup) if one.accessibleName() == "All keys")
    words = {one.text() for one in sheet.findChildren(QLabel)}
    assert {"Go to or do", "Ctrl+K", "Journal", "Ctrl+2"} <= words
    assert not {"Cycles", "Lock", "Tag the selection or the sentence"} & words
    press(qtbot, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_what_belongs_to_the_settings_leads_there_and_is_asked_for_once(window: MainWindow) -> None:
    window.deeds["back_up"].trigger()
    assert window.current == "settings"
    asked = noting(window, "settings").asked
    assert asked.count(("open_part", "Backups")) == 1 and asked.count(("back_up",)) == 1
    window.go("journal")
    window.back()
    assert noting(window, "settings").asked.count(("back_up",)) == 1


def test_what_changes_the_journal_is_not_offered_where_a_copy_is_read(window: MainWindow) -> None:
    window.set_reading(True)
    window.show_frame()
    offered = [name for name in shortcuts.OF_SETTINGS if window.deeds[name].isEnabled()]
    assert offered == ["check_journal"]
    window.set_reading(False)
    window.show_frame()
    assert all(window.deeds[name].isEnabled() for name in shortcuts.OF_SETTINGS)


def test_the_menu_has_the_actions_in_groups(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F10)
    menu = next(one for one in window.findChildren(QMenu) if one.accessibleName() == "Menu")
    groups = [action.text() for action in menu.actions()]
    assert groups == ["File", "Edit", "View", "Go", "Help"]
    menu.close()


def test_every_control_of_the_frame_has_a_name_and_a_role(window: MainWindow) -> None:
    window.messages.show_notice("Good to know.", "Fine")
    window.open_palette()
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        and widget not in (window.frame.stack,)
    ]
    assert nameless == []


def test_whatever_can_be_pressed_in_the_frame_is_large_enough(window: MainWindow) -> None:
    window.messages.show_notice("Good to know.", "Fine")
    for button in window.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= 32 and button.height() >= 32, button.accessibleName()


def test_the_corner_of_the_frame_is_round_whatever_a_page_paints(window: MainWindow, theme: Theme) -> None:
    image = window.grab().toImage()
    left = window.frame.mapTo(window, window.frame.rect().topLeft())
    assert image.pixelColor(left.x(), left.y()) == QColor(theme.tokens.window)
    inside = image.pixelColor(left.x() + 14, left.y() + 5)
    assert inside == QColor(theme.tokens.page)


def test_opening_another_journal_is_asked_of_whoever_wired_the_window(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.journal_wanted):
        press(qtbot, Qt.Key.Key_O, CTRL)


def test_a_page_without_any_of_the_methods_is_shown_all_the_same(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    bare = cast("Callable[[MainWindow], QWidget]", lambda _window: QLabel("Bare"))
    workers = Workers(opener_of(SmallJournal()))
    workers.open(tmp_path, False)
    window = MainWindow(
        theme, workers, SettingsStore(tmp_path / "settings.json"), [Page("write", "Write", "pen-line", "", bare)]
    )
    qtbot.addWidget(window)
    window.go("write")
    window.show()
    assert window.page("write").isVisible()
    window.workers.close()


def test_the_first_window_has_room_on_the_screen_with_its_title_bar(tmp_path: Path, qtbot: QtBot, theme: Theme) -> None:
    made = window_without_size(tmp_path / "new", theme)
    qtbot.addWidget(made)
    free = made.screen().availableSize()
    assert made.width() == max(SMALLEST[0], min(FIRST_SIZE[0], free.width() - FRAME[0]))
    assert made.height() == max(SMALLEST[1], min(FIRST_SIZE[1], free.height() - FRAME[1]))
    made.workers.close()


def test_undo_in_the_menu_is_first_of_all_the_pages_own(
    window: MainWindow, qtbot: QtBot, journal: SmallJournal
) -> None:
    window.workers.change(lambda j: small(j).note("trash"), undo=lambda j: small(j).note("restore"))
    qtbot.waitUntil(window.workers.undo_stack.canUndo)
    taken_back: list[str] = []
    own = {"undo_last": lambda: taken_back.append("undo"), "redo_last": lambda: taken_back.append("redo")}
    vars(noting(window, "write")).update(own)
    window.deeds["undo"].trigger()
    window.deeds["redo"].trigger()
    assert taken_back == ["undo", "redo"]
    assert window.workers.undo_stack.canUndo()
