"""The rows of the tag picker: headings that cannot be chosen, and activities with the letters that fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from isp_journal.framework import Activity

ROW = Qt.ItemDataRole.UserRole


class Row(NamedTuple):
    """A heading (without an activity) or an activity with the places in its label that were typed."""

    text: str
    activity: "Activity | None" = None
    component: str = ""
    spans: tuple[tuple[int, int], ...] = ()


class ActivityRows(QAbstractListModel):
    """Holds the rows that the picker shows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Return a row."""
        return self._rows[number]

    def first(self) -> int:
        """Return the number of the first activity, or -1."""
        return next((number for number, row in enumerate(self._rows) if row.activity), -1)

    def next_from(self, number: int, step: int) -> int:
        """Return the number of the next activity in a direction; the same one at the end."""
        at = number + step
        while 0 <= at < len(self._rows):
            if self._rows[at].activity:
                return at
            at += 1 if step > 0 else -1
        return number

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}, {row.component}" if row.activity else row.text
        if role == ROW:
            return row
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._rows[index.row()].activity:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled
