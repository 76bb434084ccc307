from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from isp_journal.model import Attachment
from isp_journal.storage import rows
from isp_journal.ui.pages.write import WritePage
from tests.ui import drawn
from tests.ui.dummies import focused
from tests.ui.pages.opened import fits, press, settled, told
from tests.ui.pages.writing import CTRL, entries, kept, write, writing_in
from tests.ui.panels.attached import dropped, files_of


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritePage]:
    monkeypatch.setattr(rows, "STEP", rows.STEP * 0)
    with writing_in(tmp_path / "journal", qtbot, qapp) as made:
        yield made


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "Plan.pdf"
    file.write_bytes(drawn.PDF)
    return file


def names(page: WritePage) -> list[str]:
    return [tile.shown.name for tile in page.kept.attached.attaching.strip.tiles]


def attached(qtbot: QtBot, page: WritePage) -> tuple[Attachment, ...]:
    return told(qtbot, page._workers, lambda journal: journal.attachments.of(page.draft.id))


def drop(qtbot: QtBot, page: WritePage, file: Path) -> None:
    before = len(names(page))
    dropped(files_of(file), page.editor.viewport())
    qtbot.waitUntil(lambda: len(names(page)) > before)


def test_an_entry_without_a_word_is_saved_before_a_file_hangs_on_it(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    drop(qtbot, page, plan)
    entry = kept(qtbot, page)
    assert (entry.body, entry.id) == ("", page.draft.id)
    assert [one.name for one in attached(qtbot, page)] == ["Plan.pdf"]
    assert page.kept.attached.attaching.strip.isVisible()
    fits(page)


def test_what_is_typed_is_saved_with_it(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    write(page, "Eleven people came.")
    drop(qtbot, page, plan)
    assert kept(qtbot, page).body == "Eleven people came."


def test_a_file_is_taken_as_a_copy_and_its_path_is_not_written(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    write(page, "Words.")
    event = dropped(files_of(plan), page.editor.viewport())
    assert event.dropAction() == Qt.DropAction.CopyAction
    qtbot.waitUntil(lambda: names(page) == ["Plan.pdf"])
    assert page.editor.text() == "Words."


def test_words_are_still_dropped_and_pasted_into_the_text(page: WritePage, qtbot: QtBot) -> None:
    source = QMimeData()
    source.setText("Words from elsewhere.")
    page.editor.insertFromMimeData(source)
    assert page.editor.text() == "Words from elsewhere."
    assert page.kept._attaching is None


def test_a_pasted_picture_is_attached_and_not_written(page: WritePage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(drawn.drawn())
    QTest.keyClick(page.editor, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: bool(names(page)))
    assert page.editor.text() == ""
    assert names(page)[0].startswith("Picture ")
    QGuiApplication.clipboard().clear()


def test_the_menu_attaches_files(page: WritePage, plan: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(plan)], ""))
    page.bar.more.click()
    (menu,) = [one for one in page.editor.findChildren(QMenu) if one.isVisible()]
    next(action for action in menu.actions() if action.text() == "Attach a file …").trigger()
    menu.close()
    qtbot.waitUntil(lambda: names(page) == ["Plan.pdf"])


def test_the_attachments_stand_below_the_text_and_go_down_with_it(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    drop(qtbot, page, plan)
    strip = page.kept.attached.attaching.strip
    before = strip.y()
    write(page, "One.\n\nTwo.\n\nThree.")
    assert strip.y() > before
    assert strip.y() >= page.editor.document().size().height() - page.editor.verticalScrollBar().value()
    write(page, "\n\n".join("More." for _ in range(40)))
    strip.tiles[0].setFocus()
    area = (
        strip.tiles[0].rect().translated(strip.tiles[0].mapTo(page.editor.viewport(), strip.tiles[0].rect().topLeft()))
    )
    assert page.editor.viewport().rect().contains(area)


def test_tab_goes_from_the_text_to_the_attachments_and_on(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    drop(qtbot, page, plan)
    page.editor.setFocus()
    walked = []
    for _ in range(3):
        press(Qt.Key.Key_Tab)
        walked.append(focused())
    strip = page.kept.attached.attaching.strip
    assert walked[:2] == [strip.tiles[0], strip.add]
    assert walked[2] is not strip.add


def test_ctrl_z_in_the_text_takes_things_back_in_their_turn(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    write(page, "Before.")
    drop(qtbot, page, plan)
    strip = page.kept.attached.attaching.strip
    strip.tiles[0].setFocus()
    press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(page) == [])
    assert focused() is page.editor
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: names(page) == ["Plan.pdf"])
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: names(page) == [])
    assert page.editor.text() == "Before."
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    assert page.editor.text() != "Before."
    page.redo_last()
    page.redo_last()
    qtbot.waitUntil(lambda: names(page) == ["Plan.pdf"])
    page.redo_last()
    qtbot.waitUntil(lambda: names(page) == [])


def test_what_the_bar_took_back_is_not_taken_back_again_by_keys(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    drop(qtbot, page, plan)
    strip = page.kept.attached.attaching.strip
    strip.tiles[0].setFocus()
    press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(page) == [])
    page._workers.undo_stack.undo()
    qtbot.waitUntil(lambda: names(page) == ["Plan.pdf"])
    page.editor.setFocus()
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    settled(qtbot, page._workers)
    assert names(page) == ["Plan.pdf"]


def test_the_next_entry_begins_without_attachments_and_the_first_still_has_its_own(
    page: WritePage, plan: Path, qtbot: QtBot
) -> None:
    drop(qtbot, page, plan)
    first = page.draft.id
    page.start_new()
    assert (names(page), page.kept.attached.attaching.strip.isVisible()) == ([], False)
    page.open_entry(first)
    qtbot.waitUntil(lambda: names(page) == ["Plan.pdf"])


def test_an_entry_with_attachments_shows_them_when_it_is_opened(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    write(page, "One.")
    first = kept(qtbot, page).id
    told(qtbot, page._workers, lambda journal: journal.attachments.add(first, "Plan.pdf", drawn.PDF))
    page.start_new()
    assert page.kept._attaching is None
    page.open_entry(first)
    qtbot.waitUntil(lambda: page.kept._attaching is not None and names(page) == ["Plan.pdf"])


def test_what_another_page_attached_is_there_when_this_one_is_shown_again(page: WritePage, qtbot: QtBot) -> None:
    write(page, "One.")
    entry = kept(qtbot, page)
    told(qtbot, page._workers, lambda journal: journal.attachments.add(entry.id, "Plan.pdf", drawn.PDF))
    page.shown()
    qtbot.waitUntil(lambda: page.kept._attaching is not None and names(page) == ["Plan.pdf"])


def test_nothing_is_attached_where_the_entry_cannot_be_saved(page: WritePage, plan: Path, qtbot: QtBot) -> None:
    told(qtbot, page._workers, lambda journal: setattr(journal.entries, "save", _full))
    with qtbot.waitSignal(page.not_saved):
        dropped(files_of(plan), page.editor.viewport())
    settled(qtbot, page._workers)
    assert names(page) == []
    told(qtbot, page._workers, lambda journal: delattr(journal.entries, "save"))


def _full(_entry: object) -> object:
    from isp_journal.errors import DiskFull

    raise DiskFull()


def versions(page: WritePage, qtbot: QtBot) -> None:
    page.kept.open_versions()
    qtbot.waitUntil(lambda: page.kept.versions is not None)
    settled(qtbot, page._workers)


def rewritten(page: WritePage, qtbot: QtBot) -> None:
    write(page, "We met at noon.")
    entry = kept(qtbot, page)
    later = replace(entry, body="We met at nine.", title="Later")
    told(qtbot, page._workers, lambda journal: journal.entries.save(later))
    page.read_again()
    qtbot.waitUntil(lambda: page.editor.text() == "We met at nine.")


def test_earlier_versions_stand_in_the_place_of_the_text(page: WritePage, qtbot: QtBot) -> None:
    rewritten(page, qtbot)
    versions(page, qtbot)
    view = page.kept.versions
    assert view is not None
    assert [part.isVisible() for part in (view, page.editor, page.bar, page.question_line)] == [True] + [False] * 3
    assert page.areas() == [view]
    assert (view.facts.text(), focused()) == ("Title: none then, “Later” now.", view.list)
    fits(page)
    press(Qt.Key.Key_Escape)
    assert (page.kept.versions, focused()) == (None, page.editor)
    assert page.question_line.isVisible()


def test_a_restored_version_is_in_the_text_and_ctrl_z_takes_it_back(page: WritePage, qtbot: QtBot) -> None:
    rewritten(page, qtbot)
    versions(page, qtbot)
    view = page.kept.versions
    assert view is not None
    view.restore_button.click()
    qtbot.waitUntil(lambda: page.editor.text() == "We met at noon.")
    assert page.kept.versions is None
    assert page.head.title.title() == ""
    page.editor.setFocus()
    QTest.keyClick(page.editor, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.editor.text() == "We met at nine.")
    assert page.head.title.title() == "Later"


def test_what_is_typed_last_is_saved_before_versions_are_shown(page: WritePage, qtbot: QtBot) -> None:
    rewritten(page, qtbot)
    QTest.keyClicks(page.editor, "X")
    versions(page, qtbot)
    (entry,) = entries(qtbot, page)
    assert "X" in entry.body


def test_a_new_entry_has_no_versions_to_show(page: WritePage, qtbot: QtBot) -> None:
    page.kept.open_versions()
    settled(qtbot, page._workers)
    assert page.kept.versions is None


def test_another_entry_leaves_the_versions(page: WritePage, qtbot: QtBot) -> None:
    rewritten(page, qtbot)
    versions(page, qtbot)
    page.start_new()
    assert page.kept.versions is None
    assert focused() is page.editor
