"""What is shown instead of a journal that could not be opened: what it is, that all is safe, and the ways to go on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.errors import (
    BackupDamaged,
    DiskFails,
    DiskFull,
    JournalBusy,
    JournalDamaged,
    JournalEmpty,
    JournalMissing,
    KeyFileDamaged,
    KeyFileForeign,
    KeyFileMissing,
    KeyFileNewer,
    NewerJournal,
    NoBackup,
    NotABackup,
    NotAJournal,
    OpenElsewhere,
    ReadOnly,
)
from isp_journal.ui.aside import Aside
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.one_of import OneOf
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.begin_steps import BeginSteps
from isp_journal.ui.panels.folder_choice import Choose, choose_backup, choose_folder, free_folder
from isp_journal.ui.panels.restore_steps import RestoreSteps
from isp_journal.ui.panels.start_frame import StartFrame
from isp_journal.ui.panels.way_button import Way, WayButton

if TYPE_CHECKING:
    from isp_journal.credentials import Protection, Secret
    from isp_journal.errors import KnownError
    from isp_journal.ui.pages.first_run import Makers
    from isp_journal.ui.theme import Theme

FIND = Way("Find it …", "Choose the folder where it lies now, or a copy of it.", "search")
COPY = Way("Open a copy of it …", "Choose the folder of a copy that you kept.", "folder-open")
ANOTHER = Way("Open another journal …", "From this computer, a stick or a share.", "folder-open")
BEGIN = Way("Begin a new one", "In a folder of its own; what is there stays as it is.", "pen-line")
SAMPLE = Way("Look around in the sample", "One year of invented entries; nothing of yours is touched.", "compass")
AGAIN = Way("Try again", "", "refresh-cw")
LOOK = Way("Look at the newest good backup", "For reading alone; nothing is changed.", "eye")
RESTORE = Way("Restore it from a backup …", "What lies there now is set aside and kept.", "history")
CHOOSE = Way("Choose another backup …", "An older one, or one from the second place.", "history")
KEY_BACK = AGAIN._replace(detail="When the right journal.key lies beside the journal again.")
ORDER = ("again", "look", "restore", "find", "begin", "sample")
# What fits each failure, the likeliest way first; whatever is not listed here can be tried again.
WAYS: dict[type[KnownError], tuple[tuple[str, Way], ...]] = {
    JournalMissing: (
        ("find", FIND),
        ("again", AGAIN._replace(detail="When the stick or the share is there again.")),
        ("restore", RESTORE._replace(detail="From a file that you kept; it becomes the journal in that place.")),
        ("begin", BEGIN),
        ("sample", SAMPLE),
    ),
    JournalEmpty: (("restore", RESTORE), ("find", COPY), ("begin", BEGIN), ("sample", SAMPLE)),
    JournalDamaged: (("look", LOOK), ("restore", RESTORE), ("find", COPY), ("begin", BEGIN)),
    KeyFileDamaged: (("restore", RESTORE), ("again", KEY_BACK), ("find", ANOTHER), ("begin", BEGIN)),
    KeyFileMissing: (("again", KEY_BACK), ("restore", RESTORE), ("find", ANOTHER), ("begin", BEGIN)),
    KeyFileForeign: (("again", KEY_BACK), ("restore", RESTORE), ("find", ANOTHER), ("begin", BEGIN)),
    BackupDamaged: (("restore", CHOOSE), ("find", COPY), ("begin", BEGIN)),
    NotABackup: (("restore", CHOOSE), ("find", COPY), ("begin", BEGIN)),
    NoBackup: (
        ("restore", CHOOSE._replace(title="Choose a backup …", detail="From a stick, another disk, or a share.")),
        ("find", COPY),
        ("begin", BEGIN),
    ),
    NotAJournal: (("find", ANOTHER), ("begin", BEGIN), ("sample", SAMPLE)),
    NewerJournal: (("find", ANOTHER), ("begin", BEGIN), ("sample", SAMPLE)),
    KeyFileNewer: (("find", ANOTHER), ("begin", BEGIN), ("sample", SAMPLE)),
    OpenElsewhere: (
        ("again", AGAIN._replace(detail="When it is closed there.")),
        ("find", ANOTHER),
        ("sample", SAMPLE),
    ),
    JournalBusy: (
        ("again", AGAIN._replace(detail="When the other program is closed.")),
        ("find", ANOTHER),
        ("sample", SAMPLE),
    ),
    ReadOnly: (
        ("again", AGAIN._replace(detail="When the folder can be written to.")),
        ("find", ANOTHER),
        ("begin", BEGIN),
        ("sample", SAMPLE),
    ),
    DiskFull: (("again", AGAIN._replace(detail="When there is room again.")), ("find", ANOTHER)),
    DiskFails: (
        ("again", AGAIN._replace(detail="When the drive is connected again.")),
        ("find", ANOTHER),
        ("sample", SAMPLE),
    ),
}
OTHERWISE = (("again", AGAIN), ("find", ANOTHER), ("begin", BEGIN), ("sample", SAMPLE))


class Trouble(QWidget):
    """Tells a known error in full and offers the ways that fit it; it never makes a journal that nobody asked for."""

    open_wanted = Signal(object, object)
    again_wanted = Signal()
    copy_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        makers: Makers,
        folder: Path,
        choose: Choose = choose_folder,
        choose_file: Choose = choose_backup,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._makers = makers
        self._folder = folder
        self._choose = choose
        self._way = ""
        self._aside = Aside(self)
        self.what = label("", "title", wrap=True)
        self.safe = label("", "editor", wrap=True)
        self.todo = label("", "editor", "text2", wrap=True)
        self.ways = {name: WayButton(theme, AGAIN) for name in ORDER}
        self.begin = BeginSteps(theme, choose)
        self.form = self.begin.form
        self.restoring = RestoreSteps(theme, choose_file, makers.look)
        self._told = QWidget()
        self._steps = OneOf()
        self.frame = StartFrame(theme, "Trouble with the journal", self._steps)
        self._build()
        self._connect()
        self._space()

    def shown(self) -> None:
        """Nothing is read here."""

    def focus_first(self) -> None:
        """Put the focus on the likeliest way, or the one that was left, or into the step that is shown."""
        if self._steps.shown is self.begin:
            self.begin.focus_first()
            return
        if self._steps.shown is self.restoring:
            self.restoring.focus_first()
            return
        first = self._cards.itemAt(0)
        widget = self.ways[self._way] if self._way else first.widget() if first is not None else None
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: KnownError) -> None:
        """Tell a failure: where a journal was to be made or restored, else as what stands on this page."""
        self._wait(False)
        if self._steps.shown is self.begin:
            self.begin.show_error(error)
            return
        if self._steps.shown is self.restoring:
            self.restoring.show_error(error)
            return
        self._way = ""
        for part, words in ((self.what, error.what), (self.safe, error.safe), (self.todo, error.todo)):
            part.setText(breakable(words))
            part.setAccessibleName(words)
            part.setVisible(bool(words))
        self._offer(WAYS.get(type(error), OTHERWISE))
        announce(self, str(error))
        if self.isVisible():
            self.focus_first()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.frame)
        self._words = QVBoxLayout()
        for part in (self.what, self.safe, self.todo):
            self._words.addWidget(part)
        self._cards = QVBoxLayout()
        self._column = QVBoxLayout(self._told)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._words)
        self._column.addLayout(self._cards)
        for step in (self._told, self.begin, self.restoring):
            self._steps.add(step)

    def _connect(self) -> None:
        self.ways["again"].clicked.connect(self.again_wanted)
        self.ways["look"].clicked.connect(self._look)
        self.ways["restore"].clicked.connect(self._ask_restore)
        self.ways["find"].clicked.connect(self._find)
        self.ways["begin"].clicked.connect(self._ask_begin)
        self.ways["sample"].clicked.connect(self._look_around)
        self.begin.back_wanted.connect(self._back)
        self.begin.stepped.connect(self.frame.scroller.to_top)
        self.begin.begin_wanted.connect(self._begin)
        self.begin.open_wanted.connect(lambda folder: self.open_wanted.emit(folder, None))
        self.restoring.back_wanted.connect(self._back)
        self.restoring.restore_wanted.connect(self._restore)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        self._words.setSpacing(self._theme.px(12))
        self._cards.setSpacing(self._theme.px(12))
        self._column.setSpacing(self._theme.px(32))

    def _offer(self, ways: tuple[tuple[str, Way], ...]) -> None:
        for button in self.ways.values():
            self._cards.removeWidget(button)
            button.setParent(self._told)
            button.hide()
        previous: QWidget | None = None
        for name, way in ways:
            button = self.ways[name]
            button.set_way(way)
            self._cards.addWidget(button)
            button.show()
            if previous is not None:
                QWidget.setTabOrder(previous, button)
            previous = button

    def _find(self) -> None:
        chosen = self._choose(self, "Which folder is the journal's?", self._folder)
        if chosen is not None:
            self.open_wanted.emit(chosen, None)

    def _look(self) -> None:
        self._wait(True)
        self.copy_wanted.emit()

    def _ask_restore(self) -> None:
        self._way = "restore"
        self.restoring.open(self._folder)
        self._steps.show_one(self.restoring)
        self.restoring.focus_first()

    def _restore(self, backup: Path, secret: Secret | None) -> None:
        self.restoring.set_busy(True)
        makers, folder = self._makers, self._folder
        self._aside.run(
            lambda: makers.restore(backup, folder, secret), lambda _made: self._made(folder, secret), self.show_error
        )

    def _ask_begin(self) -> None:
        self._way = "begin"
        self.begin.open(free_folder(self._folder))
        self._steps.show_one(self.begin)
        self.begin.focus_first()

    def _back(self) -> None:
        if not self._aside.busy:
            self.begin.forget()
            self.restoring.forget()
            self._steps.show_one(self._told)
            self.focus_first()

    def _begin(self, name: str, folder: Path, protection: Protection | None) -> None:
        self.begin.set_busy(True)
        makers = self._makers
        secret = protection.passphrase if protection is not None else None
        self._aside.run(
            lambda: makers.begin(name, folder, protection), lambda _made: self._made(folder, secret), self.show_error
        )

    def _look_around(self) -> None:
        self._wait(True)
        self._aside.run(self._makers.sample, self._made, self.show_error)

    def _made(self, folder: Path, secret: Secret | None = None) -> None:
        self._wait(False)
        self.begin.forget()
        self.restoring.forget()
        self.open_wanted.emit(folder, secret)

    def _wait(self, busy: bool) -> None:
        for way in self.ways.values():
            way.setEnabled(not busy)


def breakable(words: str) -> str:
    """Return words in which a long path may go on in the next line behind each of its slashes."""
    return words.replace("/", "/\u200b").replace("\\", "\\\u200b")
