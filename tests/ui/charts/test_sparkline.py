from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from isp_journal.ui.charts import sparkline
from isp_journal.ui.charts.palette import ChartPalette, chart_palette
from isp_journal.ui.charts.sparkline import Spark
from tests.ui.charts.painted import coloured, painted
from tests.ui.dummies import dressed


@pytest.fixture
def palette(qapp: QApplication) -> Iterator[ChartPalette]:
    with dressed(qapp) as theme:
        yield chart_palette(theme, "sustaining-change")


def heights(data: Spark, palette: ChartPalette) -> list[int]:
    image = painted(lambda painter, rect: sparkline.draw(painter, rect, data, palette), 84, 22)
    return [coloured(image, palette.hue, QRectF(7 * at + 2, 0, 0.5, 22)) for at in range(len(data.counts))]


def test_a_bar_is_higher_the_more_passages_a_month_has(palette: ChartPalette) -> None:
    none, one, two, four = heights(Spark((0, 1, 2, 4), 4), palette)
    assert none == 0 < one < two < four == 22


def test_rows_share_one_scale(palette: ChartPalette) -> None:
    assert heights(Spark((4,), 4), palette)[0] > heights(Spark((4,), 40), palette)[0] >= 3


def test_an_empty_month_is_a_thin_line_and_nothing_at_all_paints_nothing(palette: ChartPalette) -> None:
    line = painted(lambda painter, rect: sparkline.draw(painter, rect, Spark((0,), 0), palette), 84, 22)
    assert coloured(line, palette.edge) == 5
    bare = painted(lambda painter, rect: sparkline.draw(painter, rect, Spark((), 0), palette), 84, 22)
    assert coloured(bare, bare.pixelColor(0, 0)) == 84 * 22
