"""How far long work is: what is being done, a thin line, and Stop; hidden while nothing is under way."""

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from isp_journal.ui.beside import Task
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.labels import label
from isp_journal.ui.messages import announce
from isp_journal.ui.theme import Theme

LINE = 4
STOPPING = "Stopping …"


class ProgressLine(QWidget):
    """Follows one task at a time; pressing Stop asks the task to end, and the line says so until it has."""

    ended = Signal()

    def __init__(self, theme: Theme, what: str) -> None:
        super().__init__()
        self._theme = theme
        self._task: Task | None = None
        self.words = label("", "small", "text2", wrap=True)
        self.count = label("", "small", "text3")
        self.line = QProgressBar()
        self.line.setTextVisible(False)
        self.line.setAccessibleName(f"{what}: how far it is")
        self.stop = plain_button(theme, "Stop", "x", small=True)
        self.stop.setAccessibleName(f"{what}: stop")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._above = QHBoxLayout()
        self._above.addWidget(self.words, 1)
        self._above.addWidget(self.count)
        self._column = QVBoxLayout()
        self._column.addLayout(self._above)
        self._column.addWidget(self.line)
        self._row.addLayout(self._column, 1)
        self._row.addWidget(self.stop)
        self.stop.clicked.connect(self._stop)
        self._space()
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._task is not None

    def begin(self, task: Task, words: str) -> None:
        """Show that a task has begun, in words such as `Copying the journal`, with the focus on Stop."""
        self._task = task
        self.words.setText(f"{words} …")
        self.count.setText("")
        self.line.setRange(0, 1)
        self.line.setValue(0)
        self.stop.setEnabled(True)
        self.show()
        # Whoever began it by a button that waits now finds the next thing to do here, and nothing else.
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.words, self.words.text())

    def tell(self, done: int, total: int, what: str) -> None:
        """Show how much of the work is done; `what` takes the place of the words it began with."""
        if self._task is None or self._task.is_stopped:
            return
        if what:
            self.words.setText(f"{what} …")
        self.line.setRange(0, max(1, total))
        self.line.setValue(min(done, max(1, total)))
        numbers = QLocale()
        self.count.setText(f"{numbers.toString(done)} of {numbers.toString(total)}" if total > 1 else "")

    def end(self) -> None:
        """Hide, since the work is done, stopped or failed."""
        self._task = None
        self.hide()
        self.ended.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        px = self._theme.px
        self.line.setFixedHeight(px(LINE))
        self._column.setSpacing(px(4))
        self._above.setSpacing(px(12))
        self._row.setSpacing(px(16))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()
            self.words.setText(STOPPING)
            self.stop.setEnabled(False)
            announce(self.words, STOPPING)
