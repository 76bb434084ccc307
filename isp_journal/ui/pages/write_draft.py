"""An entry as it is being written: its text, its fields, and what of it is on the disk."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from isp_journal.ui.panels.entry_fields import EntryFields, fields_of

if TYPE_CHECKING:
    from isp_journal.journal.journal import Journal
    from isp_journal.model import Entry
    from isp_journal.ui.editor.documents import EntryDocument


class WriteDraft:
    """Gives `Autosave` what there is to save; a new entry gets its id at its first saving and keeps it."""

    def __init__(self, document: "EntryDocument", fields: EntryFields) -> None:
        self.document = document
        self.fields = fields
        self.entry: Entry | None = None
        self.model = ""
        self.about = ""
        self.asked = 0
        # Whether something is about to hang on it, for which it is saved even without a word.
        self.holds = False
        self._ids: list[str] = []

    @property
    def id(self) -> str:
        """The entry's id, or nothing before its first saving."""
        return self._ids[0] if self._ids else ""

    @property
    def is_untouched(self) -> bool:
        """Whether it is a new entry that nobody wrote into or filled in."""
        tagged = bool(self.document.passages.tags)
        empty = self.document.is_empty() and not tagged and not self.holds
        return not self._ids and empty and not self.fields.chosen

    def take_over(self, entry: "Entry") -> None:
        """Become the draft of an entry that was read from the journal."""
        self._ids[:] = [entry.id]
        self.entry = entry
        self.fields = fields_of(entry)
        self.document.load(entry.body, entry.tags)

    def take_over_fields(self, entry: "Entry") -> None:
        """Take what was changed elsewhere, such as a site that was merged into another."""
        self.entry = entry
        self.fields = fields_of(entry)

    def same_text(self, entry: "Entry") -> bool:
        """Whether an entry read from the journal has the text and the tags that are shown."""
        text = self.document.text()
        return entry.body == text and entry.tags == self.document.passages.stored(text)

    def snapshot(self) -> "Callable[[Journal], Entry] | None":
        """Return what saves the content of now, or None for a new entry that is still empty."""
        if self.is_untouched:
            return None
        fields, base, ids = self.fields, self.entry, self._ids
        text = self.document.text()
        tags = self.document.passages.stored(text)

        def save(journal: "Journal") -> "Entry":
            from dataclasses import replace  # at first use: start-up time

            from isp_journal.model import Kind, Mode  # at first use: start-up time

            entry = base or journal.entries.new(fields.occurred_on)
            if not ids:
                ids.append(entry.id)
            return journal.entries.save(
                replace(
                    entry,
                    id=ids[0],
                    occurred_on=fields.occurred_on,
                    kind=Kind(fields.kind),
                    title=fields.title.strip(),
                    body=text,
                    occurred_time=fields.occurred_time,
                    site=fields.site,
                    people=fields.people,
                    labels=fields.labels,
                    mode=Mode(fields.mode) if fields.mode else None,
                    minutes=fields.minutes,
                    tags=tags,
                )
            )

        return save

    def stored(self, entry: "Entry") -> None:
        """Hear that a snapshot is on the disk."""
        self.entry = entry
