"""A restored backup beside the journal that it was made of: what did not change since must say the same in both."""

from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from isp_journal.storage import connect, contents
from isp_journal.storage.checking import Pace
from isp_journal.storage.compared_rows import changed
from isp_journal.storage.faults import translated
from isp_journal.storage.store import Store


def differences(journal: Store, restored: Path) -> list[str]:
    """Return in words what a restored backup of an open journal says otherwise than the journal, ids alone."""
    with (
        translated(connect.database(journal.folder), driver.Error, ours=True),
        closing(journal.another_connection()) as now,
        closing(connect.connect(restored, writing=False, key=journal.key)) as then,
    ):
        for one in (now, then):
            one.execute("BEGIN")
        moments = [one.execute("SELECT updated_at FROM journal").fetchone() for one in (now, then)]
        if moments[0] == moments[1] and contents.digest(now) == contents.digest(then):
            return []
        return [f"{one.what} {one.where}".strip() for one in changed(now, then, Pace(None, 1))]
