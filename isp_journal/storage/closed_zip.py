"""The one form of zip that a backup has: parts as they are, one after the other, and a digest of all of it at the end.

Any program for zip files opens it. What is read here must be, byte for byte, what would be written here: names, sizes
and places that somebody else thought of never get as far as being used.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

# Each part tells its size in 64 bits, so that there is one form for journals of every size.
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_MANY = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")
_END = struct.Struct("<4s4H2IH")
_SIZES = struct.Struct("<2H2Q")
_PLACED = struct.Struct("<2H3Q")
_NEEDED = 45
_UNIX = 3 << 8 | _NEEDED
_FIRST_DAY = 1 << 5 | 1
_IN_64_BITS = 0xFFFFFFFF
_PRIVATE = 0o100600 << 16
DIGEST = 64
"""How many bytes at the end are the digest: SHA-256 over everything before it, in hexadecimal digits."""

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside: its name, its size in bytes, and its CRC-32, which every zip has."""

    name: str
    size: int
    crc: int

    @classmethod
    def of_file(cls, name: str, file: Path) -> "Part":
        """Return what there is to say of a file that becomes a part."""
        size = crc = 0
        with file.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                size += len(chunk)
                crc = zlib.crc32(chunk, crc)
        return cls(name, size, crc)

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> "Part":
        """Return what there is to say of bytes that become a part."""
        return cls(name, len(content), zlib.crc32(content))


@dataclass(frozen=True, slots=True)
class Placed:
    """A part, and where its bytes begin."""

    part: Part
    start: int


class Packing:
    """Writes a file of this form, part by part."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._whole = hashlib.sha256()
        self._parts: list[Part] = []

    def add(self, part: Part, content: Iterable[bytes]) -> None:
        """Write one more part."""
        self._put(head(part))
        for chunk in content:
            self._put(chunk)
        self._parts.append(part)

    def end(self) -> None:
        """Write what stands behind the parts, and the digest."""
        self._put(tail(self._parts))
        self._stream.write(self._whole.hexdigest().encode("ascii"))

    def _put(self, content: bytes) -> None:
        self._stream.write(content)
        self._whole.update(content)


def head(part: Part) -> bytes:
    """Return what stands before a part's bytes."""
    name = part.name.encode("ascii")
    sizes = _SIZES.pack(1, _SIZES.size - 4, part.size, part.size)
    told = (_NEEDED, 0, 0, 0, _FIRST_DAY, part.crc, _IN_64_BITS, _IN_64_BITS, len(name), len(sizes))
    return _LOCAL.pack(b"PK\x03\x04", *told) + name + sizes


def tail(parts: list[Part]) -> bytes:
    """Return what stands behind the last part, up to the digest."""
    listed, at = b"", 0
    for part in parts:
        name = part.name.encode("ascii")
        placed = _PLACED.pack(1, _PLACED.size - 4, part.size, part.size, at)
        told = (_UNIX, _NEEDED, 0, 0, 0, _FIRST_DAY, part.crc, _IN_64_BITS, _IN_64_BITS, len(name), len(placed))
        listed += _CENTRAL.pack(b"PK\x01\x02", *told, 0, 0, 0, _PRIVATE, _IN_64_BITS) + name + placed
        at += len(head(part)) + part.size
    count, size = len(parts), len(listed)
    many = _MANY.pack(b"PK\x06\x06", _MANY.size - 12, _UNIX, _NEEDED, 0, 0, count, count, size, at)
    locator = _LOCATOR.pack(b"PK\x06\x07", 0, at + size, 1)
    return listed + many + locator + _END.pack(b"PK\x05\x06", 0, 0, count, count, size, _IN_64_BITS, DIGEST)


def parts_of(file: BinaryIO, size: int, names: list[str]) -> list[Placed] | None:
    """Return the parts of a file of so many bytes if it has this form with these names, else None."""
    length = len(tail([Part(name, 0, 0) for name in names]))
    start = size - DIGEST - length
    if start < 0:
        return None
    file.seek(start)
    found = file.read(length)
    if len(found) < length:
        return None
    parts, at = [], 0
    for name in names:
        told = _CENTRAL.unpack_from(found, at)
        _, _, part_size, _, _ = _PLACED.unpack_from(found, at + _CENTRAL.size + len(name))
        parts.append(Part(name, part_size, told[7]))
        at += _CENTRAL.size + len(name) + _PLACED.size
    # Sizes that do not add up to those of the file are no sizes.
    if sum(len(head(part)) + part.size for part in parts) != start or tail(parts) != found:
        return None
    return _placed(file, parts)


def _placed(file: BinaryIO, parts: list[Part]) -> list[Placed] | None:
    found, at = [], 0
    for part in parts:
        before = head(part)
        file.seek(at)
        if file.read(len(before)) != before:
            return None
        found.append(Placed(part, at + len(before)))
        at += len(before) + part.size
    return found
