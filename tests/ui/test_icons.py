import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from isp_journal.paths import resources
from isp_journal.ui.icons import draw_icon, icon, pixmap, svg

NAMES = sorted(path.stem for path in (resources() / "icons").glob("*.svg"))


def colours_in(image: QImage) -> set[str]:
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in points if image.pixelColor(x, y).alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_colour_that_is_asked_for(name: str, qapp: QApplication) -> None:
    drawn = colours_in(pixmap(name, "#123456", 48).toImage())
    assert drawn == {"#123456"}


def test_an_icon_has_as_many_pixels_as_the_screen_needs(qapp: QApplication) -> None:
    drawn = pixmap("search", "#123456", 18, 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (36, 2.0)
    assert icon("search", "#123456", 18).availableSizes()


def test_an_icon_is_drawn_once_for_each_colour_and_size(qapp: QApplication) -> None:
    first = pixmap("tag", "#123456", 20)
    assert pixmap("tag", "#123456", 20).cacheKey() == first.cacheKey()
    assert pixmap("tag", "#654321", 20).cacheKey() != first.cacheKey()


def test_an_icon_is_painted_where_it_is_wanted(qapp: QApplication) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_icon(painter, "layout-grid", "#123456", QRectF(20, 20, 18, 18))
    painter.end()
    points = [(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y) != QColor("white")]
    assert points
    assert min(min(point) for point in points) >= 20


def test_no_line_keeps_the_colour_of_the_file() -> None:
    assert all(b"currentColor" not in svg(name, "#000000") for name in NAMES)
