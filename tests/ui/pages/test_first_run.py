from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, RecoveryCode
from isp_journal.errors import (
    DiskFull,
    JournalMissing,
    KnownError,
    PassphraseNeeded,
    ReadOnly,
)
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.ui.band import SAMPLE, Band
from isp_journal.ui.pages.first_run import FirstRun
from isp_journal.ui.panels.code_steps import ShowCode, TypeBack
from isp_journal.ui.panels.folder_choice import free_folder, in_the_way, own_folder_in
from isp_journal.ui.panels.new_passphrase import NewPassphrase
from isp_journal.ui.theme import Theme
from tests.ui.beginning import PASSPHRASE, go_without, lock, step
from tests.ui.making import Making, first_run, words
from tests.ui.pages.opened import fits, press, type_into


@pytest.fixture
def making(tmp_path: Path) -> Making:
    return Making(tmp_path)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, making: Making) -> FirstRun:
    return first_run(qtbot, theme, making)


def test_enter_begins_and_three_ways_are_open(page: FirstRun) -> None:
    assert [way.accessibleName() for way in page.ways.values()] == [
        "Start my journal",
        "Look around first",
        "Open a journal or a backup",
    ]
    assert "Two minutes: a place on this computer and a passphrase." in words(page)
    assert "Locked with a passphrase" in words(page)
    press(Qt.Key.Key_Return)
    assert page.form.isVisible()
    assert page.form.name.field.hasFocus()


