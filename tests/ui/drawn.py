"""Pictures for tests: whole ones, and such as somebody might send to do harm."""

import struct
import zlib

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter

PNG_MARK = b"\x89PNG\r\n\x1a\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9' fill='red'/></svg>"
PDF = b"%PDF-1.4\nplan\n"


def drawn(width: int = 60, height: int = 40, colour: str = "#3366aa") -> QImage:
    """Return a picture of one colour with a dark edge at its left."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    for y in range(height):
        image.setPixelColor(0, y, QColor("#101010"))
    return image


def written(image: QImage, kind: str, *, progressive: bool = False) -> bytes:
    """Return a picture as the bytes of a file."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(held, QByteArray(kind.encode()))
    writer.setProgressiveScanWrite(progressive)
    assert writer.write(image), writer.errorString()
    return bytes(held.data().data())


def png(width: int = 60, height: int = 40, colour: str = "#3366aa") -> bytes:
    return written(drawn(width, height, colour), "png")


def gif(width: int, height: int, *, frame: tuple[int, int] | None = None) -> bytes:
    """Return a GIF of a size with one frame, of another size if one is given; it has two pixels of data."""
    screen = struct.pack("<HH", width, height) + b"\x80\0\0\0\0\0\xff\xff\xff"
    return b"GIF89a" + screen + b"," + struct.pack("<HHHH", 0, 0, *(frame or (width, height))) + b"\0\x02\x02L\x01\0;"


def png_that_says(width: int, height: int, rows: bytes = b"\0" * 1000) -> bytes:
    """Return a small PNG file that says how large its picture is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG_MARK + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def bmp_that_says(width: int, height: int) -> bytes:
    """Return the head of a bitmap without its pixels."""
    told = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + told


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
