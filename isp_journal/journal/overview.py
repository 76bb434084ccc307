"""All components side by side: how much and how recently each was practised."""

from isp_journal.framework import Catalogue
from isp_journal.model import ComponentPractice, Filter, Passage
from isp_journal.storage import practice
from isp_journal.storage.store import Store


class Overview:
    """The map of one journal's practice."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    def practice(self, asked: Filter) -> list[ComponentPractice]:
        """Return every component of the default edition in order, with months and activities, also those with none."""
        components = self._catalogue.default.components
        keys = [one.full_key for component in components for one in component.activities]
        with self._store.reading() as transaction:
            activities = practice.by_activity(transaction, keys, asked)
            months = practice.by_month(transaction, [one.full_key for one in components], asked)
        found = []
        for component in components:
            counted = {one.full_key: activities.get(one.full_key, (0, "")) for one in component.activities}
            found.append(
                ComponentPractice(
                    component=component.full_key,
                    passages=sum(passages for passages, _ in counted.values()),
                    latest=max(latest for _, latest in counted.values()),
                    months=months.get(component.full_key, {}),
                    activities=counted,
                )
            )
        return found

    def latest_passage(self, component: str, asked: Filter) -> Passage | None:
        """Return the newest passage of a component that quotes words, or else the newest entry tagged as a whole."""
        full = self._catalogue.component(component).full_key
        with self._store.reading() as transaction:
            newest = practice.passages(transaction, practice.subject(full), asked, None, 10)
        quoted = (one for one in newest if one.quote and not one.loose)
        return next(quoted, newest[0] if newest else None)
