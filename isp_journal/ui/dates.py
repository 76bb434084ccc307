"""Dates as a person types and reads them: 'yesterday', 'last tuesday', 'Tue 24 Nov'."""

import re
from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, QTime

_TIME = re.compile(r"(\d{1,2})(?:[:.h\s]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)


def parse(typed: str, today: date) -> date | None:
    """Return the date that somebody means by a few words, looking back rather than ahead; None if it is no date."""
    from isp_journal import natural_dates  # at first use: start-up time

    locale = QLocale()
    language = locale.name().partition("_")[0]
    languages = ("en",) if language in ("C", "en") else (language, "en")
    names = tuple(locale.standaloneDayName(number) for number in range(1, 8))
    return natural_dates.parse(typed, today, natural_dates.Customs(day_first(), languages, names))


def short(day: date, today: date) -> str:
    """Return a date with its weekday, such as 'Tue 24 Nov', with the year if it is another one."""
    shape = "ddd d MMM" if day_first() else "ddd MMM d"
    if day.year != today.year:
        shape += " yyyy" if day_first() else ", yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), shape)


def clock(hour: int, minute: int) -> str:
    """Return a time of day as the locale writes it, such as '10:42'."""
    return QLocale().toString(QTime(hour, minute), QLocale.FormatType.ShortFormat)


def moment(instant: str, today: date) -> str:
    """Return a UTC instant in local words, such as 'Tue 24 Nov, 18:05'."""
    at = datetime.fromisoformat(instant).astimezone()
    return f"{short(at.date(), today)}, {clock(at.hour, at.minute)}"


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
