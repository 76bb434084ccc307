"""Paints the pictures of the README and the guide into docs/images from the sample journal.

    python tools/pictures.py [--date 2026-11-24] [--into docs/images]

The date is the day that the app takes for today: the sample's dates and all that is told relative to today are the
same whenever this runs. Letters are those of the machine: the theme takes the first of its fonts that is installed,
which is named at the end, and so are the system's libraries that draw them. The pictures in the repository are drawn
with Inter 4 (Debian's fonts-inter).
"""

import argparse
import os
import shutil
import sys
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 24)
FOLDERS = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")


def main() -> int:
    """Paint all pictures and say what was painted with which font."""
    told = argparse.ArgumentParser(description="Paint the pictures of the README and the guide.")
    told.add_argument("--date", type=date.fromisoformat, default=TODAY, help="the day that is today in the pictures")
    told.add_argument("--into", type=Path, default=ROOT / "docs" / "images", help="the folder of the pictures")
    asked = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="isp-journal-pictures-") as folder:
        apart(Path(folder))
        painted = paint(Path(folder), asked.date)
        asked.into.mkdir(parents=True, exist_ok=True)
        for file in painted:
            shutil.copyfile(file, asked.into / file.name)
            print(asked.into / file.name)
    print("Drawn with", font())
    return 0


def apart(folder: Path) -> None:
    """Keep away from the account of whoever runs this, and from its display, language and time zone."""
    os.environ |= {name: str(folder / "account") for name in FOLDERS}
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    (folder / "account").mkdir(mode=0o700)


def paint(folder: Path, today: date) -> list[Path]:
    """Make the sample in a folder as on a day, and return the pictures of its pages."""
    sys.path.insert(0, str(ROOT))
    # only now: Qt reads the surroundings when it is loaded
    import time_machine

    from isp_journal import app
    from isp_journal.journal.sample import make_sample

    with time_machine.travel(datetime.combine(today, time(10, 42), UTC)):
        make_sample(folder / "sample", today)
        return app.paint_pictures(folder / "sample", folder / "pictures")


def font() -> str:
    """Return the name of the font that the letters were drawn with."""
    from PySide6.QtGui import QFontInfo
    from PySide6.QtWidgets import QApplication

    return QFontInfo(QApplication.font()).family()


if __name__ == "__main__":
    sys.exit(main())
