"""Dates as a person types them: 'yesterday', 'last tuesday', '24 nov'; looking back rather than ahead."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_TODAY = ("t", "today", "now")
_YESTERDAY = ("y", "yesterday")
_STEP = re.compile(r"([+-])\s*(\d{1,4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*(?:[./-]\s*(\d{4}|\d{2})?)?")
_WEEKDAY = re.compile(r"(?:(last|on|this)\s+)?([^\W\d_]{2,})\.?")
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK = 7
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Customs:
    """How dates are written where the person is.

    `day_first` None refuses 3/4, which may be either; `weekdays` are the names from Monday on in the person's language.
    """

    day_first: bool | None = None
    languages: tuple[str, ...] = ("en",)
    weekdays: tuple[str, ...] = ()


def parse(typed: str, today: date, customs: Customs) -> date | None:
    """Return the date that somebody means by a few words, or None if it is no date."""
    words = " ".join(typed.split()).casefold()
    if not words or len(words) > _LONGEST:
        return None
    if words in _TODAY:
        return today
    if words in _YESTERDAY:
        return today - timedelta(days=1)
    if _STEP.fullmatch(words):
        return _stepped(int(words.replace(" ", "")), today)
    iso = _ISO.fullmatch(words)
    if iso:
        return _made(*(int(part) for part in iso.groups()))
    numbers = _NUMBERS.fullmatch(words)
    if numbers:
        return _by_numbers(numbers, today, customs)
    return _by_weekday(words, today, customs) or _by_words(words, today, customs)


def _stepped(days: int, today: date) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _by_numbers(numbers: re.Match[str], today: date, customs: Customs) -> date | None:
    one, other, year = int(numbers.group(1)), int(numbers.group(2)), numbers.group(3)
    first = customs.day_first
    if first is None:
        if one != other and max(one, other) <= 12:
            return None
        first = one > 12
    day, month = (one, other) if first else (other, one)
    if year:
        return _made(int(year) if len(year) > 2 else 2000 + int(year), month, day)
    found = _made(today.year, month, day)
    return _made(today.year - 1, month, day) if found is None or found > today else found


def _by_weekday(words: str, today: date, customs: Customs) -> date | None:
    named = _WEEKDAY.fullmatch(words)
    if named is None:
        return None
    which, name = named.groups()
    for names in (_ENGLISH, customs.weekdays):
        for number, full in enumerate(names):
            if full.casefold().startswith(name):
                days = (today.weekday() - number) % _WEEK
                # The same weekday without 'this' means a week ago: for today there is 'today'.
                return today - timedelta(days=_WEEK if days == 0 and which != "this" else days)
    return None


def _by_words(words: str, today: date, customs: Customs) -> date | None:
    import dateparser  # at first use: it takes 0.1 s

    found = dateparser.parse(
        words,
        languages=list(customs.languages),
        settings={
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "MDY" if customs.day_first is False else "DMY",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            # Without this a bare 3 or 'may' would become a day that nobody said.
            "REQUIRE_PARTS": ["day", "month"],
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return found.date() if found else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
