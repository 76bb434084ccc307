"""Dates as a person types and reads them: 'yesterday', 'last tuesday', 'Tue 24 Nov'."""

import re
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

_TODAY = ("t", "today", "now")
_YESTERDAY = ("y", "yesterday")
_STEP = re.compile(r"([+-])\s*(\d{1,4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*(?:[./-]\s*(\d{4}|\d{2})?)?")
_WEEKDAY = re.compile(r"(?:(last|on|this)\s+)?([a-zà-ÿ]{2,})\.?")
_TIME = re.compile(r"(\d{1,2})(?:[:.h\s]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_WEEK = 7
_SHORTEST_NAME = 2


def parse(typed: str, today: date) -> date | None:
    """Return the date that somebody means by a few words, looking back rather than ahead; None if it is no date."""
    words = " ".join(typed.split()).casefold()
    if not words:
        return None
    if words in _TODAY:
        return today
    if words in _YESTERDAY:
        return today - timedelta(days=1)
    return _by_form(words, today) or _by_words(words, today)


def short(day: date, today: date) -> str:
    """Return a date with its weekday, such as 'Tue 24 Nov', with the year if it is another one."""
    shape = "ddd d MMM" if day_first() else "ddd MMM d"
    if day.year != today.year:
        shape += " yyyy" if day_first() else ", yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), shape)


def clock(hour: int, minute: int) -> str:
    """Return a time of day as the locale writes it, such as '10:42'."""
    return QLocale().toString(QTime(hour, minute), QLocale.FormatType.ShortFormat)


def parse_time(typed: str) -> tuple[int, int] | None:
    """Return hour and minute of what was typed, such as '9', '14:30', '2.15 pm'; None if it is no time."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    half = (found.group(3) or "").replace(".", "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def day_first() -> bool:
    """Whether the locale writes the day before the month."""
    shape = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return shape.find("d") < shape.find("M") or shape.startswith("y")


def _by_form(words: str, today: date) -> date | None:
    step = _STEP.fullmatch(words)
    if step:
        days = int(step.group(2))
        return today + timedelta(days=days if step.group(1) == "+" else -days)
    iso = _ISO.fullmatch(words)
    if iso:
        return _made(*(int(part) for part in iso.groups()))
    numbers = _NUMBERS.fullmatch(words)
    if numbers:
        return _by_numbers(int(numbers.group(1)), int(numbers.group(2)), numbers.group(3), today)
    named = _WEEKDAY.fullmatch(words)
    if named:
        back = _weekday(named.group(2))
        if back is not None:
            days = (today.weekday() - back) % _WEEK
            # The same weekday without 'this' means a week ago: for today there is 'today'.
            days = _WEEK if days == 0 and named.group(1) != "this" else days
            return today - timedelta(days=days)
    return None


def _by_numbers(one: int, other: int, year: str | None, today: date) -> date | None:
    day, month = (one, other) if day_first() else (other, one)
    if year:
        return _made(int(year) if len(year) > _SHORTEST_NAME else 2000 + int(year), month, day)
    found = _made(today.year, month, day)
    return _made(today.year - 1, month, day) if found and found > today else found


def _weekday(name: str) -> int | None:
    """Return the weekday (Monday is 0) that a name or its beginning tells, in English or the locale's language."""
    locales = (QLocale(QLocale.Language.English), QLocale())
    for locale in locales:
        for number in range(_WEEK):
            full = locale.standaloneDayName(number + 1, QLocale.FormatType.LongFormat).casefold()
            if len(name) >= _SHORTEST_NAME and full.startswith(name):
                return number
    return None


def _by_words(words: str, today: date) -> date | None:
    from datetime import datetime, time  # at first use: start-up time

    import dateparser  # at first use: it takes 0.1 s to import

    language = QLocale().name().partition("_")[0]
    languages = ["en"] if language in ("C", "en") else [language, "en"]
    found = dateparser.parse(
        words,
        languages=languages,
        settings={
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY" if day_first() else "MDY",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return found.date() if found else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
