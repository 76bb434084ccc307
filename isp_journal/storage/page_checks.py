"""Whether the pages of a journal's file are whole: their length, their seals, how they fit together, what is free.

The pages of an encrypted journal each carry a seal (HMAC-SHA512), as SQLCipher lays it down: a page is its bytes, then
16 bytes of its own beginning value, then the seal over both and the page's number. It is counted here and not by
`PRAGMA cipher_integrity_check`, which cannot be stopped and says nothing of the salt.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from isp_journal.model import Problem
from isp_journal.storage import seen
from isp_journal.storage.checking import MOST, REBUILD, RESTORE, Pace, Subject
from isp_journal.storage.connect import database, log
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.index_checks import WRONG
from isp_journal.storage.locked import PAGE, SEAL, SEAL_ROUNDS, SEAL_SALT, salt_fits

_UNFIT = "Pages of the file do not fit together."


def is_settled(folder: Path) -> bool:
    """Tell whether the file holds everything, because the log is empty."""
    file = log(folder)
    return not file.exists() or file.stat().st_size == 0


def closed_bytes(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether the file has the bytes with which this computer closed it, where nobody wrote to it since."""
    pace.look()
    if seen.is_as_it_was_closed(subject.folder) is False:
        yield Problem("Bytes of the file changed while it was closed.", "", RESTORE)


def length(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether the file ends where its last page does."""
    pace.look()
    there = database(subject.folder).stat().st_size
    wanted = int(subject.connection.execute("PRAGMA page_count").fetchone()[0]) * PAGE
    if there != wanted:
        short = f"{there} bytes instead of {wanted}"
        yield Problem("The journal's file is longer or shorter than the pages in it.", short, RESTORE)


def seals(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look at the seal of every page of an encrypted journal, those included that are free at this time."""
    if subject.key is None:
        return
    if not salt_fits(database(subject.folder), subject.key):
        yield Problem("The first bytes of the journal's file are not those of its key.", "page 1", RESTORE)
    with database(subject.folder).open("rb") as file:
        broken = list(_broken_pages(file, subject.key, pace))
    for number in broken[:MOST]:
        yield Problem("A page of the file is not as it was written.", f"page {number}", RESTORE)
    if len(broken) > MOST:
        yield Problem("A page of the file is not as it was written.", f"{len(broken) - MOST} more pages", RESTORE)


def pages(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Let SQLite look at every page in use: trees, cells, rows, indexes against rows, what must not be empty."""
    pace.look()
    found = [str(row[0]) for row in subject.connection.execute(f"PRAGMA integrity_check({MOST})")]
    # The words are SQLite's own and tell of trees, pages, indexes and rows by number.
    for told in found if found != ["ok"] else ():
        in_index = "fts5" in told.casefold()
        what = WRONG if in_index else _UNFIT
        yield Problem(what, " ".join(told.split())[:200], REBUILD if in_index else RESTORE)


def references(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether what a row refers to is there."""
    pace.look()
    rows = subject.connection.execute("PRAGMA foreign_key_check").fetchmany(MOST)
    for table, number, parent, _ in rows:
        where = f"{table} row {number}" if number is not None else table
        yield Problem("Something refers to what is not there.", f"{where} to {parent}", RESTORE)


def free_pages(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether free pages of a journal without a passphrase are empty, as deleting leaves them."""
    with database(subject.folder).open("rb") as file:
        for number in _free(file):
            pace.look()
            if _page(file, number).strip(b"\0"):
                yield Problem("A page that should be empty is not.", f"page {number}", RESTORE)


def _broken_pages(file: BinaryIO, key: DataKey, pace: Pace) -> Iterator[int]:
    salt = bytes(byte ^ SEAL_SALT for byte in key.salt)
    seal_key = hashlib.pbkdf2_hmac("sha512", key.key, salt, SEAL_ROUNDS, 32)
    file.seek(0)
    number = 0
    while page := file.read(PAGE):
        pace.look()
        number += 1
        sealed = page[len(salt) if number == 1 else 0 : PAGE - SEAL] + struct.pack("<I", number)
        if len(page) < PAGE or not hmac.compare_digest(hmac.digest(seal_key, sealed, "sha512"), page[PAGE - SEAL :]):
            yield number


def _free(file: BinaryIO) -> Iterator[int]:
    """Yield the pages that are free and empty; those that list them are not empty."""
    file.seek(32)
    trunk, count = struct.unpack(">II", file.read(8))
    met = 0
    while trunk and met < count:
        listed = struct.unpack(f">{PAGE // 4}I", _page(file, trunk).ljust(PAGE, b"\0"))
        leaves = listed[2 : 2 + min(listed[1], len(listed) - 2)]
        yield from leaves
        met += 1 + len(leaves)
        trunk = listed[0]


def _page(file: BinaryIO, number: int) -> bytes:
    file.seek(max(0, number - 1) * PAGE)
    return file.read(PAGE)
