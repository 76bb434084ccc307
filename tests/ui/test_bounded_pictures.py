import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from isp_journal.ui.bounded_pictures import MOST_SCANS, as_png, format_of, read_picture
from tests.ui import drawn

KINDS = ("png", "jpeg", "webp", "bmp")
END = b"\xff\xd9"


@pytest.mark.parametrize("kind", KINDS)
def test_five_formats_are_read_whatever_they_are_called(kind: str, qapp: QApplication) -> None:
    content = drawn.written(drawn.drawn(), kind)
    image = read_picture(content)
    assert image is not None
    assert (format_of(content).decode(), image.size()) == (kind, QSize(60, 40))


def test_of_a_moving_picture_the_first_frame_is_read(qapp: QApplication) -> None:
    image = read_picture(drawn.gif(2, 1))
    assert image is not None
    assert image.size() == QSize(2, 1)


def test_a_large_picture_is_made_smaller_and_a_small_one_is_left(qapp: QApplication) -> None:
    large, small = read_picture(drawn.png(900, 300), QSize(90, 90)), read_picture(drawn.png(20, 10), QSize(90, 90))
    assert large is not None and small is not None
    assert (large.size(), small.size()) == (QSize(90, 30), QSize(20, 10))


def test_a_thin_picture_keeps_a_pixel(qapp: QApplication) -> None:
    image = read_picture(drawn.png(4000, 2), QSize(40, 40))
    assert image is not None
    assert image.size() == QSize(40, 1)


def test_a_photo_taken_upright_stands_upright(qapp: QApplication) -> None:
    upright = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    content = drawn.written(drawn.drawn(400, 200), "jpeg")
    image = read_picture(content[:2] + upright + content[2:], QSize(100, 100))
    assert image is not None
    assert image.size() == QSize(50, 100)


HOSTILE = {
    "nothing": b"",
    "a text": b"Eleven people came.",
    "a drawing with scripts": drawn.SVG,
    "a PDF": drawn.PDF,
    "a mark alone": drawn.PNG_MARK,
    "more pixels than fit": drawn.png_that_says(60_000, 60_000),
    "a side that is too long": drawn.png_that_says(30_000, 1),
    "no pixels": drawn.png_that_says(0, 0),
    "a moving picture as large as can be said": drawn.gif(65_535, 65_535),
    "a bitmap without its pixels": drawn.bmp_that_says(5_000, 5_000),
    "a bitmap of a size below nothing": drawn.bmp_that_says(-5, 5),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_picture_within_bounds_is_not_read(what: str, qapp: QApplication) -> None:
    assert read_picture(HOSTILE[what], QSize(100, 100)) is None


def test_a_frame_that_is_larger_than_its_picture_takes_no_more_room(qapp: QApplication) -> None:
    image = read_picture(drawn.gif(10, 10, frame=(65_535, 65_535)))
    assert image is None or image.size() == QSize(10, 10)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_part_of_a_picture_is_not_read(kind: str, share: float, qapp: QApplication) -> None:
    image = drawn.drawn(300, 200)
    for at in range(0, 300, 3):
        image.setPixel(at, at % 200, at * 99_991)
    content = drawn.written(image, kind)
    assert read_picture(content[: round(len(content) * share)], QSize(100, 100)) is None


def test_a_jpeg_that_goes_over_its_pixels_again_and_again_is_not_read(qapp: QApplication) -> None:
    content = drawn.written(drawn.drawn(300, 200), "jpeg", progressive=True)
    last, end = content.rfind(b"\xff\xda"), content.rfind(END)
    assert read_picture(content) is not None
    assert read_picture(content[:end] + content[last:end] * MOST_SCANS + END) is None


@given(st.sampled_from(KINDS), st.binary(min_size=1, max_size=40), st.integers(0, 10_000))
def test_scribbled_bytes_never_do_harm(kind: str, scribble: bytes, at: int) -> None:
    content = drawn.written(drawn.drawn(), kind)
    at %= len(content)
    image = read_picture(content[:at] + scribble + content[at + len(scribble) :], QSize(30, 30))
    assert image is None or max(image.width(), image.height()) <= 30


def test_a_picture_goes_out_as_png_without_what_came_along(qapp: QApplication) -> None:
    image = drawn.drawn()
    image.setText("Author", "Dana Okafor")
    content = as_png(image)
    assert (format_of(content), b"Dana" in content, b"Author" in content) == (b"png", False, False)
