"""The form of a backup's file: how it is looked at and taken apart, and every doubt on the way told as what it is.

The file is an uncompressed zip of the journal's file, its key file if it has one, and a manifest. The zip's comment is
the SHA-256 of everything before it, so that no bit can change unnoticed. A backup may come from anybody: sizes are
held against the file's own before they are used, and no name inside ever becomes a path.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
from msgspec import Meta, Struct

from isp_journal.errors import BackupDamaged, KnownError, NewerJournal, NotABackup, Refused
from isp_journal.storage import closed_zip, connect
from isp_journal.storage.closed_zip import CHUNK, DIGEST, Placed
from isp_journal.storage.data_key import SALT_BYTES
from isp_journal.storage.locked import END, KEY_FILE

FORMAT = "ISP Journal backup"
VERSION = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 4_096
LONGEST_REASON = 80
LOCKED = [connect.FILE, KEY_FILE, MANIFEST]
OPEN = [connect.FILE, MANIFEST]
_BEGINNING = b"PK\x03\x04"

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Instant = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")]


class PartOfIt(Struct, frozen=True):
    """What a manifest says of one part: its size in bytes, and its SHA-256."""

    size: int
    sha256: Digest


class Manifest(Struct, frozen=True):
    """What a backup says of itself; how much is in it is not told, since that stands inside the journal's file.

    `contents` is the digest of the journal's contents; for an encrypted journal it is keyed, and tells nobody anything.
    """

    format: str
    version: int
    schema: Annotated[int, Meta(ge=1, le=1_000_000)]
    made_at: Instant
    reason: Annotated[str, Meta(max_length=LONGEST_REASON)]
    journal: Annotated[str, Meta(min_length=1, max_length=64)]
    contents: Digest
    parts: dict[str, PartOfIt]

    @property
    def encrypted(self) -> bool:
        """Whether the journal in it needs its passphrase."""
        return KEY_FILE in self.parts


@dataclass(frozen=True, slots=True)
class Inside:
    """What is in a backup's file, and where."""

    manifest: Manifest
    parts: dict[str, Placed]


def look(file: Path) -> Manifest:
    """Return what a backup says of itself; raises NotABackup, BackupDamaged or NewerJournal.

    Not all of its bytes are looked at: `extract` and `check_bytes` do that.
    """
    with opened(file) as stream:
        return inside(stream, file).manifest


def check_bytes(file: Path) -> Manifest:
    """Return what a backup says of itself once all its bytes were found to be those that were written."""
    with opened(file) as stream:
        found = inside(stream, file)
        if not _is_whole(stream):
            raise BackupDamaged(file)
        return found.manifest


def extract(file: Path, into: Path, *, durable: bool = False) -> Manifest:
    """Put a backup's journal and key file into a folder, for the owner's eyes alone, every byte checked.

    `durable` says that they are to last: they are on the disk when this returns.
    """
    with opened(file) as stream, file.open("rb") as again, ThreadPoolExecutor(1) as beside:
        found = inside(stream, file)
        whole = beside.submit(_is_whole, again)
        for name, placed in found.parts.items():
            if name != MANIFEST:
                digest = _put(stream, placed, into / name, durable)
                if digest != found.manifest.parts[name].sha256:
                    raise BackupDamaged(file)
        if not whole.result():
            raise BackupDamaged(file)
    return found.manifest


def salt_in(file: Path) -> bytes:
    """Return the first 16 bytes of the journal in a backup: where it is locked, the salt that tells its data key."""
    with opened(file) as stream:
        stream.seek(inside(stream, file).parts[connect.FILE].start)
        return stream.read(SALT_BYTES)


@contextmanager
def opened(file: Path) -> Iterator[BinaryIO]:
    """Give a backup's file to read; raises NotABackup for what is no file, Refused for what can't be read."""
    if not file.exists():
        raise Refused(f"There is no backup at {file}.", todo="Look where it lies.")
    if not file.is_file():
        raise NotABackup(file)
    try:
        stream = file.open("rb")
    except OSError as wrong:
        raise Refused(f"The backup {file} can't be read ({wrong.strerror}).") from None
    with stream:
        yield stream


def inside(stream: BinaryIO, file: Path) -> Inside:
    """Return what is in a backup's file, from its two ends alone; raises the error that fits what is wrong."""
    size = os.fstat(stream.fileno()).st_size
    for names in (OPEN, LOCKED):
        placed = closed_zip.parts_of(stream, size, names)
        if placed is not None:
            parts = dict(zip(names, placed, strict=True))
            manifest = _manifest(stream, parts[MANIFEST])
            if manifest is None or not _agree(manifest, parts):
                break
            if manifest.version > VERSION:
                raise NewerJournal(manifest.schema, connect.SCHEMA)
            return Inside(manifest, parts)
    raise _refusal(stream, file)


def _manifest(stream: BinaryIO, placed: Placed) -> Manifest | None:
    if placed.part.size > LARGEST_MANIFEST:
        return None
    stream.seek(placed.start)
    content = stream.read(placed.part.size)
    if zlib.crc32(content) != placed.part.crc:
        return None  # a flipped bit must not make it one of a newer app
    try:
        found = msgspec.json.decode(content, type=Manifest)
        datetime.fromisoformat(found.made_at)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return found if found.format == FORMAT else None


def _agree(manifest: Manifest, parts: dict[str, Placed]) -> bool:
    """Tell whether the manifest speaks of the parts that are there."""
    told = {name: one.size for name, one in manifest.parts.items()}
    return told == {name: one.part.size for name, one in parts.items() if name != MANIFEST}


def _refusal(stream: BinaryIO, file: Path) -> KnownError:
    """Return what a file is that does not have the form: a backup that was, or something else."""
    stream.seek(0)
    first = closed_zip.head(closed_zip.Part(connect.FILE, 0, 0))
    beginning = stream.read(len(first))
    # The name stands behind the sizes; one of the two signs is left whatever bit was flipped or piece cut off.
    ours = beginning.startswith(_BEGINNING) and connect.FILE.encode() in beginning
    return BackupDamaged(file) if ours or file.name.endswith(END) else NotABackup(file)


def _is_whole(stream: BinaryIO) -> bool:
    """Tell whether a file ends with the digest of all that stands before."""
    size = os.fstat(stream.fileno()).st_size
    stream.seek(0)
    whole = hashlib.sha256()
    for chunk in _chunks(stream, size - DIGEST):
        whole.update(chunk)
    return bytes(stream.read(DIGEST + 1)) == whole.hexdigest().encode()


def _put(stream: BinaryIO, placed: Placed, target: Path, durable: bool) -> str:
    """Write a part into a new file and return its SHA-256."""
    digest = hashlib.sha256()
    stream.seek(placed.start)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(target, flags, 0o600), "wb") as made:
        for chunk in _chunks(stream, placed.part.size):
            digest.update(chunk)
            made.write(chunk)
        made.flush()
        if durable:
            os.fsync(made.fileno())
    return digest.hexdigest()


def _chunks(stream: Any, size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := stream.read(min(CHUNK, size))):
        size -= len(chunk)
        yield chunk
