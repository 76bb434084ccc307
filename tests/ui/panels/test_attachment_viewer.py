from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from isp_journal.errors import JournalDamaged
from isp_journal.ui.panels.attaching import LEAVE
from isp_journal.ui.panels.attachment_viewer import NOT_A_PICTURE, NOT_SHOWN, AttachmentViewer
from isp_journal.ui.theme import Theme
from tests.ui.dummies import focused
from tests.ui.pages.opened import fits, press, told
from tests.ui.panels.attached import FILES, Reading, answer, reading_in, with_files


@pytest.fixture
def reading(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Reading]:
    with reading_in(with_files(tmp_path / "journal"), theme, qtbot) as made:
        yield made


def look_at(reading: Reading, at: int) -> AttachmentViewer:
    reading.strip.tiles[at].setFocus()
    press(Qt.Key.Key_Return)
    reading.settle()
    viewer = reading.pane.attaching._viewer
    assert viewer is not None
    return viewer


def test_enter_opens_a_picture_and_esc_goes_back_to_its_tile(reading: Reading) -> None:
    viewer = look_at(reading, 0)
    assert (viewer.name.text(), viewer.picture.isVisible()) == ("Flipchart.png", True)
    assert focused() is viewer.picture
    assert viewer.picture.accessibleName() == "Flipchart.png, picture"
    fits(viewer.popup)
    press(Qt.Key.Key_Escape)
    assert focused() is reading.strip.tiles[0]
    assert reading.pane.attaching._viewer is None


def test_arrows_go_on_to_the_other_attachments_and_end_at_the_last(reading: Reading) -> None:
    viewer = look_at(reading, 0)
    seen = [viewer.place.text()]
    for _ in range(3):
        press(Qt.Key.Key_Right)
        reading.settle()
        seen.append(f"{viewer.place.text()} {viewer.shown.name}")
    assert seen == ["1 of 3", "2 of 3 Plan.pdf", "3 of 3 Sticky notes.png", "3 of 3 Sticky notes.png"]
    assert (viewer.previous.isEnabled(), viewer.next.isEnabled()) == (True, False)
    viewer.previous.click()
    reading.settle()
    assert viewer.plate._words.text() == NOT_A_PICTURE
    assert not viewer.larger.isVisible()


def test_a_picture_is_made_larger_and_smaller_by_keys_within_bounds(reading: Reading) -> None:
    viewer = look_at(reading, 0)
    assert viewer.picture.zoom == 1.0
    for _ in range(8):
        press(Qt.Key.Key_Plus)
    assert (viewer.picture.zoom, viewer.larger.isEnabled()) == (4.0, False)
    viewer.smaller.click()
    assert viewer.picture.zoom < 4.0
    for _ in range(8):
        press(Qt.Key.Key_Minus, viewer.picture)
    assert (viewer.picture.zoom, viewer.smaller.isEnabled()) == (1.0, False)


def test_a_picture_larger_than_its_place_is_moved_by_the_arrows(reading: Reading) -> None:
    viewer = look_at(reading, 2)
    reading.pane.resize(300, 300)
    for _ in range(6):
        press(Qt.Key.Key_Plus, viewer.picture)
    bar = viewer.picture.verticalScrollBar()
    before = bar.value()
    press(Qt.Key.Key_Up, viewer.picture)
    assert bar.value() < before
    assert viewer.shown.name == "Sticky notes.png"


def test_the_viewer_keeps_to_the_page_when_its_size_changes(reading: Reading) -> None:
    viewer = look_at(reading, 0)
    reading.pane.resize(700, 500)
    assert reading.pane.rect().contains(viewer.popup.geometry())


def test_del_removes_what_is_shown_and_the_next_one_follows(reading: Reading) -> None:
    viewer = look_at(reading, 0)
    press(Qt.Key.Key_Delete)
    reading.wait_for("Plan.pdf", "Sticky notes.png")
    assert (viewer.shown.name, viewer.place.text()) == ("Plan.pdf", "1 of 2")
    for left in (1, 0):
        press(Qt.Key.Key_Delete)
        reading.wait_for(*list(FILES)[3 - left :] if left else [])
    assert reading.pane.attaching._viewer is None
    assert focused() is reading.pane.text
    assert reading.offers == ["Moved to the trash"] * 3


def test_what_is_typed_over_an_entry_does_nothing_to_it(reading: Reading) -> None:
    wanted: list[str] = []
    reading.pane.edit_wanted.connect(wanted.append)
    viewer = look_at(reading, 0)
    QTest.keyClick(viewer.picture, Qt.Key.Key_Return)
    QTest.keyClicks(viewer.picture, "xyz")
    assert wanted == []


def test_the_question_before_another_program_leaves_the_viewer_open(reading: Reading, qtbot: QtBot) -> None:
    viewer = look_at(reading, 1)
    viewer.elsewhere.click()
    assert answer(qtbot, LEAVE).startswith("Open “Plan.pdf” in another program?")
    assert viewer.popup.isVisible()


def test_it_goes_with_its_page(reading: Reading, qtbot: QtBot) -> None:
    viewer = look_at(reading, 0)
    reading.pane.hide()
    assert not viewer.popup.isVisible()


def test_bytes_that_are_not_those_that_came_are_told_and_not_shown(reading: Reading, qtbot: QtBot) -> None:
    def damaged(_identity: str) -> bytes:
        raise JournalDamaged(Path("journal.db"))

    told(qtbot, reading.workers, lambda journal: setattr(journal.attachments, "content", damaged))
    viewer = look_at(reading, 0)
    assert [type(error) for error in reading.failures] == [JournalDamaged]
    assert viewer.plate._words.text() == NOT_SHOWN
