"""Who can read the journal: its passphrase, its recovery code, and when it locks; each change is a form in the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isp_journal.credentials import Protection
from isp_journal.ui import dates
from isp_journal.ui.controls.boxes import CheckBox
from isp_journal.ui.controls.buttons import plain_button
from isp_journal.ui.controls.flow import FlowLayout
from isp_journal.ui.controls.icon_mark import IconMark
from isp_journal.ui.controls.labels import heavier, label
from isp_journal.ui.messages import announce
from isp_journal.ui.panels import key_forms
from isp_journal.ui.panels.begin_steps import WITHOUT
from isp_journal.ui.panels.fact_fields import FactChoice, Problem
from isp_journal.ui.panels.key_forms import FORMS, KeyCard
from isp_journal.ui.panels.key_steps import VOID_PAGE, Given

if TYPE_CHECKING:
    from isp_journal.credentials import Secret
    from isp_journal.errors import KnownError
    from isp_journal.journal.keys import KeyStatus
    from isp_journal.journal.rekeying import Rekeyed
    from isp_journal.ui.recovery_page import Paper
    from isp_journal.ui.settings_store import SettingsStore
    from isp_journal.ui.theme import Theme
    from isp_journal.ui.workers import Workers

NOBODY_ELSE = "Nobody can open this journal without the passphrase or the recovery code. We can't either."
NO_STORE = "This computer has no key store that answers, so the passphrase can't be remembered on it."
REMEMBER = "Remember on this computer"
REMEMBER_HINT = "Whoever is signed in as you then opens the journal without the passphrase."
LOCK_HINT = "Without a key or the mouse being touched. Ctrl+L locks at once."
NOT_KEPT = "This holds until you close the window: the file of the settings could not be written."
AFTER = {1: "1 minute", 5: "5 minutes", 15: "15 minutes", 30: "30 minutes", 60: "1 hour", 0: "Only when I lock it"}
LOCKED_DEEDS = ("change", "code", "anew", "decrypt")


class Done(QWidget):
    """What was done, with a mark, until something else is begun."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = label("", "body", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(IconMark(theme, "circle-check"), 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._words, 1)
        self._row.setSpacing(theme.px(8))
        self.hide()

    def say(self, words: str) -> None:
        """Say it, also to a screen reader; without words nothing was done."""
        self._words.setText(words)
        self.setVisible(bool(words))
        if words:
            announce(self, words)

    def text(self) -> str:
        """Return the words that are shown."""
        return self._words.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._row.setSpacing(self._theme.px(8))
        super().changeEvent(event)


