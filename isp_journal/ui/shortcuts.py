"""All actions with their keys and titles in one table; the palette, the menu and the sheet of keys read it."""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


class Deed(NamedTuple):
    """Something that can be done: its name in code, its words, its keys if it has some, its menu, its keys on macOS."""

    name: str
    title: str
    keys: tuple[str, ...]
    menu: str
    mac_keys: tuple[str, ...] = ()


FILE, EDIT, VIEW, GO, TAG, HELP = "File", "Edit", "View", "Go", "Tag", "Help"
MENUS = (FILE, EDIT, VIEW, GO, TAG, HELP)

DEEDS = (
    Deed("new_entry", "New entry", ("Ctrl+N",), FILE),
    Deed("open_journal", "Open a journal …", ("Ctrl+O",), FILE),
    Deed("save", "Save now", ("Ctrl+S",), FILE),
    Deed("settings", "Settings", ("Ctrl+,",), FILE),
    Deed("lock", "Lock the journal", ("Ctrl+L",), FILE),
    Deed("back_up", "Back up now", (), FILE),
    Deed("check_journal", "Check the journal", (), FILE),
    Deed("close", "Close the window", ("Ctrl+W",), FILE),
    Deed("quit", "Quit", ("Ctrl+Q",), FILE),
    Deed("undo", "Undo", ("Ctrl+Z",), EDIT),
    Deed("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), EDIT),
    Deed("find", "Find here", ("Ctrl+F",), EDIT),
    Deed("find_all", "Find in the whole journal", ("Ctrl+Shift+F",), EDIT),
    Deed("next_hit", "Next hit", ("F3",), EDIT, ("Ctrl+G",)),
    Deed("previous_hit", "Previous hit", ("Shift+F3",), EDIT, ("Ctrl+Shift+G",)),
    Deed("bold", "Bold", ("Ctrl+B",), EDIT),
    Deed("italic", "Italic", ("Ctrl+I",), EDIT),
    Deed("edit_entry", "Edit this entry", ("Ctrl+E",), EDIT),
    Deed("question", "Another question", ("Ctrl+Shift+H",), EDIT),
    Deed("done", "Done with this entry", ("Ctrl+Return", "Ctrl+Enter"), EDIT),
    Deed("attach_files", "Attach a file …", (), EDIT),
    Deed("open_versions", "Earlier versions", (), EDIT),
    Deed("trash", "Move to the trash", ("Del",), EDIT),
    Deed("larger", "Larger text", ("Ctrl++", "Ctrl+="), VIEW),
    Deed("smaller", "Smaller text", ("Ctrl+-",), VIEW),
    Deed("normal_size", "Normal text size", ("Ctrl+0",), VIEW),
    Deed("navigation", "Show or hide the navigation", ("F9",), VIEW, ("Meta+Ctrl+S",)),
    Deed("side_panel", "Show or hide the side panel", ("Shift+F9",), VIEW, ("Alt+Ctrl+I",)),
    Deed("full_screen", "Full screen, page only", ("F11",), VIEW, ("Meta+Ctrl+F",)),
    Deed("palette", "Go to or do", ("Ctrl+K",), GO),
    Deed("write", "Write", ("Ctrl+1",), GO),
    Deed("journal", "Journal", ("Ctrl+2",), GO),
    Deed("components", "Components", ("Ctrl+3",), GO),
    Deed("sites", "Sites & people", ("Ctrl+7",), GO),
    Deed("privacy", "Passphrase and privacy", (), GO),
    Deed("backups", "Backups and restoring", (), GO),
    Deed("open_trash", "Trash", (), GO),
    Deed("back", "Back", ("Alt+Left",), GO, ("Ctrl+[",)),
    Deed("forward", "Forward", ("Alt+Right",), GO, ("Ctrl+]",)),
    Deed("next_area", "Next area of the window", ("F6",), GO),
    Deed("previous_area", "Previous area of the window", ("Shift+F6",), GO),
    Deed("menu", "Menu", ("F10",), GO),
    Deed("tag", "Tag the selection or the sentence", ("Ctrl+T",), TAG),
    Deed("keys", "All keys", ("F1", "Ctrl+?"), HELP),
)

# What belongs to a part of the settings, and what is done there at once if anything is.
OF_SETTINGS = {
    "back_up": ("Backups", "back_up"),
    "check_journal": ("Check", "check_now"),
    "privacy": ("Privacy", ""),
    "backups": ("Backups", ""),
    "open_trash": ("Trash", ""),
}
# What has no place where a copy is open for reading alone.
OF_THE_JOURNAL = ("back_up", "privacy", "backups", "open_trash")

# These belong to the text in a field; everything else of the table belongs to the window.
FIELD_KEYS = ("undo", "redo", "bold", "italic", "done", "trash")


def deed(name: str) -> Deed:
    """Return a row of the table by its name."""
    return next(row for row in DEEDS if row.name == name)


def has(name: str) -> bool:
    """Say whether the table has a row of this name."""
    return any(row.name == name for row in DEEDS)


def bind(window: QWidget, then: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Return an action of the window for each name with what it does, in the order of the table."""
    return {row.name: action(row.name, window, then[row.name]) for row in DEEDS if row.name in then}


def keys_of(name: str, *, mac: bool | None = None) -> tuple[str, ...]:
    """Return the keys of an action on this system."""
    row = deed(name)
    return row.mac_keys if row.mac_keys and (on_mac() if mac is None else mac) else row.keys


def key_text(name: str) -> str:
    """Return an action's first key as it is written beside a button on this system, such as `Ctrl+K`."""
    keys = keys_of(name)
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def key_hint(name: str) -> str:
    """Return an action's first key as it stands inside a button, such as `Ctrl K`."""
    text = key_text(name)
    return text.replace("+", " ") if len(text) > 2 and not on_mac() else text


def on_mac() -> bool:
    """Say whether the keys of macOS are meant."""
    return sys.platform == "darwin"


def action(name: str, owner: QWidget, then: Callable[[], object], *, here: bool = False) -> QAction:
    """Return an action of the table bound to a widget: for the whole window, or only while the focus is in `owner`."""
    row = deed(name)
    made = QAction(row.title, owner)
    made.setObjectName(name)
    made.setShortcuts([QKeySequence(key) for key in keys_of(name)])
    within = Qt.ShortcutContext.WidgetWithChildrenShortcut if here else Qt.ShortcutContext.WindowShortcut
    made.setShortcutContext(within)
    made.triggered.connect(lambda _on=False: then())
    owner.addAction(made)
    return made


class WindowKeys(QObject):
    """Keeps fields from taking the window's keys, as desktops do that bind Ctrl+K to 'delete to the line's end'."""

    def __init__(self, names: Iterable[str], parent: QObject) -> None:
        super().__init__(parent)
        self._keys = {QKeySequence(key).toString() for name in names for key in keys_of(name)}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if QKeySequence(event.keyCombination()).toString() not in self._keys:
            return False
        event.ignore()
        return True


def keep_window_keys(widget: QWidget) -> None:
    """Let the window's keys through a line edit or an editor, whatever the desktop binds inside text fields."""
    names = [row.name for row in DEEDS if row.name not in FIELD_KEYS]
    widget.installEventFilter(WindowKeys(names, widget))
