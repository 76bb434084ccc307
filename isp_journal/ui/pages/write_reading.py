"""What the Write page reads from the journal once it is open; everything here runs on the reading thread."""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from isp_journal.activity_search import ActivityIndex
from isp_journal.model import Role
from isp_journal.paths import resources
from isp_journal.prompts import Prompts, load_prompts
from isp_journal.suggestions import Suggester
from isp_journal.ui.pages.write_tagging import Vocabulary
from isp_journal.ui.panels.entry_fields import Known

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal


class WriteVocabulary(NamedTuple):
    """The catalogue by full key, made ready for the notes, the picker and the questions."""

    labels: dict[str, str]
    components: dict[str, str]
    domains: dict[str, str]
    prompts: Prompts
    tagging: Vocabulary


def vocabulary(journal: "Journal") -> WriteVocabulary:
    """Return what activities are called and how they are found, and the questions."""
    catalogue = journal.framework
    labels: dict[str, str] = {}
    components: dict[str, str] = {}
    domains: dict[str, str] = {}
    for framework in catalogue.frameworks:
        for component in framework.components:
            for activity in component.activities:
                labels[activity.full_key] = activity.label
                components[activity.full_key] = component.short
                domains[activity.full_key] = activity.domain
    tagging = Vocabulary(catalogue, ActivityIndex(catalogue), Suggester(catalogue))
    return WriteVocabulary(labels, components, domains, load_prompts(resources() / "prompts"), tagging)


def known(journal: "Journal") -> tuple[Known, str | None]:
    """Return the names of sites, people and labels, and the site that a new entry is probably about."""
    sites, people = journal.sites.all(archived=True), journal.people.all(archived=True)
    archived = [site.id for site in sites if site.archived] + [person.id for person in people if person.archived]
    seldom = [(key, "In the archive") for key in archived]
    seldom += [(one.id, "You") for one in people if one.role == Role.SELF]
    site_names = {site.id: site.name for site in sites}
    labels = tuple(label.name for label in journal.labels.all())
    offered = {site.id for site in sites if not site.archived}
    latest = [site for site in journal.entries.latest_sites() if site in offered]
    guess = Counter(latest).most_common(1)[0][0] if latest else None
    return Known(site_names, {person.id: person.name for person in people}, labels, tuple(seldom)), guess
