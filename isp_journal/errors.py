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


class KeyFileNewer(KnownError):
    """The key file was written by a later version of the app, and this one could misread it."""

    def __init__(self) -> None:
        super().__init__(
            "The key file of this journal comes from a newer version of the app.",
            safe="The journal was not opened and not changed.",
            todo="Install the newer version, or open another journal.",
        )


class JournalDamaged(KnownError):
    """SQLite found pages that do not fit together."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The journal file {file} is damaged.",
            safe="It was not changed any further.",
            todo="Keep the file, and look at the newest backup of this journal.",
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


class PassphraseNeeded(KnownError):
    """The journal is locked: whoever opens it has to say the passphrase or the recovery code."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The journal at {folder} is locked with a passphrase.",
            safe="It was not opened and not changed.",
            todo="Type its passphrase, or the twelve words of its recovery code.",
        )
        self.folder = folder


class WrongPassphrase(KnownError):
    """The key file is whole, and the passphrase opens it not: certain, never a guess."""

    def __init__(self) -> None:
        super().__init__(
            "That is not the passphrase of this journal.",
            safe="The journal was not opened and not changed.",
            todo="Try again, and look at Caps Lock and the keyboard's language; the recovery code opens it too.",
        )


class WrongRecoveryCode(KnownError):
    """The key file is whole, and these words open it not."""

    def __init__(self) -> None:
        super().__init__(
            "These words are not the recovery code of this journal.",
            safe="The journal was not opened and not changed.",
            todo="Compare each word with the printed page; a newer code makes an older one void.",
        )


class KeyFileDamaged(KnownError):
    """The key file fails its own digest, and neither its copy nor one inside a backup could take its place."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The key file of the journal at {folder} is damaged, and no whole copy of it was found.",
            safe="This says nothing about the passphrase, and nothing was changed.",
            todo="Restore the journal from a backup kept elsewhere, or put a copy of journal.key in its place.",
        )


class KeyFileMissing(KnownError):
    """The journal is encrypted, and its key file is not beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The journal at {folder} is encrypted, and its key file journal.key is not beside it.",
            safe="Nothing was changed.",
            todo="Put journal.key back from where it went, or restore the journal from a backup.",
        )


class KeyFileForeign(KnownError):
    """The key file opens, but with a key that is not this journal's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The key file at {folder} belongs to another journal.",
            safe="Nothing was changed.",
            todo="Put the key file back that lay beside this journal, or restore the journal from a backup.",
        )


class NoPassphrase(KnownError):
    """Something was asked of a lock that this journal does not have."""

    def __init__(self) -> None:
        super().__init__(
            "This journal has no passphrase, so it can't be locked.",
            todo="Set a passphrase in Settings, under Privacy, or with: isp-journal keys encrypt",
        )


class NoKeyStore(KnownError):
    """The desktop offers no place where a program can keep a key."""

    def __init__(self) -> None:
        super().__init__(
            "This computer keeps no keys for programs, so the passphrase can't be remembered on it.",
            todo="Go on typing the passphrase.",
        )


class BackupDamaged(KnownError):
    """A backup's bytes are not those that were written."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The backup {file} is damaged.",
            safe="Nothing was restored from it and nothing was changed.",
            todo="Take another backup: the next older one, or one from the second place.",
        )


class NotABackup(KnownError):
    """The file is something else than a backup of a journal."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is not a backup of ISP Journal.",
            safe="It was not changed.",
            todo="Choose a file whose name ends in .ispbackup, or the folder of a journal.",
        )


class NoBackup(KnownError):
    """There is no backup to do this with."""

    def __init__(self) -> None:
        super().__init__(
            "This journal has no backup yet.", todo="Make one first: in Settings, or with isp-journal backup."
        )


class BackupFailed(KnownError):
    """A backup could not be written, or what was written could not be read back."""

    def __init__(self, place: Path, cause: str) -> None:
        super().__init__(
            f"No backup could be written to {place}.",
            safe="The journal and its earlier backups are safe.",
            todo=f"{cause} Free the way, or choose another place for backups.",
        )
        self.place = place


class ClockSetBack(KnownError):
    """The journal knows a later moment than this computer's clock tells; said as a notice, the journal opens."""

    def __init__(self, latest: str, now: str) -> None:
        super().__init__(
            f"This computer's clock says {now}, but this journal was last changed on {latest}.",
            safe="Your entries are as you left them.",
            todo="Look whether the clock is right before you write: new entries take their date from it.",
        )


class OlderCopy(KnownError):
    """What lies here is older than what this computer saw of the journal; said as a notice, the journal opens."""

    def __init__(self, seen: str, here: str) -> None:
        super().__init__(
            f"This journal ends on {here}, but this computer saw changes up to {seen}: this is an older copy of it.",
            safe="Nothing was changed, and backups made since are still there.",
            todo="If you did not restore it yourself, look at the newest backup before you write.",
        )


class KeyFileRepaired(KnownError):
    """The key file was damaged and was put right from a copy; said as a notice, the journal opens."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"The key file of this journal was damaged and was put right from {source}.",
            safe="Your entries are whole.",
            todo="If this happens again, the disk may be failing: keep a backup elsewhere.",
        )


class OpenedCopy(KnownError):
    """The journal itself is damaged, and its newest good backup was opened for reading; said as a notice."""

    def __init__(self, made: str, missing: str) -> None:
        super().__init__(
            f"The journal's file is damaged, so this is its backup from {made}, for reading alone.",
            safe=f"Nothing was changed. {missing}",
            todo="Restore this backup to go on writing; the damaged file is set aside and kept.",
        )


class ReadingOnly(KnownError):
    """Something was to be written into a journal that was opened for reading alone."""

    def __init__(self) -> None:
        super().__init__("This journal was opened for reading only.", todo="Open it for writing first.")


class Refused(KnownError):
    """What was asked for does not fit what the journal holds, such as a site that is not known."""


class Cancelled(KnownError):
    """The person stopped a long piece of work."""

    def __init__(self) -> None:
        super().__init__("Stopped.", safe="The journal is as it was before.")
