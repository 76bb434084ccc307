"""A filter over sites or people: shows the chosen one, and reads the choices when it is opened."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QRect, QSize, Signal

from isp_journal.ui.controls.buttons import Chip
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.panels.period_menu import place_below
from isp_journal.ui.panels.pick_list import Asked, Choice, PickList

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

_WIDTH = 280


class Named(NamedTuple):
    """A site or a person by id and name."""

    id: str
    name: str


class Choosing(NamedTuple):
    """What a chip filters by: its name, its words when all are shown, its icon, and how the choices are read."""

    name: str
    all_words: str
    icon: str
    read: "Callable[[Journal], Sequence[Named]]"


class ChoiceChip(QObject):
    """Its button shows what is chosen; `chosen` comes with the id of a site or person, or nothing for all of them."""

    chosen = Signal(str)

    def __init__(self, theme: "Theme", workers: "Workers", choosing: Choosing) -> None:
        super().__init__()
        self.button = Chip(theme, choosing.all_words, choosing.icon, framed=True)
        self._theme = theme
        self._workers = workers
        self._choosing = choosing
        self.value = ""
        self.list: PickList | None = None
        self._show(choosing.all_words)
        self.button.clicked.connect(self.open)

    def open(self) -> None:
        """Read what there is to choose from, and open it below the chip."""
        self._workers.read(self._choosing.read, self._open, key=f"choices {self._choosing.name}", owner=self)

    def clear(self) -> None:
        """Filter by none again, without saying `chosen`."""
        self.value = ""
        self._show(self._choosing.all_words)

    def _open(self, named: Sequence[Named]) -> None:
        choices = [Choice("", self._choosing.all_words, chosen=not self.value)]
        choices += [Choice(one.id, one.name, chosen=one.id == self.value) for one in named]
        picks = PickList(self._theme, Asked(self._choosing.name, f"{self._choosing.name} …", choices, _nothing_new))
        popup = Popup(self._theme, self.button.window(), self._choosing.name)
        popup.column.addWidget(picks)
        popup.closed.connect(popup.deleteLater)
        names = {choice.key: choice.text for choice in choices}
        picks.picked.connect(lambda key: self._choose(popup, key, names[key]))
        picks.grown.connect(lambda: popup.isHidden() or popup.setGeometry(self._place(picks)))
        self.list = picks
        popup.open_at(self._place(picks), picks.field)

    def _place(self, picks: PickList) -> QRect:
        size = QSize(self._theme.px(_WIDTH), picks.sizeHint().height() + 2)
        return place_below(self.button, size)

    def _choose(self, popup: Popup, key: str, name: str) -> None:
        popup.leave()
        self.value = key
        self._show(name)
        self.chosen.emit(key)

    def _show(self, words: str) -> None:
        self.button.set_text(words)
        self.button.setAccessibleName(f"{self._choosing.name}: {words}")


def sites(journal: "Journal") -> list[Named]:
    """Read all sites, those put aside too: their history stays."""
    return [Named(one.id, one.name) for one in journal.sites.all(archived=True)]


def people(journal: "Journal") -> list[Named]:
    """Read all people, those put aside too."""
    return [Named(one.id, one.name) for one in journal.people.all(archived=True)]


def _nothing_new(_typed: str) -> None:
    return None
