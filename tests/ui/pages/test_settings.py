from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal import __version__
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import JournalFacts
from isp_journal.ui.pages.settings import SettingsPage
from isp_journal.ui.panels.settings_journal import in_words
from isp_journal.ui.settings_store import SettingsStore
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from isp_journal.ui.workers import Workers
from tests.storage.journals import written
from tests.ui.dummies import FACTS
from tests.ui.pages.opened import fits, press, settled, told, type_into, working_on


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_journal(tmp_path / "journal", author="Jonas Aldren")
    journal = open_journal(tmp_path / "journal", writing=True)
    written(journal, "One.", labels=("data", "hard conversation"))
    written(journal, "Two.", labels=("Data",))
    written(journal, "Three.", labels=("data",))
    journal.close()
    return tmp_path / "journal"


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "config" / "settings.json")


@pytest.fixture
def workers(folder: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(folder) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, workers: Workers, store: SettingsStore) -> SettingsPage:
    made = SettingsPage(theme, workers, store)
    qtbot.addWidget(made)
    made.resize(1232, 900)
    made.set_widths(widths_for(1440, 900, 1.0))
    made.show()
    made.activateWindow()
    made.shown()
    made.focus_first()
    qtbot.waitUntil(lambda: bool(made.journal.place.text()))
    return made


def labels(page: SettingsPage) -> list[str]:
    return [row.name for at in range(page.labels.list.names.rowCount()) if (row := page.labels.list.names.row(at))]


def counts(qtbot: QtBot, workers: Workers) -> dict[str, int]:
    return told(qtbot, workers, lambda journal: {one.name: one.entries for one in journal.labels.all()})


def test_the_theme_changes_at_once_and_is_kept(page: SettingsPage, theme: Theme, store: SettingsStore) -> None:
    assert page.look.themes.segments["light"].hasFocus()
    page.look.themes.segments["dark"].click()
    assert theme.tokens.dark
    assert SettingsStore(store.file).settings.theme == "dark"
    page.look.themes.segments["contrast"].click()
    assert theme.tokens.name == "contrast"


def test_the_text_grows_and_shrinks_between_its_ends(page: SettingsPage, theme: Theme, store: SettingsStore) -> None:
    page.look.larger.click()
    assert (theme.percent, page.look.shown_size.text()) == (110, "110 %")
    assert SettingsStore(store.file).settings.text_size == 110
    theme.set_scale(80)
    assert page.look.shown_size.text() == "80 %" and not page.look.smaller.isEnabled()
    theme.set_scale(200)
    assert not page.look.larger.isEnabled()
    page.look.smaller.click()
    assert theme.percent == 175


def test_motion_and_single_keys_can_be_switched_off(
    qtbot: QtBot, page: SettingsPage, theme: Theme, store: SettingsStore
) -> None:
    page.look.motion.click()
    with qtbot.waitSignal(page.single_keys_changed) as changed:
        page.look.keys.click()
    assert (theme.motion, theme.fade_ms(), changed.args) == (False, 0, [False])
    kept = SettingsStore(store.file).settings
    assert (kept.motion, kept.single_keys) == (False, False)


def test_settings_that_cannot_be_written_hold_and_say_so(
    page: SettingsPage, theme: Theme, store: SettingsStore
) -> None:
    store.file.mkdir(parents=True)
    page.look.themes.segments["dark"].click()
    assert theme.tokens.dark
    assert page.look.problem.text().startswith("This holds until you close the window")


def test_the_journal_tells_where_it_lies_and_what_is_in_it(page: SettingsPage, folder: Path) -> None:
    assert page.journal.place.text() == str(folder)
    assert page.journal.facts.text().startswith("3 entries by Jonas Aldren since Mon 2 Mar")
    assert page.journal.facts.text().endswith("kB on disk.")


def test_facts_are_told_in_words() -> None:
    today = date(2026, 11, 25)
    facts = replace(FACTS, entries=1, tags=2, people=24, sites=1, notes=0, size=3_400_000)
    assert in_words(facts, today) == "1 entry by Jonas since Tue 24 Nov; 2 tags, 1 site, 24 people. 3.2 MB on disk."
    nobody: JournalFacts = replace(facts, entries=0, oldest="", newest="")
    assert in_words(nobody, today) == "No entries yet. 3.2 MB on disk."


