"""Rows of two lines that come whole from the journal, such as backups and what lies in the trash."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


class PlainRow(NamedTuple):
    """One row: what it is called, what is said below, what stands at the right, and an icon where kinds are mixed."""

    id: str
    name: str
    beside: str = ""
    right: str = ""
    icon: str = ""


class PlainRows(QAbstractListModel):
    """Rows in the order in which they are given."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[PlainRow] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return described(row)
        return row if role == self.ROW else None

    def set_rows(self, rows: Sequence[PlainRow]) -> None:
        """Take the rows as they are now; those that are the same stay as they are."""
        if list(rows) != self._rows:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def row(self, at: int) -> PlainRow | None:
        """Return the row at a place, or nothing."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def place(self, identity: str) -> int:
        """Return where a row stands, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == identity), -1)


def described(row: PlainRow) -> str:
    """Return what a screen reader says of a row."""
    return ", ".join(part for part in (row.name, row.beside, row.right) if part)
