"""Pictures of the main pages, painted from a journal without a screen: for the README, the guide, and a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QEventLoop, QTimer

from isp_journal.model import Filter

if TYPE_CHECKING:
    from isp_journal.ui.main_window import MainWindow
    from isp_journal.ui.pages.journal import JournalPage
    from isp_journal.ui.panels.reading_pane import ReadingPane

POLL_MS = 40
PATIENCE_MS = 60_000
# An answer of the journal may lead to one more question, and words are counted 300 ms after the last of them came.
QUIET_LOOKS = 10


class View(NamedTuple):
    """A picture to paint: its file's name, the theme, and how to get there; `newest` is the newest entry's id.

    `then` is done once all of that is shown.
    """

    name: str
    theme: str
    go: Callable[[MainWindow, str], object]
    then: Callable[[MainWindow], object] | None = None


def _read(window: MainWindow, newest: str) -> None:
    window.go("journal", "open_entry", newest)


def _pane(window: MainWindow) -> ReadingPane:
    return cast("JournalPage", window.page("journal")).pane


def _to_the_end(window: MainWindow) -> None:
    bar = _pane(window).scroll_bar()
    bar.setValue(bar.maximum())


def _lock_page(window: MainWindow, _newest: str) -> None:
    from isp_journal.ui.pages.unlock import UnlockPage  # only for its picture

    window.show_full(UnlockPage(window.theme))


VIEWS = (
    View("write-light", "light", lambda window, newest: window.go("write", "open_entry", newest)),
    View("write-dark", "dark", lambda window, newest: window.go("write", "open_entry", newest)),
    View("journal-light", "light", lambda window, newest: window.go("journal", "open_entry", newest)),
    View("journal-dark", "dark", lambda window, newest: window.go("journal", "open_entry", newest)),
    View("components-light", "light", lambda window, _newest: window.go("components")),
    View("room-light", "light", lambda window, _newest: window.go("room", "open_about", "isp-3.0/relationships")),
    View("room-dark", "dark", lambda window, _newest: window.go("room", "open_about", "isp-3.0/relationships")),
    View("sites-light", "light", lambda window, _newest: window.go("sites")),
    View("attachments-light", "light", _read, _to_the_end),
    View("versions-light", "light", _read, lambda window: _pane(window).open_versions()),
    View("privacy-light", "light", lambda window, _newest: window.deeds["privacy"].trigger()),
    View("backups-light", "light", lambda window, _newest: window.deeds["backups"].trigger()),
    View("unlock-light", "light", _lock_page),
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
        if view.then is not None:
            view.then(window)
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
