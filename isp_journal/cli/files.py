"""The commands `import` and `export`: entries as lines of JSON or as a folder of Markdown files."""

from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal.cli.options import Commands, folder, opened, typed
from isp_journal.cli.output import put_bytes, say, show
from isp_journal.cli.progress import Bar, stoppable
from isp_journal.cli.reading import names_by_id
from isp_journal.cli.usage import Misused
from isp_journal.errors import Refused
from isp_journal.formats.field_values import last_changed
from isp_journal.formats.new_files import new_file, new_folder, put
from isp_journal.model import Entry, Filter, ImportReport

if TYPE_CHECKING:
    from isp_journal.formats.entry_lines import EntryShape
    from isp_journal.formats.jsonl import JsonLines
    from isp_journal.formats.markdown_folder import MarkdownFolder
    from isp_journal.framework import Catalogue

FORMATS = ("jsonl", "markdown")
SKIPPED_SHOWN = 20


def add_to(commands: Commands) -> None:
    """Add the commands for files."""
    taking = commands.add(
        "import", "Take in the entries of a JSON Lines file or of a folder of Markdown files.", _import
    )
    taking.add_argument(
        "path", metavar="PATH", nargs="?", help="the file or folder; '-' is JSON Lines on standard input"
    )
    taking.add_argument("--dry-run", action="store_true", help="only tell what would be taken and what not")
    taking.add_argument("--undo", action="store_true", help="take the last import back, without PATH")
    giving = commands.add("export", "Write all entries outside the trash to a file or folder.", _export)
    giving.add_argument("path", metavar="PATH", help="the file, or the new folder for Markdown; '-' is standard output")
    giving.add_argument("--format", choices=FORMATS, default="jsonl", help="jsonl if left out")
    giving.add_argument("--without-attachments", action="store_true", help="leave out the files kept with entries")
    giving.add_argument("--force", action="store_true", help="replace a JSON Lines file that is there already")


@dataclass(frozen=True, slots=True)
class Source:
    """What an import reads: the entries, how far it got (in bytes or files), and how much there is in all."""

    entries: "JsonLines | MarkdownFolder"
    name: str
    total: int | None
    unit: str

    @property
    def unread(self) -> Counter[str]:
        """The names of fields that were met and not read, and how often."""
        return self.entries.unread


def _import(asked: Namespace) -> None:
    if asked.undo == (asked.path is not None) or (asked.undo and asked.dry_run):
        raise Misused("An import needs a PATH, or --undo alone; see isp-journal import --help.")
    if asked.undo:
        _undo(asked)
        return
    with opened(asked, writing=not asked.dry_run) as journal, ExitStack() as stack:
        source = _source(asked.path, journal.framework, stack)
        # Whoever types or pipes lines waits inside a read, which only an exception ends.
        stop = stack.enter_context(stoppable(asked.path != "-"))
        bar = stack.enter_context(closing(Bar(source.total, source.unit)))

        def heard(_lines: int) -> None:
            stop()
            bar.at(source.entries.done)

        try:
            report = journal.imports.take(source.entries, dry_run=asked.dry_run, progress=heard, source=source.name)
        except OSError as wrong:
            raise Refused(f"{asked.path} can't be read any further ({wrong.strerror}).") from None
    _tell(asked, _named(report, source), source)


def _undo(asked: Namespace) -> None:
    with opened(asked, writing=True) as journal:
        last = journal.imports.last()
        if last is None:
            raise Refused("There is no import to take back.")
        gone = journal.imports.undo(last.id)
    if asked.json:
        show({"batch": last.id, "source": last.source, "removed": gone, "kept": last.entries - gone})
        return
    say(f"Took the import of {last.source} back: {_many(gone, 'entry', 'entries')} left the journal.")
    if last.entries > gone:
        say(f"{_many(last.entries - gone, 'entry', 'entries')} changed since then and stayed.")


