"""The colours, fonts and scale that a chart is painted with, so that painting needs no widget and no theme."""

from typing import NamedTuple

from PySide6.QtGui import QColor, QFont

from isp_journal.ui.theme import Theme


class ChartPalette(NamedTuple):
    """What a chart is painted with; lengths given at text size 100 % are multiplied by `factor`."""

    hue: QColor
    page: QColor
    line: QColor
    edge: QColor
    text: QColor
    text2: QColor
    text3: QColor
    focus: QColor
    font: QFont
    factor: float

    def px(self, n: float) -> float:
        """Return a length in the pixels of now."""
        return n * self.factor


def chart_palette(theme: Theme, domain: str = "") -> ChartPalette:
    """Return a theme's colours for charts in a domain's hue; without a domain they are neutral."""
    return ChartPalette(
        hue=QColor(theme.domain(domain).hue) if domain else theme.colour("text2"),
        page=theme.colour("page"),
        line=theme.colour("line"),
        edge=theme.colour("edge"),
        text=theme.colour("text"),
        text2=theme.colour("text2"),
        text3=theme.colour("text3"),
        focus=theme.colour("focus"),
        font=theme.figures("caption"),
        factor=theme.factor,
    )
