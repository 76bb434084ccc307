import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Secret
from isp_journal.errors import DiskFull
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Filter
from isp_journal.paths import default_journal, log_file
from isp_journal.storage.connect import database
from isp_journal.ui.band import Band
from isp_journal.ui.bugs import Bug
from isp_journal.ui.desk import SLOW
from isp_journal.ui.pages.first_run import FirstRun
from isp_journal.ui.pages.trouble import Trouble
from isp_journal.ui.pages.write import WritePage
from isp_journal.ui.workers import Opening
from tests.cli.terminal import surroundings
from tests.source import ROOT
from tests.ui.beginning import go_without, lock
from tests.ui.desks import Sitting, sample_in, seen
from tests.ui.pages.opened import press

IN_CONFIDENCE = "Dana told me in confidence"
KILLED = """
import os, signal, sys
from pathlib import Path
from isp_journal.journal.opening import open_journal
journal = open_journal(Path(sys.argv[1]), writing=True, window=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def sitting(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(qapp, qtbot, tmp_path)
    yield made
    made.end()


def made(folder: Path, author: str = "Jonas Aldren") -> Path:
    create_journal(folder, author=author)
    return folder


def bodies(folder: Path) -> list[str]:
    journal = open_journal(folder, writing=False)
    try:
        return [journal.entries.get(row.id).body for row in journal.entries.page(Filter())]
    finally:
        journal.close()


def write(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def test_the_first_start_asks_what_to_begin_with_and_makes_nothing(sitting: Sitting) -> None:
    sitting.begin().start(None)
    assert sitting.sees(FirstRun).ways["begin"].isEnabled()
    assert not sitting.window.navigation.isVisible()
    assert not default_journal().exists()


def test_a_journal_is_begun_opened_and_opened_again_at_the_next_start(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.begin().start(None)
    page = sitting.sees(FirstRun)
    sitting.in_front()
    press(Qt.Key.Key_Return, page.ways["begin"])
    window = sitting.opened(lambda: go_without(qtbot, page.begin))
    assert window.current == "write"
    assert isinstance(window.pages["write"], WritePage)
    write("I listened.")
    sitting.end()
    assert bodies(default_journal()) == ["I listened."]
    assert sitting.starts().current == "write"
    assert seen(sitting.window, FirstRun) == []


def test_the_moments_of_opening_come_in_their_order(sitting: Sitting, tmp_path: Path) -> None:
    sitting.starts(made(tmp_path / "journal"))
    assert sitting.moments == ["shown", "rows", "opened"]


def test_opening_that_takes_long_is_told_until_the_journal_is_open(
    sitting: Sitting, tmp_path: Path, qtbot: QtBot
) -> None:
    folder, go_on = made(tmp_path / "journal"), threading.Event()
    desk = sitting.begin()
    ways = desk._ways

    def begin(where: Path, secret: Secret | None) -> Opening:
        go_on.wait(10)
        return cast(Opening, ways.begin(where, secret))

    desk._ways = ways._replace(begin=begin)
    desk.slow.setInterval(0)
    desk.start(folder)
    qtbot.waitUntil(lambda: sitting.window.messages.text() == SLOW)
    sitting.opened(go_on.set)
    assert sitting.window.messages.text() == "" and not desk.slow.isActive()


def test_whoever_looks_around_sees_the_band_and_keeps_their_own_journal(sitting: Sitting, qtbot: QtBot) -> None:
    sitting.begin().start(None)
    page = sitting.sees(FirstRun)
    window = sitting.opened(page.ways["sample"].click)
    band = sitting.sees(Band)
    assert window.settings.settings.journal == ""
    band.button.click()
    own = sitting.sees(FirstRun)
    assert own.form.isVisible()
    own.back.click()
    assert sitting.sees(Band) is band
    band.button.click()
    own = sitting.sees(FirstRun)
    window = sitting.opened(lambda: lock(qtbot, own.begin))
    assert seen(window, Band) == []
    assert window.settings.settings.journal == str(default_journal())


def test_a_missing_journal_is_told_and_tried_again_and_never_made(
    sitting: Sitting, qtbot: QtBot, tmp_path: Path
) -> None:
    sitting.begin().start(tmp_path / "journal")
    page = sitting.sees(Trouble)
    assert page.what.accessibleName() == f"There is no journal at {tmp_path / 'journal'}."
    with qtbot.waitSignal(sitting.desk.workers.opening_failed):
        page.ways["again"].click()
    assert sitting.sees(Trouble).what.accessibleName().startswith("There is no journal")
    assert not (tmp_path / "journal").exists()
    made(tmp_path / "journal")
    again = sitting.sees(Trouble).ways["again"]
    assert sitting.opened(again.click).navigation.isVisible()


def test_the_last_journal_is_told_of_when_it_is_gone(sitting: Sitting, tmp_path: Path) -> None:
    sitting.starts(made(tmp_path / "journal"))
    sitting.end()
    (tmp_path / "journal").rename(tmp_path / "elsewhere")
    sitting.begin().start(None)
    assert str(tmp_path / "journal") in sitting.sees(Trouble).what.accessibleName()
    assert seen(sitting.window, FirstRun) == []


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 400], ids=["empty", "something else"])
def test_a_file_that_is_no_journal_is_told_and_left_as_it_is(sitting: Sitting, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "journal").mkdir()
    database(tmp_path / "journal").write_bytes(content)
    sitting.begin().start(tmp_path / "journal")
    page = sitting.sees(Trouble)
    assert page.safe.accessibleName()
    assert not page.ways["again"].isVisible()
    sitting.end()
    assert database(tmp_path / "journal").read_bytes() == content


def test_opening_another_journal_closes_the_first_with_its_last_letters_kept(sitting: Sitting, tmp_path: Path) -> None:
    first = sitting.starts(made(tmp_path / "first"))
    write("Half a sent")
    second = sitting.opened(lambda: sitting.desk.open(made(tmp_path / "second")))
    assert second is not first
    assert bodies(tmp_path / "first") == ["Half a sent"]
    open_journal(tmp_path / "first", writing=True).close()
    write("Another place.")
    sitting.end()
    assert bodies(tmp_path / "second") == ["Another place."]
    assert bodies(tmp_path / "first") == ["Half a sent"]


def test_a_window_whose_text_cannot_be_kept_stays_when_another_journal_is_asked_for(
    sitting: Sitting, tmp_path: Path
) -> None:
    first = sitting.starts(made(tmp_path / "first"))
    first.workers.change(full, failed=lambda _error: None)
    sitting.desk.open(made(tmp_path / "second"))
    assert sitting.window is first
    assert first.isVisible()
    assert str(DiskFull()) in first.messages.text()


def full(_journal: Journal) -> None:
    raise DiskFull


def test_what_is_wrong_with_another_journal_is_told_in_its_own_window(sitting: Sitting, tmp_path: Path) -> None:
    sitting.starts(made(tmp_path / "first"))
    sitting.desk.open(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in sitting.sees(Trouble).what.accessibleName()
    assert sitting.window.settings.settings.journal == str(tmp_path / "first")
    window = sitting.opened(lambda: sitting.desk.open(tmp_path / "first"))
    assert seen(window, Trouble) == []
    assert window.navigation.isVisible()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends programs in another way")
def test_after_a_sudden_end_the_next_start_says_what_is_here(sitting: Sitting, tmp_path: Path) -> None:
    made(tmp_path / "journal")
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "journal")], cwd=ROOT, env=surroundings(), check=False
    )
    assert ended.returncode == -9
    window = sitting.starts(tmp_path / "journal")
    assert window.messages.text().startswith(
        "The app stopped while this journal was open. Everything up to "
    ) and window.messages.text().endswith(" is here.")
    QTest.mouseClick(window.messages.bar.button, Qt.MouseButton.LeftButton)
    assert window.messages.text() == ""
    sitting.end()
    assert sitting.starts(tmp_path / "journal").messages.text() == ""


def test_a_bug_is_noted_without_a_persons_words_and_told_in_the_window(
    sitting: Sitting, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window = sitting.starts(made(tmp_path / "journal"))
    with qtbot.captureExceptions() as caught:
        window.journal_wanted.disconnect()
        window.journal_wanted.connect(stumble)
        window.journal_wanted.emit()
    (bug,) = caught
    capsys.readouterr()
    sitting.desk.note_bug(*bug)
    assert window.messages.text() == str(Bug())
    noted = log_file().read_text(encoding="utf-8")
    assert "builtins.ValueError" in noted
    assert "stumble" in noted
    assert "Dana" not in noted + window.messages.text() + "".join(capsys.readouterr())


def stumble() -> None:
    raise ValueError(IN_CONFIDENCE)


def test_a_bug_in_the_work_on_a_journal_is_told_and_noted_too(sitting: Sitting, tmp_path: Path) -> None:
    window = sitting.starts(made(tmp_path / "journal"))
    window.workers.read(lambda _journal: stumble(), lambda _nothing: None)
    sitting.in_front()
    assert window.messages.text() == str(Bug())
    assert "Dana" not in log_file().read_text(encoding="utf-8")


def test_another_folder_is_chosen_in_a_dialog_and_opened(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.starts(made(tmp_path / "first"))
    other = sample_in(tmp_path)
    answers: list[Path | None] = [None, other]
    monkeypatch.setattr("isp_journal.ui.panels.folder_choice.choose_folder", lambda *_told: answers.pop(0))
    first = sitting.window
    QTest.keyClick(first, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert sitting.window is first
    window = sitting.opened(lambda: QTest.keyClick(first, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier))
    assert window is not first
    assert sitting.sees(Band)
