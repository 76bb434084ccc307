"""Stores, backups and closed files of any content, as tests of backups want them."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2 as driver

from isp_journal.model import Backup
from isp_journal.storage import backup_file, backup_form, connect, contents
from isp_journal.storage.backup_form import MANIFEST, Manifest, PartOfIt
from isp_journal.storage.closed_zip import Packing, Part
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.store import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ENDED = 9
STEPS = ("replace", "rename", "unlink", "fsync", "mkdir", "rmdir")


@contextmanager
def reading(folder: Path, key: DataKey | None = None) -> Iterator[Store]:
    """Give a closed journal, opened for reading."""
    store = Store(folder, connect.connect(folder, writing=False, key=key), None, key=key)
    try:
        yield store
    finally:
        store.close()


def backed_up(folder: Path, into: Path, reason: str = "asked") -> Backup:
    """Make a backup of a closed journal without a passphrase in some folder."""
    into.mkdir(exist_ok=True)
    with reading(folder) as store:
        return backup_file.write(store, into, reason, NOW)


def manifest_of(parts: dict[str, bytes], **otherwise: object) -> Manifest:
    """Return what a true manifest of these parts says, or something else where that is wanted."""
    told = {name: PartOfIt(len(content), hashlib.sha256(content).hexdigest()) for name, content in parts.items()}
    true = Manifest(
        backup_form.FORMAT,
        backup_form.VERSION,
        connect.SCHEMA,
        "2026-03-02T09:00:00.000Z",
        "asked",
        "01a20fc6-9e62-77fb-bf12-aa9325cc0772",
        "0" * 64,
        told,
    )
    return msgspec.structs.replace(true, **otherwise)


def closed(file: Path, parts: dict[str, bytes], manifest: Manifest | bytes | None = None) -> Path:
    """Write a file of the form that backups have, whatever is in it."""
    told = manifest if isinstance(manifest, bytes) else msgspec.json.encode(manifest or manifest_of(parts))
    with file.open("wb") as stream:
        packing = Packing(stream)
        for name, content in (*parts.items(), (MANIFEST, told)):
            packing.add(Part.of_bytes(name, content), [content])
        packing.end()
    return file


def repacked(file: Path, change: Callable[[Path], None], folder: Path) -> Path:
    """Take a backup apart, change the journal in it, and write it anew with digests that fit what is in it now."""
    folder.mkdir()
    manifest = backup_form.extract(file, folder)
    change(folder / connect.FILE)
    parts = {name: (folder / name).read_bytes() for name in manifest.parts}
    mark = digest_of(folder / connect.FILE) or manifest.contents
    told = msgspec.structs.replace(manifest, contents=mark, parts=manifest_of(parts).parts)
    return closed(file, parts, told)


def digest_of(database: Path) -> str:
    """Return the digest of what stands in a file, or nothing where that can't be read."""
    with suppress(driver.Error), closing(connect.open_file(database, "ro")) as connection:
        return contents.digest(connection)
    return ""


def ended_at(step: int, work: Callable[[], object]) -> bool:
    """Do some work in a copy of this program that is ended before one of its steps; tell whether it came that far."""
    child = os.fork()
    if child == 0:
        left = [step]

        def counted(name: str) -> Callable[..., object]:
            real = vars(os)[name]

            def act(*given: object, **named: object) -> object:
                if not left[0]:
                    os._exit(ENDED)
                left[0] -= 1
                return real(*given, **named)

            return act

        try:
            for name in STEPS:
                setattr(os, name, counted(name))
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == ENDED
