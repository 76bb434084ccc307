"""Commands for files kept with entries: attach, attachments, detach and save-attachment."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from isp_journal.cli.options import Commands, folder, opened
from isp_journal.cli.output import put_bytes, say, show, show_items
from isp_journal.cli.usage import Misused
from isp_journal.errors import Refused
from isp_journal.formats.new_files import new_file
from isp_journal.model import Attachment

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal


def add_to(commands: Commands) -> None:
    """Add the commands for attachments."""
    attach = commands.add("attach", "Keep files with an entry, inside the journal.", _attach)
    attach.add_argument("id", metavar="ID", help="the entry's id, or enough of its beginning")
    attach.add_argument("files", metavar="FILE", nargs="+", help="a picture, a PDF or any other file")
    listing = commands.add("attachments", "List the files kept with an entry.", _list)
    listing.add_argument("id", metavar="ID", help="the entry's id, or enough of its beginning")
    detach = commands.add("detach", "Move a file kept with an entry to the trash.", _detach)
    detach.add_argument("id", metavar="ATTACHMENT", help="the attachment's id, or enough of its beginning")
    save = commands.add("save-attachment", "Write a copy of a file kept with an entry.", _save)
    save.add_argument("id", metavar="ATTACHMENT", help="the attachment's id, or enough of its beginning")
    save.add_argument("path", metavar="PATH", help="the file, or the folder for it; '-' is standard output")
    save.add_argument("--force", action="store_true", help="replace a file that is there already")


def _attach(asked: Namespace) -> None:
    with opened(asked, writing=True) as journal:
        entry = journal.entries.find(asked.id)
        kept = [_kept(journal, entry.id, Path(file)) for file in asked.files]
    _print(asked, kept, "Attached ")


def _kept(journal: "Journal", entry: str, file: Path) -> Attachment:
    from isp_journal.journal.attachments import LARGEST  # at first use: the help needs no database

    try:
        if not file.is_file():
            raise Refused(f"There is no file {file}.", todo="Name a plain file; what was named before it is attached.")
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as wrong:
        raise Refused(f"The file {file} can't be read ({wrong.strerror}).") from None
    return journal.attachments.add(entry, file.name, content)


def _list(asked: Namespace) -> None:
    with opened(asked) as journal:
        _print(asked, journal.attachments.of(journal.entries.find(asked.id).id))


def _detach(asked: Namespace) -> None:
    with opened(asked, writing=True) as journal:
        found = journal.attachments.find(asked.id)
        journal.attachments.trash(found.id)
    if asked.json:
        show(_told(found))
    else:
        say(f"{found.name} is in the trash.")


def _save(asked: Namespace) -> None:
    to_screen = asked.path == "-"
    if to_screen and asked.json:
        raise Misused("Standard output takes the file alone, without --json.")
    with opened(asked) as journal:
        found = journal.attachments.find(asked.id)
        content = journal.attachments.content(found.id)
    if to_screen:
        put_bytes(content)
        return
    target = Path(asked.path)
    target = target / found.name if target.is_dir() else target
    if target.absolute().parent.resolve() == folder(asked).resolve():
        raise Refused("A copy has no place among the journal's own files.", todo="Choose another folder for it.")
    with new_file(target, replacing=asked.force) as file:
        file.write(content)
    if asked.json:
        show({**_told(found), "path": str(target)})
    else:
        say(f"Wrote {found.name} ({_size(found.size)}) to {target}.")


def _print(asked: Namespace, found: "tuple[Attachment, ...] | list[Attachment]", done: str = "") -> None:
    if asked.json:
        show_items(_told(one) for one in found)
        return
    for one in found:
        say(f"{done}{one.id}  {one.name}  ({one.media}, {_size(one.size)})")


def _told(one: Attachment) -> dict[str, object]:
    return {"id": one.id, "entry": one.entry, "name": one.name, "media": one.media, "size": one.size}


def _size(number: int) -> str:
    return (
        f"{number} bytes"
        if number < 1_000
        else f"{number / 1_000_000:.1f} MB"
        if number >= 1_000_000
        else f"{number // 1_000} kB"
    )
