import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.ui import lock_reasons
from isp_journal.ui.lock_reasons import LockReasons
from isp_journal.ui.settings_store import SettingsStore


class Desktop(QObject):
    """Stands for what is heard of the desktop."""

    lock_wanted = Signal()

    def __init__(self, _buses: object, parent: QObject) -> None:
        super().__init__(parent)
        self.holds = False

    def hold_sleep(self) -> None:
        self.holds = True

    def let_sleep(self) -> None:
        self.holds = False


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json")


@pytest.fixture
def reasons(store: SettingsStore, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[LockReasons]:
    monkeypatch.setattr("isp_journal.ui.session_watch.SessionWatch", Desktop)
    monkeypatch.setattr("isp_journal.ui.session_watch.desktop_buses", lambda: None)
    monkeypatch.setattr(lock_reasons, "DESKTOP_AFTER", 1)
    parent = QObject()
    yield LockReasons(store, parent)
    parent.deleteLater()


def desktop(reasons: LockReasons) -> Desktop:
    found = reasons.session
    assert isinstance(found, Desktop)
    return found


def test_five_minutes_are_the_usual_time_and_another_holds_at_once(reasons: LockReasons, store: SettingsStore) -> None:
    assert reasons.idle._allowed() == 300
    store.update(lock_after=1)
    assert reasons.idle._allowed() == 60
    store.update(lock_after=0)
    assert reasons.idle._allowed() == 0


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there the desktop is not heard yet")
def test_the_desktop_locks_the_journal_and_waits_for_it_before_it_sleeps(reasons: LockReasons, qtbot: QtBot) -> None:
    reasons.begin()
    qtbot.waitUntil(lambda: reasons.session is not None)
    assert desktop(reasons).holds
    with qtbot.waitSignal(reasons.lock_wanted):
        desktop(reasons).lock_wanted.emit()
    reasons.end()
    assert not desktop(reasons).holds
    reasons.begin()
    qtbot.waitUntil(lambda: desktop(reasons).holds)


def test_a_journal_that_is_locked_at_once_asks_the_desktop_nothing(reasons: LockReasons, qtbot: QtBot) -> None:
    reasons.begin()
    reasons.end()
    assert reasons.session is None and not reasons._later.isActive()


def test_nobody_being_there_locks(reasons: LockReasons, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reasons.lock_wanted):
        reasons.idle.due.emit()


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_are_not_asked(reasons: LockReasons, monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    reasons._watch_session()
    assert reasons.session is None
