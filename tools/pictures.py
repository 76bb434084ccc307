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
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 24)
# Where the sample lies is in the pictures, so it is the same each time.
FOLDER = Path(tempfile.gettempdir()) / "isp-journal-pictures"
BEFORE = "make up my own mind about it."
AFTER = "decide. Simon asked for the cards, so I took a picture of the wall."
FOLDERS = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")


def main() -> int:
    """Paint all pictures and say what was painted with which font."""
    told = argparse.ArgumentParser(description="Paint the pictures of the README and the guide.")
    told.add_argument("--date", type=date.fromisoformat, default=TODAY, help="the day that is today in the pictures")
    told.add_argument("--into", type=Path, default=ROOT / "docs" / "images", help="the folder of the pictures")
    asked = told.parse_args()
    FOLDER.mkdir(mode=0o700)
    try:
        apart(FOLDER)
        painted = paint(FOLDER, asked.date)
        asked.into.mkdir(parents=True, exist_ok=True)
        for file in painted:
            shutil.copyfile(file, asked.into / file.name)
            print(asked.into / file.name)
    finally:
        shutil.rmtree(FOLDER)
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
    from isp_journal.credentials import Passphrase, Protection, RecoveryCode
    from isp_journal.journal.rekeying import encrypt
    from isp_journal.journal.sample import make_sample
    from isp_journal.recovery_words import fresh

    passphrase = Passphrase("four words of nobody")
    with time_machine.travel(datetime.combine(today, time(10, 42), UTC)):
        make_sample(folder / "sample", today)
        use(folder / "sample")
        encrypt(folder / "sample", Protection(passphrase, RecoveryCode(fresh())))
        return app.paint_pictures(folder / "sample", folder / "pictures", passphrase)


def use(journal: Path) -> None:
    """Attach two files to the newest entry of the sample and change its last words, as somebody would."""
    # only now, as above
    from isp_journal.journal.opening import open_journal
    from isp_journal.model import Filter

    opened = open_journal(journal, writing=True)
    (newest,) = opened.entries.page(Filter(), limit=1)
    entry = opened.entries.get(newest.id)
    opened.attachments.add(entry.id, "Cards on the wall.png", cards())
    opened.attachments.add(entry.id, "Agenda.pdf", b"%PDF-1.4\n" + b"%" * 48_000 + b"\n%%EOF\n")
    opened.entries.save(replace(entry, body=entry.body.replace(BEFORE, AFTER)))
    opened.close()


def cards() -> bytes:
    """Return a picture of paper cards on a wall."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect
    from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("#D9D4C8"))
    painter = QPainter(image)
    for at in range(11):
        left, top = 50 + at % 4 * 210, 40 + at // 4 * 185
        painter.fillRect(QRect(left, top, 170, 140), QColor(("#F6E7A6", "#CFE3DF", "#E6DAF2")[at % 3]))
        for line in range(2 + at % 3):
            painter.fillRect(QRect(left + 18, top + 26 + 26 * line, 132 - 22 * line, 8), QColor("#7A766C"))
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def font() -> str:
    """Return the name of the font that the letters were drawn with."""
    from PySide6.QtGui import QFontInfo
    from PySide6.QtWidgets import QApplication

    return QFontInfo(QApplication.font()).family()


if __name__ == "__main__":
    sys.exit(main())
