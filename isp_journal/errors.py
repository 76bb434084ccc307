"""Known failures: each says what happened, what is safe, and what to do next; everything else is a bug."""

from pathlib import Path

KEPT = "Nothing was changed."


class KnownError(Exception):
    """A failure that is not a bug: the window or the terminal shows its words, and no bytes are harmed."""

    def __init__(self, what: str, safe: str = KEPT, todo: str = "") -> None:
        super().__init__(what, safe, todo)
        self.what = what
        self.safe = safe
        self.todo = todo

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.safe, self.todo) if part)


class JournalMissing(KnownError):
    """There is no journal where one was expected; it is never replaced by an empty one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no journal at {folder}.",
            todo="Find its folder, restore it from a copy, or begin a new journal.",
        )
        self.folder = folder


class JournalEmpty(KnownError):
    """The journal's file has no bytes, which SQLite would silently open as an empty journal."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The journal file {file} is empty (0 bytes), so its entries are not in it.",
            safe="It was not opened and not changed.",
            todo="Restore it from a copy, or open another journal.",
        )


class NotAJournal(KnownError):
    """The file is something else than a journal of this app."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is not a journal of ISP Journal.",
            safe="It was not changed.",
            todo="Choose the folder of a journal, or begin a new one elsewhere.",
        )


class NewerJournal(KnownError):
    """The journal was written by a later version of the app."""

    def __init__(self, schema: int, known: int) -> None:
        super().__init__(
            f"This journal comes from a newer version of the app (its schema is {schema}, this app knows {known}).",
            safe="It was not opened and not changed.",
            todo="Install the newer version, or open another journal.",
        )


class JournalDamaged(KnownError):
    """SQLite found pages that do not fit together."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The journal file {file} is damaged.",
            safe="It was not changed any further.",
            todo="Keep the file, and restore the journal from a copy.",
        )


class JournalExists(KnownError):
    """A new journal was asked for where one already lies."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"A journal already lies in {folder}.", todo="Open it, or choose another folder.")


class FolderNotEmpty(KnownError):
    """A new journal was asked for in a folder that holds other things."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The folder {folder} holds other files.", todo="Choose an empty folder, or a new name.")


class ReadOnly(KnownError):
    """The folder or the file cannot be written to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} can't be written to.",
            safe="What is in it was not changed.",
            todo="Choose another folder, or ask whoever manages this computer for the right to write there.",
        )


class DiskFull(KnownError):
    """There is no room left on the disk."""

    def __init__(self) -> None:
        super().__init__(
            "This could not be written to disk: the disk is full.",
            safe="Everything saved before is safe.",
            todo="Free some space and try again.",
        )


class DiskFails(KnownError):
    """The disk reports a fault while reading or writing."""

    def __init__(self) -> None:
        super().__init__(
            "The disk did not do what it was asked to.",
            safe="Everything saved before was written safely.",
            todo="Check that the drive is still connected, copy the journal's folder to another disk, and try again.",
        )


class JournalBusy(KnownError):
    """Another program holds the database file for longer than we wait."""

    def __init__(self) -> None:
        super().__init__(
            "Another program is using this journal's file.", todo="Close the other program, then try again."
        )


class OpenElsewhere(KnownError):
    """A window already has this journal open, so nobody else may write to it."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"This journal is open in another window ({holder}).",
            safe="Nothing was changed.",
            todo="Go on there, or close it first.",
        )
        self.holder = holder


class SearchIndexDamaged(KnownError):
    """The full-text index does not answer; the entries themselves are whole."""

    def __init__(self) -> None:
        super().__init__(
            "The search index of this journal is damaged.",
            safe="Your entries are whole.",
            todo="Clear the search field to go on reading.",
        )


class Refused(KnownError):
    """What was asked for does not fit what the journal holds, such as a site that is not known."""


class Cancelled(KnownError):
    """The person stopped a long piece of work."""

    def __init__(self) -> None:
        super().__init__("Stopped.", safe="The journal is as it was before.")
