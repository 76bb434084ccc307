from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from isp_journal.ui.charts import bars
from isp_journal.ui.charts.bars import Bars
from isp_journal.ui.charts.palette import ChartPalette, chart_palette
from isp_journal.ui.charts.steps import Step
from tests.ui.charts.painted import coloured, larger, painted
from tests.ui.dummies import dressed


@pytest.fixture
def palette(qapp: QApplication) -> Iterator[ChartPalette]:
    with dressed(qapp) as theme:
        yield chart_palette(theme, "ongoing-improvement")


def shown(*numbers: int, current: int = -1) -> Bars:
    return Bars(tuple(Step("Nov", "November 2026", number) for number in numbers), current)


def test_bars_stand_in_proportion_on_one_line(palette: ChartPalette) -> None:
    data = shown(0, 1, 2, 4)
    image = painted(lambda painter, rect: bars.draw(painter, rect, data, palette), 240, 116)
    middles = [bars.area(QRectF(image.rect()), data, palette, at).center().x() for at in range(4)]
    none, one, two, four = (coloured(image, palette.hue, QRectF(round(x), 0, 0.5, 116)) for x in middles)
    assert none == 0 < one
    assert two == pytest.approx(2 * one, abs=2)
    assert four == pytest.approx(4 * one, abs=4)


def test_only_the_bar_in_focus_has_a_ring(palette: ChartPalette) -> None:
    plain = painted(lambda painter, rect: bars.draw(painter, rect, shown(1, 2), palette), 120, 116)
    walked = painted(lambda painter, rect: bars.draw(painter, rect, shown(1, 2, current=0), palette), 120, 116)
    assert coloured(plain, palette.focus) == 0
    assert coloured(walked, palette.focus, QRectF(0, 0, 60, 116)) == coloured(walked, palette.focus) > 0


def test_fewer_bars_fit_into_less_width_and_with_larger_text(palette: ChartPalette) -> None:
    assert bars.room_for(720, palette) == 24
    assert bars.room_for(720, larger(palette, 2)) == 12
    assert bars.room_for(1, palette) == 1


def test_a_period_without_passages_is_a_line_alone(palette: ChartPalette) -> None:
    image = painted(lambda painter, rect: bars.draw(painter, rect, shown(0, 0), palette), 120, 116)
    assert coloured(image, palette.hue) == 0
    assert coloured(image, palette.edge) >= 119
