"""What can still be counted in a damaged journal: looked at in a copy, so that the file itself stays as it is."""

import shutil
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlcipher3 import dbapi2 as driver

from isp_journal.storage import connect, log_check
from isp_journal.storage.data_key import DataKey


class Later(NamedTuple):
    """How many entries and notes were changed after a moment, and whether that could be counted to the end."""

    changes: int
    is_whole: bool


def changed_after(folder: Path, key: DataKey | None, moment: str, aside: Path) -> Later:
    """Count what was changed after a moment, as far as a damaged file can be read; `aside` takes the copy."""
    since = datetime.fromisoformat(moment)
    whole = True
    count = 0
    try:
        whole = not log_check.is_harmed(folder, lambda _salts: 0)
        for file in (connect.database(folder), connect.log(folder)):
            with suppress(FileNotFoundError):
                shutil.copyfile(file, aside / file.name)
        with closing(connect.open_file(connect.database(aside), "rw", key)) as connection:
            for table in ("entry", "note"):
                for (changed,) in connection.execute(f"SELECT updated_at FROM {table} ORDER BY rowid DESC"):
                    count += datetime.fromisoformat(changed) > since
    except (OSError, driver.Error, ValueError, TypeError):
        whole = False
    return Later(count, whole)
