"""The words of a recovery code, numbered as on the page: shown once, or beside what is being typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from isp_journal.ui.controls.faces import RADIUS, paint_box
from isp_journal.ui.controls.labels import heavier, label, set_tone
from isp_journal.ui.theme import Theme

WORDS = 12
COLUMNS = (4, 3, 2)
CELL = 36
LONGEST_WORD = "mmmmmmmm"


class WordCell(QWidget):
    """One word with its number."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._wrong = False
        self.number = number
        self._count = label(str(number), "small", "text3")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.word = heavier(label("", "body"), 600)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._count)
        self._row.addWidget(self.word, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit()

    def set_word(self, word: str, *, wrong: bool = False) -> None:
        """Show a word, or an empty place; a word that can't be right is framed and read out as such."""
        self._wrong = wrong
        self.word.setText(word)
        told = f"{word}, not a word of a code" if wrong else word or "empty"
        self.setAccessibleName(f"{self.number} {told}")
        set_tone(self._count, "text" if wrong else "text3")
        self.update()

    def fit(self) -> None:
        """Take the room that the words need at this text size."""
        px = self._theme.px
        self._row.setContentsMargins(px(8), 0, px(8), 0)
        self._row.setSpacing(px(8))
        self._count.setFixedWidth(QFontMetrics(self._theme.font("small")).horizontalAdvance("00"))
        self.setFixedHeight(px(CELL))

    def least_width(self) -> int:
        """Return the width that holds the longest word of the list."""
        px = self._theme.px
        word = QFontMetrics(self._theme.font("body")).horizontalAdvance(LONGEST_WORD)
        return word + self._count.width() + px(8) * 3

    def sizeHint(self) -> QSize:
        return QSize(self.least_width(), self._theme.px(CELL))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        area = self.rect().toRectF()
        border = t.text if self._wrong else t.edge if t.name == "contrast" else t.line
        paint_box(painter, area, t.raised, border, self._theme.px(RADIUS))
        if self._wrong:
            # Twice as wide as the others, for whoever sees no difference in colour.
            paint_box(painter, area.adjusted(1, 1, -1, -1), "", border, self._theme.px(RADIUS) - 1)


class WordGrid(QWidget):
    """Twelve places in four columns, or fewer where there is little room; read down the rows as on the page."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._columns = 0
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.cells = [WordCell(theme, at + 1) for at in range(WORDS)]
        for cell in self.cells:
            cell.setParent(self)
        self.set_words(())
        self._lay_out(COLUMNS[0])

    def set_words(self, words: Sequence[str], wrong: Sequence[int] = ()) -> None:
        """Show words in their places; `wrong` are the places of those that can't be right."""
        for at, cell in enumerate(self.cells):
            cell.set_word(words[at] if at < len(words) else "", wrong=at in wrong)

    def words(self) -> str:
        """Return the words that are shown, with blanks between."""
        return " ".join(word for cell in self.cells if (word := cell.word.text()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_of(COLUMNS[-1]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            for cell in self.cells:
                cell.fit()
            self._grid.setSpacing(self._theme.px(8))
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._lay_out(next((count for count in COLUMNS if self._width_of(count) <= self.width()), COLUMNS[-1]))

    def _width_of(self, columns: int) -> int:
        return columns * self.cells[0].least_width() + (columns - 1) * self._theme.px(8)

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        self._grid.setSpacing(self._theme.px(8))
        for cell in self.cells:
            self._grid.removeWidget(cell)
        for at, cell in enumerate(self.cells):
            self._grid.addWidget(cell, at // columns, at % columns)
        for column in range(COLUMNS[0]):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()
