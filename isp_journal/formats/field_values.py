"""Single values as files write them: dates, times, ids and the fixed words of the field."""

import os
import re
import uuid
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import BinaryIO, TypeVar

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHORT_TIME = re.compile(r"\d:\d\d")
_SHOWN = 40
Words = TypeVar("Words", bound=StrEnum)


class Unfit(Exception):
    """A line or file that is no entry; its text is the reason, for the report."""


def as_date(told: str) -> tuple[date, time | None]:
    """Return an ISO date, and its local time when one is written with it; raises Unfit."""
    words = told.strip()
    try:
        if len(words) <= len("2026-11-24"):
            return date.fromisoformat(words), None
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise Unfit(f"'{words[:_SHOWN]}' is not a date such as 2026-11-24") from None
    return moment.date(), moment.time().replace(second=0, microsecond=0)


def as_time(told: str) -> time:
    """Return a local time of day to the minute; raises Unfit."""
    words = told.strip()
    if _SHORT_TIME.fullmatch(words):
        words = f"0{words}"
    try:
        found = time.fromisoformat(words)
    except ValueError:
        raise Unfit(f"'{words[:_SHOWN]}' is not a time such as 14:30") from None
    return found.replace(second=0, microsecond=0, tzinfo=None)


def as_instant(told: str) -> str:
    """Return an instant as the journal keeps it, in UTC with milliseconds; raises Unfit."""
    try:
        moment = datetime.fromisoformat(told.strip())
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unfit(f"'{told[:_SHOWN]}' is not an instant such as 2026-11-24T09:30:00Z") from None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_id(told: str) -> str:
    """Return an id as the journal keeps it; one of another program becomes a UUID that is always the same."""
    words = told.strip().lower()
    if _UUID.fullmatch(words):
        return words
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"isp-journal:{told}"))


def as_word(words: type[Words], told: str, name: str) -> Words:
    """Return one of the field's fixed words, case and hyphens aside; raises Unfit with those there are."""
    if told in words.__members__.values():
        return words(told)
    plain = " ".join(told.casefold().replace("-", " ").replace("_", " ").split())
    try:
        return words(plain)
    except ValueError:
        there = ", ".join(words)
        raise Unfit(f"its {name} '{told[:_SHOWN]}' is none of: {there}") from None


def last_changed(stream: BinaryIO) -> date:
    """Return the day on which an open file was last written to, or today where the system does not tell."""
    try:
        return date.fromtimestamp(os.fstat(stream.fileno()).st_mtime)
    except (OSError, ValueError, OverflowError):
        return date.today()
