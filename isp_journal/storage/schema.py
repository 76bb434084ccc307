"""The tables of a journal, its full-text index and the triggers that keep the index true.

Every row that a person writes carries `origin` (the journal that wrote it and alone may change it), `revision`,
its times, and since when it is in the trash. What belongs to an entry's content alone (who took part, which labels)
hangs on the entry's place and has no life of its own.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()


def _kept() -> list[Column[object]]:
    """Return the columns that every row of a person's own carries."""
    return [
        Column("origin", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("created_at", Text, nullable=False),
        Column("updated_at", Text, nullable=False),
        Column("trashed_at", Text),
    ]


def _link(to: str, *, moves: bool = False) -> ForeignKey:
    """Return a reference to another row; to an entry's place it follows when the entry moves to another date."""
    return ForeignKey(to, onupdate="CASCADE", ondelete="CASCADE") if moves else ForeignKey(to)


journal = Table(
    "journal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("author", Text),
    Column("sample", Integer, nullable=False),
    *_kept(),
)

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("pseudonym", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("archived_at", Text),
    *_kept(),
)

site = Table(
    "site",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("pseudonym", Text, nullable=False),
    Column("archived_at", Text),
    *_kept(),
)

site_stage = Table(
    "site_stage",
    metadata,
    Column("id", Text, primary_key=True),
    Column("site_id", Text, _link("site.id"), nullable=False, index=True),
    Column("stage", Text, nullable=False),
    Column("since", Text, nullable=False),
    *_kept(),
)

label = Table(
    "label",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    *_kept(),
)

entry = Table(
    "entry",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("occurred_on", Text, nullable=False),
    Column("occurred_time", Text),
    Column("site_id", Text, _link("site.id")),
    Column("mode", Text),
    Column("minutes", Integer),
    *_kept(),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    CheckConstraint("minutes IS NULL OR minutes BETWEEN 0 AND 1440", name="minutes_of_a_day"),
)

entry_person = Table(
    "entry_person",
    metadata,
    Column("person_id", Text, _link("person.id"), primary_key=True),
    Column("place", Integer, _link("entry.place", moves=True), primary_key=True),
    sqlite_with_rowid=False,
)

entry_label = Table(
    "entry_label",
    metadata,
    Column("label_id", Text, _link("label.id"), primary_key=True),
    Column("place", Integer, _link("entry.place", moves=True), primary_key=True),
    sqlite_with_rowid=False,
)

tag = Table(
    "tag",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Integer, _link("entry.place", moves=True), nullable=False),
    Column("component", Text, nullable=False),
    Column("activity", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("quote", Text),
    Column("prefix", Text),
    Column("suffix", Text),
    Column("because", Text, nullable=False),
    *_kept(),
    CheckConstraint('(start IS NULL) = ("end" IS NULL)', name="both_ends_or_none"),
    CheckConstraint("start IS NULL OR quote IS NOT NULL", name="a_passage_has_words"),
)

note = Table(
    "note",
    metadata,
    Column("id", Text, primary_key=True),
    Column("component", Text, nullable=False),
    Column("activity", Text),
    Column("on_date", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_kept(),
)

revision = Table(
    "revision",
    metadata,
    Column("row_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("thing", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
    Column("content", Text, nullable=False),
    sqlite_with_rowid=False,
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("made", Text, nullable=False),
    *_kept(),
)

import_line = Table(
    "import_line",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("batch_id", Text, _link("import_batch.id"), nullable=False),
    Column("entry_id", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Bytes of attachments, each kept once whatever carries it. They stand last, so that asking for a size reads no bytes.
blob = Table(
    "blob",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    CheckConstraint("size = length(bytes)", name="size_of_its_bytes"),
)

attachment = Table(
    "attachment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Integer, _link("entry.place", moves=True), nullable=False, index=True),
    Column("digest", Text, _link("blob.digest"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    *_kept(),
)

# Only rows outside the trash are asked for in lists, so only they stand in the narrow indexes.
_LIVE = text("trashed_at IS NULL")
_TRASHED = text("trashed_at IS NOT NULL")
Index("entry_site", entry.c.site_id)
Index("entry_kind", entry.c.kind)
Index("entry_trash", entry.c.place, sqlite_where=_TRASHED)
Index("entry_person_place", entry_person.c.place, entry_person.c.person_id)
Index("entry_label_place", entry_label.c.place, entry_label.c.label_id)
Index("tag_component", tag.c.component, tag.c.place, tag.c.activity, sqlite_where=_LIVE)
Index("tag_activity", tag.c.activity, tag.c.place, sqlite_where=_LIVE)
Index("tag_place", tag.c.place, tag.c.component, tag.c.activity, tag.c.trashed_at)
Index("note_component", note.c.component, note.c.on_date)

# `porter` finds reflecting for reflection. The index holds no text of its own (external content), and is kept true by
# triggers, so that no way of writing an entry can forget it.
INDEX = (
    "CREATE VIRTUAL TABLE entry_text USING fts5(title, body, content='entry', content_rowid='place', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER entry_indexed AFTER INSERT ON entry BEGIN "
    "INSERT INTO entry_text(rowid, title, body) VALUES (new.place, new.title, new.body); END",
    "CREATE TRIGGER entry_unindexed AFTER DELETE ON entry BEGIN "
    "INSERT INTO entry_text(entry_text, rowid, title, body) VALUES ('delete', old.place, old.title, old.body); END",
    "CREATE TRIGGER entry_reindexed AFTER UPDATE OF place, title, body ON entry BEGIN "
    "INSERT INTO entry_text(entry_text, rowid, title, body) VALUES ('delete', old.place, old.title, old.body); "
    "INSERT INTO entry_text(rowid, title, body) VALUES (new.place, new.title, new.body); END",
    # Merging inside a commit made single saves 100 ms slow: it is done in idle seconds instead (Store.rest).
    "INSERT INTO entry_text(entry_text, rank) VALUES ('automerge', 0)",
    "INSERT INTO entry_text(entry_text, rank) VALUES ('crisismerge', 64)",
)
