"""The picker of activities under the words that are about to be tagged; it proposes and never tags by itself."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from isp_journal.ui.controls.fields import line_field
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import divider, heavier, label
from isp_journal.ui.models.activity_rows import ActivityRows, Row
from isp_journal.ui.panels.activity_delegate import ActivityDelegate
from isp_journal.ui.theme import Theme

if TYPE_CHECKING:
    from isp_journal.activity_search import ActivityIndex, Match
    from isp_journal.framework import Activity, Catalogue
    from isp_journal.suggestions import Suggestion

RECENT = 5
TAG, WHY, WHOLE = "tag", "why", "whole"
_MOST_HEIGHT = 7.5 * 36
_LEAST_HEIGHT = 3.5 * 36
_SAID = 60
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}


class Offer(NamedTuple):
    """What the picker may offer; `recent` is None until it is read, `counts` tells how often this year."""

    catalogue: "Catalogue"
    search: "ActivityIndex"
    suggested: "tuple[Suggestion, ...]"
    recent: tuple[str, ...] | None
    counts: dict[str, int]


class TagPicker(QWidget):
    """Says `picked` with an activity's full key and how: tag, why (and then a reason is asked for), or whole entry."""

    picked = Signal(str, str)
    grown = Signal()

    def __init__(self, theme: Theme, offer: Offer, *, whole: bool = False, hints: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._offer = offer
        self._whole = whole
        self._all = False
        self._wanted = 0
        self.field = line_field(
            "Which activity", "Which activity" if not whole else "Which activity, for the whole entry"
        )
        self.field.setProperty("bare", True)
        self.field.setFont(theme.font("editor"))
        self.rows = ActivityRows(self)
        self.view = QListView()
        self._delegate = ActivityDelegate(theme, self.view)
        self._statement = label("", "small", "text2", wrap=True)
        self._about = label("", "small", "text3", wrap=True)
        self._nothing = label("", "body", "text2", wrap=True)
        self._build(hints)
        self.field.textChanged.connect(lambda _text: self._narrow())
        self.field.installEventFilter(self)
        self.view.clicked.connect(lambda _index: self._take(TAG))
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self._show_focused())
        self._narrow()

    def set_offer(self, offer: Offer) -> None:
        """Take what was read from the journal after opening."""
        self._offer = offer
        self._narrow()

    def focused(self) -> "Activity | None":
        """Return the activity of the row in focus."""
        index = self.view.currentIndex()
        return self.rows.row(index.row()).activity if index.isValid() else None

    def fit(self, room: int) -> None:
        """Make the list shorter where there is less room, but never less than three rows."""
        layout = self.layout()
        others = (layout.totalHeightForWidth(self.width()) if layout else 0) - self.view.height()
        least = min(self._wanted, self._theme.px(_LEAST_HEIGHT))
        self.view.setFixedHeight(max(least, min(self._wanted, room - others)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in _ENTER:
            # Ctrl+Enter is also 'done with this entry', but not in here.
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _MOVES:
            self._move(_MOVES[Qt.Key(key)])
        elif key in _ENTER:
            self._take(
                {Qt.KeyboardModifier.ControlModifier: WHY, Qt.KeyboardModifier.ShiftModifier: WHOLE}.get(held, TAG)
            )
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._all = not self._all
            self._narrow()
        else:
            return False
        return True

    def _build(self, hints: bool) -> None:
        px = self._theme.px
        self.view.setModel(self.rows)
        self.view.setItemDelegate(self._delegate)
        self.view.setAccessibleName("Activities")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(8), px(16), px(8))
        top.setSpacing(px(12))
        top.addWidget(IconMark(self._theme, "tag"))
        top.addWidget(self.field, 1)
        top.addWidget(label("Esc", "caption", "text3"))
        below = QVBoxLayout()
        below.setContentsMargins(px(46), px(10), px(16), px(10))
        below.setSpacing(px(4))
        below.addWidget(self._statement)
        below.addWidget(self._about)
        self._nothing.setContentsMargins(px(46), px(8), px(16), px(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(divider())
        column.addSpacing(px(4))
        column.addWidget(self.view)
        column.addWidget(self._nothing)
        column.addSpacing(px(6))
        column.addWidget(divider())
        column.addLayout(below)
        if hints:
            column.addWidget(divider())
            column.addLayout(self._hints())

    def _hints(self) -> QHBoxLayout:
        px = self._theme.px
        every = len(self._offer.search.all)
        row = QHBoxLayout()
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(6))
        pairs = (
            ("↑ ↓", "choose"),
            ("Enter", "tag"),
            ("Ctrl Enter", "tag and say why"),
            ("Shift Enter", "whole entry"),
            ("Tab", f"all {every}"),
        )
        for key, does in pairs:
            row.addWidget(heavier(label(key, "caption", "text2"), 500))
            row.addWidget(label(does, "caption", "text3"))
            row.addSpacing(px(8))
        row.addStretch(1)
        return row

    def _narrow(self) -> None:
        typed = self.field.text().strip()
        rows = self._everything(typed) if self._all else self._fitting(typed)
        self.rows.show(rows)
        every = len(self._offer.search.all)
        self._nothing.setText(f"Nothing matches “{typed}”. Tab shows all {every}." if typed else "")
        empty = self.rows.first() < 0
        self._nothing.setVisible(empty and bool(typed))
        self.view.setVisible(not empty)
        self._wanted = min(sum(self._delegate.height(row) for row in rows), self._theme.px(_MOST_HEIGHT))
        self.view.setFixedHeight(self._wanted)
        if not empty:
            self.view.setCurrentIndex(self.rows.index(self.rows.first()))
            self.view.scrollToTop()
        self._show_focused()
        self.grown.emit()

    def _fitting(self, typed: str) -> list[Row]:
        matches = self._offer.search.matches(typed)
        fitting = {match.activity.full_key: match for match in matches}
        suggested = [each for each in self._offer.suggested if not typed or each.activity.full_key in fitting]
        rows: list[Row] = []
        for number, each in enumerate(suggested):
            if number == 0 or each.words != suggested[number - 1].words:
                rows.append(Row(f"Suggested by “{_cut(each.words)}”"))
            match = fitting.get(each.activity.full_key)
            rows.append(self._row(each.activity, match))
        taken = {each.activity.full_key for each in suggested}
        others = [match for match in matches if match.activity.full_key not in taken]
        if typed and others:
            rows += [
                Row("Other matches" if suggested else "Matches"),
                *(self._row(one.activity, one) for one in others),
            ]
        if not typed:
            recent = [key for key in self._offer.recent or () if key not in taken and self._offer.catalogue.knows(key)][
                :RECENT
            ]
            rows += [Row("Recent")] * bool(recent)
            rows += [self._row(self._offer.catalogue.activity(key)) for key in recent]
        unread = self._offer.recent is None
        return rows or ([] if typed or unread else self._everything(""))

    def _everything(self, typed: str) -> list[Row]:
        matches = self._offer.search.matches(typed) if typed else self._offer.search.all
        fitting = {match.activity.full_key: match for match in matches}
        rows: list[Row] = []
        for framework in self._offer.catalogue.frameworks:
            for component in framework.components:
                here = [activity for activity in component.activities if activity.full_key in fitting]
                rows += [Row(component.name)] * bool(here)
                rows += [self._row(activity, fitting[activity.full_key]) for activity in here]
        return rows

    def _row(self, activity: "Activity", match: "Match | None" = None) -> Row:
        component = self._offer.catalogue.component_of(activity).short
        return Row(activity.label, activity, component, match.spans if match else ())

    def _move(self, step: int) -> None:
        at = self.view.currentIndex().row()
        for _ in range(abs(step)):
            at = self.rows.next_from(at, 1 if step > 0 else -1)
        if at >= 0:
            self.view.setCurrentIndex(self.rows.index(at))
            if at == self.rows.first():
                self.view.scrollToTop()

    def _show_focused(self) -> None:
        activity = self.focused()
        self._statement.setVisible(activity is not None)
        self._about.setVisible(activity is not None)
        if activity is None:
            return
        component = self._offer.catalogue.component_of(activity)
        times = self._offer.counts.get(activity.full_key, 0)
        often = "once" if times == 1 else f"{times} times"
        used = f" You tagged this {often} this year." if times else ""
        self._statement.setText(activity.statement)
        self._about.setText(f"{component.name}, activity {activity.place} of {len(component.activities)}.{used}")
        self.grown.emit()

    def _take(self, how: str) -> None:
        activity = self.focused()
        if activity is not None:
            self.picked.emit(activity.full_key, WHOLE if self._whole and how == TAG else how)


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SAID else plain[: _SAID - 1].rstrip() + "…"
