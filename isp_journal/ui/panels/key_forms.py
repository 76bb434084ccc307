"""The small forms that change what opens a journal: which steps each has, and what each says before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.begin_steps import LOCK_IT, WITHOUT, code_steps
from isp_journal.ui.panels.key_steps import Check, KeySteps, Told
from isp_journal.ui.panels.new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from isp_journal.ui.recovery_page import Paper
    from isp_journal.ui.theme import Theme

CHANGED = "The passphrase is changed. Backups from before still open with the old one."
NEW_CODE = (
    "The new recovery code holds. The old page opens only backups from before: throw it away or keep it with them."
)
ANEW = (
    "The journal is encrypted anew. Backups and copies from before still open with the old passphrase: delete those "
    "that you don't want to keep."
)
LOCKED_NOW = (
    "The journal is locked with your passphrase. Backups from before can still be read without one: delete those that "
    "you don't want to keep."
)
OPEN_NOW = "The journal has no passphrase any more. Backups from before still need the passphrase or the recovery code."
REMEMBERED = "This computer remembers. The next start opens the journal without the passphrase."
FORGOTTEN = "This computer has forgotten. The next start asks for the passphrase."
SEEN = (
    "Change the passphrase if you only want another one. If somebody may know it, that is not enough: a copy of the "
    "key file that they took would still open this journal. Here the whole journal is encrypted anew, with a new key, "
    "a new passphrase and a new recovery code. What they copied before stays readable to them; nothing can change that."
)
CLOSES = "The journal is closed for a moment and then opened again."
OLD_BACKUPS = "Backups made before still open with the old passphrase."
NOT_THE_OLD_CODE = "Twelve new words. The old page then opens only backups made before."
OLDER_COPIES = "Backups made before this stay readable without a passphrase until you delete them."
REMOVING = f"{WITHOUT} Backups made until now still need the passphrase or the recovery code."
REMEMBERING = (
    "The key store of your desktop then keeps a key to this journal. Whoever is signed in as you opens it without the "
    "passphrase. Keep the passphrase in mind all the same: a backup, or another computer, asks for it."
)


class Form(NamedTuple):
    """A form with the words on its button, and what stands there while it is done."""

    button: str
    steps: Callable[[Theme, Paper | None], tuple[Told, ...]]
    busy: str = ""
    icon: str = ""


def _change(theme: Theme, _paper: Paper | None) -> tuple[Told, ...]:
    return (
        Told("Change the passphrase", OLD_BACKUPS, AskSecret(theme)),
        Told("The new passphrase", "", NewPassphrase(theme, name="New passphrase"), "Change it"),
    )


def _new_code(theme: Theme, paper: Paper | None) -> tuple[Told, ...]:
    return (
        Told("New recovery code", NOT_THE_OLD_CODE, AskSecret(theme)),
        *code_steps(theme, "Take the new code", paper),
    )


def _new_key(theme: Theme, paper: Paper | None) -> tuple[Told, ...]:
    return (
        Told("Somebody saw my passphrase", SEEN, AskSecret(theme)),
        Told("The new passphrase", OLD_BACKUPS, NewPassphrase(theme, name="New passphrase")),
        *code_steps(theme, "Encrypt it anew", paper, CLOSES),
    )


def _encrypt(theme: Theme, paper: Paper | None) -> tuple[Told, ...]:
    return (
        Told("Lock it with a passphrase", f"{LOCK_IT} {OLDER_COPIES}", NewPassphrase(theme)),
        *code_steps(theme, "Lock the journal", paper, CLOSES),
    )


def _decrypt(theme: Theme, _paper: Paper | None) -> tuple[Told, ...]:
    return (Told("Remove the passphrase", f"{REMOVING} {CLOSES}", AskSecret(theme), "Remove it"),)


def _remember(theme: Theme, _paper: Paper | None) -> tuple[Told, ...]:
    return (Told("Remember on this computer", REMEMBERING, AskSecret(theme), "Remember it"),)


FORMS = {
    "encrypt": Form("Set a passphrase …", _encrypt, icon="lock"),
    "change": Form("Change the passphrase …", _change, "Changing the passphrase …", "key-round"),
    "code": Form("New recovery code …", _new_code, "Taking the new code …", "file-text"),
    "anew": Form("Somebody saw my passphrase …", _new_key, icon="eye"),
    "decrypt": Form("Remove the passphrase …", _decrypt),
    "remember": Form("", _remember, "Asking the key store of your desktop …"),
}


class KeyCard(QFrame):
    """A form in the page; it is made when it is opened and goes, with all that was typed, when it is left."""

    given = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, form: Form, check: Check, paper: Paper | None) -> None:
        super().__init__()
        self._theme = theme
        self._form = form
        self.setProperty("card", True)
        self.steps = KeySteps(theme, form.steps(theme, paper), check=check)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.steps)
        self.steps.given.connect(self.given)
        self.steps.left.connect(self.left)
        self._space()
        self.steps.open()

    def wait(self) -> None:
        """Say what is under way."""
        self.steps.set_busy(self._form.busy)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def _space(self) -> None:
        side = self._theme.px(16)
        self._column.setContentsMargins(side, side, side, side)
