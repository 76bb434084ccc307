"""Rows that changed without anybody changing them: told by a backup, which has the same row of the same moment.

A file without a passphrase carries no seals, and SQLite notices no letter that turned into another. But whatever
changes a row gives it a new instant, so that two rows with the same id and the same instant must say the same.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from isp_journal.model import Problem
from isp_journal.storage.checking import MOST, TAKE_BACK, Pace
from isp_journal.storage.row_checks import KEPT

CHANGED = "Something changed without being changed by anybody, as its backup shows."
# An entry that moves to another date takes these along, which is no change of their own.
_MOVES = {"tag": {"place"}, "attachment": {"place"}}


class _Kept(NamedTuple):
    """A table whose rows are never changed once written: what tells them apart, and what a repeated one has anew."""

    table: str
    key: str
    moment: str


# The bytes of attachments are told by their digest, lines of an import written again after a restore by their batch.
_NEVER_CHANGED = (
    _Kept("revision", "row_id || ' version ' || revision", "kept_at"),
    _Kept("import_line", "digest", "batch_id"),
    _Kept("import_line", "entry_id", "batch_id"),
)


def changed(now: Any, then: Any, pace: Pace) -> Iterator[Problem]:
    """Yield what the journal says otherwise than a backup of it, though it was not changed since; two connections."""
    for table in KEPT:
        columns = sorted(_columns(now, table) & _columns(then, table) - {"id", "updated_at"} - _MOVES.get(table, set()))
        if columns:
            yield from _limited(_differences(now, then, _asked(table, "id", "updated_at", columns), pace), table)
    for table, key, moment in _NEVER_CHANGED:
        columns = sorted(_columns(now, table) & _columns(then, table) - {moment})
        yield from _limited(_differences(now, then, _asked(table, key, moment, columns), pace), table)


def _asked(table: str, key: str, moment: str, columns: list[str]) -> str:
    named = ", ".join(f'"{name}"' for name in columns)
    return f"SELECT {key} AS told_apart, {moment}, {named} FROM {table} ORDER BY told_apart"


def _differences(now: Any, then: Any, asked: str, pace: Pace) -> Iterator[str]:
    """Walk through the same table of both, row by row, and yield what tells a row apart that is not the same."""
    new, old = iter(now.execute(asked)), iter(then.execute(asked))
    one, other = next(new, None), next(old, None)
    while one is not None and other is not None:
        pace.look()
        if one[0] == other[0]:
            if one != other and (one[1] == other[1] or (one[2:] == other[2:] and _one_bit(one[1], other[1]))):
                yield str(one[0])
            one, other = next(new, None), next(old, None)
        elif _order(one[0]) < _order(other[0]):
            one = next(new, None)
        else:
            other = next(old, None)


def _order(key: object) -> tuple[int, Any]:
    """Return what sorts keys as SQLite does, also those that a flipped bit made into a number or bytes."""
    kinds = ((int, float), (str,), (bytes,))
    return next((place, key) for place, kind in enumerate(kinds) if isinstance(key, kind))


def _one_bit(one: object, other: object) -> bool:
    """Tell whether two instants differ in one bit alone: a change of a row changes more of it."""
    first, second = (str(each).encode("utf-8", "surrogateescape") for each in (one, other))
    return len(first) == len(second) and sum((a ^ b).bit_count() for a, b in zip(first, second, strict=True)) == 1


def _limited(found: Iterator[str], table: str) -> Iterator[Problem]:
    for count, identity in enumerate(found):
        if count == MOST:
            yield Problem(CHANGED, f"{table}: and others", TAKE_BACK)
            return
        yield Problem(CHANGED, f"{table} {identity}", TAKE_BACK)


def _columns(connection: Any, table: str) -> set[str]:
    return {str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")}
