"""What makes a passphrase: whether it can be taken, and an honest word on how long it would withstand."""

import unicodedata
from dataclasses import dataclass

from isp_journal import recovery_words

SHORTEST = 12
WORDS = 4
LONGEST = 1_000
# The estimate looks for words and patterns in every part of the text; beyond this it only gets slow.
LOOKED_AT = 100
# Guesses in a second of somebody who has the file and many fast computers: one guess fills 64 MiB three times.
GUESSES = 10_000.0
MINUTE, HOUR, DAY, YEAR = 60.0, 3_600.0, 86_400.0, 31_557_600.0


@dataclass(frozen=True, slots=True)
class Strength:
    """How well a passphrase withstands guessing: a score from 0 to 4, and a sentence for the person."""

    score: int
    words: str


def normal(text: str) -> str:
    """Return the text in the one form (NFC) that keys are made from.

    Keyboards and systems differ in how they spell an é or an ü in code points; the person sees and means the same.
    """
    return unicodedata.normalize("NFC", text)


def refusal(text: str) -> str:
    """Return why a text can't be taken as a new passphrase, or nothing when it can."""
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text):
        return "It holds signs that can't be typed again, such as a line end."
    whole = normal(text).strip()
    if len(whole) < SHORTEST and len(whole.split()) < WORDS:
        return f"It is short. Take at least {SHORTEST} characters, or {WORDS} words."
    if len(whole) > LONGEST:
        return f"It is longer than {LONGEST} characters."
    if recovery_words.fits(whole):
        return "It has the form of a recovery code. Take words of your own."
    return ""


def estimate(text: str) -> Strength:
    """Return how long somebody who has the file would need on average to find this passphrase by guessing."""
    from zxcvbn import zxcvbn  # at first use: its lists of words take 30 ms

    looked_at = normal(text)[:LOOKED_AT]
    if not looked_at:
        return Strength(0, "Nothing was typed yet.")
    told = zxcvbn(looked_at, max_length=LOOKED_AT)
    score, time = int(told["score"]), time_in_words(float(told["guesses"]) / GUESSES)
    return Strength(score, f"Somebody who has the file would need {time} to guess it.")


def time_in_words(seconds: float) -> str:
    """Return a time as somebody would tell it."""
    if seconds >= 1_000 * YEAR:
        return "more than a thousand years"
    for size, name in ((YEAR, "year"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= size:
            count = round(seconds / size)
            return f"about {count} {name}{'s' if count > 1 else ''}"
    return "less than a minute"
