"""What a file holds, told from its first bytes and never from its name, which may say anything."""

import re

LARGEST_FILE = 25_000_000
"""How many bytes a file that is kept with an entry can have."""

PNG, JPEG, GIF, WEBP = "image/png", "image/jpeg", "image/gif", "image/webp"
PDF = "application/pdf"
TEXT = "text/plain"
OTHER = "application/octet-stream"
PICTURES = frozenset({PNG, JPEG, GIF, WEBP})
# The endings of names that fit what the bytes are; the first one is given to a name that has none of them.
ENDINGS = {
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    GIF: (".gif",),
    WEBP: (".webp",),
    PDF: (".pdf",),
}
_MARKS = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"GIF87a", GIF), (b"GIF89a", GIF), (b"%PDF-", PDF))
# Control characters that no text file has: all but the tab, the line ends, the form feed and the escape of a terminal.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def media_of(content: bytes) -> str:
    """Return the media type of some bytes: a picture, a PDF, plain text in UTF-8, or `application/octet-stream`."""
    for mark, media in _MARKS:
        if content.startswith(mark):
            return media
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return TEXT if _is_text(content) else OTHER


def _is_text(content: bytes) -> bool:
    if _NO_TEXT.search(content) is not None:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
