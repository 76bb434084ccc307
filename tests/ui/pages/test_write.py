from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Entry, Filter, Kind, Mode
from isp_journal.ui.messages import Messages
from isp_journal.ui.pages.write import WritePage
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from isp_journal.ui.workers import Workers
from tests.ui.pages.opened import clipped, nameless, press, settled, told, working_on
from tests.ui.pages.writing import CTRL, TEXT, entries, kept, pick, shown, write, writing_in


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[WritePage]:
    with writing_in(tmp_path / "journal", qtbot, qapp) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_journal(tmp_path / "journal", author="Jonas")
    return tmp_path / "journal"


def test_the_cursor_is_in_the_text_at_once(page: WritePage) -> None:
    assert page.editor.hasFocus()


def test_every_key_is_on_the_disk_within_a_second_while_typing_goes_on(page: WritePage, qtbot: QtBot) -> None:
    told_times: list[str] = []
    page.saved.connect(told_times.append)

    def type_on() -> bool:
        QTest.keyClicks(page.editor, "x")
        return len(told_times) > 1

    qtbot.waitUntil(type_on, timeout=2500)
    assert told_times[0].startswith("Saved ")
    entry = kept(qtbot, page)
    assert entry.body == page.editor.text()


def test_what_is_typed_before_the_journal_is_open_is_kept_and_saved_then(
    qtbot: QtBot, theme: Theme, folder: Path
) -> None:
    workers = Workers(lambda where: open_journal(where, writing=True, window=True))
    page = shown(qtbot, WritePage(theme, workers))
    write(page, "typed early")
    page.save_now()
    assert not page.autosave.is_clean
    workers.open(folder, False)
    assert kept(qtbot, page).body == "typed early"
    workers.close()


def test_an_empty_page_is_never_stored(page: WritePage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.editor, "x")
    press(Qt.Key.Key_Backspace, page.editor)
    page.set_kind("meeting")
    page.save_now()
    page.leaving()
    qtbot.waitUntil(lambda: page.autosave.is_clean)
    assert entries(qtbot, page) == []


