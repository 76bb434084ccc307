from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from isp_journal import paths
from isp_journal.model import Filter
from isp_journal.ui.panels.attaching import LEAVE, OPEN
from isp_journal.ui.panels.attachment_name import AttachmentName
from isp_journal.ui.theme import Theme
from tests.ui import drawn
from tests.ui.dummies import focused
from tests.ui.pages.opened import fits, press
from tests.ui.panels.attached import FILES, Reading, answer, dropped, files_of, reading_in, with_files
from tests.ui.reflections import small_journal

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def reading(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Reading]:
    with reading_in(with_files(tmp_path / "journal"), theme, qtbot) as made:
        yield made


@pytest.fixture
def bare(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Reading]:
    with reading_in(small_journal(tmp_path / "journal"), theme, qtbot) as made:
        yield made


def test_pictures_are_shown_small_and_other_files_by_an_icon_each_with_name_and_size(reading: Reading) -> None:
    assert reading.names() == list(FILES)
    assert [tile.has_image for tile in reading.strip.tiles] == [True, False, True]
    said = [tile.accessibleName() for tile in reading.strip.tiles]
    assert said[1] == "Plan.pdf, PDF, 14 bytes"
    assert said[0].startswith("Flipchart.png, Picture, ")
    fits(reading.pane)


def test_an_entry_without_attachments_makes_no_strip(bare: Reading) -> None:
    assert bare.pane._attaching is None


def test_small_pictures_lie_nowhere_on_the_disk(reading: Reading, account_of_its_own: Path) -> None:
    reading.settle()
    files = [file for file in account_of_its_own.rglob("*") if file.is_file()]
    assert [file for file in files if "cache" in file.parts or b"PNG" in file.read_bytes()] == []


def test_a_picture_that_would_do_harm_is_shown_by_its_icon_and_name(
    reading: Reading, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "bomb.png").write_bytes(drawn.png_that_says(60_000, 60_000))
    dropped(files_of(tmp_path / "bomb.png"), reading.pane)
    reading.wait_for(*FILES, "bomb.png")
    reading.settle()
    assert not reading.strip.tiles[-1].has_image
    reading.strip.tiles[-1].click()
    reading.settle()
    viewer = reading.pane.attaching._viewer
    assert viewer is not None
    assert "could not be read as a picture" in viewer.plate._words.text()
    viewer.popup.leave()
    assert reading.failures == []


def test_dropped_files_are_copied_and_never_moved(bare: Reading, tmp_path: Path, qtbot: QtBot) -> None:
    plan = tmp_path / "Plan.pdf"
    plan.write_bytes(drawn.PDF)
    event = dropped(files_of(plan), bare.pane)
    assert (event.isAccepted(), event.dropAction()) == (True, Qt.DropAction.CopyAction)
    bare.wait_for("Plan.pdf")
    assert bare.offers == ["Attached “Plan.pdf”"]
    assert plan.exists()


def test_words_are_not_dropped_into_an_entry_that_is_read(bare: Reading) -> None:
    source = QMimeData()
    source.setText("words")
    assert not dropped(source, bare.pane).isAccepted()


def test_undo_takes_back_what_was_attached_and_redo_brings_it_again(
    bare: Reading, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "Plan.pdf").write_bytes(drawn.PDF)
    dropped(files_of(tmp_path / "Plan.pdf"), bare.pane)
    bare.wait_for("Plan.pdf")
    bare.workers.undo_stack.undo()
    bare.wait_for()
    assert bare.strip.isHidden()
    (tmp_path / "Plan.pdf").unlink()
    bare.workers.undo_stack.redo()
    bare.wait_for("Plan.pdf")


def test_what_is_there_already_stays_when_adding_it_again_is_taken_back(
    reading: Reading, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "Copy.pdf").write_bytes(drawn.PDF)
    dropped(files_of(tmp_path / "Copy.pdf"), reading.pane)
    qtbot.waitUntil(lambda: reading.workers.undo_stack.canUndo())
    reading.workers.undo_stack.undo()
    assert reading.names() == list(FILES)


def test_folders_and_what_is_too_large_are_refused_once_and_the_rest_is_taken(
    bare: Reading, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "Photos").mkdir()
    (tmp_path / "nothing.txt").touch()
    (tmp_path / "Plan.pdf").write_bytes(drawn.PDF)
    dropped(files_of(*(tmp_path / name for name in ("Photos", "nothing.txt", "Plan.pdf"))), bare.pane)
    bare.wait_for("Plan.pdf")
    qtbot.waitUntil(lambda: bool(bare.failures))
    assert [error.what for error in bare.failures] == [
        "2 of them could not be attached: “Photos” is a folder. “nothing.txt” is empty."
    ]


def test_a_folder_alone_is_refused_in_its_own_words(bare: Reading, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "Photos").mkdir()
    dropped(files_of(tmp_path / "Photos"), bare.pane)
    qtbot.waitUntil(lambda: bool(bare.failures))
    assert str(bare.failures[0]).startswith("“Photos” is a folder. Nothing was changed. Open it")
    assert bare.pane._attaching is None or bare.names() == []


