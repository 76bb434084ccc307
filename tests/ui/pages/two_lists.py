"""Sites & people on a small journal, and what the lists and the journal say then."""

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Person, Role, Site, Stage, StageChange
from isp_journal.ui.pages.sites_people import SitesPeople
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from isp_journal.ui.workers import Workers
from tests.storage.journals import written
from tests.ui.pages.opened import told


def journal_of_names(folder: Path) -> Path:
    """Make a journal with two sites of one place, a third without entries, and three people beside its author."""
    create_journal(folder, author="Jonas Aldren")
    journal = open_journal(folder, writing=True)
    bend = journal.sites.save(Site("", "Harlow Bend", "School A", (StageChange(Stage.EXPLORATION, date(2025, 12, 1)),)))
    short = journal.sites.save(Site("", "Harlow B.", "School B"))
    journal.sites.save(Site("", "Tidewell Clinic", "Clinic C"))
    dana = journal.people.save(Person("", "Dana Okafor", Role.STAKEHOLDER, "Harlow Bend", "Deputy A", "deputy head"))
    okafor = journal.people.save(Person("", "D. Okafor", organisation="School trust"))
    journal.people.save(Person("", "Ines Bravo", Role.COACH))
    for day in (2, 3):
        written(journal, f"A visit on day {day}.", site=bend.id, people=(dana.id,))
    written(journal, "A call.", site=short.id, people=(okafor.id,))
    journal.close()
    return folder


def page_on(qtbot: QtBot, theme: Theme, workers: Workers) -> SitesPeople:
    """Show the page in a large window, with its lists read."""
    page = SitesPeople(theme, workers)
    qtbot.addWidget(page)
    page.resize(1232, 900)
    page.set_widths(widths_for(1440, 900, 1.0))
    page.show()
    page.activateWindow()
    page.shown()
    page.focus_first()
    qtbot.waitUntil(lambda: page.names.list.names.rowCount() > 0)
    return page


def listed(page: SitesPeople) -> list[str]:
    """Return the names in the list that is shown."""
    model = page.names.list.names
    return [model.index(at).data() for at in range(model.rowCount())]


def choose(page: SitesPeople, name: str) -> None:
    """Make the row with this name the current one."""
    model = page.names.list.names
    row = next(row for at in range(model.rowCount()) if (row := model.row(at)) is not None and row.name == name)
    assert page.names.list.point_at(row.id)


def show_people(page: SitesPeople) -> None:
    """Press People."""
    page.names.kind.segments["people"].click()


def site_named(qtbot: QtBot, workers: Workers, name: str) -> Site | None:
    """Return a site as the journal has it now."""
    return told(qtbot, workers, lambda journal: {one.name: one for one in journal.sites.all(True)}.get(name))


def person_named(qtbot: QtBot, workers: Workers, name: str) -> Person | None:
    """Return a person as the journal has them now."""
    return told(qtbot, workers, lambda journal: {one.name: one for one in journal.people.all(True)}.get(name))
