"""What the terminal shows: plain lines for a person, JSON for a program, sentences about trouble on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper

# A text from elsewhere must not steer the terminal: only line ends and tabs are left of the control characters.
_CONTROLS = {sign: None for sign in (*range(32), *range(127, 160)) if chr(sign) not in "\n\t"}
_ESCAPED = {sign: f"\\u{sign:04x}" for sign in range(127, 160)}


class Unwritten(Exception):
    """What a command prints could not be written to where its output goes, such as a full disk; its text says so."""


def suit_streams() -> None:
    """Write UTF-8 into files and pipes everywhere, and never fail on a sign that a terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def say(text: str = "") -> None:
    """Print a line for a person."""
    put(text.translate(_CONTROLS) + "\n")


def put(text: str) -> None:
    """Write to standard output, also where it goes nowhere; raises Unwritten where it cannot be written."""
    with _told():
        if sys.stdout is not None:
            sys.stdout.write(text)


def put_bytes(content: bytes) -> None:
    """Write bytes as they are to standard output; raises Unwritten where they cannot be written."""
    with _told():
        if sys.stdout is not None:
            sys.stdout.buffer.write(content)


def end() -> None:
    """Let go of what standard output still holds back; raises Unwritten where it cannot be written."""
    with _told():
        if sys.stdout is not None:
            sys.stdout.flush()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as wrong:
        raise Unwritten(
            f"The output can't be written ({wrong.strerror}). What the command changed in the journal, if anything, "
            "was done before. Choose another place for the output."
        ) from None


def complain(text: str) -> None:
    """Print a sentence about trouble on standard error, on one line."""
    if sys.stderr is not None:
        sys.stderr.write(" ".join(text.translate(_CONTROLS).split()) + "\n")


def show(value: object) -> None:
    """Print one thing as JSON."""
    put(as_json(value) + "\n")


def show_items(items: Iterable[Mapping[str, object]]) -> None:
    """Print a list as JSON, each thing on a line of its own, as soon as it is known."""
    put('{"items": [')
    separator = "\n"
    for item in items:
        put(f"{separator}{as_json(item)}")
        separator = ",\n"
    put("\n]}\n" if separator != "\n" else "]}\n")


def as_json(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False).translate(_ESCAPED)
