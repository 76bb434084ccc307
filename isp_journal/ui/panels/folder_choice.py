"""Choosing a folder on this computer, and showing one in the file manager."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

Choose = Callable[[QWidget, str, Path], Path | None]


def choose_folder(parent: QWidget, question: str, start: Path) -> Path | None:
    """Ask for a folder by the system's own dialog; None when the person thought better of it."""
    near = next((folder for folder in (start, *start.parents) if folder.is_dir()), Path.home())
    chosen = QFileDialog.getExistingDirectory(parent, question, str(near))
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