class PrivacySettings(QWidget):
    """`rekeying_wanted` carries work that needs the journal closed, and what opens it afterwards."""

    rekeying_wanted = Signal(object, object)

    def __init__(self, theme: Theme, workers: Workers, store: SettingsStore, paper: Paper | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._workers = workers
        self._store = store
        self._paper = paper
        self._opened_by: QWidget | None = None
        self.card: KeyCard | None = None
        self.state = heavier(label("", "body", wrap=True), 600)
        self.meaning = label("", "body", "text2", wrap=True)
        self.deeds = {name: plain_button(theme, form.button, form.icon) for name, form in FORMS.items() if form.button}
        self.done = Done(theme)
        self.problem = Problem(theme)
        self.after = FactChoice(theme, "Lock by itself after", [(str(key), words) for key, words in AFTER.items()])
        self.after_hint = label(LOCK_HINT, "small", "text3", wrap=True)
        self.remember = CheckBox(theme, REMEMBER)
        self.remember_hint = label(REMEMBER_HINT, "small", "text3", wrap=True)
        self._column = QVBoxLayout(self)
        self._locked = QWidget()
        self._build()
        self._connect()
        self._space()

    def read(self) -> None:
        """Read how the journal is kept; the desktop's key store may take a moment to answer."""
        self._workers.read(
            lambda journal: journal.keys.status(), self.show_status, key="keys", owner=self, failed=self._unknown
        )

    def show_status(self, status: KeyStatus) -> None:
        """Show how the journal is kept now, and what can be done."""
        self.problem.say("")
        self.state.setText(in_words(status, date.today()))
        self.meaning.setText(NOBODY_ELSE if status.encrypted else WITHOUT)
        for name, button in self.deeds.items():
            button.setVisible(status.encrypted == (name in LOCKED_DEEDS))
        self._locked.setVisible(status.encrypted)
        self.after.set_value(str(self._minutes()))
        self._check(status.remembered)
        # A computer that forgot how to keep keys can still be told to forget this one.
        self.remember.setEnabled(status.can_remember or status.remembered)
        self.remember_hint.setText(REMEMBER_HINT if self.remember.isEnabled() else NO_STORE)

    def leave(self) -> None:
        """Close the form that is open, with all that was typed in it."""
        card, self.card = self.card, None
        if card is None:
            return
        void = card.steps.has_shown_code
        card.steps.forget()
        card.hide()
        card.deleteLater()
        self._enable(True)
        if void:
            self.done.say(VOID_PAGE)
        if self._opened_by is not None and self.isVisible():
            self._opened_by.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._words = QVBoxLayout()
        self._words.addWidget(self.state)
        self._words.addWidget(self.meaning)
        self._column.addLayout(self._words)
        buttons = QWidget()
        self._buttons = FlowLayout(buttons)
        for button in self.deeds.values():
            self._buttons.addWidget(button)
            button.hide()
        for part in (buttons, self.done, self.problem):
            self._column.addWidget(part)
        self._card_at = self._column.count()
        self._others = QVBoxLayout(self._locked)
        self._others.setContentsMargins(0, 0, 0, 0)
        self._groups = [QVBoxLayout(), QVBoxLayout()]
        for group, parts in zip(
            self._groups, ((self.after, self.after_hint), (self.remember, self.remember_hint)), strict=True
        ):
            for part in parts:
                group.addWidget(part)
            self._others.addLayout(group)
        self._column.addWidget(self._locked)
        self._locked.hide()
        self.after.setSizePolicy(self.after.sizePolicy().Policy.Maximum, self.after.sizePolicy().Policy.Preferred)
        self.remember.setAccessibleDescription(REMEMBER_HINT)
        self.after.button.setAccessibleDescription(LOCK_HINT)

    def _connect(self) -> None:
        for name, button in self.deeds.items():
            button.clicked.connect(lambda _on=False, name=name: self._open(name))
        self.after.chosen.connect(self._set_after)
        self.remember.toggled.connect(self._set_remembered)

    def _space(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(16))
        self._words.setSpacing(px(4))
        self._others.setSpacing(px(16))
        self.after.button.setFixedWidth(px(200))
        for group in self._groups:
            group.setSpacing(px(4))

    def _minutes(self) -> int:
        """Return the minutes of the settings as one of those that can be chosen here."""
        kept = self._store.settings.lock_after
        return kept if kept in AFTER else min((key for key in AFTER if key), key=lambda key: abs(key - kept))

    def _set_after(self, minutes: str) -> None:
        self.problem.say("" if self._store.update(lock_after=int(minutes)) else NOT_KEPT)

    def _check(self, on: bool) -> None:
        self.remember.blockSignals(True)
        self.remember.setChecked(on)
        self.remember.blockSignals(False)

    def _set_remembered(self, on: bool) -> None:
        self._check(not on)  # it holds when the key store has answered, and not before
        if on:
            self._open("remember")
        else:
            self._change(lambda journal: journal.keys.forget(), key_forms.FORGOTTEN)

    def _open(self, name: str) -> None:
        self.leave()
        self.done.say("")
        self.problem.say("")
        self._opened_by = self.deeds.get(name, self.remember)
        card = KeyCard(self._theme, FORMS[name], self._check_secret, self._paper)
        card.given.connect(lambda given: self._do(name, given))
        card.left.connect(self.leave)
        self.card = card
        self._column.insertWidget(self._card_at, card)
        self._enable(False)
        card.show()
        card.steps.focus_first()

    def _enable(self, on: bool) -> None:
        """Let one thing be done at a time."""
        for button in self.deeds.values():
            button.setEnabled(on)
        self._locked.setEnabled(on)

    def _check_secret(self, secret: Secret, then: Callable[[], None], failed: Callable[[KnownError], None]) -> None:
        self._workers.read(
            lambda journal: journal.keys.check(secret), lambda _right: then(), failed=failed, owner=self.card
        )

    def _do(self, name: str, given: Given) -> None:
        secret, passphrase, code = given
        if name == "change" and secret is not None and passphrase is not None:
            self._change(lambda journal: journal.keys.change_passphrase(secret, passphrase), key_forms.CHANGED)
        elif name == "code" and secret is not None and code is not None:
            self._change(lambda journal: journal.keys.set_recovery_code(secret, code), key_forms.NEW_CODE)
        elif name == "remember" and secret is not None:
            self._change(lambda journal: journal.keys.remember(secret), key_forms.REMEMBERED)
        else:
            self._rekey(name, given)

    def _rekey(self, name: str, given: Given) -> None:
        secret, passphrase, code = given
        self._finish()
        if passphrase is not None and code is not None:
            protection = Protection(passphrase, code)
            work = _encrypting(protection) if secret is None else _encrypting_anew(secret, protection)
            self.rekeying_wanted.emit(work, passphrase)
        elif name == "decrypt" and secret is not None:
            self.rekeying_wanted.emit(_decrypting(secret), None)

    def _change(self, work: Callable[..., object], said: str) -> None:
        if self.card is not None:
            self.card.wait()
        self._workers.change(work, lambda _done: self._changed(said), failed=self._not_changed, owner=self)

    def _changed(self, said: str) -> None:
        self._finish()
        self.done.say(said)
        self.read()

    def _finish(self) -> None:
        """Close the form since its work is done: the code that was shown holds."""
        if self.card is not None:
            self.card.steps.forget()
        self.leave()

    def _not_changed(self, error: KnownError) -> None:
        if self.card is not None:
            self.card.steps.show_error(error)
        else:
            self.problem.say(str(error))

    def _unknown(self, error: KnownError) -> None:
        self.problem.say(str(error))


def in_words(status: KeyStatus, today: date) -> str:
    """Return in one sentence how a journal is kept."""
    if not status.encrypted:
        return "This journal has no passphrase."
    if not status.changed_at:
        return "This journal is locked with a passphrase."
    since = datetime.fromisoformat(status.changed_at).astimezone().date()
    return f"This journal is locked with a passphrase, the same since {dates.short(since, today)}."


def _encrypting(protection: Protection) -> Callable[[Path], str]:
    def work(folder: Path) -> str:
        from isp_journal.journal.rekeying import encrypt  # at first use: the ciphers

        return _told(key_forms.LOCKED_NOW, encrypt(folder, protection))

    return work


def _encrypting_anew(secret: Secret, protection: Protection) -> Callable[[Path], str]:
    def work(folder: Path) -> str:
        from isp_journal.journal.rekeying import new_data_key  # at first use: the ciphers

        return _told(key_forms.ANEW, new_data_key(folder, secret, protection))

    return work


def _decrypting(secret: Secret) -> Callable[[Path], str]:
    def work(folder: Path) -> str:
        from isp_journal.journal.rekeying import decrypt  # at first use: the ciphers

        return _told(key_forms.OPEN_NOW, decrypt(folder, secret))

    return work


def _told(words: str, done: Rekeyed) -> str:
    """Return what was done, and what stood in the way of the backup that belongs to it."""
    return f"{words} {done.problem}" if done.problem is not None else words
