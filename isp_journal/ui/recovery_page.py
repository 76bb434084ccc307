"""The recovery code on one page of paper: printed, or saved as a PDF that only its owner's account can read."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QWidget

from isp_journal.ui import dates
from isp_journal.ui.file_dialogs import ask_new_file

PDF_NAME = "recovery-code.pdf"
COLUMNS = 3
WIDEST = 16
MARGIN_MM = 25
POINTS = 11
WORD_POINTS = 14
TITLE_POINTS = 20
ABOVE = (
    "These twelve words open a journal kept with ISP Journal when its passphrase is forgotten. "
    "Nobody can open it without the passphrase or these words, not even those who made the app."
)
BELOW = (
    "Whoever has this page and the journal's file, or a backup of it, can read the journal. "
    "Keep this page where nobody else looks, and not beside the computer."
)
VOID = "Once a newer recovery code is made, this one opens only backups from before."
WHICH = "Which journal, in your own words: ______________________________"


class Paper(NamedTuple):
    """How words come on paper: `print_out` asks for a printer, `pdf_file` for a file; both may be called off."""

    print_out: Callable[[QWidget, QTextDocument], bool]
    pdf_file: Callable[[QWidget], Path | None]


def page_of(words: Sequence[str], today: date) -> QTextDocument:
    """Return the page: what it is, the numbered words, and what to do with it; no name of anybody stands on it."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(_font(POINTS))
    cursor = QTextCursor(document)
    _write(cursor, "Recovery code", TITLE_POINTS, heavy=True)
    _write(cursor, f"Made on {dates.short(today, date.min)}. {ABOVE}", POINTS)
    _write(cursor, "", POINTS)
    for row in rows_of(words):
        _write(cursor, row, WORD_POINTS, fixed=True)
    for line in ("", BELOW, VOID, "", WHICH):
        _write(cursor, line, POINTS)
    return document


def rows_of(words: Sequence[str]) -> list[str]:
    """Return the words in numbered columns, to be read along the rows."""
    cells = [f"{at + 1:>2}  {word:<{WIDEST - 4}}" for at, word in enumerate(words)]
    return ["".join(cells[at : at + COLUMNS]).rstrip() for at in range(0, len(cells), COLUMNS)]


def pdf_of(document: QTextDocument) -> bytes:
    """Return the page as a PDF, which names neither a person nor a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("ISP Journal")
    writer.setPageLayout(_layout())
    document.print_(writer)
    del writer  # it writes its last bytes when it goes
    return bytes(buffer.data().data())


def save_pdf(document: QTextDocument, file: Path) -> None:
    """Write the page into a file that only this account can read; raises OSError where that cannot be."""
    pdf = pdf_of(document)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pdf)


def print_out(parent: QWidget, document: QTextDocument) -> bool:
    """Print the page on the printer that is chosen in the system's dialog; say whether one was chosen."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # at first use: nobody else prints

    printer = QPrinter()
    printer.setPageLayout(_layout())
    # The name that a queue shows to others says no more than it must.
    printer.setDocName("ISP Journal")
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document.print_(printer)
    return True


def ask_pdf_file(parent: QWidget) -> Path | None:
    """Ask by the system's own dialog where the PDF shall lie; None when the person thought better of it."""
    near = str(Path.home() / PDF_NAME)
    chosen = ask_new_file(parent, "Where should the page be saved?", near, "PDF (*.pdf)")
    return Path(chosen).with_suffix(".pdf") if chosen else None


def on_paper() -> Paper:
    """Return the ways of this computer to bring words on paper."""
    return Paper(print_out, ask_pdf_file)


def _layout() -> QPageLayout:
    inches = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize(QPageSize.PageSizeId.Letter if inches else QPageSize.PageSizeId.A4)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def _font(points: int, *, heavy: bool = False, fixed: bool = False) -> QFont:
    kind = QFontDatabase.SystemFont.FixedFont if fixed else QFontDatabase.SystemFont.GeneralFont
    made = QFontDatabase.systemFont(kind)
    made.setPointSize(points)
    made.setWeight(QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)
    return made


def _write(cursor: QTextCursor, line: str, points: int, *, heavy: bool = False, fixed: bool = False) -> None:
    look = QTextCharFormat()
    look.setFont(_font(points, heavy=heavy, fixed=fixed))
    block = QTextBlockFormat()
    block.setBottomMargin(points)
    if cursor.document().isEmpty():
        cursor.setBlockFormat(block)
    else:
        cursor.insertBlock(block)
    cursor.insertText(line, look)