class FileManager(QObject):
    """Stands for the system's file manager and notes what it is asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show_place(self, url: QUrl) -> None:
        self.shown.append(url.toLocalFile())


def test_the_folder_is_shown_in_the_file_manager(page: SettingsPage, folder: Path) -> None:
    manager = FileManager()
    QDesktopServices.setUrlHandler("file", manager, "show_place")  # type: ignore[arg-type]  # wants words, says bytes
    page.journal.show_folder.click()
    QDesktopServices.unsetUrlHandler("file")
    assert manager.shown == [str(folder)]
    assert page.journal.problem.text() == ""


def test_another_journal_is_asked_of_the_window(qtbot: QtBot, page: SettingsPage) -> None:
    with qtbot.waitSignal(page.open_wanted):
        page.journal.another.click()


def test_a_label_is_renamed_for_all_entries_and_back_again(qtbot: QtBot, page: SettingsPage, workers: Workers) -> None:
    assert labels(page) == ["Data", "data", "hard conversation"]
    page.labels.list.point_near(2)
    type_into(page.labels.name.field, "hard talk")
    settled(qtbot, workers)
    assert counts(qtbot, workers) == {"Data": 1, "data": 2, "hard talk": 1}
    workers.undo_stack.undo()
    settled(qtbot, workers)
    assert labels(page) == ["Data", "data", "hard conversation"]


def test_a_name_that_another_label_has_is_refused_at_the_field(
    qtbot: QtBot, page: SettingsPage, workers: Workers
) -> None:
    page.labels.list.point_near(2)
    type_into(page.labels.name.field, "data")
    settled(qtbot, workers)
    assert page.labels.name.problem.text() == "There is a label data already. Merge the two if they mean the same."


def test_two_labels_that_mean_the_same_are_merged(qtbot: QtBot, page: SettingsPage, workers: Workers) -> None:
    page.labels.list.point_near(1)
    page.labels.deeds.merge_button.click()
    panel = page.labels.deeds.merging
    panel.field.setText("dat")
    assert panel.words().startswith("1 entry of Data will carry data.")
    panel.merge.click()
    settled(qtbot, workers)
    assert counts(qtbot, workers) == {"data": 3, "hard conversation": 1}
    assert page.labels.name.value() == "data"
    workers.undo_stack.undo()
    assert counts(qtbot, workers) == {"Data": 1, "data": 2, "hard conversation": 1}


def test_a_label_is_deleted_and_its_entries_stay(qtbot: QtBot, page: SettingsPage, workers: Workers) -> None:
    assert not page.labels.deeds.archive_button.isVisible()
    page.labels.list.point_near(1)
    press(Qt.Key.Key_Delete, page.labels.list)
    assert page.labels.deeds.deleting.question.text() == "Delete data? 2 entries stay, without this label."
    page.labels.deeds.deleting.keep.click()
    settled(qtbot, workers)
    assert labels(page) == ["Data", "hard conversation"]
    workers.undo_stack.undo()
    settled(qtbot, workers)
    assert labels(page) == ["Data", "data", "hard conversation"]


def test_what_stands_in_the_field_of_a_label_is_kept_when_the_window_closes(
    qtbot: QtBot, page: SettingsPage, workers: Workers
) -> None:
    page.labels.list.point_near(2)
    press(Qt.Key.Key_Return, page.labels.list)
    assert page.labels.name.field.hasFocus()
    type_into(page.labels.name.field, "talk", enter=False)
    page.leaving()
    assert "talk" in counts(qtbot, workers)


def test_a_journal_without_labels_says_what_they_are(qtbot: QtBot, page: SettingsPage) -> None:
    page.labels.show_labels([])
    assert page.labels.none.isVisible()
    assert not page.labels.list.isVisible()
    page.leaving()


def test_the_framework_names_its_authors_and_unfolds_its_references(page: SettingsPage) -> None:
    shown = page.framework
    assert shown.name.text() == "Implementation Support Practitioner Profile 3.0 (2020)"
    assert shown.parts.text() == "3 domains, 12 core components, 64 core activities."
    assert shown.citation.text().startswith("Metz, A., Louison, L., Ward, C. & Burke, K.")
    assert "Allison Metz" in shown.attribution.text()
    assert shown.definitions.text() == "Definitions in our own words: Co-learning, Brokering, Facilitation."
    assert not shown.references.isVisible()
    shown.unfold.click()
    assert shown.references.text().count("\n\n") == 14
    assert shown.unfold.text() == "Hide the 15 references"


def test_about_tells_the_version_and_the_licences(page: SettingsPage) -> None:
    told_there = " ".join(one.text() for one in page.about.findChildren(type(page.framework.name)))
    for words in (__version__, "MIT", "Lesser General Public License", "Lucide", "ISC"):
        assert words in told_there


def test_a_hidden_page_reads_again_when_it_is_shown(qtbot: QtBot, page: SettingsPage, workers: Workers) -> None:
    page.hide()
    workers.change(lambda journal: journal.labels.rename(journal.labels.all()[0].id, "figures"))
    settled(qtbot, workers)
    assert "figures" not in labels(page)
    page.show()
    page.shown()
    qtbot.waitUntil(lambda: "figures" in labels(page))


@pytest.mark.parametrize(("width", "percent"), [(1440, 100), (900, 100), (1280, 200)])
def test_every_control_has_a_name_and_room_for_its_words(
    qtbot: QtBot, page: SettingsPage, theme: Theme, width: int, percent: int
) -> None:
    theme.set_scale(percent)
    page.resize(width - theme.px(56), 800)
    page.set_widths(widths_for(width, 800, theme.factor))
    page.framework.unfold.click()
    page.labels.deeds.merge_button.click()
    qtbot.waitUntil(lambda: fits(page))


def test_the_part_that_was_asked_for_stands_at_the_top_with_the_focus_in_it(qtbot: QtBot, page: SettingsPage) -> None:
    page.resize(1232, 500)
    page.show_backups()
    page.focus_first()
    assert page.backups.copy.hasFocus()

    def stands_at_the_top() -> bool:
        top = page.parts["Backups"].mapTo(page.scroller.viewport(), QPoint(0, 0)).y()
        return 0 <= top <= 60

    qtbot.waitUntil(stands_at_the_top)
    qtbot.waitUntil(lambda: page._held is None)
    page.open_part("Nowhere")
    page.focus_first()
    assert page.look.themes.segments["light"].hasFocus()


def test_a_copy_that_is_open_for_reading_offers_nothing_that_changes_it(page: SettingsPage) -> None:
    page.set_reading(True)
    page.show_backups()
    page.focus_first()
    assert page.look.themes.segments["light"].hasFocus()
    for name in ("Privacy", "Journal", "Backups", "Labels", "Trash"):
        assert not page.parts[name].isVisible()
    page.shown()
    page.set_reading(False)
    assert page.parts["Backups"].isVisible()


def test_the_check_leads_to_the_backups(page: SettingsPage) -> None:
    page.check.backups_wanted.emit()
    assert page.backups.copy.hasFocus()


def test_backups_that_were_made_by_themselves_are_shown_when_somebody_comes_back(
    qtbot: QtBot, page: SettingsPage, workers: Workers
) -> None:
    page.hide()
    made: list[object] = []
    workers.beside(lambda journal, _steady: journal.backups.make(""), made.append)
    qtbot.waitUntil(lambda: bool(made))
    page.show()
    page.shown()
    qtbot.waitUntil(page.backups.list.isVisible)


def test_what_goes_to_the_trash_is_listed_there(qtbot: QtBot, page: SettingsPage, workers: Workers) -> None:
    page.labels.list.point_near(2)
    press(Qt.Key.Key_Delete, page.labels.list)
    page.labels.deeds.deleting.keep.click()
    qtbot.waitUntil(page.trash.list.isVisible)
    row = page.trash.list.rows.row(0)
    assert row is not None and (row.name, row.beside) == ("hard conversation", "Label, on 1 entry")
