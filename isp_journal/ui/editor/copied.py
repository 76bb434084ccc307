"""Words on their way to the clipboard or to a drop: plain, as they are written, and marked as private."""

import sys

from PySide6.QtCore import QMimeData

# KDE's clipboard keeps no history of what bears the first, Windows none of what bears the second and does not send it
# to other devices. Other desktops know no such mark.
ON_WINDOWS = 'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"'
MARKS = {ON_WINDOWS: b"\x00"} if sys.platform == "win32" else {"x-kde-passwordManagerHint": b"secret"}


def plain_words(made: QMimeData, words: str) -> QMimeData:
    """Turn what Qt made of a selection into plain words that clipboard histories leave alone.

    It must be Qt's own object: the clipboard keeps it until the program ends, and lets go of one that Python made
    when Python has ended already, which is a crash.
    """
    made.text()  # Qt fills it at the first question; what it fills in later would come back with its looks
    made.clear()
    made.setText(words)
    for mark, value in MARKS.items():
        made.setData(mark, value)
    return made
