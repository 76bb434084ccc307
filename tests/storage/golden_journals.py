"""The golden journals: what each released schema wrote, made by `tools/golden_journal.py` with the code of its time."""

import zipfile
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
SCHEMAS = sorted(int(file.stem.rpartition("-")[2]) for file in GOLDEN.glob("schema-*.zip"))
KINDS = ("closed", "torn")
"""As the program leaves it, and as it lies there when the program was ended from outside, with its log."""


def unpacked(schema: int, into: Path) -> Path:
    """Put the golden journals of a schema into a folder and return it; `export.jsonl` is what that version exported."""
    with zipfile.ZipFile(GOLDEN / f"schema-{schema}.zip") as packed:
        packed.extractall(into)
    for folder in (into / kind for kind in KINDS):
        folder.chmod(0o700)
        for file in folder.iterdir():
            file.chmod(0o600)
    return into
