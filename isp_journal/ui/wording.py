"""Counts, days and spans of time as lists and charts write them."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from isp_journal.ui.dates import clock, day_first, short

_WEEK = 7
_DAYS_IN_WORDS = 14
_WEEKS_IN_WORDS = 60
_MONTH = 30.44
_YEAR = 365.25
_MONTHS_IN_WORDS = 18
_SHORT = QLocale.FormatType.ShortFormat
_LONG = QLocale.FormatType.LongFormat


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun, such as '1 passage' or '8 passages'."""
    return f"{QLocale().toString(number)} {one if number == 1 else many}"


def passages(number: int) -> str:
    """Return how many passages there are, 'no passages' for none."""
    return counted(number, "passage", "passages") if number else "no passages"


def day(on: date, today: date) -> str:
    """Return a date without its weekday, such as '24 Nov', with the year if it is another one."""
    shape = "d MMM" if day_first() else "MMM d"
    if on.year != today.year:
        shape += " yyyy" if day_first() else ", yyyy"
    return QLocale().toString(QDate(on.year, on.month, on.day), shape)


def day_in_list(on: date, today: date) -> str:
    """Return 'Today', 'Yesterday', or the date with its weekday."""
    days = (today - on).days
    return {0: "Today", 1: "Yesterday"}.get(days) or short(on, today)


def moment_in_list(instant: str, today: date) -> str:
    """Return a UTC instant in local words, such as 'Today, 18:05' or 'Tue 24 Nov, 18:05'."""
    at = datetime.fromisoformat(instant).astimezone()
    return f"{day_in_list(at.date(), today)}, {clock(at.hour, at.minute)}"


def ago(on: date, today: date) -> str:
    """Return how long ago a day was, in words: 'yesterday', '5 days ago', '3 weeks ago', '2 months ago'."""
    days = (today - on).days
    if days < 0:
        return "ahead"
    if days <= 1:
        return ("today", "yesterday")[days]
    if days < _DAYS_IN_WORDS:
        return f"{days} days ago"
    if days < _WEEKS_IN_WORDS:
        return f"{days // _WEEK} weeks ago"
    months = round(days / _MONTH)
    if months < _MONTHS_IN_WORDS:
        return f"{months} months ago"
    return counted(max(2, round(days / _YEAR)), "year ago", "years ago")


def month_short(month: int) -> str:
    """Return the short name of a month by its number, such as 'Nov'."""
    return QLocale().standaloneMonthName(month, _SHORT).rstrip(".")


def month_long(year: int, month: int) -> str:
    """Return a month with its year, such as 'November 2026'."""
    return f"{QLocale().standaloneMonthName(month, _LONG)} {year}"


def bytes_in_words(size: int) -> str:
    """Return a number of bytes as people read it, such as '340 kB' or '2.4 MB'."""
    if size < 1000:
        return counted(size, "byte", "bytes")
    places = 0 if size < 1_000_000 else 1
    words = QLocale().formattedDataSize(size, places, QLocale.DataSizeFormat.DataSizeSIFormat)
    return words.replace(f"{QLocale().decimalPoint()}0 ", " ")
