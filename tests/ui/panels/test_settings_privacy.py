from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from isp_journal.credentials import Passphrase, Protection, RecoveryCode, Secret, ThisComputer
from isp_journal.errors import DiskFull, KeyFileDamaged, KnownError, PassphraseNeeded, WrongPassphrase
from isp_journal.journal.keys import Keys, KeyStatus
from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.storage import computer_key
from isp_journal.ui.pages.settings import SettingsPage
from isp_journal.ui.panels import key_forms
from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.code_steps import ShowCode
from isp_journal.ui.panels.key_steps import VOID_PAGE, KeySteps
from isp_journal.ui.panels.new_passphrase import NewPassphrase
from isp_journal.ui.panels.settings_privacy import NO_STORE, NOBODY_ELSE, PrivacySettings, in_words
from isp_journal.ui.settings_store import SettingsStore
from isp_journal.ui.theme import Theme
from isp_journal.ui.widths import widths_for
from isp_journal.ui.workers import Workers
from tests.storage.journals import written
from tests.ui.beginning import PASSPHRASE, choose_passphrase, copy_code, step, type_back
from tests.ui.desks import Sitting
from tests.ui.pages.opened import fits, press, settled

CODE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
NEW = "seven lanterns beneath the ferry"
PROTECTION = Protection(Passphrase(PASSPHRASE), RecoveryCode(CODE))
KEPT = "I asked before I answered."


