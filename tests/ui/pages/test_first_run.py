import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, Protection, RecoveryCode, Secret
from isp_journal.errors import (
    DiskFull,
    JournalMissing,
    KnownError,
    NotABackup,
    PassphraseNeeded,
    ReadOnly,
    WrongPassphrase,
)
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Backup
from isp_journal.ui.pages.first_run import NOT_MADE, Asking, FirstRun, Makers
from isp_journal.ui.panels.code_steps import NOT_SAVED, PRINTED, SAVED, ShowCode, TypeBack
from isp_journal.ui.panels.folder_choice import free_folder, in_the_way, own_folder_in
from isp_journal.ui.panels.new_passphrase import AGAIN_EMPTY, ESTIMATE, NOT_THE_SAME, RULE, NewPassphrase
from isp_journal.ui.recovery_page import Paper
from isp_journal.ui.sample_band import SampleBand
from isp_journal.ui.theme import Theme
from tests.storage.journals import written
from tests.ui.beginning import PASSPHRASE, choose_passphrase, copy_code, go_to_keys, go_without, lock, step, type_back
from tests.ui.desks import makers_in
from tests.ui.pages.opened import fits, press, type_into

LOCKED = Backup(Path("20261123T180500Z-0a1b2c3d.ispbackup"), "2026-11-23T18:05:00.000Z", "asked", True, 2, 4096)


