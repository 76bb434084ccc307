"""Pictures of the main pages, painted from a journal without a screen: for the README, the guide, and a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEventLoop, QTimer

from isp_journal.model import Filter

if TYPE_CHECKING:
    from isp_journal.ui.main_window import MainWindow

POLL_MS = 40
PATIENCE_MS = 60_000
# An answer of the journal may lead to one more question, and words are counted 300 ms after the last of them came.
QUIET_LOOKS = 10


class View(NamedTuple):
    """A picture to paint: its file's name, the theme, and how to get there; `newest` is the newest entry's id."""

    name: str
    theme: str
    go: Callable[[MainWindow, str], object]


VIEWS = (
    View("write-light", "light", lambda window, newest: window.go("write", "open_entry", newest)),
    View("write-dark", "dark", lambda window, newest: window.go("write", "open_entry", newest)),
    View("journal-light", "light", lambda window, newest: window.go("journal", "open_entry", newest)),
    View("journal-dark", "dark", lambda window, newest: window.go("journal", "open_entry", newest)),
    View("components-light", "light", lambda window, _newest: window.go("components")),
    View("room-light", "light", lambda window, _newest: window.go("room", "open_about", "isp-3.0/relationships")),
    View("room-dark", "dark", lambda window, _newest: window.go("room", "open_about", "isp-3.0/relationships")),
    View("sites-light", "light", lambda window, _newest: window.go("sites")),
)


def paint(window: MainWindow, folder: Path, views: Sequence[View] = VIEWS) -> list[Path]:
    """Paint pictures of an open window into a folder and return their files, in the order of the views."""
    folder.mkdir(parents=True, exist_ok=True)
    newest: list[str] = []
    window.workers.read(lambda journal: [row.id for row in journal.entries.page(Filter(), limit=1)], newest.extend)
    settle(window)
    painted = []
    for view in views:
        window.theme.set_choice(view.theme)
        view.go(window, newest[0] if newest else "")
        settle(window)
        file = folder / f"{view.name}.png"
        window.grab().save(str(file))
        painted.append(file)
    return painted


def settle(window: MainWindow) -> None:
    """Wait until everything that was asked of the journal has been answered and shown; a minute is too long."""
    loop = QEventLoop()
    timer = QTimer(loop)
    quiet = [0]
    patience = QTimer(loop, singleShot=True, interval=PATIENCE_MS)

    def look() -> None:
        quiet[0] = 0 if window.workers.is_busy else quiet[0] + 1
        if quiet[0] >= QUIET_LOOKS:
            loop.quit()

    timer.timeout.connect(look)
    patience.timeout.connect(lambda: loop.exit(1))
    timer.start(POLL_MS)
    patience.start()
    if loop.exec():
        raise TimeoutError("the journal did not answer within a minute, so its pages cannot be painted")
    timer.stop()
