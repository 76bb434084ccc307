"""The steps that lead to a new key: one is shown at a time, nothing is done before the last, and all can be left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isp_journal.ui.controls.buttons import plain_button, primary_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.labels import label
from isp_journal.ui.controls.one_of import OneOf
from isp_journal.ui.messages import announce
from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.code_steps import ShowCode, TypeBack
from isp_journal.ui.panels.fact_fields import Problem
from isp_journal.ui.panels.new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from isp_journal.credentials import Passphrase, RecoveryCode, Secret
    from isp_journal.errors import KnownError
    from isp_journal.ui.theme import Theme

Step: TypeAlias = AskSecret | NewPassphrase | ShowCode | TypeBack
Kind = TypeVar("Kind", AskSecret, NewPassphrase, ShowCode, TypeBack)
# Looks whether a secret opens the journal, then calls the one, or the other with what is wrong.
Check = Callable[["Secret", Callable[[], None], Callable[["KnownError"], None]], None]

CHECKING = "Looking whether it opens the journal …"
VOID_PAGE = "Nothing was changed. The twelve words that were shown open nothing: throw that page away."


class Told(NamedTuple):
    """A step with its title, what is said about it, and the words of the button that goes on from it."""

    title: str
    words: str
    step: Step
    go_on: str = "Continue"


class Given(NamedTuple):
    """What the steps came to: the secret of now, a new passphrase and a new recovery code, where they were asked."""

    secret: Secret | None
    passphrase: Passphrase | None
    code: RecoveryCode | None


class Looks(NamedTuple):
    """How the steps are set: the role of their titles, and where they stand in a longer way, as first and total."""

    title: str = "body"
    first: int = 0
    total: int = 0


class KeySteps(QWidget):
    """Enter goes on, Esc goes back a step; `given` tells all once the last step is ready.

    `stepped` says that another step is shown, `left` that the first one was left.
    """

    given = Signal(object)
    left = Signal()
    stepped = Signal()

    def __init__(
        self, theme: Theme, steps: Sequence[Told], *, check: Check | None = None, looks: Looks | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self._steps = list(steps)
        self._check = check
        self._looks = looks or Looks()
        self._at = 0
        self._is_busy = False
        self.count = label("", "small", "text3")
        self.title = label("", self._looks.title, wrap=True)
        self.words = label("", "body", "text2", wrap=True)
        self.holder = OneOf()
        self.problem = Problem(theme)
        self.go_on = primary_button(theme, "Continue")
        self.back = plain_button(theme, "Back")
        self.busy = label("", "small", "text2", wrap=True)
        self._head = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._build()
        self._space()

    def open(self) -> None:
        """Begin with the first step and nothing typed."""
        self.forget()
        self._show(0)

    def step(self, kind: type[Kind]) -> Kind | None:
        """Return the step of a kind, or None where there is none of it."""
        return next((told.step for told in self._steps if isinstance(told.step, kind)), None)

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        self._steps[self._at].step.focus_first()

    def forget(self) -> None:
        """Let go of everything that was typed or shown."""
        self.set_busy("")
        self.problem.say("")
        for told in self._steps:
            told.step.forget()

    @property
    def has_shown_code(self) -> bool:
        """Whether a code was shown that may stand on paper by now."""
        shown = self.step(ShowCode)
        return shown is not None and shown.was_shown

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._is_busy

    def set_busy(self, words: str) -> None:
        """Say what is under way and wait; without words go on."""
        self._is_busy = bool(words)
        for part in (self.holder, self.go_on, self.back):
            part.setEnabled(not words)
        self.busy.setText(words)
        self.busy.setVisible(bool(words))
        if words:
            announce(self.busy, words)

    def show_error(self, error: KnownError) -> None:
        """Say what went wrong, at the field that it concerns if there is one."""
        self.set_busy("")
        asked = self.step(AskSecret)
        if asked is not None and asked.refuse(error):
            self._show(next(at for at, told in enumerate(self._steps) if told.step is asked))
            return
        self.problem.say(str(error))
        self.go_on.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._go_back()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.count, self.title, self.words):
            self._head.addWidget(part)
        self._column.addLayout(self._head)
        for told in self._steps:
            self.holder.add(told.step)
            told.step.entered.connect(self._go_on)
        buttons = QWidget()
        row = FlowLayout(buttons)
        for button in (self.go_on, self.back):
            row.addWidget(button)
        for below in (self.holder, self.problem, buttons, self.busy):
            self._column.addWidget(below)
        if self._looks.title == "body":
            self.title.setProperty("weight", "600")
        self.go_on.clicked.connect(self._go_on)
        self.back.clicked.connect(self._go_back)
        self.busy.hide()
        self._tell()

    def _space(self) -> None:
        self._column.setSpacing(self._theme.px(24 if self._looks.title == "title" else 16))
        self._head.setSpacing(self._theme.px(8))

    def _show(self, at: int) -> None:
        self._at = at
        self.problem.say("")
        self._tell()
        self.holder.show_one(self._steps[at].step)
        announce(self.title, self.title.text())
        self.stepped.emit()
        if self.isVisible():
            self.focus_first()

    def _tell(self) -> None:
        told = self._steps[self._at]
        total = self._looks.total or len(self._steps)
        self.count.setText(f"{self._at + 1 + self._looks.first} of {total}")
        self.count.setVisible(total > 1)
        self.title.setText(told.title)
        self.words.setText(told.words)
        self.words.setVisible(bool(told.words))
        self.go_on.set_text(told.go_on)
        self.back.set_text("Back" if self._at or self._looks.first else "Cancel")

    def _go_back(self) -> None:
        if self._is_busy:
            return
        if self._at:
            self._show(self._at - 1)
        else:
            self.left.emit()

    def _go_on(self) -> None:
        step = self._steps[self._at].step
        if self._is_busy or not step.ready():
            return
        if isinstance(step, AskSecret) and self._check is not None:
            self.set_busy(CHECKING)
            self._check(step.secret(), self._checked, self.show_error)
        else:
            self._go_further()

    def _checked(self) -> None:
        self.set_busy("")
        self._go_further()

    def _go_further(self) -> None:
        if self._at + 1 < len(self._steps):
            self._show(self._at + 1)
        else:
            self.problem.say("")
            self.given.emit(self._gathered())

    def _gathered(self) -> Given:
        secret, passphrase, code = self.step(AskSecret), self.step(NewPassphrase), self.step(ShowCode)
        return Given(
            secret.secret() if secret is not None else None,
            passphrase.passphrase() if passphrase is not None else None,
            code.code() if code is not None else None,
        )
