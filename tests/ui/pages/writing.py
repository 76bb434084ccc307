"""A Write page on a real journal, and how a person writes and tags on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import create_journal
from isp_journal.model import Entry, Filter
from isp_journal.ui.pages.write import WritePage
from isp_journal.ui.widths import widths_for
from tests.ui.dummies import dressed
from tests.ui.pages.opened import press, told, working_on

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
TEXT = "Luis opened with the chart. I asked everyone to write down what it did not show.\n\nWe look at it on Friday."


@contextmanager
def writing_in(folder: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[WritePage]:
    """Give a Write page on a new journal, which has read what it needs."""
    create_journal(folder, author="Jonas")
    with dressed(qapp) as theme, working_on(folder) as workers:
        page = shown(qtbot, WritePage(theme, workers))
        qtbot.waitUntil(lambda: bool(page.question_line.question()))
        yield page
        # As the window does before it closes the journal: what waits is handed over, so that nothing comes too late.
        page.leaving()


def shown(qtbot: QtBot, page: WritePage) -> WritePage:
    """Put a page on the screen with the focus in it."""
    qtbot.addWidget(page)
    page.resize(1232, 860)
    page.set_widths(widths_for(1440, 900, 1.0))
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.shown()
    page.focus_first()
    return page


def entries(qtbot: QtBot, page: WritePage) -> list[Entry]:
    """Return all entries of the journal, newest first."""

    def read(journal: Journal) -> list[Entry]:
        return [journal.entries.get(line.id) for line in journal.entries.page(Filter())]

    return told(qtbot, page._workers, read)


def kept(qtbot: QtBot, page: WritePage) -> Entry:
    """Return the one entry of the journal once everything is saved."""
    qtbot.waitUntil(lambda: page.autosave.is_clean)
    (entry,) = entries(qtbot, page)
    return entry


def write(page: WritePage, text: str) -> None:
    """Type a text, with Enter between its paragraphs."""
    for number, part in enumerate(text.split("\n\n")):
        if number:
            press(Qt.Key.Key_Return, page.editor)
        QTest.keyClicks(page.editor, part)


def select(page: WritePage, words: str) -> None:
    """Select words of the text."""
    cursor = page.editor.document().find(words)
    assert not cursor.isNull()
    page.editor.setTextCursor(cursor)


def pick(qtbot: QtBot, page: WritePage, typed: str, held: Qt.KeyboardModifier = NONE) -> None:
    """Open the picker by its key, type, and take the first row."""
    QTest.keyClick(page.editor, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(lambda: page.tagging.picker is not None)
    picker = page.tagging.picker
    assert picker is not None
    QTest.keyClicks(picker.field, typed)
    QTest.keyClick(picker.field, Qt.Key.Key_Return, held)
