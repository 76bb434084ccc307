from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from isp_journal.ui.charts import dots
from isp_journal.ui.charts.dots import Dots
from isp_journal.ui.charts.palette import ChartPalette, chart_palette
from tests.ui.charts.painted import coloured, larger, painted
from tests.ui.dummies import dressed


@pytest.fixture
def palette(qapp: QApplication) -> Iterator[ChartPalette]:
    with dressed(qapp) as theme:
        yield chart_palette(theme, "co-creation")


def sizes(counts: tuple[int, ...], palette: ChartPalette) -> list[int]:
    data = Dots(counts)
    image = painted(lambda painter, rect: dots.draw(painter, rect, data, palette), 27 * len(counts), 40)
    whole = QRectF(image.rect())
    return [coloured(image, palette.hue, dots.area(whole, data, palette, at)) for at in range(len(counts))]


def test_a_dot_is_larger_the_more_passages_an_activity_has(palette: ChartPalette) -> None:
    none, one, two, three, five, six, nine, ten, many = sizes((0, 1, 2, 3, 5, 6, 9, 10, 400), palette)
    assert none == 0 < one == two < three == five < six == nine < ten == many


def test_an_activity_without_passages_is_a_thin_ring(palette: ChartPalette) -> None:
    image = painted(lambda painter, rect: dots.draw(painter, rect, Dots((0,)), palette), 27, 40)
    middle = image.pixelColor(13, 20)
    edge = [image.pixelColor(x, 20) for x in range(27)]
    assert middle.name() == "#ffffff"
    assert any(colour.lightness() < 200 for colour in edge)


def test_the_dot_in_focus_has_a_ring_of_its_own(palette: ChartPalette) -> None:
    for counts in ((0, 0), (12, 12)):
        plain = painted(lambda painter, rect, c=counts: dots.draw(painter, rect, Dots(c), palette), 54, 40)  # type: ignore[misc]  # bound per turn
        walked = painted(lambda painter, rect, c=counts: dots.draw(painter, rect, Dots(c, 1), palette), 54, 40)  # type: ignore[misc]  # bound per turn
        right = QRectF(27, 0, 27, 40)
        assert coloured(plain, palette.focus) == 0
        assert coloured(walked, palette.focus) == coloured(walked, palette.focus, right) > 0


def test_dots_move_closer_where_there_is_little_room(palette: ChartPalette) -> None:
    data = Dots((1,) * 9)
    tight = QRectF(0, 0, 120, 40)
    places = [dots.area(tight, data, palette, at) for at in range(9)]
    assert places[-1].right() <= 120.01
    assert all(one.right() <= other.left() + 0.01 for one, other in pairwise(places))


def test_dots_grow_with_the_text(palette: ChartPalette) -> None:
    whole = QRectF(0, 0, 500, 80)
    assert dots.area(whole, Dots((1, 1)), larger(palette, 2), 1).left() == 54