def test_a_journal_with_a_passphrase_is_made_at_the_place_that_is_filled_in_and_opened(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    page.ask_begin()
    assert page.form.place.value() == str(tmp_path / "journal")
    type_into(page.form.name.field, "Mira Sandoval", enter=False)
    with qtbot.waitSignal(page.open_wanted) as wanted:
        code = lock(qtbot, page.begin)
    assert wanted.args == [tmp_path / "journal", Passphrase(PASSPHRASE)]
    assert making.threads == ["aside"]
    for secret in (Passphrase(PASSPHRASE), RecoveryCode(code)):
        journal = open_journal(tmp_path / "journal", writing=False, secret=secret)
        assert journal.facts().author == "Mira Sandoval"
        journal.close()
    with pytest.raises(PassphraseNeeded):
        open_journal(tmp_path / "journal", writing=False)


def test_the_window_stays_awake_while_the_journal_is_made(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    making.gate.clear()
    page.ask_begin()
    lock(qtbot, page.begin)
    keys = page.begin.keys
    assert "Making your journal …" in words(page)
    assert not keys.go_on.isEnabled()
    press(Qt.Key.Key_Escape, keys)
    assert step(keys, TypeBack).isVisible()
    with qtbot.waitSignal(page.open_wanted):
        making.gate.set()
    assert keys.go_on.isEnabled()


def test_the_name_may_stay_empty(qtbot: QtBot, page: FirstRun, tmp_path: Path) -> None:
    page.ask_begin()
    with qtbot.waitSignal(page.open_wanted):
        go_without(qtbot, page.begin)
    journal = open_journal(tmp_path / "journal", writing=False)
    assert journal.facts().author == ""
    journal.close()


def test_escape_goes_back_and_nothing_is_made(page: FirstRun, tmp_path: Path) -> None:
    page.ask_begin()
    press(Qt.Key.Key_Escape)
    assert page.ways["begin"].hasFocus()
    assert not (tmp_path / "journal").exists()


@pytest.mark.parametrize("error", [ReadOnly, JournalMissing], ids=["read only", "no place for a folder"])
def test_a_folder_that_cannot_be_written_to_is_told_and_what_was_typed_stays(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path, error: Callable[[Path], KnownError]
) -> None:
    making.error = error(tmp_path / "journal")
    page.ask_begin()
    type_into(page.form.name.field, "Mira", enter=False)
    code = lock(qtbot, page.begin)
    qtbot.waitUntil(lambda: bool(page.form.problem.text()))
    assert page.form.problem.text() == "That folder can't be written to. Choose another; nothing was made."
    assert (page.form.name.value(), page.form.go_on.isEnabled()) == ("Mira", True)
    assert page.form.place.field.hasFocus()
    keys = page.begin.keys
    assert step(keys, NewPassphrase).first.value() == PASSPHRASE
    assert step(keys, ShowCode).code().words == step(keys, TypeBack).entry.field.text() == code


def test_a_place_where_nothing_can_be_made_is_told_before_anything_else_is_asked(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x", encoding="utf-8")
    page.ask_begin()
    type_into(page.form.place.field, str(tmp_path / "full"))
    qtbot.waitUntil(lambda: bool(page.form.problem.text()))
    assert "holds other files" in page.form.problem.text()
    assert page.form.isVisible() and making.threads == []


def test_what_is_in_the_way_of_a_journal_is_known_without_making_one(tmp_path: Path) -> None:
    assert in_the_way(tmp_path / "new" / "journal") is None
    half = tmp_path / "half"
    half.mkdir()
    (half / "new-journal.part").write_bytes(b"")
    assert in_the_way(half) is None
    file = tmp_path / "file"
    file.write_bytes(b"")
    found = [in_the_way(file), in_the_way(file / "journal")]
    assert [type(one).__name__ for one in found] == ["FolderNotEmpty", "ReadOnly"]


def test_a_journal_that_lies_there_already_can_be_opened_instead(qtbot: QtBot, page: FirstRun, tmp_path: Path) -> None:
    create_journal(tmp_path / "journal", author="Mira")
    page.ask_begin()
    assert page.form.place.value() == str(tmp_path / "journal 2")
    type_into(page.form.place.field, str(tmp_path / "journal"))
    qtbot.waitUntil(page.form.open_it.isVisible)
    assert page.form.problem.text().startswith("A journal already lies in")
    with qtbot.waitSignal(page.open_wanted) as wanted:
        page.form.open_it.click()
    assert wanted.args == [tmp_path / "journal", None]


@pytest.mark.parametrize("typed", ["", "journal"])
def test_a_place_must_be_a_whole_path(page: FirstRun, making: Making, typed: str) -> None:
    page.ask_begin()
    type_into(page.form.place.field, typed)
    assert page.form.problem.text()
    assert making.threads == []


def test_a_synced_folder_is_warned_of_before_anything_is_made(page: FirstRun) -> None:
    page.ask_begin()
    assert page.form.warning.text() == ""
    page.form.place.field.setText("/home/mira/OneDrive - Wexmoor/journal")
    assert page.form.warning.text().startswith("This folder looks like one that OneDrive copies")
    page.form.place.field.setText("/home/mira/journal")
    assert page.form.warning.text() == ""


def test_another_folder_can_be_chosen_and_a_full_one_gets_a_folder_inside(
    page: FirstRun, making: Making, tmp_path: Path
) -> None:
    page.ask_begin()
    page.form.change.click()
    assert page.form.place.value() == str(tmp_path / "journal")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter.txt").write_text("x", encoding="utf-8")
    making.chosen = tmp_path / "documents"
    page.form.change.click()
    assert page.form.place.value() == str(tmp_path / "documents" / "ISP Journal")
    assert page.form.go_on.hasFocus()


def test_free_folders_are_empty_or_new(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert own_folder_in(empty) == empty
    assert own_folder_in(tmp_path / "new") == tmp_path / "new"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert free_folder(tmp_path / "file") == tmp_path / "file 2"


def test_the_sample_is_laid_out_behind_and_then_opened(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    making.gate.clear()
    page.ways["sample"].click()
    assert "Laying out the sample …" in words(page)
    with qtbot.waitSignal(page.open_wanted) as wanted:
        making.gate.set()
    assert wanted.args == [making.folder / "sample", None]
    assert page.ways["begin"].isEnabled()


def test_a_failure_on_the_way_to_the_sample_is_told_on_the_page(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    making.error = DiskFull()
    page.ways["sample"].click()
    qtbot.waitUntil(lambda: bool(page.problem.text()))
    assert "the disk is full" in page.problem.text()
    assert page.ways["sample"].isEnabled()


def test_the_way_back_to_an_open_journal_shows_only_when_it_is_offered(qtbot: QtBot, page: FirstRun) -> None:
    assert not page.back.isVisible()
    page.offer_back("Back to the sample")
    assert page.back.isVisible()
    with qtbot.waitSignal(page.back_wanted):
        press(Qt.Key.Key_Escape, page.ways["begin"])


def test_arrows_walk_through_the_ways(page: FirstRun) -> None:
    press(Qt.Key.Key_Down)
    assert page.ways["sample"].hasFocus()
    press(Qt.Key.Key_Up)
    assert page.ways["begin"].hasFocus()


@pytest.mark.parametrize(("size", "percent"), [((1440, 900), 100), ((900, 600), 100), ((1280, 800), 200)])
def test_every_control_has_a_name_and_room_for_its_words(
    qtbot: QtBot, page: FirstRun, theme: Theme, size: tuple[int, int], percent: int
) -> None:
    theme.set_scale(percent)
    page.resize(QSize(*size))
    qtbot.waitUntil(lambda: fits(page))
    assert page.frame.picture.isVisible() == (size[0] / percent * 100 >= 1024)
    page.ask_begin()
    page.form.place.field.setText("/home/mira/Dropbox/journal")
    page.show_error(ReadOnly(Path("journal")))
    qtbot.waitUntil(lambda: fits(page))


def test_the_band_over_the_sample_says_so_and_leads_to_a_journal_of_ones_own(qtbot: QtBot, theme: Theme) -> None:
    band = Band(theme, SAMPLE)
    qtbot.addWidget(band)
    band.show()
    assert band.accessibleName() == "Sample journal, nothing here is real."
    with qtbot.waitSignal(band.wanted):
        band.button.click()
