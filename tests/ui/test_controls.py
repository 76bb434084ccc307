import pytest
from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QEnterEvent, QImage, QPainter, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from isp_journal.ui.controls.bar import Bar
from isp_journal.ui.controls.boxes import CheckBox
from isp_journal.ui.controls.buttons import (
    Chip,
    FieldButton,
    icon_button,
    link_button,
    plain_button,
    primary_button,
)
from isp_journal.ui.controls.empty import EmptyState
from isp_journal.ui.controls.fields import SearchField, line_field
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import divider, heavier, label, set_tone, surface
from isp_journal.ui.controls.marks import DomainMark, draw_mark
from isp_journal.ui.controls.menus import add_choice, make_menu, open_below
from isp_journal.ui.controls.rows import draw_marks, draw_words, draw_words_right, paint_row, parts_with_hits
from isp_journal.ui.controls.segmented import Segmented
from isp_journal.ui.theme import SCALES, Theme
from tests.ui.dummies import activate, add, colours_of, grabbed


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def buttons(theme: Theme) -> list[QPushButton]:
    return [
        primary_button(theme, "Done, next", key="Enter"),
        plain_button(theme, "Open the room", trail="arrow-right"),
        plain_button(theme, "Edit", "pencil", small=True),
        link_button(theme, "Put it in"),
        icon_button(theme, "ellipsis", "Menu", key="F10"),
        Chip(theme, "Tue 24 Nov", "calendar"),
        Chip(theme, "Site", framed=True),
        FieldButton(theme, "Thu 10 Dec", "calendar"),
    ]


@pytest.mark.parametrize("scale", [SCALES[0], 100, SCALES[-1]])
def test_every_button_is_large_enough_to_hit(theme: Theme, scale: int) -> None:
    theme.set_scale(scale)
    for button in [
        *buttons(theme),
        CheckBox(theme, "Private"),
        *Segmented(theme, "Way", [("o", "On")]).segments.values(),
    ]:
        least = button.sizeHint()
        assert least.width() >= theme.px(32), button.text()
        assert least.height() >= theme.px(32), button.text()


def test_every_button_has_a_name_and_a_role(theme: Theme) -> None:
    for button in buttons(theme):
        told = QAccessible.queryAccessibleInterface(button)
        assert told.text(QAccessible.Text.Name)
        assert told.role() == QAccessible.Role.Button


