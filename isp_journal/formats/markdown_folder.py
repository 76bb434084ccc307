"""Entries as a folder of Markdown files with front matter: one file an entry, a folder a year."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from isp_journal.file_kinds import ENDINGS, TEXT, media_of
from isp_journal.formats import front_matter
from isp_journal.formats.entry_lines import LONGEST, AttachmentShape, EntryReader, EntryShape
from isp_journal.formats.field_values import Unfit, last_changed
from isp_journal.framework import Catalogue
from isp_journal.model import ImportedEntry, Skipped

SUFFIX = ".md"
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_TAIL = 12
_NO_NAME = re.compile(r'[\\:*?"<>|\x00-\x1f]')
_PLAIN_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")


class MarkdownFolder:
    """The entries of the Markdown files in a folder and those below it, by name; links are not followed.

    Raises OSError when the folder itself cannot be read.
    """

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self._folder = folder
        self._reader = EntryReader(catalogue)
        self._skipped: list[Skipped] = []
        self._files = [folder] if folder.is_file() else list(self._below())
        self.done = 0
        """How many files were read so far."""

    @property
    def unread(self) -> Counter[str]:
        """The names of fields that were met and not read, and how often."""
        return self._reader.unread

    @property
    def total(self) -> int:
        """How many files there are."""
        return len(self._files)

    def name(self, number: int) -> str:
        """Return the path of a file within the folder, by its number from 1 on."""
        file = self._files[number - 1]
        return file.name if file == self._folder else file.relative_to(self._folder).as_posix()

    def __iter__(self) -> Iterator[ImportedEntry | Skipped]:
        """Yield what each file says; a file that is no entry comes as Skipped with its name."""
        for number, file in enumerate(self._files, start=1):
            self.done = number
            try:
                yield self._entry(file, number)
            except Unfit as unfit:
                yield Skipped(number, str(unfit), self.name(number))
            except OSError as wrong:
                yield Skipped(number, f"it can't be read ({wrong.strerror})", self.name(number))
        yield from self._skipped

    def _below(self) -> Iterator[Path]:
        """Yield Markdown files by name, each folder at its own place among them; hidden ones are left alone."""
        waiting = [self._listed(self._folder)]
        while waiting:
            if not waiting[-1]:
                waiting.pop()
                continue
            one = waiting[-1].pop()
            if one.name.startswith(".") or one.is_symlink():
                continue
            if one.is_dir(follow_symlinks=False):
                waiting.append(self._listed(Path(one.path)))
            elif one.is_file(follow_symlinks=False) and one.name.lower().endswith(SUFFIX):
                yield Path(one.path)

    def _listed(self, folder: Path) -> list[os.DirEntry[str]]:
        """Return what a folder holds, the first name last."""
        try:
            with os.scandir(folder) as found:
                return sorted(found, key=lambda one: one.name, reverse=True)
        except OSError as wrong:
            if folder == self._folder:
                raise
            within = folder.relative_to(self._folder).as_posix()
            self._skipped.append(Skipped(0, f"this folder can't be read ({wrong.strerror})", within))
            return []

    def _entry(self, file: Path, number: int) -> ImportedEntry:
        with file.open("rb") as stream:
            content = stream.read(LONGEST + 1)
            changed = last_changed(stream)
        if len(content) > LONGEST:
            raise Unfit(f"it is longer than {LONGEST // (1024 * 1024)} MiB")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise Unfit(f"it is not UTF-8 text (byte {wrong.start + 1})") from None
        head, body = front_matter.parted(text.replace("\r\n", "\n").replace("\r", "\n"))
        said = front_matter.read(head)
        if "text" in said:
            raise Unfit("its front matter has a field 'text', which is what stands below it")
        # `document` adds an empty line after the front matter, and the line end of the file.
        said["text"] = (body.removeprefix("\n") if head else body).removesuffix("\n")
        undated = _date_in(file.name) or changed
        return self._reader.entry(said, number, undated=undated, typed=False, beside=partial(attached_file, file))


def document(shape: EntryShape, names: Sequence[str] = ()) -> bytes:
    """Return an entry as the bytes of a Markdown file: its fields as front matter, an empty line, its text.

    `names` are the files of its attachments, as seen from the file.
    """
    attached = zip(shape.attachments or (), names, strict=True)
    beside = [AttachmentShape(name=one.name, file=name, id=one.id) for one, name in attached]
    fields = msgspec.to_builtins(msgspec.structs.replace(shape, attachments=beside or None))
    text = fields.pop("text")
    return f"{front_matter.written(fields)}\n{text}\n".encode()


def write(shapes: Iterable[EntryShape], folder: Path, put: Callable[[Path, bytes], None]) -> int:
    """Write each entry to a file of its own below a folder and return how many there were.

    Names of files tell the date and the end of the id, and no private word; attachments lie beside their entry in a
    folder of its name, by numbers. `put` makes a file of bytes.
    """
    written = 0
    day, taken = "", set[str]()
    for shape in shapes:
        on, identity = shape.date or "", str(shape.id or "")
        if on != day:
            day, taken = on, set()
        tail = identity[-_TAIL:]
        name = identity if tail in taken else tail
        taken.add(tail)
        file = folder / on[:4] / f"{on}-{name}{SUFFIX}"
        names = [f"{file.stem}.files/{at}{_ending(one)}" for at, one in enumerate(shape.attachments or (), 1)]
        put(file, document(shape, names))
        for one, told in zip(shape.attachments or (), names, strict=True):
            put(file.parent / told, one.content or b"")
        written += 1
    return written


def attached_file(document: Path, told: str, most: int) -> bytes:
    """Return the bytes of a file that a Markdown file names: it lies in the same folder or one below; raises Unfit.

    Links are not followed, and of a file with more than `most` bytes only one more is read.
    """
    parts = told.split("/")
    if len(parts) > 2 or any(part in ("", ".", "..") or _NO_NAME.search(part) for part in parts):
        raise Unfit("one of its attachments does not lie beside it")
    file = document.parent.joinpath(*parts)
    try:
        if any(one.is_symlink() for one in (file, file.parent)[: len(parts)]) or not file.is_file():
            raise Unfit("one of its attachments is not there")
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as wrong:
        raise Unfit(f"one of its attachments can't be read ({wrong.strerror})") from None


def _ending(one: AttachmentShape) -> str:
    """Return the ending of an attachment's name, or one that fits its bytes: it tells what they are, and no word."""
    ending = Path(one.name).suffix
    if _PLAIN_ENDING.fullmatch(ending) and ending.lower() != SUFFIX:
        return ending
    media = media_of(one.content or b"")
    return ENDINGS.get(media, (".txt" if media == TEXT else ".bin",))[0]


def _date_in(name: str) -> date | None:
    """Return the date that a file's name tells, such as 2026-11-24 or 20261124."""
    for found in _DATE_IN_NAME.finditer(name):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            continue
    return None