class KeyStore:
    """Stands for the desktop's key store."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, name: str, kept: str) -> None:
        self.kept[service, name] = kept

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


@pytest.fixture
def key_store(monkeypatch: pytest.MonkeyPatch) -> KeyStore:
    made = KeyStore()
    monkeypatch.setattr(computer_key, "_store", lambda: made)
    return made


@pytest.fixture
def no_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computer_key, "_store", lambda: None)


def made(folder: Path, protection: Protection | None = PROTECTION) -> Path:
    create_journal(folder, author="Mira Sandoval", protection=protection)
    journal = open_journal(folder, writing=True, secret=protection.passphrase if protection is not None else None)
    written(journal, KEPT)
    journal.close()
    return folder


def opens(folder: Path, secret: Secret | None) -> bool:
    try:
        journal = open_journal(folder, writing=False, secret=secret)
    except (PassphraseNeeded, KnownError) as error:
        assert type(error).__name__ in {"PassphraseNeeded", "WrongPassphrase", "WrongRecoveryCode"}
        return False
    assert journal.facts().entries == 1
    journal.close()
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path / "journal")


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "config" / "settings.json")


@pytest.fixture
def workers(folder: Path, qapp: QApplication) -> Iterator[Workers]:
    made = Workers(lambda where: open_journal(where, writing=True, window=True, secret=Passphrase(PASSPHRASE)))
    made.open(folder, False)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, workers: Workers, store: SettingsStore) -> SettingsPage:
    made = SettingsPage(theme, workers, store)
    qtbot.addWidget(made)
    made.resize(1232, 900)
    made.set_widths(widths_for(1440, 900, 1.0))
    made.show()
    made.activateWindow()
    made.shown()
    qtbot.waitUntil(lambda: bool(made.privacy.state.text()))
    return made


def steps(privacy: PrivacySettings) -> KeySteps:
    assert privacy.card is not None
    return privacy.card.steps


def say(qtbot: QtBot, privacy: PrivacySettings, words: str = PASSPHRASE) -> None:
    """Type the passphrase of now, and Enter; wait until it was looked at."""
    keys = steps(privacy)
    asked = step(keys, AskSecret)
    assert asked.entry.field.hasFocus()
    asked.entry.field.selectAll()
    QTest.keyClicks(asked.entry.field, words)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not keys.is_busy)


def words(page: SettingsPage) -> str:
    return " ".join(one.text() for one in page.privacy.findChildren(QLabel) if one.isVisible())


@pytest.mark.usefixtures("no_key_store")
def test_how_the_journal_is_kept_is_said_in_words(page: SettingsPage) -> None:
    privacy = page.privacy
    assert privacy.state.text().startswith("This journal is locked with a passphrase, the same since")
    assert privacy.meaning.text() == NOBODY_ELSE
    shown = [name for name, button in privacy.deeds.items() if button.isVisible()]
    assert shown == ["change", "code", "anew", "decrypt"]
    assert not privacy.remember.isEnabled()
    assert privacy.remember_hint.text() == NO_STORE


def test_a_journal_without_a_passphrase_says_what_that_means() -> None:
    today = date(2026, 11, 24)
    assert in_words(KeyStatus(False, False, False, ""), today) == "This journal has no passphrase."
    since = KeyStatus(True, False, False, "2026-03-03T12:00:00.000Z")
    assert in_words(since, today).endswith("the same since Tue 3 Mar.")
    assert in_words(KeyStatus(True, False, False, ""), today) == "This journal is locked with a passphrase."


def test_the_passphrase_is_changed(qtbot: QtBot, page: SettingsPage, workers: Workers, folder: Path) -> None:
    privacy = page.privacy
    privacy.deeds["change"].click()
    say(qtbot, privacy)
    choose_passphrase(steps(privacy), NEW)
    settled(qtbot, workers)
    qtbot.waitUntil(lambda: privacy.done.text() == key_forms.CHANGED)
    assert privacy.card is None
    assert privacy.deeds["change"].hasFocus()
    workers.close()
    assert [opens(folder, Passphrase(one)) for one in (PASSPHRASE, NEW)] == [False, True]
    assert opens(folder, RecoveryCode(CODE))


def test_a_wrong_passphrase_is_told_before_anything_else_is_asked(
    qtbot: QtBot, page: SettingsPage, folder: Path, workers: Workers
) -> None:
    privacy = page.privacy
    before = (folder / "journal.key").read_bytes()
    privacy.deeds["change"].click()
    keys = steps(privacy)
    keys.go_on.click()
    assert step(keys, AskSecret).entry.problem.text() == "Type the passphrase first."
    say(qtbot, privacy, "not this one at all")
    asked = step(keys, AskSecret)
    assert asked.entry.problem.text().startswith("That is not the passphrase of this journal.")
    assert asked.entry.field.hasFocus() and asked.entry.field.selectedText() == asked.entry.value()
    assert not step(keys, NewPassphrase).isVisible()
    say(qtbot, privacy)
    assert step(keys, NewPassphrase).first.field.hasFocus()
    assert (folder / "journal.key").read_bytes() == before


def test_the_recovery_code_takes_the_place_of_a_passphrase_that_is_forgotten(
    qtbot: QtBot, page: SettingsPage, workers: Workers, folder: Path
) -> None:
    privacy = page.privacy
    privacy.deeds["change"].click()
    keys = steps(privacy)
    asked = step(keys, AskSecret)
    asked.other.click()
    QTest.keyClicks(asked.code.field, f"zoo {CODE.partition(' ')[2]}")
    keys.go_on.click()
    assert "together they are no recovery code" in asked.code.problem.text()
    asked.code.field.clear()
    QTest.keyClicks(asked.code.field, "legal winner thank year wave sausage worth useful legal winner thank yellow")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the recovery code" in asked.code.problem.text())
    asked.code.field.clear()
    QTest.keyClicks(asked.code.field, CODE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(step(keys, NewPassphrase).first.field.hasFocus)
    choose_passphrase(keys, NEW)
    settled(qtbot, workers)
    workers.close()
    assert opens(folder, Passphrase(NEW))


def test_a_new_recovery_code_makes_the_old_one_void(
    qtbot: QtBot, page: SettingsPage, workers: Workers, folder: Path
) -> None:
    privacy = page.privacy
    privacy.deeds["code"].click()
    say(qtbot, privacy)
    code = copy_code(steps(privacy))
    type_back(steps(privacy), code)
    settled(qtbot, workers)
    qtbot.waitUntil(lambda: privacy.done.text() == key_forms.NEW_CODE)
    workers.close()
    assert [opens(folder, RecoveryCode(one)) for one in (CODE, code)] == [False, True]
    assert opens(folder, Passphrase(PASSPHRASE))


def test_leaving_half_way_changes_nothing_and_says_that_the_new_page_is_void(
    qtbot: QtBot, page: SettingsPage, folder: Path
) -> None:
    privacy = page.privacy
    before = (folder / "journal.key").read_bytes()
    privacy.deeds["code"].click()
    say(qtbot, privacy)
    copy_code(steps(privacy))
    for _step in range(3):
        press(Qt.Key.Key_Escape)
    assert privacy.card is None
    assert privacy.done.text() == VOID_PAGE
    assert privacy.deeds["code"].hasFocus()
    assert (folder / "journal.key").read_bytes() == before
    privacy.deeds["change"].click()
    assert privacy.done.text() == ""
    press(Qt.Key.Key_Escape)
    assert privacy.done.text() == ""


def test_leaving_the_page_lets_go_of_what_was_typed(qtbot: QtBot, page: SettingsPage) -> None:
    privacy = page.privacy
    privacy.deeds["change"].click()
    field = step(steps(privacy), AskSecret).entry.field
    QTest.keyClicks(field, PASSPHRASE)
    page.hide()
    assert privacy.card is None
    assert field.text() == ""
    page.show()
    privacy.deeds["change"].click()
    page.leaving()
    assert privacy.card is None


def test_a_failure_is_told_in_the_form_which_stays(
    qtbot: QtBot, page: SettingsPage, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_asked: object) -> None:
        raise DiskFull()

    monkeypatch.setattr(Keys, "change_passphrase", fails)
    privacy = page.privacy
    privacy.deeds["change"].click()
    say(qtbot, privacy)
    keys = steps(privacy)
    choose_passphrase(keys, NEW)
    assert keys.busy.text() == "Changing the passphrase …"
    settled(qtbot, workers)
    assert "the disk is full" in keys.problem.text()
    assert step(keys, NewPassphrase).first.value() == NEW
    monkeypatch.setattr(Keys, "change_passphrase", lambda *_asked: (_ for _ in ()).throw(WrongPassphrase()))
    keys.go_on.click()
    settled(qtbot, workers)
    assert step(keys, AskSecret).isVisible()


def test_a_key_file_that_cannot_be_read_is_told(
    qtbot: QtBot, page: SettingsPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_asked: object) -> None:
        raise KeyFileDamaged(folder)

    monkeypatch.setattr(Keys, "status", fails)
    page.privacy.read()
    qtbot.waitUntil(lambda: "is damaged" in page.privacy.problem.text())


def test_this_computer_remembers_and_forgets(
    qtbot: QtBot, key_store: KeyStore, page: SettingsPage, workers: Workers, folder: Path
) -> None:
    privacy = page.privacy
    assert privacy.remember.isEnabled() and not privacy.remember.isChecked()
    privacy.remember.click()
    assert not privacy.remember.isChecked()
    assert "Whoever is signed in as you opens it without the passphrase." in words(page)
    say(qtbot, privacy)
    settled(qtbot, workers)
    qtbot.waitUntil(privacy.remember.isChecked)
    assert privacy.done.text() == key_forms.REMEMBERED
    assert len(key_store.kept) == 1
    assert opens(folder, None) and opens(folder, ThisComputer())
    privacy.remember.click()
    settled(qtbot, workers)
    qtbot.waitUntil(lambda: privacy.done.text() == key_forms.FORGOTTEN)
    qtbot.waitUntil(lambda: not privacy.remember.isChecked())
    assert key_store.kept == {} and not opens(folder, None)


def test_a_key_store_that_does_not_answer_any_more_is_told(
    qtbot: QtBot, key_store: KeyStore, page: SettingsPage, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    privacy = page.privacy
    privacy.remember.click()
    monkeypatch.setattr(computer_key, "_store", lambda: None)
    say(qtbot, privacy)
    settled(qtbot, workers)
    assert "keeps no keys for programs" in steps(privacy).problem.text()
    press(Qt.Key.Key_Escape, steps(privacy))
    assert privacy.remember.hasFocus() or not privacy.remember.isEnabled()


def test_when_the_journal_locks_by_itself_is_kept(page: SettingsPage, store: SettingsStore) -> None:
    privacy = page.privacy
    assert privacy.after.button.accessibleName() == "Lock by itself after: 5 minutes"
    privacy.after.chosen.emit("30")
    assert SettingsStore(store.file).settings.lock_after == 30
    store.update(lock_after=40)
    privacy.show_status(KeyStatus(True, False, False, ""))
    assert privacy.after.value() == "30"
    store.file.unlink()
    store.file.mkdir()
    privacy.after.chosen.emit("0")
    assert store.settings.lock_after == 0
    assert privacy.problem.text().startswith("This holds until you close the window")


@pytest.mark.parametrize(("width", "percent"), [(1440, 100), (900, 100), (1280, 200)])
def test_every_form_has_names_and_room_for_its_words(
    qtbot: QtBot, page: SettingsPage, theme: Theme, width: int, percent: int
) -> None:
    theme.set_scale(percent)
    page.resize(width - theme.px(56), 800)
    page.set_widths(widths_for(width, 800, theme.factor))
    privacy = page.privacy
    qtbot.waitUntil(lambda: fits(privacy))
    privacy.deeds["anew"].click()
    say(qtbot, privacy, "not this one at all")
    qtbot.waitUntil(lambda: fits(privacy))
    keys = steps(privacy)
    step(keys, AskSecret).other.click()
    qtbot.waitUntil(lambda: fits(privacy))
    step(keys, AskSecret).other.click()
    say(qtbot, privacy)
    choose_passphrase(keys, "violet")
    qtbot.waitUntil(lambda: fits(privacy))
    step(keys, NewPassphrase).forget()
    step(keys, NewPassphrase).focus_first()
    choose_passphrase(keys, NEW)
    qtbot.waitUntil(lambda: fits(privacy))
    code = copy_code(keys)
    type_back(keys, code[:-1] + "q")
    qtbot.waitUntil(lambda: fits(privacy))
    privacy.leave()
    privacy.show_status(KeyStatus(False, False, False, ""))
    privacy.deeds["encrypt"].click()
    qtbot.waitUntil(lambda: fits(privacy))


@pytest.fixture
def sitting(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(qapp, qtbot, tmp_path)
    yield made
    made.end()


def privacy_of(sitting: Sitting, qtbot: QtBot) -> PrivacySettings:
    sitting.window.go("settings")
    sitting.in_front()
    page = sitting.window.page("settings")
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: bool(page.privacy.state.text()))
    return page.privacy


def test_a_journal_is_locked_encrypted_anew_and_opened_again_in_the_real_window(
    sitting: Sitting, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = made(tmp_path / "journal", None)
    sitting.starts(folder)
    privacy = privacy_of(sitting, qtbot)
    assert "anybody who gets the journal's file can read it" in privacy.meaning.text()
    privacy.deeds["encrypt"].click()
    choose_passphrase(steps(privacy))
    code = copy_code(steps(privacy))
    keys = steps(privacy)
    sitting.opened(lambda: type_back(keys, code))
    assert sitting.window.messages.text() == key_forms.LOCKED_NOW
    privacy = privacy_of(sitting, qtbot)
    assert privacy.state.text().startswith("This journal is locked with a passphrase")
    privacy.deeds["anew"].click()
    say(qtbot, privacy)
    choose_passphrase(steps(privacy), NEW)
    newer = copy_code(steps(privacy))
    keys = steps(privacy)
    sitting.opened(lambda: type_back(keys, newer))
    assert sitting.window.messages.text() == key_forms.ANEW
    sitting.end()
    assert [opens(folder, Passphrase(one)) for one in (PASSPHRASE, NEW)] == [False, True]
    assert [opens(folder, RecoveryCode(one)) for one in (code, newer)] == [False, True]
    assert KEPT.encode() not in (folder / "journal.db").read_bytes()


def test_the_passphrase_is_taken_away_in_the_real_window(sitting: Sitting, qtbot: QtBot, tmp_path: Path) -> None:
    folder = made(tmp_path / "journal")
    desk = sitting.begin()
    desk.start(folder)
    sitting.opened(lambda: desk.open(folder, Passphrase(PASSPHRASE)))
    privacy = privacy_of(sitting, qtbot)
    privacy.deeds["decrypt"].click()
    keys = steps(privacy)
    assert "anybody who gets the journal's file can read it" in keys.words.text()
    asked = step(keys, AskSecret)
    QTest.keyClicks(asked.entry.field, PASSPHRASE)
    sitting.opened(lambda: press(Qt.Key.Key_Return))
    assert sitting.window.messages.text() == key_forms.OPEN_NOW
    sitting.end()
    assert opens(folder, None)


def test_a_code_is_fresh_each_time(qtbot: QtBot, page: SettingsPage) -> None:
    seen = set()
    for _time in range(3):
        page.privacy.deeds["code"].click()
        say(qtbot, page.privacy)
        seen.add(step(steps(page.privacy), ShowCode).code().words)
        page.privacy.leave()
    assert len(seen) == 3
