"""What this computer saw of journals last, kept outside of them: what is older, or is not as it was, is noticed.

Journals are named by a digest of their id, folders by one of their path; nothing else in the file tells of them.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from isp_journal.errors import ClockSetBack, KnownError, OlderCopy
from isp_journal.paths import seen_file
from isp_journal.storage.connect import database, log
from isp_journal.storage.log_frames import Round, Salts, round_of
from isp_journal.synced_folders import mounts_here, warning

# Clocks of two computers, or of one before and after it asks for the time, differ by less than this.
CLOCKS_DIFFER = timedelta(minutes=10)
MOST_JOURNALS = 200
# Closing must not take long: 64 MB are 0.07 s.
MOST_DIGESTED = 64 * 1024 * 1024
PLAIN = b"SQLite format 3\0"
MOST_BYTES = 1_000_000
_CHUNK = 1 << 20
SHOWN = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a journal was seen last: its newest change, up to where its log was written, and its file once closed."""

    last_change: str
    log: Round | None = None
    place: tuple[int, ...] = ()
    digest: str = ""

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Make a mark of what stands in the file; raises what a wrong form raises."""
        log = told["log"]
        found = None if log is None else Round((int(log[0][0]), int(log[0][1])), int(log[1]))
        return cls(str(told["last_change"]), found, tuple(map(int, told["place"])), str(told["digest"]))


@dataclass(frozen=True, slots=True)
class _Kept:
    """All that stands in the file: a mark for each journal, and the places that somebody was warned of."""

    journals: dict[str, Mark] = field(default_factory=dict)
    warned: tuple[str, ...] = ()


def notices(folder: Path, journal_id: str, last_change: str, now: datetime) -> tuple[KnownError, ...]:
    """Return what whoever opens a journal should know: a clock set back, an older copy, a place that is not safe.

    `last_change` is the instant that stands in the journal. The place is told of once.
    """
    told: list[KnownError] = []
    kept = _read()
    mark = kept.journals.get(_digest(journal_id))
    here, there = _moment(last_change), _moment(mark.last_change if mark else "")
    latest = now + CLOCKS_DIFFER
    if here is not None and here > latest:
        told.append(ClockSetBack(_shown(here), _shown(now)))
    # What was seen at a time that has not come yet tells of a wrong clock, and not of an older copy.
    if here is not None and there is not None and here < there <= latest:
        told.append(OlderCopy(*_shown_apart(there, here)))
    place = _digest(str(folder.resolve()))
    unsafe = warning(folder.resolve(), mounts_here())
    if unsafe and place not in kept.warned:
        told.append(KnownError(unsafe, safe="The journal opens.", todo="Move its folder while it is closed."))
        with suppress(OSError):
            _write(replace(kept, warned=(*kept.warned[1 - MOST_JOURNALS :], place)))
    return tuple(told)


def remember(folder: Path, journal_id: str, last_change: str, *, closed: bool = False) -> None:
    """Keep how a journal is now, while nobody writes to it; `closed` says that its file stays so until it is opened.

    Where that cannot be kept nothing is lost: an older copy will not be noticed.
    """
    with suppress(OSError):
        mark = Mark(last_change, round_of(log(folder)), _place_of(database(folder)))
        if closed and mark.log is None and _is_plain(database(folder)):
            mark = replace(mark, digest=_digest_of(database(folder)))
        kept = _read()
        others = [(name, one) for name, one in kept.journals.items() if name != _digest(journal_id)]
        journals = dict([*others[1 - MOST_JOURNALS :], (_digest(journal_id), mark)])
        _write(replace(kept, journals=journals))


def forget(journal_id: str) -> None:
    """Forget a journal, so that nobody is told of an older copy that they restored themselves."""
    with suppress(OSError):
        kept = _read()
        others = {name: one for name, one in kept.journals.items() if name != _digest(journal_id)}
        _write(replace(kept, journals=others))


def frames_of(folder: Path, salts: Salts) -> int:
    """Return how many frames of a round of a journal's log this computer saw beside the same file; 0 for none.

    Beside another file a shorter log is that of an older copy, which is whole.
    """
    with suppress(FileNotFoundError):
        now = _place_of(database(folder))
        logs = [one.log for one in _read().journals.values() if one.place == now and one.log is not None]
        return max((one.frames for one in logs if one.salts == salts), default=0)
    return 0


def is_as_it_was_closed(folder: Path) -> bool | None:
    """Tell whether a journal's file has the bytes that it was closed with; None where that cannot be told.

    It cannot where another computer or program wrote to it since, which its time of writing shows.
    """
    file = database(folder)
    now = _place_of(file)
    marks = _read().journals.values()
    kept = next((one for one in marks if one.place == now and one.digest), None)
    if kept is None:
        return None
    same = kept.digest == _digest_of(file)
    return same if _place_of(file) == now else None


def _is_plain(file: Path) -> bool:
    """Tell whether a file is one without a passphrase, and not too large: the pages of the others carry seals."""
    if file.stat().st_size > MOST_DIGESTED:
        return False
    with file.open("rb") as opened:
        return opened.read(len(PLAIN)) == PLAIN


def _place_of(file: Path) -> tuple[int, ...]:
    found = file.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _digest_of(file: Path) -> str:
    whole = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            whole.update(chunk)
    return whole.hexdigest()


def _digest(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:32]


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _shown(moment: datetime) -> str:
    return moment.astimezone().strftime(SHOWN)


def _shown_apart(one: datetime, other: datetime) -> tuple[str, str]:
    """Return two moments as they are shown, as closely as it takes for them to differ."""
    same = _shown(one) == _shown(other)
    form = "%Y-%m-%d %H:%M:%S.%f" if same else SHOWN
    return one.astimezone().strftime(form), other.astimezone().strftime(form)


def _read() -> _Kept:
    """Return what is kept; a file that is not there, or is not whole, keeps nothing."""
    try:
        with seen_file().open("rb") as file:
            told = json.loads(file.read(MOST_BYTES))
        marks = {str(name): Mark.read(one) for name, one in told["journals"].items()}
        return _Kept(marks, tuple(map(str, told["warned"])))
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return _Kept()


def _write(kept: _Kept) -> None:
    file = seen_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_name(f"{file.name}.{os.getpid()}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        json.dump(asdict(kept), opened)
    beside.replace(file)
