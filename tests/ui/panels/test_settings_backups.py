from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, Protection, RecoveryCode
from isp_journal.errors import BackupFailed, DiskFails
from isp_journal.journal import rekeying
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Backup, BackupHealth, Filter
from isp_journal.recovery_words import fresh as fresh_words
from isp_journal.ui.panels.old_backups import in_words
from isp_journal.ui.panels.second_place import OPEN, SAME_DISK
from isp_journal.ui.panels.settings_backups import COPIED, STOPPED, BackupSettings, Shelf
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.storage.journals import fresh, written
from tests.ui.dummies import activate
from tests.ui.pages.opened import fits, press, settled, told, type_into, working_on

SECRET = Passphrase("a quiet place to think")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    journal = fresh(tmp_path / "journal")
    written(journal, "A greeting at the door.", title="The greeting")
    written(journal, "Nobody had told them.", title="The team meeting")
    journal.backups.make()
    journal.close()
    return tmp_path / "journal"


@pytest.fixture
def workers(folder: Path, qapp: QApplication) -> Iterator[Workers]:
    with working_on(folder) as made:
        yield made


def shown(qtbot: QtBot, theme: Theme, workers: Workers) -> BackupSettings:
    made = BackupSettings(theme, workers)
    qtbot.addWidget(made)
    made.resize(632, 1200)
    made.show()
    activate(made, qtbot)
    workers.changed.connect(made.read)
    made.read()
    qtbot.waitUntil(lambda: bool(made.place.text()))
    return made


@pytest.fixture
def part(qtbot: QtBot, theme: Theme, workers: Workers) -> BackupSettings:
    return shown(qtbot, theme, workers)


def answers(qtbot: QtBot, words: str, asking: QPushButton) -> None:
    """Press what asks before something goes for good, and give this answer."""
    asking.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    (button,) = (one for one in box.buttons() if one.text() == words)
    button.click()


def rows(part: BackupSettings) -> int:
    return part.list.rows.rowCount()


def change(qtbot: QtBot, workers: Workers, title: str, body: str) -> None:
    """Let an entry say something else."""

    def work(journal: Any) -> None:
        (line,) = (one for one in journal.entries.page(Filter()) if one.title == title)
        journal.entries.save(replace(journal.entries.get(line.id), body=body))

    workers.change(work)
    settled(qtbot, workers)


def body(qtbot: QtBot, workers: Workers, title: str) -> str:
    def work(journal: Any) -> str:
        (line,) = (one for one in journal.entries.page(Filter()) if one.title == title)
        return str(journal.entries.get(line.id).body)

    return told(qtbot, workers, work)


def test_it_says_how_safe_the_journal_is(part: BackupSettings, folder: Path) -> None:
    assert part.health.text().startswith("Last good copy: ") and part.health.text().endswith(", 2 entries.")
    assert part.tried.text().startswith("No restore was tried yet.")
    assert part.trouble.text() == ""
    assert part.place.text() == str(folder / "backups")
    assert part.count.text() == "1 backup, newest first"
    assert part.second.field.text() == "" and not part.second.remove.isVisible()


def test_a_copy_is_made_now_and_listed(qtbot: QtBot, part: BackupSettings) -> None:
    part.copy.setFocus()
    press(Qt.Key.Key_Return)
    assert part.progress.is_busy and part.progress.stop.hasFocus() and not part.copy.isEnabled()
    qtbot.waitUntil(lambda: rows(part) == 2)
    assert part.result.text() == COPIED
    assert part.copy.isEnabled() and part.copy.hasFocus()


def test_a_restore_is_tried_and_told(qtbot: QtBot, part: BackupSettings) -> None:
    part.drill.click()
    qtbot.waitUntil(lambda: "all as they should be" in part.result.text())
    assert "2 entries" in part.result.text()
    qtbot.waitUntil(lambda: part.tried.text().startswith("A restore was tried on "))


