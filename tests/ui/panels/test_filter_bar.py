from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from isp_journal.framework import load_catalogue
from isp_journal.model import Filter, Kind
from isp_journal.paths import resources
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.panels.filter_bar import COMPONENT, DATE, KIND, LABEL, PERSON, SITE, FilterBar, period_in_words
from isp_journal.ui.panels.filter_choices import FilterChoices, practice_choices
from isp_journal.ui.panels.pick_list import Choice, PickList
from isp_journal.ui.theme import Theme
from tests.ui.dummies import activate, focused
from tests.ui.pages.opened import clipped, fits, press

TODAY = date(2026, 11, 24)
CYCLES = "isp-3.0/improvement-cycles"
FEEDBACK = "isp-3.0/improvement-cycles.1"


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot) -> FilterBar:
    made = FilterBar(theme, lambda: TODAY)
    qtbot.addWidget(made)
    made.set_choices(
        practice_choices(load_catalogue(resources() / "frameworks"))._replace(
            sites=(Choice("s1", "Harlow Bend School", "12"), Choice("s2", "Tidewell Clinic", "3")),
            people=(Choice("p1", "Dana Okafor"), Choice("p2", "Ines Bravo")),
            labels=(Choice("data", "data"),),
        )
    )
    made.resize(292, 700)
    made.show()
    activate(made, qtbot)
    return made


def asked_of(bar: FilterBar) -> list[Filter]:
    asked: list[Filter] = []
    bar.changed.connect(asked.append)
    return asked


def popup_of(bar: FilterBar) -> PickList:
    return next(found for found in bar.findChildren(PickList) if found.isVisible())


def test_what_is_typed_is_searched_after_a_pause_and_only_once(bar: FilterBar, qtbot: QtBot) -> None:
    asked = asked_of(bar)
    QTest.keyClicks(bar.search, "greeting")
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [Filter(text="greeting")]


def test_enter_searches_at_once_and_goes_to_the_list(bar: FilterBar, qtbot: QtBot) -> None:
    asked = asked_of(bar)
    QTest.keyClicks(bar.search, "greeting")
    with qtbot.waitSignal(bar.left):
        press(Qt.Key.Key_Return, bar.search)
    assert asked == [Filter(text="greeting")]


def test_esc_clears_what_is_typed_and_then_goes_to_the_list(bar: FilterBar, qtbot: QtBot) -> None:
    asked = asked_of(bar)
    bar.set_filter(Filter(text="greeting"))
    press(Qt.Key.Key_Escape, bar.search)
    assert (bar.search.text(), asked) == ("", [Filter()])
    with qtbot.waitSignal(bar.left):
        press(Qt.Key.Key_Escape, bar.search)


def test_a_site_is_found_by_typing_and_its_chip_takes_it_away_again(bar: FilterBar) -> None:
    asked = asked_of(bar)
    bar.chips[SITE].setFocus()
    press(Qt.Key.Key_Return)
    QTest.keyClicks(popup_of(bar).field, "clin")
    press(Qt.Key.Key_Return, popup_of(bar).field)
    assert (asked[-1].site, bar.chips[SITE].text()) == ("s2", "Tidewell Clinic")
    assert focused() is bar.chips[SITE]
    press(Qt.Key.Key_Space)
    assert (asked[-1], bar.chips[SITE].text()) == (Filter(), "Site")


@pytest.mark.parametrize(
    ("chip", "typed", "wanted"),
    [
        (COMPONENT, "improvement cy", Filter(component=CYCLES)),
        (COMPONENT, "gather and use feedback", Filter(activity=FEEDBACK)),
        (PERSON, "ines", Filter(person="p2")),
        (KIND, "deb", Filter(kind=Kind.DEBRIEF)),
        (LABEL, "da", Filter(label="data")),
    ],
)
def test_each_chip_narrows_by_its_own_choice(bar: FilterBar, chip: str, typed: str, wanted: Filter) -> None:
    asked = asked_of(bar)
    bar.chips[chip].click()
    QTest.keyClicks(popup_of(bar).field, typed)
    press(Qt.Key.Key_Return, popup_of(bar).field)
    assert asked == [wanted]
    assert bar.narrows


def test_a_component_shows_the_mark_of_its_domain_and_says_its_name(bar: FilterBar) -> None:
    bar.set_filter(Filter(component=CYCLES))
    chip = bar.chips[COMPONENT]
    assert (chip.text(), chip.face.mark) == ("Improvement cycles", "ongoing-improvement")
    assert chip.accessibleName() == "Component: Improvement cycles"
    bar.set_filter(Filter())
    assert (chip.text(), chip.face.mark) == ("Component", "")
    assert chip.accessibleName() == "Component: all"


def test_what_another_page_asks_for_shows_before_its_name_is_known(theme: Theme, qtbot: QtBot) -> None:
    bar = FilterBar(theme, lambda: TODAY)
    qtbot.addWidget(bar)
    bar.set_filter(Filter(site="s1", activity=FEEDBACK))
    assert (bar.chips[SITE].text(), bar.chips[COMPONENT].text()) == ("Chosen site", "Chosen component")
    bar.set_choices(FilterChoices(sites=(Choice("s1", "Harlow Bend School"),)))
    assert bar.chips[SITE].text() == "Harlow Bend School"


def test_filters_are_cleared_and_the_search_stays(bar: FilterBar) -> None:
    asked = asked_of(bar)
    bar.set_filter(Filter(text="greeting", site="s1", since=TODAY))
    bar.clear_chips()
    assert asked == [Filter(text="greeting")]


def test_a_period_is_chosen_from_a_menu(bar: FilterBar) -> None:
    asked = asked_of(bar)
    bar.chips[DATE].click()
    menu = next(found for found in bar.findChildren(QMenu) if found.isVisible())
    next(action for action in menu.actions() if action.text() == "Last year").trigger()
    menu.close()
    assert asked == [Filter(since=date(2025, 1, 1), until=date(2025, 12, 31))]
    assert bar.chips[DATE].text() == "Last year"


def test_a_period_of_ones_own_is_typed_in_any_form(bar: FilterBar) -> None:
    asked = asked_of(bar)
    bar.ask_days()
    popup = next(found for found in bar.findChildren(Popup) if found.isVisible())
    first, last = popup.findChildren(QLineEdit)
    QTest.keyClicks(first, "2026-03-01")
    QTest.keyClicks(last, "31 May 2026")
    press(Qt.Key.Key_Return, last)
    assert asked == [Filter(since=date(2026, 3, 1), until=date(2026, 5, 31))]
    assert bar.chips[DATE].text() == "1 Mar to 31 May"
    assert popup.isHidden()


def test_open_periods_are_said_in_words() -> None:
    assert period_in_words(Filter(), TODAY) == ""
    assert period_in_words(Filter(since=date(2026, 3, 1)), TODAY) == "Since 1 Mar"
    assert period_in_words(Filter(until=date(2025, 3, 1)), TODAY) == "Until 1 Mar 2025"


@pytest.mark.parametrize("percent", [100, 200])
def test_every_control_has_a_name_room_and_a_place_to_press(
    bar: FilterBar, theme: Theme, percent: int, qtbot: QtBot
) -> None:
    theme.set_scale(percent)
    bar.resize(theme.px(292), theme.px(600))
    bar.set_filter(Filter(component=CYCLES, site="s1", kind=Kind.SITE_VISIT))
    qtbot.waitUntil(lambda: not clipped(bar))
    fits(bar)
