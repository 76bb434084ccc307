"""Words on their way to the clipboard or to a drop: plain, as they are written in the entry."""

from PySide6.QtCore import QMimeData


def plain_words(made: QMimeData, words: str) -> QMimeData:
    """Turn what Qt made of a selection into plain words.

    It must be Qt's own object: the clipboard keeps it until the program ends, and lets go of one that Python made
    when Python has ended already, which is a crash.
    """
    made.text()  # Qt fills it at the first question; what it fills in later would come back with its looks
    made.clear()
    made.setText(words)
    return made
