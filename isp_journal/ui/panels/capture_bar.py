"""The line above the text that says when, where, with whom and how long; every part of it can be left alone."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import Button, Chip, icon_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import divider
from isp_journal.ui.controls.segmented import Segmented
from isp_journal.ui.dates import clock, short
from isp_journal.ui.editor.measures import INSET
from isp_journal.ui.panels.entry_fields import MODES, EntryFields, Known, minutes_in_words, names_in_short
from isp_journal.ui.theme import Theme

DATE, SITE, PEOPLE, MINUTES, LABELS, MORE = "date", "site", "people", "minutes", "labels", "more"
_KEYS = "T today, Y yesterday, plus and minus a day, O V P for the mode, digits for minutes, Enter back to the text"
_WITHOUT_LETTERS = "Tab goes through its fields, Enter back to the text"
_MODE_KEYS = {Qt.Key.Key_O: "onsite", Qt.Key.Key_V: "virtual", Qt.Key.Key_P: "phone"}
_DAYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}


class CaptureBar(QFrame):
    """Shows the fields of an entry and asks for changes of them; with the focus on it, single keys change them."""

    asked = Signal(str, str)
    changed = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fields = EntryFields(date.today())
        self._today = date.today()
        self.single_keys = True
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("About this entry")
        self.setAccessibleDescription(_KEYS)
        self.date = self._chip("calendar", DATE)
        self.site = self._chip("school", SITE)
        self.people = self._chip("users", PEOPLE)
        self.mode = Segmented(theme, "Mode", MODES, optional=True)
        self.minutes = self._chip("clock", MINUTES, chevron=False)
        self.labels = self._chip("tag", LABELS)
        self.more: Button = icon_button(theme, "ellipsis", "More about this entry")
        self.more.clicked.connect(lambda: self.asked.emit(MORE, ""))
        self.mode.chosen.connect(lambda mode: self._change(self._fields._replace(mode=mode)))
        self._row = FlowLayout(gap=theme.px(16), row_gap=theme.px(8))
        # The framed choice begins at the text's edge, also where it begins a row.
        self._mode = QWidget()
        framed = QHBoxLayout(self._mode)
        framed.setContentsMargins(theme.px(INSET), 0, 0, 0)
        framed.addWidget(self.mode)
        for part in self._parts():
            self._row.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(theme.px(12))
        self._column.addLayout(self._row)
        self._line = QVBoxLayout()
        self._line.addWidget(divider())
        self._column.addLayout(self._line)
        self.set_inset(0, 0)

    def set_inset(self, left: int, right: int, least: int | None = None) -> None:
        """Let the line begin and end where the text and its notes do; its fields may go on up to `least`."""
        # The chips begin before the text's edge by their padding, so that their icons stand on it.
        inset = self._theme.px(INSET)
        beyond = right if least is None else min(right, least)
        self._column.setContentsMargins(max(0, left - inset), self._theme.px(16), beyond, 0)
        self._line.setContentsMargins(inset, 0, right - beyond, 0)
        self._space()

    def show_fields(self, fields: EntryFields, known: Known, today: date) -> None:
        """Show the fields of an entry."""
        self._fields, self._today = fields, today
        when = short(fields.occurred_on, today)
        if fields.occurred_time:
            when += f", {clock(fields.occurred_time.hour, fields.occurred_time.minute)}"
        _say(self.date, when, f"Date: {when}")
        self._show_site(fields, known)
        people = [known.people.get(person, "…") for person in fields.people]
        _say(self.people, names_in_short(people) or "People", "People: " + (", ".join(people) or "none yet"))
        minutes = minutes_in_words(fields.minutes) if fields.minutes else ""
        _say(self.minutes, minutes or "Minutes", "Duration: " + (minutes or "none yet"))
        more = f" + {len(fields.labels) - 1}" if len(fields.labels) > 1 else ""
        _say(self.labels, (fields.labels[0] if fields.labels else "") + more, "Labels: " + ", ".join(fields.labels))
        self.labels.setVisible(bool(fields.labels))
        self.mode.set_value(fields.mode)
        self._space()

    def set_single_keys(self, on: bool) -> None:
        """Let single letters and digits be keys of the bar, or not; a screen reader hears only of keys that work."""
        self.single_keys = on
        self.setAccessibleDescription(_KEYS if on else _WITHOUT_LETTERS)

    def chip(self, name: str) -> QWidget:
        """Return the part of the bar that a field is asked for at."""
        parts = {DATE: self.date, SITE: self.site, PEOPLE: self.people, MINUTES: self.minutes, MORE: self.more}
        if name == LABELS and self.labels.isVisible():
            return self.labels
        return parts.get(name, self.more)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) and plain:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        elif not (plain and self.single_keys and self._by_letter(event)):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._space()

    def _space(self) -> None:
        """Move the parts closer together where that keeps them in one row."""
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        for gap in (16, 4, 16):
            self._row.setSpacing(self._theme.px(gap))
            if self._row.sizeHint().width() <= room:
                break
        self._row.invalidate()

    def _by_letter(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        fields = self._fields
        if key in (Qt.Key.Key_T, Qt.Key.Key_Y):
            back = 0 if key == Qt.Key.Key_T else 1
            self._change(fields._replace(occurred_on=self._today - timedelta(days=back)))
        elif key in _DAYS:
            self._change(fields._replace(occurred_on=fields.occurred_on + timedelta(days=_DAYS[key])))
        elif key in _MODE_KEYS:
            mode = _MODE_KEYS[key]
            self._change(fields._replace(mode="" if fields.mode == mode else mode))
        elif event.text().isdigit():
            self.asked.emit(MINUTES, event.text())
        else:
            return False
        return True

    def _clear(self) -> None:
        """Take away what the focused part shows; on the bar itself that is the guessed site."""
        if self.people.hasFocus():
            self._change(self._fields._replace(people=self._fields.people[:-1]))
        elif self.minutes.hasFocus():
            self._change(self._fields._replace(minutes=None))
        elif self.labels.hasFocus():
            self._change(self._fields._replace(labels=self._fields.labels[:-1]))
        else:
            self._change(self._fields._replace(site=None, guessed=False))

    def _change(self, fields: EntryFields) -> None:
        if fields != self._fields:
            self.changed.emit(fields)

    def _show_site(self, fields: EntryFields, known: Known) -> None:
        name = known.sites.get(fields.site, "…") if fields.site else ""
        if fields.guessed and name:
            _say(self.site, f"{name}?", f"Site: probably {name}")
            self.site.setToolTip("Taken from your latest entries. Del takes it away.")
        else:
            _say(self.site, name or "Site", "Site: " + (name or "none yet"))
            self.site.setToolTip("")
        self.site.set_face(self.site.face._replace(tone="text3" if fields.guessed else "text"))

    def _chip(self, icon: str, name: str, *, chevron: bool = True) -> Chip:
        made = Chip(self._theme, "", icon, chevron=chevron)
        made.clicked.connect(lambda: self.asked.emit(name, ""))
        return made

    def _parts(self) -> tuple[QWidget, ...]:
        return (self.date, self.site, self.people, self._mode, self.minutes, self.labels, self.more)


def _say(chip: Chip, words: str, name: str) -> None:
    if chip.face.text != words:
        chip.set_text(words)
    chip.setAccessibleName(name)
