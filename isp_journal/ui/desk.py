"""The desk: opens, locks and unlocks one journal after another, and shows the ways where none can be opened."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from isp_journal import paths
from isp_journal.errors import JournalDamaged, PassphraseNeeded, WrongPassphrase, WrongRecoveryCode
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.page_table import import_pages, page_table
from isp_journal.ui.settings_store import SettingsStore
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers

if TYPE_CHECKING:
    from isp_journal.credentials import Secret
    from isp_journal.errors import KnownError
    from isp_journal.journal.journal import Journal
    from isp_journal.ui.auto_backup import AutoBackup
    from isp_journal.ui.lock_reasons import LockReasons
    from isp_journal.ui.locking import Locking
    from isp_journal.ui.one_window import Door
    from isp_journal.ui.pages.first_run import Makers
    from isp_journal.ui.places import Standing
    from isp_journal.ui.private_copies import PrivateCopies
    from isp_journal.ui.workers import JournalOpened, Opening

PAGES_AFTER = 1_000
SLOW_AFTER = 4_000
SLOW = (
    "The journal is still being opened. One that comes from an older version is backed up and brought up to date "
    "first; what you type meanwhile is kept and saved then."
)

Watch = Callable[[str, QWidget], object]


class Ways(NamedTuple):
    """The ways to a journal: `begin` opens the one in a folder with a secret or none, `makers` returns what makes them.

    `is_locked` says whether a passphrase will be asked for, and `get_ready` loads what unlocking needs meanwhile.
    `copy` opens the newest good backup of a damaged journal, with what is to be said of it; `restore` puts it in place.
    """

    begin: Callable[[Path, Secret | None], Journal | Opening]
    makers: Callable[[], Makers]
    is_locked: Callable[[Path], bool]
    get_ready: Callable[[], object]
    copy: Callable[[Path, Secret | None], tuple[Opening, KnownError]]
    restore: Callable[[Path, Secret | None], object]


class Desk(QObject):
    """Opens one journal after another, each in a window of its own, and only one at a time."""

    window: MainWindow
    workers: Workers
    _is_open: bool
    _encrypted: bool
    _opening: bool
    _working: bool
    _lock_after_work: bool
    _tried: Secret | None
    _next: Secret | None
    _copy: KnownError | None
    _standing: Standing | None
    _failure: KnownError | None
    _notice: str
    _locking: Locking | None
    _reasons: LockReasons | None
    _backups: AutoBackup | None
    _door: Door | None
    _copies: PrivateCopies | None

    def __init__(self, app: QApplication, settings: SettingsStore, ways: Ways, watch: Watch | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._ways = ways
        self._settings = settings
        self._watch: Watch = watch or (lambda _moment, _window: None)
        self._folder = paths.default_journal()
        self._page = "write"
        self.theme = Theme(self)
        self.theme.set_choice(settings.settings.theme)
        self.theme.set_scale(settings.settings.text_size)
        self.theme.motion = settings.settings.motion
        self.theme.apply(app)
        self.slow = QTimer(self, singleShot=True, interval=SLOW_AFTER)
        self.slow.timeout.connect(self._say_slow)
        self._build()

    def start(self, named: Path | None, page: str = "write", *, secret: Secret | None = None) -> None:
        """Open the journal that is named, or the last one; without any, ask what to begin with."""
        last = self._settings.settings.journal
        self._folder = named or (Path(last) if last else paths.default_journal())
        self._page, self._tried = page, secret
        if secret is None and self._ways.is_locked(self._folder):
            if self._is_elsewhere():
                QTimer.singleShot(0, self._app.quit)
                return
            self._ask_passphrase()
            self.window.first_painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        elif named or last or self._folder.exists():
            self.window.go(page)
            # Queued, so that keys pressed meanwhile are taken first: the threads are busy from their start on.
            self.window.first_painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        else:
            from isp_journal.ui.entrance import ask_first  # at first use: start-up time

            ask_first(self.window, self._ways.makers(), self._folder, self.open)
        self.window.show()
        self._watch("shown", self.window)

    def open(self, folder: Path, secret: Secret | None = None) -> None:
        """Open a journal; where another one is open its window is closed first, with all that waits in it kept.

        `secret` opens it where the person has just said it, such as for a journal that was begun now.
        """
        if folder != self._folder:
            self._standing = None
        self._folder = folder
        if not self._is_open:
            self._open(secret)
            return
        self._app.setQuitOnLastWindowClosed(False)
        if self.window.close():
            self.window.deleteLater()
            self._build()
            self.start(folder, secret=secret)
        self._app.setQuitOnLastWindowClosed(True)

    def lock(self) -> None:
        """Show nothing of the journal from now on, and close it, where it has a passphrase to open it again."""
        if self._is_open and self._encrypted:
            self._lock_screen().lock()
        elif self._working:
            self._lock_after_work = True

    def with_journal_closed(self, work: Callable[[Path], object], then_secret: Secret | None = None) -> None:
        """Close the journal, do work on its folder beside the window, and open it again with this secret.

        What the work returns is said as a notice where it is words. Nothing is done while something waits that can't
        be saved. A failure is told in the journal if it opens without a secret, else where the passphrase is asked.
        """
        from isp_journal.ui.closed_work import ClosedWork, Moment  # at first use: start-up time

        lost = self.window.save_all()
        if lost:
            self.window.messages.show_error(lost[0])
            return
        self._closed(self.window.standing())
        self._working = True
        self.window.show_full(Moment(self.theme))
        # At once: closing waits for what is under way.
        self.window.repaint()
        self.window.drop_pages()
        self.workers.shut()
        task = ClosedWork(self.window)
        task.ended.connect(lambda value, error: self._work_ended(then_secret, value, error))
        task.run(work, self._folder)

    def note(self, error: BaseException) -> None:
        """Note a failure that nobody expected where it concerns no one now, such as one in a thread."""
        from isp_journal.ui.bugs import noted  # at first use: start-up time

        noted(error)

    def note_bug(self, _kind: object, error: BaseException, _trace: object) -> None:
        """Note a failure that nobody expected, and say so in the window; the hook for what nobody caught."""
        from isp_journal.ui.bugs import noted  # at first use: start-up time

        self.window.messages.show_bug(noted(error), noted)

    def _build(self) -> None:
        self._is_open = self._encrypted = self._opening = self._working = self._lock_after_work = False
        self._tried = self._next = self._copy = self._standing = self._failure = None
        self._locking = self._reasons = self._backups = self._door = self._copies = None
        self._notice = ""
        self.workers = Workers(lambda folder: self._ways.begin(folder, None), self)
        self.window = MainWindow(self.theme, self.workers, self._settings, page_table())
        self.window.journal_wanted.connect(self._choose)
        self.window.lock_wanted.connect(self.lock)
        self.window.rekeying_wanted.connect(self.with_journal_closed)
        self.window.closed.connect(_clear_away)
        self.workers.rows.connect(lambda _rows: self._watch("rows", self.window))
        self.workers.opened.connect(self._opened)
        self.workers.opening_failed.connect(self._failed)

    def _begin(self) -> None:
        # Somebody quick may have typed the passphrase before the window was painted.
        if not self._opening and not self._is_open:
            self._open(self._tried)

    def _open(self, secret: Secret | None = None) -> None:
        self._opening, self._tried, self._copy = True, secret, None
        self.slow.start()
        begin = self._ways.begin

        def opener(folder: Path) -> Journal | Opening:
            _clear_away()
            return begin(folder, secret)

        self.workers.open(self._folder, opener=opener)

    def _open_copy(self) -> None:
        """Open the newest good backup of a damaged journal, for reading alone."""
        secret, find = self._tried, self._ways.copy
        self._opening = True

        def opener(folder: Path) -> Opening:
            found, self._copy = find(folder, secret)
            return found

        self.workers.open(self._folder, opener=opener)

    def _unlock(self, secret: Secret) -> None:
        if self._opening:  # the key that this computer may keep is still being tried
            self._next = secret
        else:
            self._open(secret)

    def _opened(self, told: JournalOpened) -> None:
        gc.freeze()
        gc.enable()
        again, self._is_open, self._encrypted, self._opening = self._door is not None, True, told.encrypted, False
        secret, self._tried = self._tried, None
        self._next = None
        self._end_slow()
        self.window.set_reading(self._copy is not None)
        self.window.set_lockable(told.encrypted)
        self._show_journal()
        self._listen()
        if not told.sample:
            self._settings.update(journal=str(self._folder))
        self._greet(told, secret)
        self._watch_over(told)
        self._watch("opened", self.window)
        if not again:
            QTimer.singleShot(
                PAGES_AFTER, self.workers, lambda: self.workers.read(lambda _journal: import_pages(), _nothing)
            )

    def _say_slow(self) -> None:
        # Where the passphrase was typed, its page says that the journal is being opened.
        if self._opening and self._locking is None:
            self.window.messages.show_notice(SLOW)

    def _end_slow(self) -> None:
        self.slow.stop()
        if self.window.messages.text() == SLOW:
            self.window.messages.dismiss()

    def _show_journal(self) -> None:
        if self._locking is not None:
            self._locking.end()
        standing, self._standing = self._standing, None
        if not self.window.current:
            self.window.go(self._page)
        else:
            self.window.show_opened()
        if standing is not None:
            self.window.go_back_to(standing)

    def _greet(self, told: JournalOpened, secret: Secret | None) -> None:
        from isp_journal.ui import entrance, greeting  # at first use: start-up time

        own = (self.window, self._ways.makers(), paths.default_journal(), self.open)
        greeting.greet(self.window, told, lambda: entrance.ask_own(*own))
        if self._copy is not None:
            greeting.tell_copy(self.window, self._copy, lambda: self._restore(secret))
        if self._notice:
            self.window.messages.show_notice(self._notice)
        if self._failure is not None:
            self.window.messages.show_error(self._failure)
        self._notice, self._failure = "", None

    def _watch_over(self, told: JournalOpened) -> None:
        """Begin what goes on while a journal is open: backups, marks on copies, and the reasons to lock it."""
        # at first use: start-up time
        from isp_journal.ui.auto_backup import AutoBackup
        from isp_journal.ui.lock_reasons import LockReasons
        from isp_journal.ui.private_copies import PrivateCopies

        self._copies = self._copies or PrivateCopies(self.window)
        if not told.sample and self._copy is None:
            self._backups = self._backups or AutoBackup(self.window, self.workers, self.workers)
            self._backups.begin()
        if told.encrypted:
            if self._reasons is None:
                self._reasons = LockReasons(self._settings, self.workers)
                self._reasons.lock_wanted.connect(self.lock)
            self._reasons.begin()

    def _closed(self, standing: Standing | None) -> None:
        """Hear that the journal is closed or about to be, and where the person was in it."""
        self._standing, self._is_open = standing, False
        if self._backups is not None:
            self._backups.end()
        if self._reasons is not None:
            self._reasons.end()
        self.window.set_lockable(False)

    def _kept(self) -> None:
        """Hear that the journal is shown again, which could not be closed when it was to be locked."""
        if self._reasons is not None:
            self._reasons.begin()

    def _failed(self, error: KnownError) -> None:
        from isp_journal.ui import entrance, one_window  # at first use: start-up time

        self._opening = False
        self._end_slow()
        following, self._next = self._next, None
        if one_window.has_window(error) and self._is_elsewhere():
            self._app.quit()
        elif isinstance(error, PassphraseNeeded) and following is not None:
            self._open(following)
        elif isinstance(error, PassphraseNeeded):
            self._ask_passphrase()
        elif isinstance(error, WrongPassphrase | WrongRecoveryCode) and self._locking is not None:
            self._locking.tell(error)
        else:
            if not isinstance(error, JournalDamaged):
                self._tried = None
            if self._locking is not None:
                self._locking.end()
            page = entrance.tell_trouble(self.window, self._ways.makers(), self._folder, self.open, error)
            if hasattr(page, "copy_wanted"):
                page.copy_wanted.connect(self._open_copy)

    def _ask_passphrase(self) -> None:
        self._listen()
        self._lock_screen().ask()
        failure, self._failure = self._failure, None
        if failure is not None:
            self._lock_screen().tell(failure)

    def _lock_screen(self) -> Locking:
        if self._locking is None:
            from isp_journal.ui.locking import Locking  # at first use: start-up time

            made = self._locking = Locking(self.window, self.workers, self.workers)
            made.secret_given.connect(self._unlock)
            made.another_wanted.connect(self._choose)
            made.locked.connect(self._closed)
            made.kept.connect(self._kept)
            made.get_ready(self._get_ready)
        return self._locking

    def _get_ready(self) -> None:
        self._ways.get_ready()
        import_pages()

    def _work_ended(self, then_secret: Secret | None, value: object, error: KnownError | None) -> None:
        self._working = False
        self._notice, self._failure = value if isinstance(value, str) else "", error
        locks, self._lock_after_work = self._lock_after_work, False
        self._open(then_secret if error is None and not locks else None)

    def _restore(self, secret: Secret | None) -> None:
        restore = self._ways.restore
        self.with_journal_closed(lambda folder: restore(folder, secret), secret)

    def _is_elsewhere(self) -> bool:
        """Bring the window forward that has this journal already; False where there is none but ours."""
        if self._door is not None and self._door.folder == self._folder:
            return False
        from isp_journal.ui.one_window import bring_forward  # at first use: start-up time

        return bring_forward(self._folder)

    def _listen(self) -> None:
        """Answer later starts of this journal, also while it is locked."""
        from isp_journal.ui import one_window  # at first use: start-up time

        if self._door is None or self._door.folder != self._folder:
            if self._door is not None:
                self._door.server.deleteLater()
            server = one_window.listen(self._folder, self.window.come_forward, self.workers)
            self._door = one_window.Door(self._folder, server)

    def _choose(self) -> None:
        from isp_journal.ui.panels.folder_choice import choose_folder  # at first use: start-up time

        # Where a locked journal lies is nobody's business.
        begun = self._folder if self._is_open or self._locking is None else Path.home()
        chosen = choose_folder(self.window, "Which folder is the journal's?", begun)
        if chosen is not None:
            self.open(chosen)


def _clear_away() -> None:
    """Take away what was given to other programs, also by an earlier run that was ended from outside."""
    if paths.opened_folder().exists():
        from isp_journal.ui.opened_files import clean_opened  # hardly ever

        clean_opened()


def _nothing(_told: None) -> None:
    """Hear that the pages are imported, of which nothing follows."""
