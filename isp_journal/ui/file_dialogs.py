"""The desktop's dialogs for files and folders, which keep no trace of where the person went."""

import os

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_folder(parent: QWidget, question: str, near: str) -> str:
    """Ask for a folder; nothing when the person thought better of it."""
    _keep_no_places()
    return QFileDialog.getExistingDirectory(parent, question, near)


def ask_file(parent: QWidget, question: str, near: str, kinds: str) -> str:
    """Ask for a file of some kinds; nothing when the person thought better of it."""
    _keep_no_places()
    return QFileDialog.getOpenFileName(parent, question, near, kinds)[0]


def ask_files(parent: QWidget, question: str) -> list[str]:
    """Ask for files; none when the person thought better of it."""
    _keep_no_places()
    return QFileDialog.getOpenFileNames(parent, question)[0]


def ask_new_file(parent: QWidget, question: str, near: str, kinds: str = "") -> str:
    """Ask where a file is to be written; nothing when the person thought better of it."""
    _keep_no_places()
    return QFileDialog.getSaveFileName(parent, question, near, kinds)[0]


def _keep_no_places() -> None:
    """Let Qt keep the folders that were visited nowhere; on Windows and macOS this is of no effect.

    It would write them into a file of the account, where they outlive the journal and are read by other programs.
    """
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
