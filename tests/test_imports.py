import json
import os
import subprocess
import sys
from pathlib import Path

from tests.source import ROOT, TESTS, of_package

# Alembic runs this one, with what it needs in place.
RUN_BY_ALEMBIC = "isp_journal.storage.migrations.env"


def importing(folder: Path, *modules: str) -> dict[str, object]:
    command = [sys.executable, "-B", str(TESTS / "watched_imports.py"), str(folder), *modules]
    account = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=account, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_importing_every_module_opens_no_file_and_starts_nothing() -> None:
    found = importing(ROOT, *(source.module for source in of_package() if source.module != RUN_BY_ALEMBIC))
    assert (found["opened"], found["running"]) == ([], [])


def test_the_terminal_is_there_without_qt() -> None:
    modules = [source.module for source in of_package() if source.module.startswith("isp_journal.cli")]
    assert importing(ROOT, "isp_journal.__main__", *modules)["qt"] is False


def test_the_watch_sees_an_engine_a_window_and_an_open_file(tmp_path: Path) -> None:
    (tmp_path / "journal.txt").write_text("Tuesday at the north site.", encoding="utf-8")
    lines = [
        "import sqlalchemy",
        "from PySide6.QtWidgets import QApplication",
        f"text = open({str(tmp_path / 'journal.txt')!r}).close()",
        "engine = sqlalchemy.create_engine('sqlite://')",
        "application = QApplication([])",
    ]
    (tmp_path / "hasty.py").write_text("\n".join(lines), encoding="utf-8")
    found = importing(tmp_path, "hasty")
    assert found["opened"] == [str(tmp_path / "journal.txt")]
    assert found["running"] == ["PySide6.QApplication", "sqlalchemy.Engine", "QApplication"]
