"""What the bytes beside and at the beginning of a journal's file tell, before any key is known.

Nothing here needs a library, so that a journal without a passphrase opens as fast as if there were none.
"""

import hashlib
import hmac
from pathlib import Path

from isp_journal.errors import KeyFileForeign, NotAJournal
from isp_journal.storage.connect import database
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.faults import translated

KEY_FILE = "journal.key"
OLD = "journal.key.old"
# Lies there while a change of the key file goes on: until it is gone, OLD may be the file of before.
NEW = "journal.key.new"
BACKUPS = "backups"
END = ".ispbackup"
PLAIN = b"SQLite format 3\0"
PAGE = 4_096
# Of 4096 bytes of chance nearly all 256 values appear; words, numbers and other databases stay far below.
NOISE = 240
# How SQLCipher 4 seals each page: the end of a page holds a start value (16) and the seal (64) over all before it.
SEAL = 64
SEAL_SALT = 0x3A
SEAL_ROUNDS = 2
LOOKED_AT = 64


def is_locked(folder: Path) -> bool:
    """Tell whether a journal needs a key: its key file (or a copy of it) is there, or its file looks encrypted."""
    return has_key_file(folder) or looks_encrypted(database(folder))


def has_key_file(folder: Path) -> bool:
    """Tell whether a key file, or what is left of one, lies beside the journal."""
    return any((folder / name).exists() for name in (KEY_FILE, OLD, NEW))


def looks_encrypted(file: Path) -> bool:
    """Tell whether a file's first page is like chance, as that of an encrypted journal is."""
    beginning = _beginning(file)
    return not beginning.startswith(PLAIN) and len(set(beginning)) >= NOISE


def check_pair(folder: Path) -> None:
    """Refuse a plain file beside a key file before a passphrase is asked for: the two are not of one journal."""
    if has_key_file(folder) and _beginning(database(folder)).startswith(PLAIN):
        raise KeyFileForeign(folder)


def check_key(folder: Path, key: DataKey) -> None:
    """Refuse a key that is not this journal's; with one that is, whatever is wrong later is damage for certain."""
    file = database(folder)
    if not belongs(file, key):
        raise KeyFileForeign(folder) if looks_encrypted(file) else NotAJournal(file)


def salt_fits(file: Path, key: DataKey) -> bool:
    """Tell whether a file begins with the key's salt; it opens without, since the key file has the salt too."""
    return _beginning(file)[: len(key.salt)] == key.salt


def belongs(file: Path, key: DataKey) -> bool:
    """Tell whether a file was encrypted with this key: by its salt, or by the seal of any page that is still whole."""
    beginning = _beginning(file)[: len(key.salt)]
    if beginning and key.salt.startswith(beginning):
        return True
    sealing = hashlib.pbkdf2_hmac("sha512", key.key, bytes(one ^ SEAL_SALT for one in key.salt), SEAL_ROUNDS, 32)
    with translated(file), file.open("rb") as opened:
        count = file.stat().st_size // PAGE
        for number in range(0, count, max(1, count // LOOKED_AT)):
            opened.seek(number * PAGE)
            if _is_sealed(opened.read(PAGE), number, sealing):
                return True
    return False


def _is_sealed(page: bytes, number: int, sealing: bytes) -> bool:
    # The first page begins with the salt, which its seal does not cover.
    covered = page[16 if number == 0 else 0 : -SEAL] + (number + 1).to_bytes(4, "little")
    return hmac.compare_digest(hmac.digest(sealing, covered, "sha512"), page[-SEAL:])


def _beginning(file: Path) -> bytes:
    with translated(file), file.open("rb") as opened:
        return opened.read(PAGE)
