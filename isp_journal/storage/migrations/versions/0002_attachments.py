"""The second schema: files that are kept with entries, each content once.

Its statements stand here for good and do not follow the tables of the newest schema.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE TABLE blob (
        digest TEXT NOT NULL,
        size INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (digest),
        CONSTRAINT size_of_its_bytes CHECK (size = length(bytes))
    )""",
    """CREATE TABLE attachment (
        id TEXT NOT NULL,
        place INTEGER NOT NULL,
        digest TEXT NOT NULL,
        name TEXT NOT NULL,
        media TEXT NOT NULL,
        size INTEGER NOT NULL,
        origin TEXT NOT NULL,
        revision INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        trashed_at TEXT,
        PRIMARY KEY (id),
        FOREIGN KEY(place) REFERENCES entry (place) ON DELETE CASCADE ON UPDATE CASCADE,
        FOREIGN KEY(digest) REFERENCES blob (digest)
    )""",
    "CREATE INDEX ix_attachment_digest ON attachment (digest)",
    "CREATE INDEX ix_attachment_place ON attachment (place)",
)


def upgrade() -> None:
    """Make the tables of attachments and their bytes."""
    for statement in STATEMENTS:
        op.execute(statement)
