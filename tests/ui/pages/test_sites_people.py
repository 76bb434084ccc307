from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.journal.opening import create_journal
from isp_journal.model import Role, Stage, StageChange
from isp_journal.ui.pages.sites_people import SitesPeople
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from isp_journal.ui.workers import Workers
from tests.ui.pages.opened import fits, press, settled, type_into, working_on
from tests.ui.pages.two_lists import (
    choose,
    journal_of_names,
    listed,
    page_on,
    person_named,
    show_people,
    site_named,
)


@pytest.fixture
def workers(tmp_path: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(journal_of_names(tmp_path / "journal")) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, workers: Workers) -> SitesPeople:
    return page_on(qtbot, theme, workers)


def test_both_lists_are_there_and_the_first_of_each_is_shown(page: SitesPeople) -> None:
    assert listed(page) == ["Harlow B.", "Harlow Bend", "Tidewell Clinic"]
    assert page.names.list.hasFocus()
    assert page.site.head.title.text() == "Harlow B."
    show_people(page)
    assert listed(page) == ["D. Okafor", "Dana Okafor", "Ines Bravo", "Jonas Aldren"]
    assert page.person.head.title.text() == "D. Okafor"


def test_a_site_tells_its_entries_and_where_they_are(qtbot: QtBot, page: SitesPeople) -> None:
    choose(page, "Harlow Bend")
    assert page.site.head.told.text().startswith("2 entries, latest Mon 2 Mar")
    with qtbot.waitSignal(page.entries_of_site_wanted) as wanted:
        page.site.head.show_entries.click()
    assert wanted.args == [page.names.list.current()]
    choose(page, "Tidewell Clinic")
    assert page.site.head.told.text() == "No entries yet"
    assert not page.site.head.show_entries.isVisible()


def test_the_entries_of_a_person_are_a_click_away(qtbot: QtBot, page: SitesPeople) -> None:
    show_people(page)
    with qtbot.waitSignal(page.entries_of_person_wanted) as wanted:
        page.person.head.show_entries.click()
    assert wanted.args == [page.names.list.current()]


