"""The names in a list of sites, people or labels, narrowed by what is typed."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from isp_journal.ui.wording import counted

Index = QModelIndex | QPersistentModelIndex


class NameRow(NamedTuple):
    """One row: `beside` is said below the name, `also` is found but not shown, `latest` is an ISO date or empty."""

    id: str
    name: str
    beside: str = ""
    entries: int = 0
    latest: str = ""
    archived: bool = False
    also: str = ""


class NamesModel(QAbstractListModel):
    """Rows in the order they are given; `narrow` keeps those that hold all the words typed, in their names first."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[NameRow] = []
        self._shown: list[NameRow] = []
        self._typed = ""
        self._archived = False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        row = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return described(row)
        return row if role == self.ROW else None

    def set_rows(self, rows: Sequence[NameRow]) -> None:
        """Take the rows as they are now."""
        self._all = list(rows)
        self._refresh()

    def narrow(self, typed: str, *, archived: bool) -> None:
        """Show the rows that hold these words; those put aside only when asked for."""
        self._typed = typed
        self._archived = archived
        self._refresh()

    def row(self, at: int) -> NameRow | None:
        """Return the row at a place, or nothing."""
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def place(self, identity: str) -> int:
        """Return where a row stands, or -1."""
        return next((at for at, row in enumerate(self._shown) if row.id == identity), -1)

    def _refresh(self) -> None:
        words = self._typed.casefold().split()
        kept = [row for row in self._all if (self._archived or not row.archived) and _holds(row, words)]
        if words:
            kept.sort(key=lambda row: not all(word in row.name.casefold() for word in words))
        if kept == self._shown:
            return
        if [row.id for row in kept] == [row.id for row in self._shown]:
            self._shown = kept
            self.dataChanged.emit(self.index(0), self.index(len(kept) - 1))
            return
        self.beginResetModel()
        self._shown = kept
        self.endResetModel()


def described(row: NameRow) -> str:
    """Return what a screen reader says of a row."""
    parts = [row.name, row.beside, entries_in_words(row.entries), "archived" if row.archived else ""]
    return ", ".join(part for part in parts if part)


def entries_in_words(entries: int) -> str:
    """Return a number of entries in words, such as '12 entries'."""
    return counted(entries, "entry", "entries") if entries else "no entries yet"


def _holds(row: NameRow, words: list[str]) -> bool:
    text = f"{row.name} {row.beside} {row.also}".casefold()
    return all(word in text for word in words)
