from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from isp_journal.ui.panels.capture_bar import CaptureBar
from isp_journal.ui.panels.entry_fields import EntryFields, Known, names_in_short
from isp_journal.ui.theme import Theme

TODAY = date(2026, 11, 24)
KNOWN = Known({"s": "Harlow Bend School"}, {"d": "Dana Okafor", "l": "Luis Ferreira", "a": "Amal Haddad"}, ("data",))
FILLED = EntryFields(TODAY, site="s", people=("d", "l", "a"), mode="onsite", minutes=90, labels=("data", "first time"))


class Shown:
    """A bar on the screen, and the fields that it asked to have."""

    def __init__(self, theme: Theme) -> None:
        self.bar = CaptureBar(theme)
        self.fields = EntryFields(TODAY)
        self.asked: list[tuple[str, str]] = []
        self.bar.changed.connect(self.take)
        self.bar.asked.connect(lambda field, typed: self.asked.append((field, typed)))
        self.take(self.fields)

    def take(self, fields: EntryFields) -> None:
        self.fields = fields
        self.bar.show_fields(fields, KNOWN, TODAY)


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    made = Shown(theme)
    qtbot.addWidget(made.bar)
    made.bar.resize(948, made.bar.sizeHint().height())
    made.bar.show()
    made.bar.activateWindow()
    qtbot.waitUntil(made.bar.isActiveWindow)
    made.bar.setFocus()
    return made


def test_the_bar_says_when_where_with_whom_and_how_long(shown: Shown) -> None:
    shown.take(FILLED._replace(occurred_time=time(9, 30)))
    bar = shown.bar
    assert bar.date.text().startswith("Tue 24 Nov, ") and "9:30" in bar.date.text()
    assert bar.site.text() == "Harlow Bend School"
    assert bar.people.text() == "Dana, Luis + 1"
    assert bar.people.accessibleName() == "People: Dana Okafor, Luis Ferreira, Amal Haddad"
    assert bar.minutes.text() == "90 min"
    assert bar.mode.value() == "onsite"
    assert bar.labels.text() == "data + 1"


def test_what_is_not_said_yet_is_offered_by_its_name(shown: Shown) -> None:
    assert [shown.bar.site.text(), shown.bar.people.text(), shown.bar.minutes.text()] == ["Site", "People", "Minutes"]
    assert not shown.bar.labels.isVisible()


def test_single_keys_set_date_and_mode(shown: Shown) -> None:
    QTest.keyClicks(shown.bar, "y")
    assert shown.fields.occurred_on == date(2026, 11, 23)
    QTest.keyClicks(shown.bar, "-")
    QTest.keyClicks(shown.bar, "-")
    assert shown.fields.occurred_on == date(2026, 11, 21)
    QTest.keyClicks(shown.bar, "+t")
    assert shown.fields.occurred_on == TODAY
    QTest.keyClicks(shown.bar, "v")
    assert shown.fields.mode == "virtual"
    QTest.keyClicks(shown.bar, "p")
    assert shown.fields.mode == "phone"
    QTest.keyClicks(shown.bar, "p")
    assert shown.fields.mode == ""


def test_a_digit_asks_for_the_minutes_with_the_digit_typed(shown: Shown) -> None:
    QTest.keyClicks(shown.bar, "4")
    assert shown.asked == [("minutes", "4")]


def test_the_keys_work_on_the_chips_too_and_can_be_switched_off(shown: Shown) -> None:
    shown.bar.people.setFocus()
    QTest.keyClicks(shown.bar.people, "o")
    assert shown.fields.mode == "onsite"
    shown.bar.single_keys = False
    QTest.keyClicks(shown.bar.people, "v")
    assert shown.fields.mode == "onsite"


def test_enter_on_the_bar_goes_back_to_the_text_and_on_a_chip_opens_it(shown: Shown, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.bar.left):
        QTest.keyClick(shown.bar, Qt.Key.Key_Return)
    shown.bar.site.setFocus()
    QTest.keyClick(shown.bar.site, Qt.Key.Key_Return)
    assert shown.asked == [("site", "")]


def test_a_guessed_site_is_shown_as_a_guess_and_one_key_takes_it_away(shown: Shown) -> None:
    shown.take(EntryFields(TODAY, site="s", guessed=True))
    assert shown.bar.site.text() == "Harlow Bend School?"
    assert not shown.fields.chosen
    QTest.keyClick(shown.bar, Qt.Key.Key_Delete)
    assert shown.fields.site is None


def test_del_takes_away_what_the_focused_chip_shows(shown: Shown) -> None:
    shown.take(FILLED)
    for chip in (shown.bar.people, shown.bar.minutes, shown.bar.labels):
        chip.setFocus()
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert (shown.fields.people, shown.fields.minutes, shown.fields.labels) == (("d", "l"), None, ("data",))


def test_where_there_is_no_room_the_bar_takes_two_rows(shown: Shown) -> None:
    shown.take(FILLED)
    assert shown.bar.heightForWidth(500) > shown.bar.heightForWidth(1200)


def test_two_people_with_one_first_name_are_told_apart() -> None:
    assert names_in_short(["Dana Okafor", "Dana Relling"]) == "Dana Okafor, Dana Relling"
    assert names_in_short(["Dana Okafor", "Luis Ferreira", "Amal", "Petra"]) == "Dana, Luis + 2"
    assert names_in_short([]) == ""


def test_fields_go_on_beyond_the_line_below_before_they_take_a_second_row(shown: Shown) -> None:
    shown.take(FILLED._replace(occurred_time=time(13, 0)))
    bar = shown.bar
    bar.resize(1228, bar.sizeHint().height())
    rows = []
    for least in (None, 40):
        bar.set_inset(136, 132, least)
        bar._column.activate()
        rows.append(len({part.geometry().center().y() for part in bar._parts() if part.isVisible()}))
    assert rows[1] == 1 <= rows[0]
    assert bar._line.contentsMargins().right() == 132 - 40


def test_a_screen_reader_hears_of_single_keys_only_while_they_work(shown: Shown) -> None:
    assert "today" in shown.bar.accessibleDescription()
    shown.bar.set_single_keys(False)
    assert "today" not in shown.bar.accessibleDescription()