def test_all_fields_are_saved_with_the_text(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    page.head.title.setFocus()
    QTest.keyClicks(page.head.title, "A day")
    press(Qt.Key.Key_Return, page.head.title)
    assert page.editor.hasFocus()
    page.bar.setFocus()
    QTest.keyClicks(page.bar, "yo")
    page.set_kind("site visit")
    page.ask_field("minutes", "7")
    choices = page._choices
    assert choices is not None and choices.list is not None
    QTest.keyClicks(choices.list.field, "5")
    press(Qt.Key.Key_Return, choices.list.field)
    page.ask_field("labels")
    assert choices.list is not None
    QTest.keyClicks(choices.list.field, "to deepen")
    press(Qt.Key.Key_Return, choices.list.field)
    press(Qt.Key.Key_Escape, choices.list.field)
    page.ask_field("time", "14:30")
    assert choices.list is not None
    press(Qt.Key.Key_Return, choices.list.field)
    entry = kept(qtbot, page)
    assert entry.title == "A day"
    assert entry.body == TEXT
    assert entry.occurred_on == date.today() - timedelta(days=1)
    assert (entry.kind, entry.mode, entry.minutes) == (Kind.SITE_VISIT, Mode.ONSITE, 75)
    assert entry.labels == ("to deepen",)
    assert entry.occurred_time is not None and entry.occurred_time.isoformat() == "14:30:00"


def test_sites_and_people_can_be_made_where_they_are_named(page: WritePage, qtbot: QtBot) -> None:
    write(page, "x")
    for field, name in (("site", "Harlow Bend School"), ("people", "Dana Okafor")):
        page.ask_field(field)
        choices = page._choices
        assert choices is not None and choices.list is not None
        QTest.keyClicks(choices.list.field, name)
        press(Qt.Key.Key_Return, choices.list.field)
    qtbot.waitUntil(lambda: page.bar.site.text() == "Harlow Bend School" and page.bar.people.text() == "Dana")
    entry = kept(qtbot, page)
    assert entry.site == told(qtbot, page._workers, lambda journal: journal.sites.all()[0].id)
    assert entry.people == (told(qtbot, page._workers, lambda journal: journal.people.named("Dana Okafor")).id,)  # type: ignore[union-attr]  # it was just made


def test_who_is_put_aside_and_who_writes_come_last_in_the_choices(page: WritePage, qtbot: QtBot) -> None:
    def met(journal: Journal) -> None:
        journal.people.ensure("Zoe Abara")
        journal.people.save(replace(journal.people.ensure("Amal Haddad"), archived=True))

    page._workers.change(met)
    settled(qtbot, page._workers)
    page.shown()
    qtbot.waitUntil(lambda: len(page._known.people) == 3)
    page.ask_field("people")
    choices = page._choices
    assert choices is not None and choices.list is not None
    shown_rows = [(row.text, row.hint) for row in choices.list.asked.choices]
    assert shown_rows == [("Zoe Abara", ""), ("Amal Haddad", "In the archive"), ("Jonas", "You")]


def test_a_changed_date_keeps_the_text_and_the_entry(page: WritePage, qtbot: QtBot) -> None:
    write(page, "one")
    first = kept(qtbot, page)
    page.ask_field("date")
    assert page._choices is not None and page._choices.list is not None
    QTest.keyClicks(page._choices.list.field, "2026-01-05")
    press(Qt.Key.Key_Return, page._choices.list.field)
    write(page, " two")
    entry = kept(qtbot, page)
    assert (entry.id, entry.body, entry.occurred_on) == (first.id, "one two", date(2026, 1, 5))


def test_the_site_of_the_latest_entries_is_a_guess_that_one_key_takes_away(page: WritePage, qtbot: QtBot) -> None:
    def visited(journal: Journal) -> None:
        site = journal.sites.ensure("Tidewell Clinic")
        journal.entries.save(Entry("00000000-0000-7000-8000-000000000001", date.today(), body="x", site=site.id))

    page._workers.change(visited)
    settled(qtbot, page._workers)
    page.shown()
    qtbot.waitUntil(lambda: page.bar.site.text() == "Tidewell Clinic?")
    assert page.draft.is_untouched
    press(Qt.Key.Key_Delete, page.bar)
    assert page.bar.site.text() == "Site"
    page.shown()
    settled(qtbot, page._workers)
    assert page.bar.site.text() == "Site"


def test_an_entry_is_opened_again_with_its_undo_and_another_one_keeps_its_own(page: WritePage, qtbot: QtBot) -> None:
    write(page, "first")
    first = kept(qtbot, page)
    page.done()
    assert page.editor.text() == "" and page.draft.id == ""
    write(page, "second")
    page.open_entry(first.id)
    qtbot.waitUntil(lambda: page.editor.text() == "first")
    qtbot.waitUntil(lambda: page.autosave.is_clean)
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    assert page.editor.text() == ""
    assert sorted(entry.body for entry in entries(qtbot, page)) == ["first", "second"]


def test_an_entry_of_the_journal_is_shown_with_its_fields_and_opening_it_changes_nothing(
    page: WritePage, qtbot: QtBot
) -> None:
    made = told(
        qtbot,
        page._workers,
        lambda journal: journal.entries.new(date(2026, 3, 2)),
    )
    whole = Entry(made.id, date(2026, 3, 2), Kind.CALL, "A call", TEXT, mode=Mode.PHONE, minutes=20, labels=("data",))
    page._workers.change(lambda journal: journal.entries.save(whole))
    settled(qtbot, page._workers)
    page.open_entry(made.id)
    qtbot.waitUntil(lambda: page.editor.text() == TEXT)
    assert page.head.title.title() == "A call"
    assert page.head.kind.text() == "Call"
    assert page.bar.mode.value() == "phone" and page.bar.minutes.text() == "20 min"
    page.save_now()
    settled(qtbot, page._workers)
    assert kept(qtbot, page).revision == 1


def test_what_was_changed_elsewhere_is_shown_when_the_page_is_shown_again(page: WritePage, qtbot: QtBot) -> None:
    write(page, "mine")
    entry = kept(qtbot, page)
    from dataclasses import replace

    page._workers.change(lambda journal: journal.entries.save(replace(entry, title="From elsewhere")))
    settled(qtbot, page._workers)
    page.shown()
    qtbot.waitUntil(lambda: page.head.title.title() == "From elsewhere")
    page._workers.change(lambda journal: journal.entries.trash([entry.id]))
    settled(qtbot, page._workers)
    page.shown()
    qtbot.waitUntil(lambda: page.draft.id == "")
    assert page.editor.text() == ""


def test_the_trash_takes_the_entry_and_undo_gives_it_back(page: WritePage, qtbot: QtBot) -> None:
    write(page, "to go")
    kept(qtbot, page)
    page.trash()
    settled(qtbot, page._workers)
    assert entries(qtbot, page) == [] and page.draft.is_untouched
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    settled(qtbot, page._workers)
    assert [entry.body for entry in entries(qtbot, page)] == ["to go"]


def test_a_full_disk_is_told_once_and_the_text_is_written_when_there_is_room(
    qtbot: QtBot, theme: Theme, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with working_on(folder) as workers:
        messages = Messages(theme)
        qtbot.addWidget(messages)
        page = shown(qtbot, WritePage(theme, workers, messages))
        told_words: list[str] = []
        page.saved.connect(told_words.append)
        save = told(qtbot, workers, lambda journal: journal.entries).save
        entries_part = told(qtbot, workers, lambda journal: journal.entries)

        def full(entry: Entry) -> Entry:
            raise DiskFull

        monkeypatch.setattr(entries_part, "save", full)
        write(page, "kept here")
        with qtbot.waitSignal(page.not_saved):
            page.save_now()
        assert told_words[-1].startswith("Not saved since ")
        assert "disk is full" in messages.bar.text()
        monkeypatch.setattr(entries_part, "save", save)
        write(page, " still")
        assert kept(qtbot, page).body == "kept here still"
        assert told_words[-1].startswith("Saved ")


def test_closing_hands_over_what_was_typed_last(qtbot: QtBot, theme: Theme, folder: Path) -> None:
    with working_on(folder) as workers:
        page = shown(qtbot, WritePage(theme, workers))
        write(page, "the last words")
        page.leaving()
    journal = open_journal(folder, writing=False)
    assert [journal.entries.get(line.id).body for line in journal.entries.page(Filter())] == ["the last words"]
    journal.close()


def test_a_question_can_be_put_in_and_another_one_asked(page: WritePage) -> None:
    first = page.question_line.question()
    page.another_question()
    second = page.question_line.question()
    assert first and second and first != second
    page.question_line.put.click()
    assert page.editor.text() == f"> {second}\n\n"
    assert page.editor.hasFocus()


def test_a_reflection_model_asks_its_own_questions_and_all_can_be_put_in(page: WritePage) -> None:
    model = page.questions.models()[0]
    page.set_model(model.key)
    assert page.question_line.question() == model.steps[0].questions[0]
    assert page.head.model.text() == model.name
    from isp_journal.ui.pages.write_menus import put_model_in

    put_model_in(page)
    for step in model.steps:
        assert f"## {step.heading}" in page.editor.text()
    page.editor.undo_last()
    assert page.editor.text() == ""
    page.set_model("")
    assert page.head.model.text() == "Reflection model"


def test_writing_about_a_component_asks_its_questions_first(page: WritePage) -> None:
    page.write_about("isp-3.0/relationships.4")
    component = page.questions.catalogue.component("relationships") if page.questions.catalogue else None
    assert component is not None
    assert page.question_line.question() == component.prompts[0]


def test_words_are_counted_when_typing_pauses(page: WritePage, qtbot: QtBot) -> None:
    write(page, "three words here")
    qtbot.waitUntil(lambda: page.question_line.words.text() == "3 words")


def test_f6_goes_to_text_bar_and_question_and_a_low_window_hides_the_question(page: WritePage) -> None:
    assert page.areas() == [page.editor, page.bar, page.question_line]
    page.set_widths(widths_for(1440, 600, 1.0))
    assert page.areas() == [page.editor, page.bar]


def test_words_are_found_in_the_text(page: WritePage) -> None:
    from isp_journal.ui.panels.find_here import FindHere

    write(page, "one two one")
    page.find_here()
    finder = page.editor.findChild(FindHere)
    assert finder is not None
    QTest.keyClicks(finder.field, "one")
    assert finder.hits.text() == "2 hits"
    assert page.editor.textCursor().selectionStart() == 0
    press(Qt.Key.Key_Return, finder.field)
    assert page.editor.textCursor().selectionStart() == 8
    press(Qt.Key.Key_Return, finder.field)
    assert page.editor.textCursor().selectionStart() == 0
    press(Qt.Key.Key_Escape, finder.field)
    assert page.editor.hasFocus()


def test_the_menus_offer_kinds_models_and_the_rest(page: WritePage) -> None:
    from isp_journal.ui.pages import write_menus

    def texts(menu: QMenu) -> list[str]:
        menu.close()
        return [action.text() for action in menu.actions() if not action.isSeparator()]

    assert "Site visit" in texts(write_menus.open_kinds(page, page._theme))
    assert "No model" in texts(write_menus.open_models(page, page._theme))
    assert "Move to the trash" not in texts(write_menus.open_more(page, page._theme))


def test_every_control_has_a_name(page: WritePage, qtbot: QtBot) -> None:
    write(page, TEXT)
    pick(qtbot, page, "distr")
    assert nameless(page) == []
    QTest.keyClick(page.editor, Qt.Key.Key_T, CTRL)
    assert nameless(page) == []
    page.tagging.close()
    page.margin.notes[0].click()
    assert nameless(page) == []


@pytest.mark.parametrize(
    ("size", "window", "percent"),
    [
        ((1232, 860), (1440, 900), 100),
        ((1158, 740), (1366, 768), 100),
        ((1044, 660), (1100, 700), 100),
        ((1168, 760), (1280, 800), 200),
        ((784, 440), (840, 480), 100),
    ],
)
def test_nothing_is_cut_off_at_any_size(
    page: WritePage, qtbot: QtBot, size: tuple[int, int], window: tuple[int, int], percent: int
) -> None:
    theme = page._theme
    theme.set_scale(percent)
    page.resize(*size)
    page.set_widths(widths_for(*window, theme.factor))
    write(page, TEXT)
    pick(qtbot, page, "distr")
    qtbot.waitUntil(lambda: page.editor.measures.left + page.editor.measures.span <= page.width())
    assert clipped(page) == []
    theme.set_scale(100)


def test_the_model_chosen_last_is_the_one_that_new_entries_begin_with(page: WritePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.model_chosen) as chosen:
        page.set_model("gibbs-cycle")
    asked = page.question_line.question()
    write(page, TEXT)
    page.start_new()
    assert chosen.args == [page.draft.model] == ["gibbs-cycle"]
    assert page.question_line.question() == asked
    write(page, TEXT)
    page.write_about("isp-3.0/relationships")
    assert page.draft.model == ""
    assert page.question_line.question() != asked


def test_a_window_begins_with_the_model_of_the_last_time(page: WritePage) -> None:
    page.begin_with("gibbs-cycle")
    assert page.head.model.text() == page.questions.name_of("gibbs-cycle")
    page.begin_with("a model that is no more")
    assert page.question_line.question()


def test_undo_by_menu_takes_back_what_was_typed(page: WritePage) -> None:
    write(page, "Luis came.")
    page.undo_last()
    assert page.editor.text() == ""
    page.redo_last()
    assert page.editor.text() == "Luis came."


def test_single_keys_of_the_bar_can_be_switched_off(page: WritePage) -> None:
    page.set_single_keys(False)
    page.bar.setFocus()
    QTest.keyClick(page.bar, Qt.Key.Key_V)
    assert page.draft.fields.mode == ""
    page.set_single_keys(True)
    QTest.keyClick(page.bar, Qt.Key.Key_V)
    assert page.draft.fields.mode == "virtual"


def test_title_and_question_grow_with_the_text_size(page: WritePage) -> None:
    theme = page._theme
    theme.set_scale(200)
    page.set_widths(widths_for(page.width(), page.height(), theme.factor))
    assert page.head.title.viewport().font().pixelSize() == theme.font("title").pixelSize()
    line = page.question_line
    assert line._question.maximumWidth() >= line._question.fontMetrics().horizontalAdvance(line.question())
    theme.set_scale(100)
