"""The page of the places where support is given and of everybody who appears in the journal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from isp_journal.model import Person, Site
from isp_journal.ui.controls.buttons import LINK_INSET, link_button
from isp_journal.ui.controls.columns import Columns
from isp_journal.ui.controls.empty import EmptyState
from isp_journal.ui.controls.labels import surface
from isp_journal.ui.panels.name_actions import in_words
from isp_journal.ui.panels.name_kinds import remembered
from isp_journal.ui.panels.names_panel import KINDS, NamesPanel
from isp_journal.ui.panels.person_detail import PersonDetail, person_row
from isp_journal.ui.panels.scroll_column import ScrollColumn
from isp_journal.ui.panels.site_detail import SiteDetail, site_row

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.widths import Widths
    from isp_journal.ui.workers import Workers

PATIENCE = 150
EMPTY = {
    "sites": "The sites you support will be listed here. Add one, or name one when you write.",
    "people": "The people you work with will be listed here. Add one, or name one when you write.",
}


class SitesPeople(QWidget):
    """Two lists, and beside them the facts of the one that is chosen."""

    entries_of_site_wanted = Signal(str)
    entries_of_person_wanted = Signal(str)

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._workers = workers
        self._sites: dict[str, Site] = {}
        self._people: dict[str, Person] = {}
        self._read = False
        self._wanted = ""
        self._stale = True
        self._focus_waits = False
        self.names = NamesPanel(theme)
        self.site = SiteDetail(theme, workers)
        self.person = PersonDetail(theme, workers)
        self.empty = EmptyState(theme)
        self.back = link_button(theme, "Back to the list", "arrow-left")
        self.back.setToolTip("Back to the list (Esc)")
        self.back.hide()
        self._theme = theme
        self._margin, self._turns = 40, False
        self._scrolls = {"sites": ScrollColumn(theme, "Site"), "people": ScrollColumn(theme, "Person")}
        self._stack = QStackedWidget()
        self._build(theme)
        self._connect()
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(PATIENCE)
        self._slow.timeout.connect(self._say_reading)

    def shown(self) -> None:
        """Read both lists again if something may have changed."""
        if self._stale:
            self.read()

    def focus_first(self) -> None:
        """Put the focus into the list or, where that is not shown or empty, on what can be done instead."""
        self._focus_waits = not self._read
        if not self.names.isVisible():
            target: QWidget = self._detail().head.show_entries
        elif self.names.list.names.rowCount() or not self._read:
            target = self.names.list
        else:
            target = self.names.add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_widths(self, widths: Widths) -> None:
        """Take the areas that fit into the window now."""
        self.columns.set_widths(widths)
        for scroll in self._scrolls.values():
            scroll.set_margin(widths.margin)
        self._margin, self._turns = widths.margin, widths.turns
        self.back.setVisible(widths.turns)
        self._space()

    def areas(self) -> list[QWidget]:
        """Return the areas that F6 walks through."""
        return self.columns.areas()

    def title_here(self) -> str:
        """Return how this place is called in lists of places."""
        return self._name(self.names.list.current())

    def open_site(self, identity: str) -> None:
        """Show one site."""
        self._open("sites", identity)

    def open_person(self, identity: str) -> None:
        """Show one person."""
        self._open("people", identity)

    def find_here(self) -> None:
        """Put the cursor into the field that narrows the list."""
        self.columns.show_list()
        self.names.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leaving(self) -> None:
        """Keep what stands in a field before the window closes."""
        self.site.commit()
        self.person.commit()

    def read(self) -> None:
        """Read both lists."""
        self._stale = False
        self._slow.start()
        self._workers.read(
            lambda journal: (journal.sites.all(archived=True), journal.people.all(archived=True)),
            self._take,
            key="sites-and-people",
            owner=self,
        )

    def _build(self, theme: Theme) -> None:
        for kind, detail in (("sites", self.site), ("people", self.person)):
            self._scrolls[kind].column.addWidget(detail)
            self._stack.addWidget(self._scrolls[kind])
        self._stack.addWidget(self.empty)
        page = surface(QWidget(), "page")
        self._above = QHBoxLayout()
        self._above.addWidget(self.back)
        self._above.addStretch(1)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._above)
        whole.addWidget(self._stack, 1)
        self.columns = Columns(theme, "sites", page, list_=self.names)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.columns)
        self.empty.set_words("")

    def _connect(self) -> None:
        self._workers.changed.connect(self._changed)
        self.names.kind_chosen.connect(lambda _kind: self._show(self.names.list.current()))
        self.names.pointed.connect(self._show)
        self.names.opened.connect(self._enter)
        self.names.trash_wanted.connect(self._ask_delete)
        self.names.named.connect(self._add)
        self.empty.pressed.connect(self.names.ask_new)
        self.site.entries_wanted.connect(self.entries_of_site_wanted)
        self.person.entries_wanted.connect(self.entries_of_person_wanted)
        for detail in (self.site, self.person):
            detail.kept.connect(self._want)
        self.columns.returned.connect(self.focus_first)
        self.back.clicked.connect(self._back_to_list)
        self._theme.changed.connect(self._space)

    def _back_to_list(self) -> None:
        self.columns.show_list()
        self.focus_first()

    def _space(self) -> None:
        px = self._theme.px
        # The link begins before its words by its padding, so that they stand on the page's edge.
        self._above.setContentsMargins(px(self._margin - LINK_INSET), px(16) if self._turns else 0, 0, 0)

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.read()

    def _say_reading(self) -> None:
        if not self._read:
            self.empty.set_words("Reading …")

    def _take(self, found: tuple[list[Site], list[Person]]) -> None:
        self._slow.stop()
        self._read = True
        self._sites = {site.id: site for site in found[0]}
        self._people = {person.id: person for person in found[1]}
        had_focus = self.focusWidget()
        self.names.set_rows("sites", [site_row(site) for site in found[0]])
        self.names.set_rows("people", [person_row(person) for person in found[1]])
        if self._wanted and self.names.choose(self._wanted):
            self._wanted = ""
        self._show(self.names.list.current())
        lost = had_focus is not None and not had_focus.isVisible()
        if self.isVisible() and (lost or self._focus_waits):
            self.focus_first()

    def _show(self, identity: str) -> None:
        kind = self.names.current_kind()
        rows = self.names.rows(kind)
        today = date.today()
        if kind == "sites" and identity in self._sites:
            self.site.show_site(self._sites[identity], rows, today)
        elif kind == "people" and identity in self._people:
            self.person.show_person(self._people[identity], rows, today)
        else:
            self._show_empty(kind)
            return
        self._stack.setCurrentWidget(self._scrolls[kind])

    def _show_empty(self, kind: str) -> None:
        none = self._read and not self.names.rows(kind)
        self.empty.set_words(EMPTY[kind] if none else "", f"Add a {KINDS[kind].noun}" if none else "")
        self._stack.setCurrentWidget(self.empty)

    def _open(self, kind: str, identity: str) -> None:
        if self.names.current_kind() != kind:
            self.names.show_kind(kind)
        if not self.names.choose(identity):
            self._wanted = identity
        self._show(self.names.list.current())
        self.columns.show_page()

    def _want(self, identity: str) -> None:
        self._wanted = identity

    def _enter(self, identity: str) -> None:
        self._show(identity)
        self.columns.show_page()
        self._detail().fields["name"].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_delete(self, identity: str) -> None:
        self._show(identity)
        self.columns.show_page()
        self._detail().deeds.ask_delete()

    def _add(self, name: str) -> None:
        kind = self.names.current_kind()
        new = self.names.new[kind]

        def make(journal: Journal) -> str:
            if kind == "sites":
                return journal.sites.save(Site(id="", name=name)).id
            return journal.people.save(Person(id="", name=name)).id

        def take_back(journal: Journal, identity: str) -> object:
            return KINDS[kind].delete(journal, identity, False)

        def added(identity: str) -> None:
            new.hide()
            self._want(identity)

        do, undo = remembered(make, take_back)
        self._workers.change(do, added, undo=undo, failed=lambda error: new.refuse(in_words(error)), owner=self)

    def _detail(self) -> SiteDetail | PersonDetail:
        return self.site if self.names.current_kind() == "sites" else self.person

    def _name(self, identity: str) -> str:
        found = self._sites.get(identity) or self._people.get(identity)
        return found.name if found is not None else ""