def test_a_picture_on_the_clipboard_is_pasted_as_a_png(bare: Reading, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(drawn.drawn())
    bare.pane.focus_text()
    QTest.keyClick(focused(), Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: bool(bare.strip.tiles))
    (kept,) = bare.kept()
    assert (kept.media, kept.name.startswith("Picture "), kept.name.endswith(".png")) == ("image/png", True, True)
    QGuiApplication.clipboard().clear()


def test_arrows_walk_del_removes_and_ctrl_z_takes_it_back(reading: Reading, qtbot: QtBot) -> None:
    reading.strip.tiles[0].setFocus()
    press(Qt.Key.Key_Right)
    assert focused() is reading.strip.tiles[1]
    press(Qt.Key.Key_Delete)
    reading.wait_for("Flipchart.png", "Sticky notes.png")
    assert focused() is reading.strip.tiles[1]
    assert reading.offers == ["Moved to the trash"]
    QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL)
    reading.wait_for(*FILES)
    press(Qt.Key.Key_Escape)
    assert focused() is reading.pane.text


def test_the_last_one_gives_the_focus_back_to_the_text(bare: Reading, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "Plan.pdf").write_bytes(drawn.PDF)
    dropped(files_of(tmp_path / "Plan.pdf"), bare.pane)
    bare.wait_for("Plan.pdf")
    bare.strip.tiles[0].setFocus()
    press(Qt.Key.Key_Delete)
    bare.wait_for()
    assert focused() is bare.pane.text


def test_files_are_chosen_by_the_systems_own_dialog(
    reading: Reading, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Minutes.txt").write_text("Eleven people came.", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "Minutes.txt")], ""))
    reading.strip.add.click()
    reading.wait_for(*FILES, "Minutes.txt")


def test_another_program_is_asked_only_after_a_question_and_nothing_is_left(reading: Reading, qtbot: QtBot) -> None:
    opened: list[QUrl] = []
    attaching, plan = reading.pane.attaching, reading.kept()[1]

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    attaching.open_url = open_url
    attaching.ask_elsewhere(plan)
    assert "leaves the journal" in answer(qtbot, LEAVE)
    reading.settle()
    assert (opened, paths.opened_folder().exists()) == ([], False)
    attaching.ask_elsewhere(plan)
    answer(qtbot, OPEN)
    qtbot.waitUntil(lambda: bool(opened))
    file = Path(opened[0].toLocalFile())
    assert (file.name, file.read_bytes(), paths.opened_folder() in file.parents) == ("Plan.pdf", drawn.PDF, True)


def test_that_no_program_was_found_is_said(reading: Reading, qtbot: QtBot) -> None:
    reading.pane.attaching.open_url = lambda _url: False
    reading.pane.attaching.ask_elsewhere(reading.kept()[1])
    answer(qtbot, OPEN)
    qtbot.waitUntil(lambda: bool(reading.failures))
    assert reading.failures[0].what == "No program was found that opens “Plan.pdf”."


def test_a_copy_is_saved_where_the_person_wants_it(
    reading: Reading, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copies" / "Plan.pdf"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    reading.pane.attaching.save_copy(reading.kept()[1])
    qtbot.waitUntil(target.exists)
    assert target.read_bytes() == drawn.PDF


def test_the_menu_of_a_tile_offers_what_fits_the_file(reading: Reading, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "run.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    dropped(files_of(tmp_path / "run.sh"), reading.pane)
    reading.wait_for(*FILES, "run.sh")
    offered = []
    for tile in reading.strip.tiles[1::2]:
        tile.menu_wanted.emit(tile.mapToGlobal(tile.rect().center()))
        (menu,) = [one for one in reading.strip.findChildren(QMenu) if one.isVisible()]
        offered.append([action.text() for action in menu.actions() if not action.isSeparator()])
        menu.close()
        QApplication.sendPostedEvents(menu, 0)
    whole = ["Look at it", "Open in another program …", "Save a copy …", "Rename …", "Move to the trash"]
    assert offered == [whole, [words for words in whole if "program" not in words]]


def naming(reading: Reading) -> AttachmentName:
    press(Qt.Key.Key_F2, reading.strip.tiles[1])
    found = [one for one in reading.pane.findChildren(AttachmentName) if one.popup.isVisible()]
    assert len(found) == 1
    return found[0]


def test_an_attachment_is_given_another_name_that_can_be_taken_back(reading: Reading, qtbot: QtBot) -> None:
    reading.settle()
    reading.strip.tiles[1].setFocus()
    asked = naming(reading)
    assert (asked.field.text(), asked.field.selectedText()) == ("Plan.pdf", "Plan")
    QTest.keyClicks(asked.field, "The plan for spring")
    press(Qt.Key.Key_Return, asked.field)
    reading.wait_for("Flipchart.png", "The plan for spring.pdf", "Sticky notes.png")
    assert reading.offers == ["Renamed “Plan.pdf”"] and reading.strip.tiles[1].hasFocus()
    reading.workers.undo_stack.undo()
    reading.wait_for(*FILES)


@pytest.mark.parametrize("typed", ["", "Another"])
def test_an_attachment_keeps_its_name_when_none_is_given_or_it_is_left(
    reading: Reading, qtbot: QtBot, typed: str
) -> None:
    reading.settle()
    reading.strip.tiles[1].setFocus()
    asked = naming(reading)
    asked.field.setText(typed)
    if typed:
        press(Qt.Key.Key_Escape, asked.field)
    else:
        asked.rename.click()
    assert not asked.popup.isVisible() and reading.names() == list(FILES)
    assert reading.offers == [] and reading.strip.tiles[1].hasFocus()


def test_an_entry_that_is_read_after_shows_its_own(reading: Reading, qtbot: QtBot) -> None:
    others: list[str] = []
    reading.workers.read(lambda journal: journal.entries.page(Filter())[1].id, others.append)
    qtbot.waitUntil(lambda: bool(others))
    reading.pane.read(others[0])
    reading.settle()
    assert (reading.names(), reading.strip.isHidden()) == ([], True)
