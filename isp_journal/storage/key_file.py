"""The key file beside a locked journal: its form, and how damage to it is told from everything else for certain.

The file is JSON with one digest over all the rest, and only the one spelling that we write is taken: whatever bit was
flipped or cut off, the file is damaged and never just 'another passphrase'.
"""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from isp_journal import __version__
from isp_journal.errors import KeyFileNewer
from isp_journal.storage import durable, locked

KEY_FILE = locked.KEY_FILE
OLD = locked.OLD
MAGIC = "ISP Journal key file"
VERSION = 1
# The first version of the app that can read this form.
NEEDS = "0.1.0"
LARGEST = 64 * 1024


def _hex(count: int) -> Any:
    return Meta(pattern=rf"^[0-9a-f]{{{2 * count}}}\Z")


Salt = Annotated[str, _hex(16)]
Nonce = Annotated[str, _hex(12)]
# 32 bytes of key and 16 bytes that tell whether it was opened rightly.
Wrapped = Annotated[str, _hex(48)]
Name = Annotated[str, Meta(min_length=1, max_length=64)]


class Costs(Struct, frozen=True, forbid_unknown_fields=True):
    """What one guess at the passphrase costs (Argon2id): memory in KiB, passes, lanes; bounded before use."""

    memory: Annotated[int, Meta(ge=8_192, le=262_144)] = 65_536
    passes: Annotated[int, Meta(ge=1, le=10)] = 3
    lanes: Annotated[int, Meta(ge=1, le=16)] = 4


class Slot(Struct, frozen=True, forbid_unknown_fields=True):
    """The data key, wrapped so that one secret opens it."""

    salt: Salt
    nonce: Nonce
    wrapped: Wrapped
    changed_at: Name


class PassphraseSlot(Struct, frozen=True, forbid_unknown_fields=True):
    """A slot that a passphrase opens, at a cost."""

    costs: Costs
    slot: Slot


class ComputerSlot(Struct, frozen=True, forbid_unknown_fields=True):
    """A slot whose secret lies in the key store of one computer, under this name."""

    name: Name
    slot: Slot


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """Which journal and which data key the file is for."""

    journal: Name
    key: Name
    salt: Salt
    needs: Name


class KeyFile(Struct, frozen=True, forbid_unknown_fields=True):
    """All of a key file; a passphrase and a recovery code are always there, so that no computer alone can open."""

    head: Head
    passphrase: PassphraseSlot
    recovery: Slot
    computers: Annotated[tuple[ComputerSlot, ...], Meta(max_length=16)] = ()


class Damaged(Exception):
    """The bytes are not those of a key file as it was written."""


def encode(file: KeyFile) -> bytes:
    """Return the bytes of a key file, with their digest at the end."""
    return spelled({"magic": MAGIC, "version": VERSION, **msgspec.to_builtins(file)})


def decode(content: bytes) -> KeyFile:
    """Return what a key file says; raises Damaged, or KeyFileNewer for one that came after this app."""
    try:
        told = json.loads(content[: LARGEST + 1].decode("ascii"))
        told.pop("sha256")
        magic, version = told["magic"], told["version"]
        if magic != MAGIC or type(version) is not int or version < 1 or spelled(told) != content:
            raise Damaged()
        if version > VERSION:
            raise KeyFileNewer()
        file = msgspec.convert({k: v for k, v in told.items() if k not in ("magic", "version")}, KeyFile)
        if _numbers(file.head.needs) > _numbers(__version__):
            raise KeyFileNewer()
        return file
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged() from None


def read(file: Path) -> KeyFile:
    """Return what the key file at this place says; raises Damaged, also for one of no bytes."""
    with file.open("rb") as opened:
        return decode(opened.read(LARGEST + 1))


def write(file: Path, content: KeyFile) -> None:
    """Put a key file in its place, whole and for good."""
    durable.write(file, encode(content))


def spelled(told: dict[str, Any]) -> bytes:
    """Return the one spelling of what a key file tells, with its digest as the last member."""
    digest = hashlib.sha256(_json(told)).hexdigest()
    return _json({**told, "sha256": digest})


def _numbers(version: str) -> list[int]:
    """Return a version of the app as it is compared; raises ValueError for what is none."""
    return [int(one) for one in version.split(".")]


def _json(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, indent=1, ensure_ascii=True, allow_nan=False) + "\n").encode("ascii")
