import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

if sys.platform in ("win32", "darwin") or shutil.which("dbus-daemon") is None:
    pytest.skip("there is no dbus-daemon here", allow_module_level=True)

from PySide6.QtCore import QObject
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVirtualObject,
)

from isp_journal.ui.session_watch import (
    LOGIN,
    LOGIN_PATH,
    MANAGER,
    SESSION,
    SYSTEM_BUS,
    Buses,
    SessionWatch,
    desktop_buses,
)

OURS, ANOTHERS = "/org/freedesktop/login1/session/_31", "/org/freedesktop/login1/session/_32"


class Login(QDBusVirtualObject):
    """Stands for the login manager: hands out a hold on sleep, and tells which session is ours."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.bus = bus
        self.reading = -1
        self.asked: list[tuple[str, list[Any]]] = []
        self.knows_session = True
        everything = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert bus.registerVirtualObject(LOGIN_PATH, self, everything) and bus.registerService(LOGIN)

    def introspect(self, path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        self.asked.append((message.member(), message.arguments()))
        reply = message.createReply()
        if message.member() == "GetSession":
            if not self.knows_session:
                reply = message.createErrorReply("org.freedesktop.login1.NoSuchSession", "no session")
            else:
                reply.setArguments([QDBusObjectPath(OURS)])
        else:
            self.reading, writing = os.pipe()
            reply.setArguments([QDBusUnixFileDescriptor(writing)])
            os.close(writing)
        return connection.send(reply)

    def tells(self, path: str, interface: str, member: str, *words: object) -> None:
        signal = QDBusMessage.createSignal(path, interface, member)
        signal.setArguments(list(words))
        assert self.bus.send(signal)

    def is_held(self) -> bool:
        """Whether somebody has the other end of the pipe open."""
        os.set_blocking(self.reading, False)
        try:
            return os.read(self.reading, 1) != b""
        except BlockingIOError:
            return True


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a bus of the test's own."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:path={tmp_path}/bus"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.fixture
def connected(address: str, qapp: object) -> Iterator[Callable[[str], QDBusConnection]]:
    made: list[str] = []

    def connect(name: str) -> QDBusConnection:
        made.append(f"{name}-{address}")
        return QDBusConnection.connectToBus(address, made[-1])

    yield connect
    for name in made:
        QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def login(connected: Callable[[str], QDBusConnection]) -> Login:
    return Login(connected("login"))


@pytest.fixture
def parent() -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


@pytest.fixture
def watch(login: Login, connected: Callable[[str], QDBusConnection], parent: QObject, qtbot: QtBot) -> SessionWatch:
    bus = connected("watch")
    made = SessionWatch(Buses(bus, bus), parent)
    qtbot.waitUntil(lambda: not made.findChildren(QObject))
    return made


def test_before_the_computer_sleeps_the_journal_is_to_be_locked(
    watch: SessionWatch, login: Login, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(watch.lock_wanted):
        login.tells(LOGIN_PATH, MANAGER, "PrepareForSleep", True)


def test_waking_up_locks_nothing(watch: SessionWatch, login: Login, qtbot: QtBot) -> None:
    heard: list[str] = []
    watch.lock_wanted.connect(lambda: heard.append("lock"))
    login.tells(LOGIN_PATH, MANAGER, "PrepareForSleep", False)
    login.tells("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", False)
    # Messages of one sender arrive in their order, so that this one is the last.
    with qtbot.waitSignal(watch.lock_wanted):
        login.tells(LOGIN_PATH, MANAGER, "PrepareForSleep", True)
    assert heard == ["lock"]


@pytest.mark.parametrize(
    ("path", "interface"),
    [
        ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
        ("/ScreenSaver", "org.freedesktop.ScreenSaver"),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
        ("/org/cinnamon/ScreenSaver", "org.cinnamon.ScreenSaver"),
        ("/org/mate/ScreenSaver", "org.mate.ScreenSaver"),
        ("/org/xfce/ScreenSaver", "org.xfce.ScreenSaver"),
    ],
)
def test_the_screens_lock_locks_the_journal_on_each_desktop(
    watch: SessionWatch, login: Login, qtbot: QtBot, path: str, interface: str
) -> None:
    with qtbot.waitSignal(watch.lock_wanted):
        login.tells(path, interface, "ActiveChanged", True)


def test_only_the_lock_of_our_own_session_counts(watch: SessionWatch, login: Login, qtbot: QtBot) -> None:
    heard: list[str] = []
    watch.lock_wanted.connect(lambda: heard.append("lock"))
    login.tells(ANOTHERS, SESSION, "Lock")
    with qtbot.waitSignal(watch.lock_wanted):
        login.tells(OURS, SESSION, "Lock")
    assert heard == ["lock"]


def test_where_our_session_is_not_known_the_lock_of_any_counts(
    login: Login, connected: Callable[[str], QDBusConnection], parent: QObject, qtbot: QtBot
) -> None:
    login.knows_session = False
    watch = SessionWatch(Buses(connected("watch"), None), parent)
    qtbot.waitUntil(lambda: not watch.findChildren(QObject))
    with qtbot.waitSignal(watch.lock_wanted):
        login.tells(ANOTHERS, SESSION, "Lock")


def test_sleep_waits_until_it_is_let(watch: SessionWatch, login: Login, qtbot: QtBot) -> None:
    watch.hold_sleep()
    qtbot.waitUntil(lambda: watch.holds_sleep)
    assert login.asked[-1] == ("Inhibit", ["sleep", "ISP Journal", "The journal is locked first", "delay"])
    assert login.is_held()
    watch.let_sleep()
    qtbot.waitUntil(lambda: not login.is_held())


def test_a_hold_that_comes_when_it_is_not_wanted_any_more_is_let_go(
    watch: SessionWatch, login: Login, qtbot: QtBot
) -> None:
    watch.hold_sleep()
    watch.let_sleep()
    qtbot.waitUntil(lambda: login.reading >= 0 and not login.is_held())
    assert not watch.holds_sleep


def test_without_a_desktop_nothing_is_heard_and_nothing_fails(parent: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    buses = desktop_buses()
    assert buses.session is None and (buses.system is None) == (not SYSTEM_BUS.exists())
    watch = SessionWatch(Buses(None, None), parent)
    watch.hold_sleep()
    assert not watch.holds_sleep
