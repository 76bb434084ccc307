"""A second start of the same journal brings its window forward instead of opening another."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from isp_journal.errors import KnownError, OpenElsewhere

PATIENCE_MS = 500
# Somebody listens: a window that is just busy, or on a computer that is, answers a little later.
ANSWER_MS = 5_000
FORWARD = b"forward"


class Door(NamedTuple):
    """What answers later starts of the journal in a folder."""

    folder: Path
    server: QLocalServer


def has_window(error: KnownError) -> bool:
    """Tell whether a journal could not be opened since a window may have it open."""
    return isinstance(error, OpenElsewhere)


def bring_forward(folder: Path) -> bool:
    """Ask the window that has this journal open to come forward; return whether there was one that answered."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(FORWARD)
    answered = socket.waitForReadyRead(ANSWER_MS)
    socket.disconnectFromServer()
    return answered


def listen(folder: Path, come_forward: Callable[[], object], parent: QObject) -> QLocalServer:
    """Answer later starts of this journal, each of which calls `come_forward`."""
    server = QLocalServer(parent)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    # What a program that was ended from outside left behind; whoever holds the journal's lock is the only listener.
    QLocalServer.removeServer(_name(folder))
    server.newConnection.connect(lambda: _answer(server, come_forward))
    server.listen(_name(folder))
    return server


def _answer(server: QLocalServer, come_forward: Callable[[], object]) -> None:
    socket = server.nextPendingConnection()
    if socket is not None:
        socket.disconnected.connect(socket.deleteLater)
        socket.write(FORWARD)
        socket.flush()
        come_forward()


def _name(folder: Path) -> str:
    """Return the name of the door: a digest, since names of folders may tell something."""
    return "isp-journal-" + hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
