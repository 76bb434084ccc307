"""Journals that earlier released versions have written, as the tests keep them."""

import json
import shutil
import zipfile
from pathlib import Path

from isp_journal.journal.opening import open_journal
from reliability import work

FIRST_SCHEMA = Path(__file__).parent.parent / "tests" / "storage" / "golden" / "schema-1.zip"


def lay_first_schema(root: Path) -> None:
    """Lay out the journal of the first schema, and what must be found in it after its migration."""
    with zipfile.ZipFile(FIRST_SCHEMA) as kept:
        kept.extractall(root)
    (root / "closed").rename(root / work.JOURNAL)
    shutil.copytree(root / work.JOURNAL, root / "copy")
    journal = open_journal(root / "copy", writing=True)
    try:
        (root / "held.json").write_text(json.dumps(work.held(journal)))
    finally:
        journal.close()
    for beside in ("copy", "torn"):
        shutil.rmtree(root / beside)