def test_enter_and_space_press_a_button(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    pressed: list[str] = []
    for button in buttons(theme):
        add(window, button)
        button.clicked.connect(lambda: pressed.append("pressed"))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            QTest.keyClick(button, key)
    assert len(pressed) == 3 * len(buttons(theme))


def test_only_the_primary_button_is_filled_with_ink(theme: Theme, window: QWidget) -> None:
    made = buttons(theme)
    add(window, *made)
    ink = QColor(theme.tokens.ink).name()
    filled = [one for one in made if grabbed(one).pixelColor(one.width() // 2, one.height() - 6).name() == ink]
    assert filled == made[:1]


def test_a_button_shows_that_the_pointer_is_over_it(theme: Theme, window: QWidget) -> None:
    button = plain_button(theme, "Add a rating")
    add(window, button)
    assert QColor(theme.tokens.hover).name() not in colours_of(grabbed(button))
    middle = QPointF(button.rect().center())
    QApplication.sendEvent(button, QEnterEvent(middle, middle, middle))
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    assert QColor(theme.tokens.hover).name() in colours_of(grabbed(button))


def test_a_button_that_cannot_be_pressed_is_still_readable(theme: Theme, window: QWidget) -> None:
    button = primary_button(theme, "Start")
    button.setEnabled(False)
    add(window, button)
    assert QColor(theme.tokens.ink).name() not in colours_of(grabbed(button))
    assert QColor(theme.tokens.text3).name() in colours_of(grabbed(button))


def test_a_chip_grows_with_its_words_and_gives_way_when_there_is_no_room(theme: Theme) -> None:
    chip = Chip(theme, "Site")
    narrow = chip.sizeHint().width()
    chip.set_text("Northmoor Family Services")
    assert chip.text() == "Northmoor Family Services"
    assert chip.sizeHint().width() > narrow
    assert chip.minimumSizeHint().width() < chip.sizeHint().width()


def test_a_chosen_chip_is_filled_and_shows_its_domains_mark(theme: Theme, window: QWidget) -> None:
    chip = Chip(theme, "Ongoing improvement", framed=True)
    chip.set_mark("ongoing-improvement")
    chip.set_chosen(True)
    add(window, chip)
    seen = colours_of(grabbed(chip))
    assert {QColor(theme.tokens.select).name(), QColor(theme.tokens.ongoing_improvement.hue).name()} <= seen
    assert chip.isChecked()
    chip.set_chosen(False)
    assert not chip.isCheckable()


def test_one_of_the_segments_is_chosen_by_pointer_or_arrows(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    ways = Segmented(theme, "How", [("onsite", "Onsite"), ("virtual", "Virtual"), ("phone", "Phone")])
    add(window, ways)
    heard: list[str] = []
    ways.chosen.connect(heard.append)
    QTest.mouseClick(ways.segments["virtual"], Qt.MouseButton.LeftButton)
    QTest.keyClick(ways.segments["virtual"], Qt.Key.Key_Right)
    assert heard == ["virtual", "phone"]
    assert [key for key, one in ways.segments.items() if one.isChecked()] == ["phone"]
    stops = [key for key, one in ways.segments.items() if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["phone"]
    told = QAccessible.queryAccessibleInterface(ways.segments["phone"])
    assert told.role() == QAccessible.Role.RadioButton
    assert told.text(QAccessible.Text.Name) == "Phone"


def test_an_optional_choice_can_be_let_go_and_another_cannot(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    options = [("onsite", "Onsite"), ("phone", "Phone")]
    free, bound = Segmented(theme, "How", options, optional=True), Segmented(theme, "How", options)
    add(window, free, bound)
    for ways in (free, bound):
        ways.set_value("phone")
        QTest.mouseClick(ways.segments["phone"], Qt.MouseButton.LeftButton)
    assert (free.value(), bound.value()) == ("", "phone")
    bound.set_value("unknown")
    assert bound.value() == ""


def test_a_box_is_checked_by_pointer_and_keys(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    box = CheckBox(theme, "Single letters work in lists", checked=True)
    add(window, box)
    assert QColor(theme.tokens.ink).name() in colours_of(grabbed(box))
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.isChecked()
    assert QAccessible.queryAccessibleInterface(box).role() == QAccessible.Role.CheckBox


def test_escape_clears_a_search_first_and_is_passed_on_when_it_is_empty(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    field = SearchField(theme, "Search the journal", "Search")
    add(window, field)
    QTest.keyClicks(field, "greeting")
    assert field.clear_button.isVisible()
    with qtbot.waitSignal(field.cleared):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert not field.clear_button.isVisible()
    with qtbot.assertNotEmitted(field.cleared):
        QTest.keyClick(field, Qt.Key.Key_Escape)


def test_the_cross_clears_a_search(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    field = SearchField(theme, "Search the journal", "Search")
    add(window, field)
    field.setText("greeting")
    QTest.mouseClick(field.clear_button, Qt.MouseButton.LeftButton)
    assert field.text() == ""


def test_the_name_of_a_field_does_not_hang_on_its_placeholder(theme: Theme) -> None:
    for field in (line_field("Name", "as your coach sees it"), SearchField(theme, "Search", "Find ...")):
        told = QAccessible.queryAccessibleInterface(field)
        assert told.text(QAccessible.Text.Name) in {"Name", "Search"}


def test_the_border_of_a_field_turns_into_the_focus_ring(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    field, other = line_field("Name"), line_field("Other")
    add(window, other, field)
    activate(window, qtbot)
    other.setFocus()
    focus = QColor(theme.tokens.focus).name()
    assert focus not in colours_of(grabbed(field))
    field.setFocus()
    qtbot.waitUntil(lambda: focus in colours_of(grabbed(field)))


def test_words_of_the_person_are_never_read_as_markup(theme: Theme) -> None:
    made = label("<b>Dana</b>", "small", "text2", wrap=True)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert made.wordWrap()
    assert heavier(made, 600).property("weight") == "600"
    set_tone(made, "danger")
    assert made.property("tone") == "danger"


def test_labels_follow_the_text_size(theme: Theme, window: QWidget) -> None:
    title = label("The team meeting", "title")
    add(window, title)
    assert title.font().pixelSize() == 26
    theme.set_scale(200)
    assert title.font().pixelSize() == 52


def test_a_divider_is_one_pixel_thin(theme: Theme, window: QWidget) -> None:
    line = divider()
    add(window, line)
    assert line.height() == 1
    assert divider(upright=True).property("divider") == "upright"
    assert surface(QWidget(), "sunken").property("surface") == "sunken"


@pytest.mark.parametrize(
    ("mark", "corner_filled", "middle_filled"),
    [("circle", False, True), ("square", True, True), ("triangle", False, True), ("dot", False, True)],
)
def test_each_mark_has_its_shape(qapp: QApplication, mark: str, corner_filled: bool, middle_filled: bool) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_mark(painter, QRectF(0, 0, 40, 40), mark, "black")
    painter.end()
    assert (image.pixelColor(4, 4) == QColor("black")) is corner_filled
    assert (image.pixelColor(20, 22) == QColor("black")) is middle_filled


def test_the_marks_differ_in_shape_alone(qapp: QApplication) -> None:
    shapes = []
    for mark in ("circle", "triangle", "square", "dot"):
        image = QImage(20, 20, QImage.Format.Format_Grayscale8)
        image.fill(QColor("white"))
        painter = QPainter(image)
        draw_mark(painter, QRectF(0, 0, 20, 20), mark, "black")
        painter.end()
        shapes.append(bytes(image.constBits()))
    assert len(set(shapes)) == 4


def test_a_mark_is_read_out_as_its_domain(theme: Theme, window: QWidget) -> None:
    mark = DomainMark(theme, "co-creation", "Co-creation")
    add(window, mark)
    assert QColor(theme.tokens.co_creation.hue).name() in colours_of(grabbed(mark))
    mark.set_domain("sustaining-change", "Sustaining change")
    assert mark.accessibleName() == "Sustaining change"
    assert QColor(theme.tokens.sustaining_change.hue).name() in colours_of(grabbed(mark))


def test_an_empty_part_says_what_to_do_next(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    empty = EmptyState(theme, "Your entries will be listed here.", "New entry")
    add(window, empty)
    button = empty.findChild(QPushButton)
    assert isinstance(button, QPushButton) and button.isVisible()
    with qtbot.waitSignal(empty.pressed):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    empty.set_words("All read.")
    assert not button.isVisible()
    assert "All read." in [one.text() for one in empty.findChildren(QLabel)]


def test_a_bar_shows_its_button_only_when_it_does_something(theme: Theme, window: QWidget) -> None:
    bar = Bar(theme)
    add(window, bar)
    bar.set_message("Saved.", "check")
    assert not bar.button.isVisible()
    bar.set_message("Moved.", "undo-2", "Undo")
    assert bar.button.isVisible()
    assert bar.close_button.accessibleName() == "Close this message"


def test_what_does_not_fit_into_a_row_goes_on_in_the_next(theme: Theme, window: QWidget) -> None:
    box = QWidget()
    flow = FlowLayout(box, gap=8, row_gap=4)
    chips = [Chip(theme, f"Label number {number}") for number in range(6)]
    for chip in chips:
        flow.addWidget(chip)
    add(window, box)
    width = chips[0].sizeHint().width() * 3 + 16
    rows = flow.heightForWidth(width) + 4
    assert rows == 2 * (chips[0].sizeHint().height() + 4)
    box.resize(width, 200)
    flow.setGeometry(QRect(0, 0, width, 200))
    assert chips[3].y() > chips[2].y()
    assert chips[3].x() == chips[0].x() == 0
    flow.insert_widget(0, Chip(theme, "First"))
    first = flow.itemAt(0)
    assert first is not None and first.widget() is not chips[0]
    assert flow.takeAt(99) is None
    assert flow.count() == 7


def test_a_menu_has_a_name_checks_what_is_chosen_and_does_what_is_pressed(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    done: list[str] = []
    button = plain_button(theme, "Site")
    add(window, button)
    menu = make_menu(theme, button, "Sites")
    add_choice(theme, menu, "Dana & Luis", lambda: done.append("both"), icon_name="users", chosen=True)
    open_below(menu, button)
    action = menu.actions()[0]
    assert (menu.accessibleName(), action.isChecked(), action.text()) == ("Sites", True, "Dana && Luis")
    action.trigger()
    assert done == ["both"]
    menu.close()


def row_image(theme: Theme, state: str) -> set[str]:
    option = QStyleOptionViewItem()
    flags = {"chosen": QStyle.StateFlag.State_Selected, "focus": QStyle.StateFlag.State_HasFocus}
    option.state = flags.get(state, QStyle.StateFlag.State_None)
    option.rect = QRect(0, 0, 200, 36)
    image = QImage(QSize(200, 36), QImage.Format.Format_ARGB32)
    image.fill(QColor(theme.tokens.sunken))
    painter = QPainter(image)
    paint_row(painter, theme, option)
    words = QRectF(8, 0, 120, 36)
    assert draw_words(painter, words, "A very long title that cannot fit in here", theme.font("body"), "black") <= 120
    assert draw_words_right(painter, words, "24 Nov", theme.figures("small"), "black") > 0
    assert draw_marks(painter, theme, QPointF(140, 18), ["co-creation", "sustaining-change"]) > 20
    painter.end()
    return colours_of(image)


def test_a_row_shows_that_it_is_chosen_and_that_it_has_the_focus(theme: Theme) -> None:
    select, focus = QColor(theme.tokens.select).name(), QColor(theme.tokens.focus).name()
    assert select in row_image(theme, "chosen")
    assert focus in row_image(theme, "focus")
    assert not {select, focus} & row_image(theme, "none")


def test_hits_in_a_snippet_are_told_from_the_other_words() -> None:
    assert parts_with_hits("the \x02morning\x03 greeting") == [("the ", False), ("morning", True), (" greeting", False)]
    assert parts_with_hits("") == []
    assert QStandardItemModel().index(0, 0) == QModelIndex()


def test_the_focus_goes_with_the_choice(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    ways = Segmented(theme, "How", [("onsite", "Onsite"), ("virtual", "Virtual")])
    add(window, ways)
    activate(window, qtbot)
    ways.segments["onsite"].setFocus()
    ways.set_value("virtual")
    assert ways.segments["virtual"].hasFocus()
