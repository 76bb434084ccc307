"""The numbers of the map as rows of a table: a component, then its activities, with the numbers of their dots."""

from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from isp_journal.ui.charts.steps import Step
from isp_journal.ui.models.practice_values import Dot, Line, Practice

Index = QModelIndex | QPersistentModelIndex
KEY_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
_NAME, _COUNT, _LATEST, _AGO = range(4)
_HEADS = ("Component and activities", "Passages", "Latest", "How long ago")
MONTHS_FROM = len(_HEADS)


class TableRow(NamedTuple):
    """One row: a component with its steps, or one of its activities."""

    key: str
    name: str
    thing: Line | Dot
    domain: str
    steps: tuple[Step, ...]

    @property
    def is_component(self) -> bool:
        """Whether the row is a component's."""
        return isinstance(self.thing, Line)


class PracticeRows(QAbstractTableModel):
    """Holds no widget; the months of activities are not counted, so only components have them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TableRow] = []
        self._steps: tuple[Step, ...] = ()
        self._practice = Practice((), date.min)

    def set_practice(self, practice: Practice) -> None:
        """Show other numbers."""
        self.beginResetModel()
        self._practice = practice
        self._rows = []
        for line in practice.lines:
            domain, steps = line.domain, line.steps.steps
            self._rows.append(TableRow(line.key, line.component.name, line, domain.key, steps))
            self._rows += [TableRow(dot.key, dot.label, dot, domain.key, ()) for dot in line.dots]
        self._steps = practice.lines[0].steps.steps if practice.lines else ()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own way to say 'no parent'
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own way to say 'no parent'
        return 0 if parent.isValid() else MONTHS_FROM + len(self._steps)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section < MONTHS_FROM:
            return _HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None
        step = self._steps[section - MONTHS_FROM]
        if role == Qt.ItemDataRole.DisplayRole:
            return step.label
        return step.name if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == KEY_ROLE:
            return row.key
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= MONTHS_FROM:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == _NAME:
            return self._practice.words(row.thing)
        return self._shown(row, index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def row_of(self, key: str) -> int:
        """Return the row of a component or activity by its full key, -1 for none."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def _shown(self, row: TableRow, column: int) -> str:
        if column == _NAME:
            return row.name
        if column == _COUNT:
            return str(row.thing.number)
        if column == _LATEST:
            return self._practice.day(row.thing.latest)
        if column == _AGO:
            return self._practice.ago(row.thing.latest)
        at = column - MONTHS_FROM
        return str(row.steps[at].number) if at < len(row.steps) else ""
