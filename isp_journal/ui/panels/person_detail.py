"""One person: name, pseudonym, role, organisation and position, and what can be done with the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.model import Person, Role
from isp_journal.ui.models.names import NameRow
from isp_journal.ui.panels.fact_fields import FactChoice, FactField
from isp_journal.ui.panels.name_actions import NameActions, in_words
from isp_journal.ui.panels.name_head import NameHead
from isp_journal.ui.panels.name_kinds import PEOPLE
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers

if TYPE_CHECKING:
    from datetime import date

    from isp_journal.journal.journal import Journal

ROLES = (
    (Role.SELF, "You"),
    (Role.COACH, "Your coach"),
    (Role.COACHEE, "Coachee"),
    (Role.COLLEAGUE, "Colleague"),
    (Role.STAKEHOLDER, "Stakeholder"),
)


class PersonDetail(QWidget):
    """The facts of a person, each kept as soon as its field is left."""

    entries_wanted = Signal(str)
    kept = Signal(str)

    def __init__(self, theme: Theme, workers: Workers) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._person = Person(id="", name="")
        self.head = NameHead(theme)
        self.fields = {
            "name": FactField(theme, "Name"),
            "pseudonym": FactField(theme, "Pseudonym", "What to call this person where the name should not stand."),
            "organisation": FactField(theme, "Organisation"),
            "position": FactField(theme, "Position"),
        }
        self.role = FactChoice(theme, "Role", [(str(role), words) for role, words in ROLES])
        self.deeds = NameActions(theme, workers, PEOPLE)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._facts = QVBoxLayout()
        for part in (*self.fields.values(), self.role):
            self._facts.addWidget(part)
        self._column.addWidget(self.head)
        self._column.addLayout(self._facts)
        self._column.addWidget(self.deeds)
        self._column.addStretch(1)
        self._space()
        for name, field in self.fields.items():
            field.said.connect(lambda text, name=name: self._keep(name, text))
        self.role.chosen.connect(lambda key: self._keep("role", Role(key)))
        self.head.entries_wanted.connect(lambda: self.entries_wanted.emit(self._person.id))
        self.deeds.kept.connect(self.kept)

    def show_person(self, person: Person, others: Sequence[NameRow], today: date) -> None:
        """Show a person, or what has changed of the one that is shown."""
        another = person.id != self._person.id
        self._person = person
        row = person_row(person)
        self.head.set_row(row, today)
        for name, field in self.fields.items():
            (field.reset if another else field.set_value)(getattr(person, name))
        self.role.set_value(str(person.role))
        self.deeds.set_row(row, others)

    def commit(self) -> None:
        """Keep what stands in a field that was not left yet."""
        for field in self.fields.values():
            field.tell()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._facts.setSpacing(self._theme.px(16))
        self._column.setSpacing(self._theme.px(32))

    def _keep(self, name: str, value: str | Role) -> None:
        identity, before = self._person.id, getattr(self._person, name)

        def write(journal: Journal, value: str | Role) -> object:
            told: dict[str, Any] = {name: value}
            return journal.people.save(replace(journal.people.get(identity), **told))

        self._workers.change(
            lambda journal: write(journal, value),
            undo=lambda journal: write(journal, before),
            failed=lambda error: self._refuse(identity, name, in_words(error)),
            owner=self,
        )

    def _refuse(self, identity: str, name: str, why: str) -> None:
        if self._person.id == identity and name in self.fields:
            self.fields[name].refuse(why)
        elif self._person.id == identity:
            self.role.set_value(str(self._person.role))
            self.deeds.problem.say(why)


def person_row(person: Person) -> NameRow:
    """Return a person as a row of a list: the organisation stands beside the name, else what is known instead."""
    beside = person.organisation or person.position or dict(ROLES)[person.role]
    also = f"{person.pseudonym} {person.position}"
    return NameRow(person.id, person.name, beside, person.entries, person.latest, person.archived, also)
