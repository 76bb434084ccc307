"""Who may write: one holder at a time, by an OS lock that a crash releases, and a line that names the holder."""

import errno
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from isp_journal.errors import KnownError, OpenElsewhere
from isp_journal.storage.faults import translated

LOCK = "journal.lock"
HOLDER = "journal.open"
# What file systems say that know no locks, such as some network shares.
NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the journal: 'the window' or 'a terminal command', its process, and since when (UTC, ISO 8601)."""

    what: str
    process: int
    since: str

    def __str__(self) -> str:
        return f"{self.what}, process {self.process}"


class Hold:
    """The right to write to one journal, from taking it to letting it go."""

    def __init__(self, lock: FileLock, sign: Path, left: Holder | None) -> None:
        self._lock = lock
        self._sign = sign
        self.left_behind = left
        """Who held the journal last and did not let go of it: that program was ended from outside."""

    @classmethod
    def take(cls, folder: Path, what: str, now: datetime) -> Self:
        """Take the right to write, or raise OpenElsewhere with the holder's name."""
        sign = folder / HOLDER
        lock = FileLock(folder / LOCK, timeout=0, mode=0o600)
        with translated(folder / LOCK):
            try:
                lock.acquire()
            except Timeout:
                raise OpenElsewhere(str(_read(sign) or "another program")) from None
            except OSError as wrong:
                raise _without_locks(folder, wrong) from None
            try:
                left = _read(sign)
                _write(sign, Holder(what, os.getpid(), now.isoformat(timespec="seconds")))
            except BaseException:
                with suppress(OSError):
                    sign.unlink()
                lock.release()
                raise
        return cls(lock, sign, left)

    @staticmethod
    def check_free(folder: Path) -> None:
        """Raise OpenElsewhere if somebody holds the journal; changes nothing."""
        lock = FileLock(folder / LOCK, timeout=0, mode=0o600)
        with translated(folder / LOCK):
            try:
                lock.acquire()
            except Timeout:
                raise OpenElsewhere(str(_read(folder / HOLDER) or "another program")) from None
            except OSError as wrong:
                raise _without_locks(folder, wrong) from None
        lock.release()

    def let_go(self) -> None:
        """Say that the journal was closed properly, and free it."""
        # The line only names the holder, so that one which can't be removed is no reason to keep the journal held.
        with suppress(OSError):
            self._sign.unlink(missing_ok=True)
        self._lock.release()


def _without_locks(folder: Path, wrong: OSError) -> Exception:
    """Return what a failure of the lock means: a place that knows no locks is said to be so."""
    if wrong.errno not in NO_LOCKS:
        return wrong
    return KnownError(
        f"Nothing can be written at {folder}: this place can't tell whether somebody else is writing there too.",
        todo="Keep the journal on a disk of this computer.",
    )


def _read(sign: Path) -> Holder | None:
    try:
        told = json.loads(sign.read_bytes()[:2_000])
        return Holder(str(told["what"])[:40], int(told["process"]), str(told["since"])[:40])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # nobody, or a torn line: the OS lock alone decides, this only names


def _write(sign: Path, holder: Holder) -> None:
    content = json.dumps({"what": holder.what, "process": holder.process, "since": holder.since})
    descriptor = os.open(sign, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
