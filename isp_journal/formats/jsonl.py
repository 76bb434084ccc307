"""Entries as lines of JSON: read one line at a time with flat memory, written with the same bytes every time."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import BinaryIO

import msgspec

from isp_journal.errors import KnownError
from isp_journal.formats.entry_lines import LONGEST, LONGEST_ATTACHED, AttachmentShape, EntryReader, EntryShape
from isp_journal.formats.field_values import Unfit
from isp_journal.framework import Catalogue
from isp_journal.model import ImportedEntry, Skipped

_BOM = b"\xef\xbb\xbf"
_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")
_LONGEST_LINE = LONGEST + LONGEST_ATTACHED
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class JsonLines:
    """The entries of a stream of JSON lines, in order; a line that is no entry comes as Skipped with its number."""

    def __init__(self, stream: BinaryIO, catalogue: Catalogue, *, undated: date) -> None:
        self._stream = stream
        self._reader = EntryReader(catalogue)
        self._undated = undated
        self._decode: Callable[[str], object] = json.JSONDecoder(
            object_pairs_hook=_each_once, parse_constant=_no_number
        ).decode
        self.done = 0
        """How many bytes were read so far."""

    @property
    def unread(self) -> Counter[str]:
        """The names of fields that were met and not read, and how often."""
        return self._reader.unread

    def __iter__(self) -> Iterator[ImportedEntry | Skipped]:
        """Yield what each line says; empty lines say nothing. Raises KnownError for a file of another encoding."""
        for number, line in enumerate(self._lines(), start=1):
            if line is None:
                yield Skipped(number, f"it is longer than {_LONGEST_LINE // (1024 * 1024)} MiB")
            elif line.strip():
                try:
                    yield self._reader.entry(self._said(line), number, undated=self._undated, typed=True)
                except Unfit as unfit:
                    yield Skipped(number, str(unfit))

    def _lines(self) -> Iterator[bytes | None]:
        """Yield lines without their ends, or None for one that is too long to be held."""
        first = True
        while line := self._stream.readline(_LONGEST_LINE + 1):
            self.done += len(line)
            if first:
                _refuse_utf16(line)
                line = line.removeprefix(_BOM)
                first = False
            if len(line) <= _LONGEST_LINE or line.endswith(b"\n"):
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = self._stream.readline(LONGEST)
                self.done += len(line)
            yield None

    def _said(self, line: bytes) -> object:
        if len(line) <= LONGEST:
            return self._parsed(line)
        # Only attachments make a line so long. They are taken out first, without a Python object for each of its parts.
        try:
            parts = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
            said = parts.pop("attachments", msgspec.Raw(b"null"))
            files = msgspec.json.decode(said, type=list[AttachmentShape] | None)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise Unfit("it is not JSON with attachments as they should be") from None
        rest = msgspec.json.encode(parts)
        if len(rest) > LONGEST:
            raise Unfit(f"it is longer than {LONGEST // (1024 * 1024)} MiB without its attachments")
        told = self._parsed(rest)
        return {**told, "attachments": files} if isinstance(told, dict) else told

    def _parsed(self, line: bytes) -> object:
        try:
            text = line.decode("utf-8")
            said = self._decode(text)
            if _HALVES.search(line):
                json.dumps(said, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise Unfit("it holds half of a character") from None
        except UnicodeDecodeError as wrong:
            raise Unfit(f"it is not UTF-8 text (byte {wrong.start + 1})") from None
        except json.JSONDecodeError as wrong:
            raise Unfit(f"it is not JSON (at character {wrong.colno})") from None
        except RecursionError:
            raise Unfit("it is nested too deeply") from None
        except ValueError:  # Python refuses numbers of thousands of digits
            raise Unfit("it holds a number that is too long") from None
        return said


def write(shapes: Iterable[EntryShape], put: Callable[[bytes], object]) -> int:
    """Write each entry as one line of JSON in UTF-8 and return how many there were."""
    encoder = msgspec.json.Encoder()
    written = 0
    for shape in shapes:
        put(encoder.encode(shape) + b"\n")
        written += 1
    return written


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    said = dict(pairs)
    if len(said) < len(pairs):
        names = Counter(name for name, _ in pairs)
        twice = next(name for name, times in names.items() if times > 1)
        raise Unfit(f"the field '{twice[:40]}' stands in it more than once")
    return said


def _no_number(name: str) -> object:
    raise Unfit(f"{name} is not a number")


def _refuse_utf16(start: bytes) -> None:
    if start.startswith(_UTF16):
        raise KnownError("This file is UTF-16 text.", todo="Save it as UTF-8, then import it.")
