from collections.abc import Iterator
from pathlib import Path

import pytest

from isp_journal.journal.journal import Journal
from tests.storage.journals import fresh


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Give an open journal of one practitioner."""
    opened = fresh(tmp_path / "journal")
    yield opened
    opened.close()
