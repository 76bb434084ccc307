"""Hears from a Linux desktop that the computer goes to sleep or that its screen is locked, over D-Bus."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCall,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

LOGIN, LOGIN_PATH, MANAGER = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
SESSION = "org.freedesktop.login1.Session"
# Every desktop calls its own by another name, and says the same by it.
SCREEN_SAVERS = ("org.freedesktop", "org.gnome", "org.cinnamon", "org.mate", "org.xfce")
SYSTEM_BUS = Path("/run/dbus/system_bus_socket")


class Buses(NamedTuple):
    """The connections to the system's bus and to the session's; None where there is none."""

    system: QDBusConnection | None
    session: QDBusConnection | None


def desktop_buses() -> Buses:
    """Return the buses of this desktop, without starting one where there is none."""
    around = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or SYSTEM_BUS.exists()
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    own = os.environ.get("DBUS_SESSION_BUS_ADDRESS") or (runtime and Path(runtime, "bus").exists())
    return Buses(QDBusConnection.systemBus() if around else None, QDBusConnection.sessionBus() if own else None)


class SessionWatch(QObject):
    """Says `lock_wanted` before the computer sleeps and when the screen is locked.

    While it `holds_sleep` the computer waits a few seconds before it sleeps, until `let_sleep`.
    """

    lock_wanted = Signal()

    def __init__(self, buses: Buses, parent: QObject) -> None:
        super().__init__(parent)
        self._system = _working(buses.system)
        self._calls: set[QDBusPendingCallWatcher] = set()
        self._inhibitor: QDBusUnixFileDescriptor | None = None
        self._wants_hold = False
        if self._system is not None:
            asleep = _slot("_prepare_for_sleep(bool)")
            self._system.connect(LOGIN, LOGIN_PATH, MANAGER, "PrepareForSleep", self, asleep)
            self._call("GetSession", ["auto"], self._hear_session)
        session = _working(buses.session)
        if session is not None:
            for name in SCREEN_SAVERS:
                active = _slot("_screen_saver(bool)")
                session.connect("", "", f"{name}.ScreenSaver", "ActiveChanged", self, active)

    @property
    def holds_sleep(self) -> bool:
        """Whether the computer waits for us before it sleeps."""
        return self._inhibitor is not None

    def hold_sleep(self) -> None:
        """Ask the computer to wait before it sleeps, as long as it allows, until the journal is locked."""
        self._wants_hold = True
        if self._system is not None and self._inhibitor is None:
            words = ["sleep", "ISP Journal", "The journal is locked first", "delay"]
            self._call("Inhibit", words, self._took_hold)

    def let_sleep(self) -> None:
        """Let the computer sleep whenever it wants to."""
        self._wants_hold = False
        self._inhibitor = None

    @Slot(bool)
    def _prepare_for_sleep(self, begins: bool) -> None:
        if begins:
            self.lock_wanted.emit()

    @Slot(bool)
    def _screen_saver(self, active: bool) -> None:
        if active:
            self.lock_wanted.emit()

    @Slot()
    def _session_locked(self) -> None:
        self.lock_wanted.emit()

    def _hear_session(self, answer: QDBusMessage) -> None:
        """Hear of our own session being locked; where it can't be told which one that is, of any."""
        told = answer.arguments()
        path = told[0].path() if answer.type() == QDBusMessage.MessageType.ReplyMessage and told else ""
        if self._system is not None:
            self._system.connect(LOGIN, path, SESSION, "Lock", self, _slot("_session_locked()"))

    def _took_hold(self, answer: QDBusMessage) -> None:
        told = answer.arguments()
        # The hold lasts as long as the file is open: one that is not wanted any more ends here.
        if self._wants_hold and told and isinstance(told[0], QDBusUnixFileDescriptor):
            self._inhibitor = told[0]

    def _call(self, name: str, words: list[str], then: Callable[[QDBusMessage], None]) -> None:
        if self._system is None:
            return
        message = QDBusMessage.createMethodCall(LOGIN, LOGIN_PATH, MANAGER, name)
        message.setArguments(words)
        call: QDBusPendingCall = self._system.asyncCall(message)
        watcher = QDBusPendingCallWatcher(call, self)

        def answered() -> None:
            self._calls.discard(watcher)
            watcher.deleteLater()
            then(call.reply())

        self._calls.add(watcher)
        watcher.finished.connect(answered)


def _slot(signature: str) -> Any:
    # PySide6 takes words here and nothing else, while its own types ask for bytes.
    return SLOT(signature)


def _working(bus: QDBusConnection | None) -> QDBusConnection | None:
    return bus if bus is not None and bus.isConnected() else None
