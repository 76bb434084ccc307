"""The statement for rows of a list of entries; the first page is read with the driver alone, before SQLAlchemy."""

from typing import Any

from isp_journal.model import EntryLine

SNIPPET = 200
FIRST = 50
BEGINNING = f"substr(entry.body, 1, {SNIPPET})"
# One row of a list for each place of the inner query `chosen`.
COLUMNS = f"""
SELECT entry.place, entry.id, entry.occurred_on, entry.kind, entry.title,
       {BEGINNING},
       coalesce(site.name, '') AS site,
       coalesce((SELECT group_concat(DISTINCT component) FROM tag
                 WHERE tag.place = entry.place AND tag.trashed_at IS NULL), '') AS components
"""
ROWS = """
FROM chosen CROSS JOIN entry ON entry.place = chosen.place
LEFT JOIN site ON site.id = entry.site_id AND site.trashed_at IS NULL
ORDER BY chosen.place DESC
"""
NEWEST = f"""
WITH chosen AS MATERIALIZED (
  SELECT place FROM entry WHERE trashed_at IS NULL ORDER BY place DESC LIMIT {FIRST})
{COLUMNS}{ROWS}
"""


def newest(connection: Any) -> list[EntryLine]:
    """Return the newest rows through an open connection of the driver."""
    return [EntryLine(*row) for row in connection.execute(NEWEST)]