def test_a_backup_that_is_damaged_is_told_when_it_is_tried(qtbot: QtBot, part: BackupSettings, folder: Path) -> None:
    (file,) = (folder / "backups").glob("*.ispbackup")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    part.drill.click()
    qtbot.waitUntil(lambda: not part.progress.is_busy)
    assert part.result.text() == ""
    assert part.problem.text()


def test_what_is_under_way_can_be_stopped(qtbot: QtBot, part: BackupSettings) -> None:
    part.copy.click()
    part.drill.click()
    part.progress.stop.click()
    qtbot.waitUntil(lambda: part.result.text() == STOPPED)
    assert rows(part) == 1


def test_each_backup_goes_to_the_second_place_that_was_chosen(
    qtbot: QtBot, part: BackupSettings, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    asked: list[str] = []

    def choose(_parent: QWidget, question: str, _start: Path) -> Path | None:
        asked.append(question)
        return stick if len(asked) > 1 else None

    part.choose = choose
    part.second.choose.click()
    assert not part.progress.is_busy
    part.second.choose.click()
    qtbot.waitUntil(lambda: part.second.field.text() == str(stick))
    assert part.result.text() == f"Each backup goes to {stick} too, from this one on."
    assert asked == ["Where should each backup be kept as well?"] * 2
    assert len(list(stick.glob("*.ispbackup"))) == 1
    assert SAME_DISK in part.second.warning.text() and OPEN in part.second.warning.text()
    assert any("in both places" in str(row) for at in range(rows(part)) if (row := part.list.rows.row(at)))
    part.second.remove.click()
    qtbot.waitUntil(lambda: part.second.field.text() == "")
    assert "stay there" in part.result.text()
    assert len(list(stick.glob("*.ispbackup"))) == 1


def test_a_second_place_that_is_gone_is_told_at_once(qtbot: QtBot, part: BackupSettings, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    part._set_second(stick)
    qtbot.waitUntil(lambda: part.second.field.text() == str(stick))
    for file in stick.iterdir():
        file.unlink()
    stick.rmdir()
    part.read()
    qtbot.waitUntil(lambda: str(stick) in part.trouble.text())
    assert "The folder is not there." in part.trouble.text()


def test_a_place_that_is_no_good_is_refused_in_words(qtbot: QtBot, part: BackupSettings, tmp_path: Path) -> None:
    part._set_second(tmp_path / "nowhere")
    qtbot.waitUntil(lambda: "There is no folder" in part.problem.text())
    assert part.second.field.text() == ""


def test_one_entry_is_taken_back_and_given_up_again(qtbot: QtBot, part: BackupSettings, workers: Workers) -> None:
    change(qtbot, workers, "The greeting", "Something else.")
    press(Qt.Key.Key_Return, part.list)
    look = part.looking
    qtbot.waitUntil(look.list.isVisible)
    assert look.field.hasFocus() and look.title.text().startswith("In the backup from ")
    assert look.told.text() == "2 entries, newest first"
    type_into(look.field, "greeting", enter=False)
    qtbot.waitUntil(lambda: look.list.rows.rowCount() == 1)
    row = look.list.rows.row(0)
    # Without the marks that a search puts around what it finds.
    assert row is not None and row.beside == "A greeting at the door."
    qtbot.waitUntil(lambda: look.text.toPlainText() == "A greeting at the door.")
    said: list[str] = []
    workers.undoable.connect(lambda words, _undo: said.append(words))
    look.take.click()
    settled(qtbot, workers)
    assert body(qtbot, workers, "The greeting") == "A greeting at the door."
    assert said == ["The greeting: it says again what it said in the backup"]
    workers.undo_stack.undo()
    assert body(qtbot, workers, "The greeting") == "Something else."
    workers.undo_stack.redo()
    assert body(qtbot, workers, "The greeting") == "A greeting at the door."


def test_an_entry_that_is_gone_for_good_comes_back_and_goes_by_undo(
    qtbot: QtBot, part: BackupSettings, workers: Workers
) -> None:
    def lose(journal: Any) -> None:
        (line,) = (one for one in journal.entries.page(Filter()) if one.title == "The greeting")
        journal.entries.trash([line.id])
        journal.trash.empty()

    workers.change(lose)
    settled(qtbot, workers)
    qtbot.waitUntil(lambda: rows(part) >= 1)
    part.list.step(9)
    part.look.click()
    look = part.looking
    qtbot.waitUntil(lambda: look.list.rows.rowCount() == 2)
    look.list.step(-9)
    while look.list.current() and look.text.toPlainText() != "A greeting at the door.":
        qtbot.waitUntil(look.take.isEnabled)
        if look.text.toPlainText() != "A greeting at the door.":
            look.list.step(1)
            qtbot.waitUntil(lambda: look.text.toPlainText() == "A greeting at the door.")
    look.take.click()
    settled(qtbot, workers)
    assert body(qtbot, workers, "The greeting") == "A greeting at the door."
    workers.undo_stack.undo()
    assert told(qtbot, workers, lambda journal: journal.entries.count(Filter())) == 1


def test_words_that_are_not_in_the_backup_and_escape(qtbot: QtBot, part: BackupSettings) -> None:
    part.look.click()
    look = part.looking
    qtbot.waitUntil(look.list.isVisible)
    type_into(look.field, "xyzzy", enter=False)
    qtbot.waitUntil(lambda: look.told.text() == "Nothing with “xyzzy” in this backup.")
    assert not look.list.isVisible() and not look.take.isVisible()
    press(Qt.Key.Key_Escape, look.field)
    press(Qt.Key.Key_Escape, look.field)
    assert not look.isVisible() and part.look.hasFocus()
    assert look.text.toPlainText() == ""


def test_a_backup_that_cannot_be_read_says_so_where_it_is_looked_into(
    qtbot: QtBot, part: BackupSettings, folder: Path
) -> None:
    (file,) = (folder / "backups").glob("*.ispbackup")
    file.unlink()
    part.look.click()
    qtbot.waitUntil(lambda: bool(part.looking.problem.text()))
    assert not part.looking.take.isVisible()


def test_going_back_asks_first_and_enter_twice_restores_nothing(qtbot: QtBot, part: BackupSettings) -> None:
    wanted: list[object] = []
    part.restore_wanted.connect(lambda *work: wanted.append(work))
    part.restore.setFocus()
    press(Qt.Key.Key_Return)
    card = part.restoring
    assert card.question.text().startswith("Go back to the backup from ") and card.cancel.hasFocus()
    assert not card.secret.isVisible()
    press(Qt.Key.Key_Return)
    assert not card.isVisible() and part.restore.hasFocus()
    part.restore.click()
    press(Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert wanted == []


def test_going_back_is_work_for_a_closed_journal(
    qtbot: QtBot, part: BackupSettings, workers: Workers, folder: Path
) -> None:
    change(qtbot, workers, "The greeting", "Something else.")
    part.restore.click()
    with qtbot.waitSignal(part.restore_wanted) as wanted:
        part.restoring.restore.click()
    work, secret = wanted.args or [None, None]
    assert secret is None and not part.restoring.isVisible()
    workers.close()
    assert callable(work)
    words = work(folder)
    assert words.startswith("This is the journal as it was on ") and "2 entries" in words
    assert "set-aside" in words
    journal = open_journal(folder, writing=False)
    bodies = {journal.entries.get(line.id).body for line in journal.entries.page(Filter())}
    journal.close()
    assert "A greeting at the door." in bodies


def test_a_damaged_backup_closes_nothing(qtbot: QtBot, part: BackupSettings, folder: Path) -> None:
    (file,) = (folder / "backups").glob("*.ispbackup")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    wanted: list[object] = []
    part.restore_wanted.connect(lambda *work: wanted.append(work))
    part.restore.click()
    part.restoring.restore.click()
    qtbot.waitUntil(lambda: "is damaged" in part.restoring.problem.text())
    assert wanted == [] and part.restoring.restore.isEnabled()


def test_two_ways_do_not_stand_open_at_once(qtbot: QtBot, part: BackupSettings) -> None:
    part.look.click()
    qtbot.waitUntil(part.looking.list.isVisible)
    part.restore.click()
    assert part.restoring.isVisible() and not part.looking.isVisible()
    part.look.click()
    assert part.looking.isVisible() and not part.restoring.isVisible()
    part.leaving()
    assert not part.looking.isVisible() and not part.restoring.isVisible()


class FileManager(QObject):
    """Stands for the system's file manager and notes what it is asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show_place(self, url: QUrl) -> None:
        self.shown.append(url.toLocalFile())


def test_the_place_is_shown_in_the_file_manager(part: BackupSettings, folder: Path) -> None:
    manager = FileManager()
    QDesktopServices.setUrlHandler("file", manager, "show_place")  # type: ignore[arg-type]  # wants words, says bytes
    part.show_folder.click()
    QDesktopServices.unsetUrlHandler("file")
    assert manager.shown == [str(folder / "backups")]


def test_trouble_and_failures_are_told_whole(part: BackupSettings) -> None:
    part._failed(DiskFails())
    assert part.problem.text() == str(DiskFails())
    part._not_read(DiskFails())
    assert part.trouble.text() == str(DiskFails())


def test_a_journal_without_backups_says_when_the_first_one_comes(part: BackupSettings, folder: Path) -> None:
    none = BackupHealth(None, 0, "", None, "", False, False)
    part.show_shelf(Shelf(none, [], [], folder / "backups", False, False))
    assert part.health.text().startswith("No backup yet.")
    assert not part.list.isVisible() and not part.look.isVisible() and not part.drill.isEnabled()
    part.focus_list()
    assert part.copy.hasFocus()


def test_sixty_backups_in_two_places_are_one_list(part: BackupSettings, folder: Path) -> None:
    here = [
        Backup(folder / f"{at:02}.ispbackup", f"2026-11-{1 + at % 28:02}T08:00:00.000Z", "", False, 2, 9)
        for at in range(60)
    ]
    there = [replace(one, file=Path("/media/stick") / one.file.name, second=True) for one in here]
    failed = BackupFailed(Path("/media/stick"), "The disk is full.")
    health = BackupHealth(here[0], 2, "/media/stick", failed, "", False, False)
    part.show_shelf(Shelf(health, [*here, *there], [], folder, False, False))
    assert rows(part) == 60 and part.count.text() == "60 backups, newest first"
    assert part.trouble.text() == str(failed)
    part.focus_list()
    assert part.list.hasFocus()


@pytest.mark.parametrize(("width", "percent"), [(632, 100), (500, 100), (760, 200)])
def test_every_control_has_a_name_and_room(
    qtbot: QtBot, part: BackupSettings, theme: Theme, width: int, percent: int
) -> None:
    theme.set_scale(percent)
    part.resize(width, 2600)
    part.look.click()
    qtbot.waitUntil(part.looking.list.isVisible)
    qtbot.waitUntil(lambda: fits(part))
    locked = replace(part._backups[part.list.current()], encrypted=True)
    part.looking.leave()
    part.restoring.open(locked, date(2026, 11, 24))
    qtbot.waitUntil(lambda: fits(part))


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    folder = tmp_path / "locked"
    create_journal(folder, author="", protection=Protection(SECRET, RecoveryCode(fresh_words())))
    journal = open_journal(folder, writing=True, secret=SECRET)
    written(journal, "A greeting at the door.", title="The greeting")
    journal.backups.make()
    journal.close()
    return folder


@pytest.fixture
def locked_workers(locked: Path, qapp: QApplication) -> Iterator[Workers]:
    workers = Workers(lambda where: open_journal(where, writing=True, window=True, secret=SECRET))
    workers.open(locked, False)
    yield workers
    workers.close()


def test_a_locked_backup_asks_for_its_passphrase_before_anything_is_closed(
    qtbot: QtBot, theme: Theme, locked_workers: Workers
) -> None:
    part = shown(qtbot, theme, locked_workers)
    card = part.restoring
    wanted: list[object] = []
    part.restore_wanted.connect(lambda _work, secret: wanted.append(secret))
    part.restore.click()
    assert card.secret.isVisible() and card.secret.entry.field.hasFocus()
    card.restore.click()
    assert card.secret.entry.problem.text()
    type_into(card.secret.entry.field, "not this one at all")
    qtbot.waitUntil(lambda: "not the passphrase" in card.secret.entry.problem.text())
    assert wanted == []
    type_into(card.secret.entry.field, SECRET.text)
    qtbot.waitUntil(lambda: wanted == [SECRET])
    assert card.secret.entry.value() == ""
    assert OPEN not in part.second.warning.text()


def test_a_locked_backup_of_this_key_is_looked_into_at_once(
    qtbot: QtBot, theme: Theme, locked_workers: Workers
) -> None:
    part = shown(qtbot, theme, locked_workers)
    part.look.click()
    qtbot.waitUntil(part.looking.list.isVisible)
    assert not part.looking.secret.isVisible()


def test_a_backup_of_an_earlier_key_is_looked_into_with_its_own_passphrase(
    qtbot: QtBot, theme: Theme, locked: Path
) -> None:
    from isp_journal.journal.rekeying import new_data_key

    later = Passphrase("another quiet place to think")
    new_data_key(locked, SECRET, Protection(later, RecoveryCode(fresh_words())))
    workers = Workers(lambda where: open_journal(where, writing=True, window=True, secret=later))
    workers.open(locked, False)
    try:
        part = shown(qtbot, theme, workers)
        part.list.step(99)
        part.look.click()
        look = part.looking
        qtbot.waitUntil(look.secret.isVisible)
        assert look.secret.entry.field.hasFocus() and not look.field.isVisible()
        look.unlock.click()
        assert look.secret.entry.problem.text()
        type_into(look.secret.entry.field, "not this one at all")
        qtbot.waitUntil(lambda: "not the passphrase" in look.secret.entry.problem.text())
        type_into(look.secret.entry.field, SECRET.text)
        qtbot.waitUntil(look.list.isVisible)
        assert look.field.hasFocus() and not look.secret.isVisible()
        qtbot.waitUntil(lambda: look.text.toPlainText() == "A greeting at the door.")
        look.take.click()
        settled(qtbot, workers)
        assert look.problem.text() == ""
    finally:
        workers.close()


def test_backups_that_open_without_todays_key_are_counted_and_removed(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    folder = tmp_path / "journal"
    opened = fresh(folder)
    written(opened, "A greeting at the door.", title="The greeting")
    opened.backups.make()
    opened.close()
    rekeying.encrypt(folder, Protection(SECRET, RecoveryCode(fresh_words())))
    with working_on(folder, SECRET) as workers:
        part = shown(qtbot, theme, workers)
        qtbot.waitUntil(part.old.isVisible)
        assert part.old.words.text() == "1 backup opens without any passphrase."
        before = rows(part)
        answers(qtbot, "Keep them", part.old.remove)
        assert part.old.isVisible() and rows(part) == before
        answers(qtbot, "Remove them", part.old.remove)
        qtbot.waitUntil(lambda: not part.old.isVisible())
        assert rows(part) == before - 1
        assert part.result.text() == "1 backup is gone."


def test_old_and_open_backups_are_told_apart() -> None:
    made = Backup(Path("a"), "2026-11-24T10:00:00.000Z", "asked", True, 2, 1, False)
    open_one = replace(made, encrypted=False)
    assert in_words([made, made]) == "2 backups open with an earlier passphrase and key."
    assert in_words([open_one, made]) == (
        "1 backup opens without any passphrase, and 1 backup opens with an earlier passphrase and key."
    )
    assert in_words([]) == ""
