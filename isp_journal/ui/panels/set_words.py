"""Words set in lines with air between them, in one or several colours, and a label that shows them so."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

if TYPE_CHECKING:
    from isp_journal.ui.theme import Theme

MOST_LINES = 12
_AIR = 1.25
_KEPT = 50
_RELAYOUT = (QEvent.Type.StyleChange, QEvent.Type.FontChange)


class Laid(NamedTuple):
    """Words set in lines, how high they are, and whether some were left out."""

    layout: QTextLayout
    height: float
    cut: bool = False


class Run(NamedTuple):
    """Some words in one colour."""

    text: str
    colour: QColor
    medium: bool = False


def set_words(runs: list[Run], font: QFont, width: float, most: int = MOST_LINES) -> Laid:
    """Set words in lines of a width; what is longer than the most lines is cut between words."""
    text = "".join(run.text for run in runs)
    made, end = _set(text, runs, font, width, most)
    if end < len(text):
        shorter = text[:end].rstrip().rsplit(" ", 1)[0] + " …"
        made, _ = _set(shorter, runs, font, width, most)
        return made._replace(cut=True)
    return made


def _set(text: str, runs: list[Run], font: QFont, width: float, most: int) -> tuple[Laid, int]:
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(runs, len(text)))
    line_height = round(QFontMetricsF(font).height() * _AIR)
    height, end, lines = 0.0, 0, 0
    layout.beginLayout()
    while lines < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height + (line_height - line.height()) / 2))
        height += line_height
        end = line.textStart() + line.textLength()
        lines += 1
    layout.endLayout()
    return Laid(layout, height), end


def _formats(runs: list[Run], length: int) -> list[QTextLayout.FormatRange]:
    ranges = []
    start = 0
    for run in runs:
        one = QTextLayout.FormatRange()
        one.start, one.length = start, max(0, min(len(run.text), length - start))
        one.format = QTextCharFormat()
        one.format.setForeground(run.colour)
        if run.medium:
            one.format.setFontWeight(QFont.Weight.Medium)
        ranges.append(one)
        start += len(run.text)
    return ranges


class WordsLabel(QLabel):
    """A label in a role and tone of the theme whose lines have air; it shows at most so many of them."""

    def __init__(self, theme: "Theme", role: str = "body", tone: str = "text2", most: int = MOST_LINES) -> None:
        super().__init__()
        self._theme = theme
        self._role = role
        self._tone = tone
        self.most = most
        self._heights: dict[tuple[str, int, int], int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_most(self, most: int) -> None:
        """Show more or fewer lines."""
        self.most = most
        self.updateGeometry()
        self.update()

    def cuts(self, most: int) -> bool:
        """Return whether so many lines would leave something out at the width of now."""
        return self._laid(self.width(), most).cut

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self.text():
            return 0
        # A layout asks for widths that the label will never have, and for each of them many times.
        width = min(width, self.maximumWidth())
        asked = (self.text(), width, self.most)
        if asked not in self._heights:
            if len(self._heights) > _KEPT:
                self._heights = {}
            self._heights[asked] = round(self._laid(width, self.most).height)
        return self._heights[asked]

    def sizeHint(self) -> QSize:
        width = self._theme.px(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _RELAYOUT:
            self._heights = {}
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.text():
            self._laid(self.width(), self.most).layout.draw(QPainter(self), QPointF(0, 0))

    def _laid(self, width: int, most: int) -> Laid:
        runs = [Run(self.text(), self._theme.colour(self._tone))]
        return set_words(runs, self._theme.font(self._role), max(1, width), most)
