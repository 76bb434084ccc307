"""The first schema: journal, people, sites, entries, labels, tags, notes, versions, imports and the full-text index.

Its statements stand here for good and do not follow the tables of the newest schema.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE TABLE import_batch (
        id TEXT NOT NULL,
        source TEXT NOT NULL,
        made TEXT NOT NULL,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id)
    )""",
    """CREATE TABLE journal (
        id TEXT NOT NULL,
        author TEXT,
        sample INTEGER NOT NULL,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id)
    )""",
    """CREATE TABLE label (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id)
    )""",
    """CREATE TABLE note (
        id TEXT NOT NULL,
        component TEXT NOT NULL,
        activity TEXT,
        on_date TEXT NOT NULL,
        body TEXT NOT NULL,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id)
    )""",
    "CREATE INDEX note_component ON note (component, on_date)",
    """CREATE TABLE person (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        role TEXT NOT NULL,
        organisation TEXT NOT NULL,
        pseudonym TEXT NOT NULL,
        position TEXT NOT NULL,
        archived_at TEXT,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id)
    )""",
    """CREATE TABLE revision (
        row_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        thing TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (row_id, revision)
    )
     WITHOUT ROWID""",
    """CREATE TABLE site (
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        pseudonym TEXT NOT NULL,
        archived_at TEXT,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id)
    )""",
    """CREATE TABLE entry (
        place INTEGER NOT NULL,
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        occurred_on TEXT NOT NULL,
        occurred_time TEXT,
        site_id TEXT,
        mode TEXT,
        minutes INTEGER,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (place),
        CONSTRAINT minutes_of_a_day CHECK (minutes IS NULL OR minutes BETWEEN 0 AND 1440),
        UNIQUE (id),
        FOREIGN KEY(site_id) REFERENCES site (id)
    )""",
    "CREATE INDEX entry_kind ON entry (kind)",
    "CREATE INDEX entry_site ON entry (site_id)",
    "CREATE INDEX entry_trash ON entry (place) WHERE trashed_at IS NOT NULL",
    """CREATE TABLE import_line (
        digest TEXT NOT NULL,
        batch_id TEXT NOT NULL,
        entry_id TEXT NOT NULL,
        PRIMARY KEY (digest),
        FOREIGN KEY(batch_id) REFERENCES import_batch (id)
    )
     WITHOUT ROWID""",
    """CREATE TABLE site_stage (
        id TEXT NOT NULL,
        site_id TEXT NOT NULL,
        stage TEXT NOT NULL,
        since TEXT NOT NULL,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id),
        FOREIGN KEY(site_id) REFERENCES site (id)
    )""",
    "CREATE INDEX ix_site_stage_site_id ON site_stage (site_id)",
    """CREATE TABLE entry_label (
        label_id TEXT NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (label_id, place),
        FOREIGN KEY(label_id) REFERENCES label (id),
        FOREIGN KEY(place) REFERENCES entry (place) ON DELETE CASCADE ON UPDATE CASCADE
    )
     WITHOUT ROWID""",
    "CREATE INDEX entry_label_place ON entry_label (place, label_id)",
    """CREATE TABLE entry_person (
        person_id TEXT NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (person_id, place),
        FOREIGN KEY(person_id) REFERENCES person (id),
        FOREIGN KEY(place) REFERENCES entry (place) ON DELETE CASCADE ON UPDATE CASCADE
    )
     WITHOUT ROWID""",
    "CREATE INDEX entry_person_place ON entry_person (place, person_id)",
    """CREATE TABLE tag (
        id TEXT NOT NULL,
        place INTEGER NOT NULL,
        component TEXT NOT NULL,
        activity TEXT NOT NULL,
        start INTEGER,
        "end" INTEGER,
        quote TEXT,
        prefix TEXT,
        suffix TEXT,
        because TEXT NOT NULL,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id),
        CONSTRAINT both_ends_or_none CHECK ((start IS NULL) = ("end" IS NULL)),
        CONSTRAINT a_passage_has_words CHECK (start IS NULL OR quote IS NOT NULL),
        FOREIGN KEY(place) REFERENCES entry (place) ON DELETE CASCADE ON UPDATE CASCADE
    )""",
    "CREATE INDEX tag_activity ON tag (activity, place) WHERE trashed_at IS NULL",
    "CREATE INDEX tag_component ON tag (component, place, activity) WHERE trashed_at IS NULL",
    "CREATE INDEX tag_place ON tag (place, component, activity, trashed_at)",
    "CREATE VIRTUAL TABLE entry_text USING fts5(title, body, content='entry', content_rowid='place', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER entry_indexed AFTER INSERT ON entry BEGIN INSERT INTO entry_text(rowid, title, body) "
    "VALUES (new.place, new.title, new.body); END",
    "CREATE TRIGGER entry_unindexed AFTER DELETE ON entry BEGIN INSERT INTO entry_text(entry_text, "
    "rowid, title, body) VALUES ('delete', old.place, old.title, old.body); END",
    "CREATE TRIGGER entry_reindexed AFTER UPDATE OF place, title, body ON entry BEGIN INSERT INTO "
    "entry_text(entry_text, rowid, title, body) VALUES ('delete', old.place, old.title, old.body); "
    "INSERT INTO entry_text(rowid, title, body) VALUES (new.place, new.title, new.body); END",
    "INSERT INTO entry_text(entry_text, rank) VALUES ('automerge', 0)",
    "INSERT INTO entry_text(entry_text, rank) VALUES ('crisismerge', 64)",
)


def upgrade() -> None:
    """Make the tables, their indexes, the full-text index and its triggers."""
    for statement in STATEMENTS:
        op.execute(statement)
