"""Whether earlier versions can be read and restored: their content, their numbers, and their row."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from isp_journal.model import Kind, Mode, Problem
from isp_journal.storage.checking import MOST, TAKE_BACK, Pace, Rule, Subject, broken, tables

_VERSION = "r.thing, r.row_id, 'version', r.revision"
_UNREADABLE = "An earlier version can't be read."


def versions(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look at every kept version of every row."""
    for rule in _RULES:
        pace.look()
        yield from broken(subject, rule)
    for table in sorted(_PARTS.keys() & tables(subject)):
        for rule in _of_table(table):
            pace.look()
            yield from broken(subject, rule)
    yield from _contents(subject, pace)


_RULES = (
    Rule("A version says nothing of what it is a version of.", f"SELECT {_VERSION} FROM revision r "
         "WHERE r.thing NOT IN ('entry', 'person', 'site', 'label', 'note', 'attachment')"),
    Rule("A version has a number or an instant that cannot be.", f"SELECT {_VERSION} FROM revision r "
         "WHERE typeof(r.revision) <> 'integer' OR r.revision < 1 OR julianday(r.kept_at) IS NULL"),
)  # fmt: skip


def _of_table(table: str) -> Iterator[Rule]:
    of = f"SELECT {_VERSION} FROM revision r LEFT JOIN {table} t ON t.id = r.row_id WHERE r.thing = '{table}' AND"
    yield Rule("A version belongs to what is not there.", f"{of} t.id IS NULL")
    yield Rule("A version is not older than what it is a version of.", f"{of} r.revision >= t.revision")


def _contents(subject: Subject, pace: Pace) -> Iterator[Problem]:
    found = 0
    asked = "SELECT thing, row_id, revision, content FROM revision"
    for thing, identity, number, content in subject.connection.execute(asked):
        pace.look()
        if found < MOST and thing in _PARTS and not _reads(thing, content):
            found += 1
            yield Problem(_UNREADABLE, f"{thing} {identity} version {number}", TAKE_BACK)


def _reads(thing: str, content: str) -> bool:
    """Tell whether a version says all that its kind of row needs."""
    try:
        told = json.loads(content)
        for name, read in _PARTS[thing].items():
            if told[name] is not None or name not in _MAY_BE_NOTHING:
                read(told[name])
        content.encode()
        return all(_points(told["body"], tag) for tag in told.get("tags", ()))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return False


def _points(body: str, tag: dict[str, Any]) -> bool:
    """Tell whether a tag of a version points at its words there, or is loose, or is on the whole entry."""
    for name in ("id", "component", "activity"):
        _words(tag[name])
    start = tag.get("start")
    return start is None or body[start : tag["end"]] == tag["quote"]


def _words(said: Any) -> None:
    if not isinstance(said, str):
        raise TypeError


def _number(said: Any) -> None:
    if not isinstance(said, int):
        raise TypeError


def _list(said: Any) -> None:
    if not isinstance(said, list):
        raise TypeError


_MAY_BE_NOTHING = {"occurred_time", "site_id", "mode", "minutes", "archived_at", "trashed_at", "activity"}
_STAMPS: dict[str, Callable[[Any], object]] = {
    "updated_at": datetime.fromisoformat,
    "trashed_at": datetime.fromisoformat,
}
_PARTS: dict[str, dict[str, Callable[[Any], object]]] = {
    "entry": {
        "kind": Kind,
        "occurred_on": date.fromisoformat,
        "occurred_time": time.fromisoformat,
        "site_id": _words,
        "mode": Mode,
        "minutes": _number,
        "title": _words,
        "body": _words,
        "people": _list,
        "labels": _list,
        "tags": _list,
    },
    "person": {"name": _words, "role": _words, "archived_at": datetime.fromisoformat, **_STAMPS},
    "site": {"name": _words, "archived_at": datetime.fromisoformat, **_STAMPS},
    "label": {"name": _words, **_STAMPS},
    "note": {"component": _words, "activity": _words, "on_date": date.fromisoformat, "body": _words, **_STAMPS},
    "attachment": {"digest": _words, "name": _words, "media": _words, **_STAMPS},
}
