from pathlib import Path

import pytest

from tests.cli.terminal import Terminal


@pytest.fixture
def nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal on a folder where no journal lies yet."""
    return Terminal(tmp_path / "my journal", tmp_path / "files", capsys)


@pytest.fixture
def terminal(nowhere: Terminal) -> Terminal:
    """A terminal on a new journal."""
    nowhere.done("new", "--no-passphrase", "--author", "Jonas Aldren")
    return nowhere
