"""The rows of the palette as a list model, and which of them fit the words that were typed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

ACTION, PAGE, COMPONENT, ACTIVITY, SITE, PERSON, ENTRY = (
    "action",
    "page",
    "component",
    "activity",
    "site",
    "person",
    "entry",
)
KINDS = (PAGE, ACTION, COMPONENT, ACTIVITY, SITE, PERSON, ENTRY)
PREFIXES = {">": (ACTION,), "@": (SITE, PERSON), "#": (ACTIVITY,)}
UNASKED = (PAGE, ACTION, COMPONENT, SITE, PERSON)
NEAR = 78.0
EXACT, STARTS, WORDS, INSIDE = 300.0, 250.0, 200.0, 150.0
WHOLE = QModelIndex()


class PaletteRow(NamedTuple):
    """One thing to go to or to do; its `key` or else `detail` stands at the right, by `also` it is found too."""

    kind: str
    title: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = ""
    mark: str = ""
    key: str = ""
    also: str = ""


class PaletteRows(QAbstractListModel):
    """The rows that are shown; a screen reader hears title, kind and key."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PaletteRow] = []

    def set_rows(self, rows: Sequence[PaletteRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, at: int) -> PaletteRow | None:
        """Return the row at a place, if there is one."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = WHOLE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        return row if role == Qt.ItemDataRole.UserRole else None


def spoken(row: PaletteRow) -> str:
    """Return what a screen reader says of a row."""
    return ", ".join(part for part in (row.title, row.detail or row.kind, row.key) if part)


def parted(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return the words and the kinds that are asked for: `>` actions, `@` people and sites, `#` activities."""
    typed = typed.lstrip()
    kinds = PREFIXES.get(typed[:1])
    return (typed[1:].strip(), kinds) if kinds else (typed.strip(), UNASKED)


def fitting(words: str, rows: Iterable[PaletteRow], limit: int) -> list[PaletteRow]:
    """Return the rows that fit the words best, also those that are only written much like them."""
    if not words:
        return list(rows)[:limit]
    wanted = words.casefold()
    scored = [(fit(wanted, row), at, row) for at, row in enumerate(rows)]
    best = sorted((one for one in scored if one[0] > 0), key=lambda one: (-one[0], KINDS.index(one[2].kind), one[1]))
    return [row for _, _, row in best[:limit]]


def fit(wanted: str, row: PaletteRow) -> float:
    """Return how well a row fits words in lower case; 0 is not at all."""
    title = row.title.casefold()
    if title == wanted:
        return EXACT
    if title.startswith(wanted):
        return STARTS
    starts = f"{title} {row.also.casefold()}".split()
    if all(any(start.startswith(part) for start in starts) for part in wanted.split()):
        return WORDS
    if wanted in title:
        return INSIDE
    if len(wanted) < 4:
        return 0.0
    from rapidfuzz import fuzz  # at first use: start-up time

    # A short title would be found inside anything longer, so only longer ones may be matched in part.
    alike = fuzz.partial_ratio if len(title) > len(wanted) else fuzz.ratio
    likeness = alike(wanted, title)
    return float(likeness) if likeness >= NEAR else 0.0
