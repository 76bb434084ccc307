"""Imports Qt, and keeps it from reading the source of everything that is imported after it."""

import builtins


def import_qt() -> None:
    """Import Qt as the first of the window, and leave Python's own import as it was before.

    PySide6 puts a function of its own in the place of `builtins.__import__` to look out for `from __feature__ import`.
    It reads the source of every module imported later and keeps all of it in memory: with SQLAlchemy that is a third
    more time to import it and 14 MB. Nothing here uses such a feature.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - for what comes with it

    builtins.__import__ = plain