class Making:
    """Makes real journals, or fails as it is told; notes on which threads, and what is chosen in dialogs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.threads: list[str] = []
        self.error: KnownError | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.chosen: Path | None = None
        self.asked: list[str] = []
        self.backup = LOCKED
        self.restored: list[tuple[Path, Path, Secret | None]] = []
        self.printed: list[str] = []
        self.pdf: Path | None = None

    def begin(self, name: str, folder: Path, protection: Protection | None) -> None:
        self._work()
        create_journal(folder, author=name, protection=protection)

    def sample(self) -> Path:
        self._work()
        return self.folder / "sample"

    def look(self, backup: Path) -> Backup:
        self._work()
        return self.backup

    def restore(self, backup: Path, folder: Path, secret: Secret | None) -> None:
        self._work()
        self.restored.append((backup, folder, secret))

    @property
    def makers(self) -> Makers:
        return Makers(self.begin, self.sample, self.look, self.restore)

    @property
    def asking(self) -> Asking:
        return Asking(self.choose, self.choose, Paper(self.print_out, lambda _parent: self.pdf))

    def choose(self, _parent: QWidget, question: str, _start: Path) -> Path | None:
        self.asked.append(question)
        return self.chosen

    def print_out(self, _parent: QWidget, document: QTextDocument) -> bool:
        self.printed.append(document.toPlainText())
        return True

    def _work(self) -> None:
        self.threads.append(threading.current_thread().name)
        self.gate.wait(10)
        if self.error is not None:
            raise self.error


@pytest.fixture
def making(tmp_path: Path) -> Making:
    return Making(tmp_path)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, making: Making, tmp_path: Path) -> FirstRun:
    made = FirstRun(theme, making.makers, tmp_path / "journal", making.asking)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    made.focus_first()
    qtbot.waitUntil(made.ways["begin"].hasFocus)
    return made


def words(page: QWidget) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


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


def test_nothing_of_the_passphrase_or_the_code_is_left_on_the_page_of_a_journal_that_was_made(
    qtbot: QtBot, page: FirstRun
) -> None:
    page.ask_begin()
    with qtbot.waitSignal(page.open_wanted):
        lock(qtbot, page.begin)
    keys = page.begin.keys
    chosen = step(keys, NewPassphrase)
    assert (chosen.first.value(), chosen.second.value()) == ("", "")
    assert (step(keys, ShowCode).code().words, step(keys, TypeBack).entry.field.text()) == ("", "")


def test_enter_leads_through_all_steps(qtbot: QtBot, page: FirstRun, tmp_path: Path) -> None:
    page.ask_begin()
    press(Qt.Key.Key_Return)
    keys = page.begin.keys
    qtbot.waitUntil(lambda: step(keys, NewPassphrase).first.field.hasFocus())
    choose_passphrase(keys)
    assert step(keys, ShowCode).print.hasFocus()
    code = step(keys, ShowCode).code().words
    keys.go_on.setFocus()
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(page.open_wanted):
        type_back(keys, code)


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


def test_going_without_a_passphrase_is_warned_of_and_can_be_thought_over(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    chosen.none.click()
    assert "Without a passphrase anybody who gets the journal's file can read it" in words(page)
    assert page.begin.without.choose.hasFocus()
    press(Qt.Key.Key_Escape)
    assert chosen.first.field.hasFocus()
    chosen.none.click()
    press(Qt.Key.Key_Return)
    assert chosen.first.field.hasFocus()
    assert making.threads == []
    chosen.none.click()
    making.gate.clear()
    page.begin.without.begin.click()
    assert "Making your journal …" in words(page)
    assert not page.begin.without.choose.isEnabled()
    with qtbot.waitSignal(page.open_wanted) as wanted:
        making.gate.set()
    assert wanted.args == [tmp_path / "journal", None]


def test_a_passphrase_that_is_too_short_is_refused_and_none_is_too(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    page.begin.keys.go_on.click()
    assert "12 characters" in chosen.first.problem.text()
    choose_passphrase(page.begin.keys, "violet")
    assert chosen.isVisible()
    assert chosen.first.field.hasFocus()
    assert "12 characters" in chosen.first.problem.text()
    QTest.keyClicks(chosen.first.field, PASSPHRASE)
    assert chosen.first.problem.text() == ""


def test_two_passphrases_that_differ_are_told(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    QTest.keyClicks(chosen.first.field, PASSPHRASE)
    page.begin.keys.go_on.click()
    assert chosen.second.problem.text() == AGAIN_EMPTY
    QTest.keyClicks(chosen.second.field, PASSPHRASE.title())
    press(Qt.Key.Key_Return)
    assert chosen.second.problem.text() == NOT_THE_SAME
    assert chosen.second.field.hasFocus() and chosen.isVisible()


def test_the_strength_is_told_in_words_once_the_typing_rests(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    assert chosen.strength.text() == RULE
    QTest.keyClicks(chosen.first.field, PASSPHRASE)
    qtbot.waitUntil(lambda: chosen.strength.text().endswith(ESTIMATE))
    assert chosen.strength.text() != ESTIMATE
    QTest.keyClicks(chosen.first.field, "x")
    chosen.first.field.setText("violet")
    qtbot.waitUntil(lambda: chosen.strength.text() == RULE)
    chosen.first.field.setText(PASSPHRASE)
    qtbot.waitUntil(lambda: chosen.strength.text().endswith(ESTIMATE))
    chosen.first.field.setText("")
    assert chosen.strength.text() == RULE


def test_caps_lock_is_told_beside_the_field(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    chosen = step(page.begin.keys, NewPassphrase)
    QTest.keyClicks(chosen.first.field, "V")  # as a keyboard sends it without Shift
    assert chosen.first.caps_lock.text() == "Caps Lock is on."
    QTest.keyClicks(chosen.first.field, "v")
    assert chosen.first.caps_lock.text() == ""


def test_a_word_that_no_code_has_is_told_with_its_place(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    choose_passphrase(keys)
    code = copy_code(keys).split()
    typed = step(keys, TypeBack)
    type_back(keys, " ".join([*code[:2], "crdle", *code[3:]]))
    assert "The 3rd word, “crdle”" in typed.entry.problem.text()
    assert [cell.accessibleName() for cell in typed.entry.grid.cells][2] == "3 crdle, not a word of a code"
    type_back(keys, " ".join(code[:11]))
    assert "twelve words" in typed.entry.problem.text()
    assert typed.isVisible() and making.threads == []


def test_a_known_word_that_is_not_the_one_on_paper_is_told_with_its_place(
    qtbot: QtBot, page: FirstRun, making: Making
) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    choose_passphrase(keys)
    code = copy_code(keys).split()
    typed = step(keys, TypeBack)
    other = "zoo" if code[4] != "zoo" else "zone"
    type_back(keys, " ".join([*code[:4], other, *code[5:]]))
    assert typed.entry.problem.text().startswith("The 5th word is another one than was shown.")
    press(Qt.Key.Key_Escape)
    assert step(keys, ShowCode).code().words.split() == code
    keys.go_on.click()
    type_back(keys, " ".join(["zoo", *code[1:4], other, *code[5:]]))
    assert typed.entry.problem.text().startswith("2 words are others than were shown, first the 1st.")
    assert making.threads == []
    with qtbot.waitSignal(page.open_wanted):
        type_back(keys, " ".join(code).upper())


def test_the_first_letters_of_a_word_are_enough(qtbot: QtBot, page: FirstRun) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    choose_passphrase(keys)
    code = copy_code(keys).split()
    with qtbot.waitSignal(page.open_wanted):
        type_back(keys, " ".join(word[:4] for word in code))


def test_the_code_is_printed_and_saved_as_a_page(qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    choose_passphrase(page.begin.keys)
    shown = step(page.begin.keys, ShowCode)
    shown.print.click()
    assert shown.told.text() == PRINTED
    (printed,) = making.printed
    assert [word in printed for word in shown.code().words.split()] == [True] * 12
    shown.save.click()
    assert list(tmp_path.glob("*.pdf")) == []
    making.pdf = tmp_path / "page.pdf"
    shown.save.click()
    assert shown.told.text() == SAVED
    assert making.pdf.read_bytes().startswith(b"%PDF")
    making.pdf = tmp_path / "away" / "page.pdf"
    shown.save.click()
    assert shown.problem.text() == NOT_SAVED


def test_leaving_half_way_makes_nothing_and_says_that_the_page_is_void(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    choose_passphrase(keys)
    before = copy_code(keys)
    for _step in range(4):
        press(Qt.Key.Key_Escape)
    assert page.ways["begin"].hasFocus()
    assert page.problem.text() == NOT_MADE
    assert making.threads == [] and list(tmp_path.iterdir()) == []
    page.ask_begin()
    assert page.problem.text() == ""
    go_to_keys(qtbot, page.begin)
    assert step(keys, NewPassphrase).first.value() == ""
    choose_passphrase(keys)
    assert copy_code(keys) != before


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


def test_a_journal_that_exists_is_chosen_by_its_folder(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    page.ways["open"].click()
    assert page.opening.kinds["journal"].hasFocus()
    page.opening.kinds["journal"].click()
    assert making.asked == ["Which folder is the journal's?"]
    making.chosen = making.folder / "elsewhere"
    with qtbot.waitSignal(page.open_wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == [making.folder / "elsewhere", None]


def choose_backup(qtbot: QtBot, page: FirstRun, making: Making, name: str = "20261123T180500Z-0a1b2c3d") -> None:
    making.chosen = making.folder / f"{name}.ispbackup"
    page.ask_open()
    page.opening.kinds["backup"].click()
    qtbot.waitUntil(page.opening.form.isVisible)


def test_a_locked_backup_becomes_a_journal_in_a_folder_of_its_own(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    choose_backup(qtbot, page, making)
    form = page.opening.form
    assert form.what.text().startswith("A backup made on Mon 23 Nov")
    assert form.place.value() == str(tmp_path / "journal")
    assert form.secret.entry.field.hasFocus()
    form.restore.click()
    assert form.secret.entry.problem.text() == "Type the passphrase first."
    making.error = WrongPassphrase()
    QTest.keyClicks(form.secret.entry.field, "not this one at all")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in form.secret.entry.problem.text())
    assert form.secret.entry.field.hasFocus() and making.restored == []
    making.error = None
    QTest.keyClicks(form.secret.entry.field, PASSPHRASE)
    making.gate.clear()
    press(Qt.Key.Key_Return)
    assert "Restoring, and reading every page of it once …" in words(page)
    press(Qt.Key.Key_Escape, form)
    assert form.isVisible()
    with qtbot.waitSignal(page.open_wanted) as wanted:
        making.gate.set()
    assert wanted.args == [tmp_path / "journal", Passphrase(PASSPHRASE)]
    assert making.restored == [(LOCKED.file, tmp_path / "journal", Passphrase(PASSPHRASE))]
    assert form.secret.entry.value() == ""


def test_a_backup_opens_with_the_recovery_code_too(qtbot: QtBot, page: FirstRun, making: Making) -> None:
    choose_backup(qtbot, page, making)
    form = page.opening.form
    form.secret.other.click()
    assert form.secret.code.field.hasFocus()
    QTest.keyClicks(form.secret.code.field, "abandon " * 12)
    form.restore.click()
    assert "together they are no recovery code" in form.secret.code.problem.text()
    form.secret.code.field.clear()
    QTest.keyClicks(form.secret.code.field, "abandon " * 11 + "about")
    with qtbot.waitSignal(page.open_wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args is not None and wanted.args[1] == RecoveryCode("abandon " * 11 + "about")


def test_a_real_backup_is_restored_with_the_recovery_code_alone(
    qtbot: QtBot, theme: Theme, making: Making, tmp_path: Path
) -> None:
    protection = Protection(Passphrase(PASSPHRASE), RecoveryCode("abandon " * 11 + "about"))
    create_journal(tmp_path / "lost", author="Mira Sandoval", protection=protection)
    journal = open_journal(tmp_path / "lost", writing=True, secret=protection.passphrase)
    written(journal, "I asked before I answered.")
    making.chosen = journal.backups.make().file.rename(tmp_path / "kept.ispbackup")
    journal.close()
    shutil.rmtree(tmp_path / "lost")
    page = FirstRun(theme, makers_in(tmp_path), tmp_path / "journal", making.asking)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.ask_open()
    page.opening.kinds["backup"].click()
    qtbot.waitUntil(page.opening.form.isVisible)
    page.opening.form.secret.other.click()
    QTest.keyClicks(page.opening.form.secret.code.field, protection.code.words)
    with qtbot.waitSignal(page.open_wanted) as wanted:
        page.opening.form.restore.click()
    assert wanted.args == [tmp_path / "journal", protection.code]
    restored = open_journal(tmp_path / "journal", writing=False, secret=protection.code)
    assert (restored.facts().entries, restored.facts().author) == (1, "Mira Sandoval")
    restored.close()


def test_a_backup_without_a_passphrase_asks_for_none(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    making.backup = Backup(LOCKED.file, LOCKED.made_at, "asked", False, 2, 4096)
    choose_backup(qtbot, page, making)
    form = page.opening.form
    assert not form.secret.isVisible() and form.place.field.hasFocus()
    type_into(form.place.field, "journal")
    assert "not a whole path" in form.problem.text()
    type_into(form.place.field, "")
    assert "folder of its own" in form.problem.text()
    making.chosen = tmp_path / "other"
    form.change.click()
    making.error = ReadOnly(tmp_path / "other")
    form.restore.click()
    qtbot.waitUntil(lambda: "can't be written to" in form.problem.text())
    assert form.place.field.hasFocus()
    making.error = None
    with qtbot.waitSignal(page.open_wanted) as wanted:
        form.restore.click()
    assert wanted.args == [tmp_path / "other", None]


def test_a_file_that_is_no_backup_is_told_and_the_way_back_is_open(
    qtbot: QtBot, page: FirstRun, making: Making, tmp_path: Path
) -> None:
    making.error = NotABackup(tmp_path / "letter.txt")
    making.chosen = tmp_path / "letter.txt"
    page.ask_open()
    making.gate.clear()
    page.opening.kinds["backup"].click()
    assert "Looking at the backup …" in words(page)
    press(Qt.Key.Key_Escape, page.opening)
    assert page.opening.isVisible()
    making.gate.set()
    qtbot.waitUntil(lambda: "is not a backup" in page.opening.problem.text())
    press(Qt.Key.Key_Escape)
    assert page.ways["open"].hasFocus()


def test_escape_goes_from_a_backup_to_the_choice_and_lets_go_of_what_was_typed(
    qtbot: QtBot, page: FirstRun, making: Making
) -> None:
    choose_backup(qtbot, page, making)
    QTest.keyClicks(page.opening.form.secret.entry.field, "violet")
    press(Qt.Key.Key_Escape)
    assert page.opening.kinds["journal"].hasFocus()
    assert page.opening.form.secret.entry.value() == ""
    page.opening.back.click()
    assert page.ways["open"].hasFocus()


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


@pytest.mark.parametrize(("size", "percent"), [((1440, 900), 100), ((900, 600), 100), ((1280, 800), 200)])
def test_every_step_has_names_and_room_for_its_words(
    qtbot: QtBot, page: FirstRun, theme: Theme, making: Making, size: tuple[int, int], percent: int
) -> None:
    theme.set_scale(percent)
    page.resize(QSize(*size))
    page.ask_begin()
    go_to_keys(qtbot, page.begin)
    keys = page.begin.keys
    qtbot.waitUntil(lambda: fits(page))
    step(keys, NewPassphrase).none.click()
    qtbot.waitUntil(lambda: fits(page))
    page.begin.without.choose.click()
    choose_passphrase(keys, "violet")
    qtbot.waitUntil(lambda: fits(page))
    step(keys, NewPassphrase).forget()
    step(keys, NewPassphrase).focus_first()
    choose_passphrase(keys)
    qtbot.waitUntil(lambda: fits(page))
    copy_code(keys)
    type_back(keys, "abandon crdle")
    qtbot.waitUntil(lambda: fits(page))
    keys.set_busy("Making your journal …")
    qtbot.waitUntil(lambda: fits(page))
    choose_backup(qtbot, page, making)
    qtbot.waitUntil(lambda: fits(page))
    page.opening.form.secret.other.click()
    qtbot.waitUntil(lambda: fits(page))


def test_the_band_over_the_sample_says_so_and_leads_to_a_journal_of_ones_own(qtbot: QtBot, theme: Theme) -> None:
    band = SampleBand(theme)
    qtbot.addWidget(band)
    band.show()
    assert band.accessibleName() == "Sample journal, nothing here is real."
    with qtbot.waitSignal(band.start_wanted):
        band.start.click()
