"""Choosing a folder on this computer, and showing one in the file manager."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from isp_journal.errors import FolderNotEmpty, JournalExists, KnownError, ReadOnly
from isp_journal.ui.file_dialogs import ask_file, ask_folder

Choose = Callable[[QWidget, str, Path], Path | None]
# What a journal's folder holds; a key file alone is enough to leave the place as it is.
JOURNAL_FILES = ("journal.db", "journal.key")
# What lies where the making of a journal was ended from outside; making one there again is fine.
HALF_MADE = ("new-journal.part", "journal.lock", "journal.open")
BACKUPS = "Backups of ISP Journal (*.ispbackup)"


def choose_folder(parent: QWidget, question: str, start: Path) -> Path | None:
    """Ask for a folder by the system's own dialog; None when the person thought better of it."""
    near = next((folder for folder in (start, *start.parents) if folder.is_dir()), Path.home())
    chosen = ask_folder(parent, question, str(near))
    return Path(chosen) if chosen else None


def choose_backup(parent: QWidget, question: str, start: Path) -> Path | None:
    """Ask for the file of a backup by the system's own dialog; None when the person thought better of it."""
    near = next((folder for folder in (start, *start.parents) if folder.is_dir()), Path.home())
    chosen = ask_file(parent, question, str(near), BACKUPS)
    return Path(chosen) if chosen else None


def show_in_file_manager(folder: Path) -> bool:
    """Open a folder in the system's file manager; say whether there was one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def own_folder_in(chosen: Path) -> Path:
    """Return the folder for a new journal: the one chosen if it is empty or new, else a fresh one inside it."""
    try:
        empty = not chosen.exists() or not any(chosen.iterdir())
    except OSError:
        empty = True  # it cannot be looked into: making the journal says why
    return chosen if empty else free_folder(chosen / "ISP Journal")


def free_folder(wanted: Path) -> Path:
    """Return this folder, or one with a number behind its name if something lies there already."""
    tried = wanted
    number = 2
    while tried.exists() and (not tried.is_dir() or any(tried.iterdir())):
        tried = wanted.with_name(f"{wanted.name} {number}")
        number += 1
    return tried


def in_the_way(folder: Path) -> KnownError | None:
    """Return why no journal can be made in a folder, as far as it can be told without making one."""
    try:
        if any((folder / name).exists() for name in JOURNAL_FILES):
            return JournalExists(folder)
        if folder.exists() and (not folder.is_dir() or _holds_others(folder)):
            return FolderNotEmpty(folder)
        there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    except OSError:
        return ReadOnly(folder)
    return None if there is not None and there.is_dir() and os.access(there, os.W_OK) else ReadOnly(folder)


def _holds_others(folder: Path) -> bool:
    return any(not one.name.startswith(HALF_MADE) for one in folder.iterdir())