def test_a_new_name_is_kept_when_the_field_is_left_and_undo_takes_it_back(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Tidewell Clinic")
    type_into(page.site.fields["name"].field, "Tidewell  Health Centre ", enter=False)
    page.site.fields["pseudonym"].field.setFocus()
    settled(qtbot, workers)
    assert site_named(qtbot, workers, "Tidewell Health Centre") is not None
    assert page.site.head.title.text() == "Tidewell Health Centre"
    workers.undo_stack.undo()
    settled(qtbot, workers)
    assert page.site.head.title.text() == "Tidewell Clinic"


def test_two_quick_edits_of_one_person_are_both_kept(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    show_people(page)
    choose(page, "Ines Bravo")
    type_into(page.person.fields["pseudonym"].field, "Coach 1")
    type_into(page.person.fields["position"].field, "coach of the county")
    page.person.role.chosen.emit(str(Role.COLLEAGUE))
    ines = person_named(qtbot, workers, "Ines Bravo")
    assert ines is not None
    assert (ines.pseudonym, ines.position, ines.role) == ("Coach 1", "coach of the county", Role.COLLEAGUE)
    assert workers.undo_stack.count() == 3


def test_a_name_that_is_taken_is_refused_at_the_field_and_what_was_typed_stays(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Tidewell Clinic")
    field = page.site.fields["name"]
    type_into(field.field, "harlow bend")
    settled(qtbot, workers)
    assert field.problem.text() == (
        "A site called Harlow Bend is in the journal already. "
        "Choose another name, or merge the two if they are one site."
    )
    assert field.field.text() == "harlow bend"
    assert workers.undo_stack.count() == 0
    press(Qt.Key.Key_Escape, field.field)
    assert (field.problem.text(), field.field.text()) == ("", "Tidewell Clinic")


def test_what_stands_in_a_field_is_kept_when_the_window_closes(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Tidewell Clinic")
    type_into(page.site.fields["pseudonym"].field, "Clinic Q", enter=False)
    page.leaving()
    found = site_named(qtbot, workers, "Tidewell Clinic")
    assert found is not None and found.pseudonym == "Clinic Q"


def test_an_answer_from_elsewhere_does_not_disturb_who_is_typing(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Tidewell Clinic")
    type_into(page.site.fields["name"].field, "Tidewell Ce", enter=False)
    workers.change(lambda journal: journal.people.ensure("Wen Li"))
    settled(qtbot, workers)
    assert page.site.fields["name"].field.text() == "Tidewell Ce"


def test_the_filter_finds_by_name_and_by_what_is_known_beside_it(page: SitesPeople) -> None:
    show_people(page)
    for typed, found in (
        ("okaf", ["D. Okafor", "Dana Okafor"]),
        ("trust", ["D. Okafor"]),
        ("deputy a", ["Dana Okafor"]),
    ):
        page.names.filter.setText(typed)
        assert listed(page) == found
    page.names.filter.setText("xyz")
    assert page.names.nothing.text() == "Nothing here is called like “xyz”."
    press(Qt.Key.Key_Escape, page.names.filter)
    assert len(listed(page)) == 4


def test_a_stage_is_added_with_its_date_and_taken_off_again(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    choose(page, "Harlow Bend")
    stages = page.site.stages
    assert stages.stage.value() == Stage.INSTALLATION
    type_into(stages.since.field, "2026-01-12")
    settled(qtbot, workers)
    found = site_named(qtbot, workers, "Harlow Bend")
    assert found is not None
    assert found.stages[-1] == StageChange(Stage.INSTALLATION, date(2026, 1, 12))
    assert [row.beside for row in page.names.rows("sites")][1] == "Installation"
    remove = stages.rows.findChildren(type(stages.add))[0]
    assert remove.accessibleName().startswith("Take Installation, since Mon 12 Jan")
    remove.click()
    settled(qtbot, workers)
    workers.undo_stack.undo()
    workers.undo_stack.undo()
    found = site_named(qtbot, workers, "Harlow Bend")
    assert found is not None and len(found.stages) == 1


def test_a_stage_without_a_date_is_since_today_and_no_date_is_told(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Tidewell Clinic")
    type_into(page.site.stages.since.field, "when it rained")
    assert page.site.stages.problem.text().startswith("That is not a date yet.")
    type_into(page.site.stages.since.field, "")
    found = site_named(qtbot, workers, "Tidewell Clinic")
    assert found is not None
    assert found.stages == (StageChange(Stage.EXPLORATION, date.today()),)


def test_another_stage_on_the_same_day_gives_way_and_comes_back_by_undo(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    choose(page, "Harlow Bend")
    page.site.stages.stage.set_value(str(Stage.FULL))
    type_into(page.site.stages.since.field, "2025-12-01")
    settled(qtbot, workers)
    workers.undo_stack.undo()
    found = site_named(qtbot, workers, "Harlow Bend")
    assert found is not None
    assert found.stages == (StageChange(Stage.EXPLORATION, date(2025, 12, 1)),)


def test_a_new_site_is_added_and_chosen_and_a_name_that_is_taken_is_refused(
    qtbot: QtBot, page: SitesPeople, workers: Workers
) -> None:
    page.names.add.click()
    new = page.names.new["sites"]
    press(Qt.Key.Key_Return, new.name.field)
    assert new.name.problem.text() == "A site needs a name. Type one."
    type_into(new.name.field, "Harlow Bend")
    settled(qtbot, workers)
    assert new.name.problem.text().startswith("A site called Harlow Bend is in the journal already.")
    type_into(new.name.field, "Marsh Lane Nursery")
    settled(qtbot, workers)
    assert page.site.head.title.text() == "Marsh Lane Nursery"
    assert not new.isVisible()
    workers.undo_stack.undo()
    settled(qtbot, workers)
    assert "Marsh Lane Nursery" not in listed(page)


def test_a_new_person_can_be_thought_better_of(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    show_people(page)
    assert page.names.add.accessibleName() == "Add a person"
    page.names.add.click()
    press(Qt.Key.Key_Escape, page.names.new["people"].name.field)
    assert page.names.add.hasFocus()
    page.names.add.click()
    type_into(page.names.new["people"].name.field, "Wen Li")
    settled(qtbot, workers)
    assert page.title_here() == "Wen Li"


def test_list_and_facts_take_turns_in_a_small_window(page: SitesPeople) -> None:
    page.set_widths(widths_for(900, 600, 1.0))
    page.focus_first()
    assert page.names.isVisible() and not page.site.isVisible()
    press(Qt.Key.Key_Return, page.names.list)
    assert page.site.isVisible() and not page.names.isVisible()
    assert page.site.fields["name"].field.hasFocus()
    press(Qt.Key.Key_Escape)
    assert page.names.list.hasFocus()
    press(Qt.Key.Key_Return, page.names.list)
    press(Qt.Key.Key_Return, page.back)
    assert page.names.list.hasFocus() and not page.site.isVisible()
    page.set_widths(widths_for(1440, 900, 1.0))
    assert not page.back.isVisible()


def test_a_site_or_a_person_can_be_asked_for_from_elsewhere(
    qtbot: QtBot, page: SitesPeople, workers: Workers, theme: Theme
) -> None:
    dana = person_named(qtbot, workers, "Dana Okafor")
    clinic = site_named(qtbot, workers, "Tidewell Clinic")
    assert dana is not None and clinic is not None
    page.open_person(dana.id)
    assert page.person.head.title.text() == "Dana Okafor"
    page.open_site(clinic.id)
    assert page.site.head.title.text() == "Tidewell Clinic"
    late = SitesPeople(theme, workers)
    qtbot.addWidget(late)
    late.open_person(dana.id)
    late.show()
    late.shown()
    qtbot.waitUntil(lambda: late.person.head.title.text() == "Dana Okafor")


def test_an_empty_list_says_what_will_be_there_and_offers_to_add_one(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    create_journal(tmp_path / "new", author="")
    with working_on(tmp_path / "new") as workers:
        page = SitesPeople(theme, workers)
        qtbot.addWidget(page)
        page.show()
        page.activateWindow()
        page.shown()
        page.focus_first()
        qtbot.waitUntil(page.names.add.hasFocus)
        page.empty.pressed.emit()
        type_into(page.names.new["sites"].name.field, "Harlow Bend")
        settled(qtbot, workers)
        assert listed(page) == ["Harlow Bend"]


def test_a_page_that_was_hidden_reads_what_changed_meanwhile(qtbot: QtBot, page: SitesPeople, workers: Workers) -> None:
    page.hide()
    workers.change(lambda journal: journal.sites.ensure("Marsh Lane Nursery"))
    settled(qtbot, workers)
    assert "Marsh Lane Nursery" not in listed(page)
    page.show()
    page.shown()
    qtbot.waitUntil(lambda: "Marsh Lane Nursery" in listed(page))


@pytest.mark.parametrize("percent", [100, 200])
def test_every_control_has_a_name_and_room_for_its_words(
    qtbot: QtBot, page: SitesPeople, theme: Theme, percent: int
) -> None:
    theme.set_scale(percent)
    page.resize(1224 if percent == 100 else 1168, 800)
    page.set_widths(widths_for(1280, 800, theme.factor))
    for kind in ("sites", "people"):
        page.names.kind.segments[kind].click()
        detail = page.site if kind == "sites" else page.person
        for opening in (detail.deeds.merge_button, detail.deeds.delete_button):
            page.columns.show_page()
            opening.click()
            assert detail.isVisible()
            qtbot.waitUntil(lambda: fits(page))
        page.columns.show_list()
        qtbot.waitUntil(lambda: fits(page))