def _source(path: str, catalogue: "Catalogue", stack: ExitStack) -> Source:
    # At first use: the parsers of files are not wanted by other commands.
    from isp_journal.formats.jsonl import JsonLines
    from isp_journal.formats.markdown_folder import SUFFIX, MarkdownFolder

    if path == "-":
        return Source(JsonLines(typed(), catalogue, undated=date.today()), "standard input", None, "B")
    file = Path(path)
    try:
        if file.is_dir() or file.suffix.lower() == SUFFIX:
            folder = MarkdownFolder(file, catalogue)
            return Source(folder, file.resolve().name, folder.total, "files")
        stream = stack.enter_context(file.open("rb"))
    except OSError as wrong:
        raise Refused(f"{path} can't be read ({wrong.strerror}).") from None
    lines = JsonLines(stream, catalogue, undated=last_changed(stream))
    return Source(lines, file.name, file.stat().st_size or None, "B")


def _named(report: ImportReport, source: Source) -> ImportReport:
    """Return the report with the names of the files that were not taken."""
    name = getattr(source.entries, "name", None)
    if name is None:
        return report
    skipped = (replace(one, name=one.name or name(one.number)) for one in report.skipped)
    return replace(report, skipped=tuple(skipped))


def _tell(asked: Namespace, report: ImportReport, source: Source) -> None:
    unread = dict(sorted(source.unread.items()))
    if asked.json:
        show({**asdict(report), "dry_run": asked.dry_run, "unread": unread})
        return
    would = "would be " if asked.dry_run else ""
    say(
        f"Read {_many(report.read, 'entry', 'entries')}: {report.added} {would}added, "
        f"{report.known} known already, {len(report.skipped)} not taken."
    )
    for one in report.skipped[:SKIPPED_SHOWN]:
        say(f"{one.name or f'Line {one.number}'}: {one.reason}")
    if len(report.skipped) > SKIPPED_SHOWN:
        say(f"… and {len(report.skipped) - SKIPPED_SHOWN} more; --json lists all of them.")
    if report.loose:
        say(f"{_many(report.loose, 'tag is', 'tags are')} loose: the quoted words do not stand in the text just once.")
    if unread:
        say(f"Fields that are not read: {', '.join(f'{name} ({times})' for name, times in unread.items())}")
    if report.batch:
        say("To take all of it back: isp-journal import --undo")


def _export(asked: Namespace) -> None:
    to_screen = asked.path == "-"
    if to_screen and (asked.json or asked.format == "markdown"):
        raise Misused("Standard output takes JSON Lines alone, without --json; name a folder for Markdown.")
    from isp_journal.formats.entry_lines import EntryWriter  # at first use: other commands write no files

    with opened(asked) as journal, ExitStack() as stack:
        stop = stack.enter_context(stoppable(True))
        bar = stack.enter_context(closing(Bar(journal.entries.count(Filter()), "entries")))
        # The names are read first: the entries then come out of one long reading.
        names = names_by_id(journal)
        whole = stack.enter_context(journal.attachments.exporting())
        entries = _watched(whole.entries, stop, bar)
        writer = EntryWriter(*names)
        shapes = writer.shapes(entries) if asked.without_attachments else writer.shapes(entries, whole.files)
        count = _write(asked, shapes)
    if asked.json:
        show({"path": asked.path, "format": asked.format, "entries": count})
    elif not to_screen:
        say(f"Wrote {_many(count, 'entry', 'entries')} to {asked.path}.")


def _write(asked: Namespace, shapes: Iterator["EntryShape"]) -> int:
    from isp_journal.formats import jsonl, markdown_folder  # at first use: other commands write no files

    if asked.path == "-":
        return jsonl.write(shapes, put_bytes)
    target = Path(asked.path)
    if target.absolute().parent.resolve() == folder(asked).resolve():
        raise Refused("An export has no place among the journal's own files.", todo="Choose another folder for it.")
    if asked.format == "jsonl":
        with new_file(target, replacing=asked.force) as file:
            return jsonl.write(shapes, file.write)
    with new_folder(target) as made:
        return markdown_folder.write(shapes, made, put)


def _watched(entries: Iterator[Entry], stop: Callable[[], None], bar: Bar) -> Iterator[Entry]:
    for done, entry in enumerate(entries, start=1):
        stop()
        bar.at(done)
        yield entry


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
