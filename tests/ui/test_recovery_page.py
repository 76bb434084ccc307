import stat
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from isp_journal import recovery_words
from isp_journal.ui import recovery_page

TODAY = date(2026, 11, 24)


@pytest.fixture
def words() -> list[str]:
    return recovery_words.fresh().split()


@pytest.fixture
def page(qapp: QApplication, words: list[str]) -> QTextDocument:
    return recovery_page.page_of(words, TODAY)


def test_the_page_holds_the_numbered_words_and_what_they_do(page: QTextDocument, words: list[str]) -> None:
    told = page.toPlainText()
    assert [f"{at}  {word}" in told for at, word in enumerate(words, 1)] == [True] * 12
    assert "Whoever has this page and the journal's file" in told
    assert "Made on Tue 24 Nov 2026." in told


def test_what_is_typed_from_the_page_with_its_numbers_is_the_code(words: list[str]) -> None:
    rows = " ".join(recovery_page.rows_of(words))
    assert recovery_words.normal(rows) == " ".join(words)
    assert recovery_words.fits(rows)


def test_all_of_it_has_room_on_one_page(page: QTextDocument) -> None:
    a_page = QPageSize(QPageSize.PageSizeId.Letter).sizePoints()
    margin = QMarginsF(71, 71, 71, 71)  # 25 mm
    page.setPageSize(a_page.toSizeF().shrunkBy(margin))
    assert page.pageCount() == 1


def test_the_pdf_is_one_page_that_only_its_owner_can_read(page: QTextDocument, tmp_path: Path) -> None:
    file = tmp_path / "recovery-code.pdf"
    file.write_bytes(b"an older one")
    file.chmod(0o644)
    recovery_page.save_pdf(page, file)
    content = file.read_bytes()
    assert content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    assert content.count(b"/Type /Page\n") == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [left.name for left in tmp_path.iterdir()] == ["recovery-code.pdf"]


def test_a_pdf_that_cannot_be_written_raises(page: QTextDocument, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="away"):
        recovery_page.save_pdf(page, tmp_path / "away" / "recovery-code.pdf")


def test_the_page_is_printed_where_the_dialog_says(
    qtbot: QtBot, page: QTextDocument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    answers = [QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted]

    def answered(dialog: QPrintDialog) -> QDialog.DialogCode:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        assert dialog.printer().docName() == "ISP Journal"
        return answers.pop(0)

    monkeypatch.setattr(QPrintDialog, "exec", answered)
    assert not recovery_page.print_out(parent, page)
    assert not (tmp_path / "printed.pdf").exists()
    assert recovery_page.print_out(parent, page)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("chosen", "expected"), [("", None), ("/media/stick/page", Path("/media/stick/page.pdf"))])
def test_the_place_of_the_pdf_is_asked_for(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, chosen: str, expected: Path | None
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (chosen, ""))
    assert recovery_page.ask_pdf_file(parent) == expected
    assert recovery_page.on_paper() == (recovery_page.print_out, recovery_page.ask_pdf_file)
