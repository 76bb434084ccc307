"""Pictures from outside, read within bounds: five formats told by their first bytes, the first frame alone."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QImageWriter, QPainter

MOST_MEGABYTES = 256
"""How much memory Qt may take for one picture while it is read."""

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
MOST_SCANS = 40
"""How often a JPEG may go over its pixels to refine them: each time costs as much as reading it anew."""

_SCAN, _END = b"\xff\xda", b"\xff\xd9"
# Never by Qt's own guess, which would also try SVG and formats that hardly anybody has.
_MARKS = (
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"\xff\xd8\xff", b"jpeg"),
    (b"GIF87a", b"gif"),
    (b"GIF89a", b"gif"),
    (b"BM", b"bmp"),
)
_TURNED = QImageIOHandler.Transformation.TransformationRotate90.value


def format_of(content: bytes) -> bytes:
    """Return by which of Qt's names some bytes are read as a picture, or nothing for all that is not shown here."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return b"webp"
    return next((name for mark, name in _MARKS if content.startswith(mark)), b"")


def read_picture(content: bytes, within: QSize | None = None) -> QImage | None:
    """Return a picture, at most as large as `within` and never enlarged; None where it can't or may not be read.

    Nothing is written anywhere. It may be called on any thread.
    """
    kind = format_of(content)
    if not kind or (kind == b"jpeg" and not _is_whole_jpeg(content)):
        return None
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    held = QBuffer()
    held.setData(QByteArray(content))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(held, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not _is_bounded(size):
        return None
    if within is not None:
        turned = bool(reader.transformation().value & _TURNED)
        wanted = size.scaled(within.transposed() if turned else within, Qt.AspectRatioMode.KeepAspectRatio)
        if wanted.width() < size.width():
            reader.setScaledSize(wanted.expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image


def as_png(image: QImage) -> bytes:
    """Return a picture as the bytes of a PNG file, without what else may have come with it."""
    shape = QImage.Format.Format_ARGB32 if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    # Painted anew, since a copy takes notes along, such as who made it and where.
    plain = QImage(image.size(), shape)
    plain.fill(Qt.GlobalColor.transparent)
    painter = QPainter(plain)
    painter.drawImage(plain.rect(), image)
    painter.end()
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(held, QByteArray(b"png")).write(plain)
    return bytes(held.data().data())


def _is_bounded(size: QSize) -> bool:
    sides = size.width(), size.height()
    return min(sides) > 0 and max(sides) <= LONGEST_SIDE and sides[0] * sides[1] <= MOST_PIXELS


def _is_whole_jpeg(content: bytes) -> bool:
    """Say whether a JPEG has its end, and not more scans than a picture needs: a part of one would be read as grey."""
    return content.rfind(_END) > content.rfind(_SCAN) and content.count(_SCAN) <= MOST_SCANS
