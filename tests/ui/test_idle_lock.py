from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from isp_journal.ui import idle_lock
from isp_journal.ui.idle_lock import IdleLock, seconds
from tests.ui.dummies import activate

FIVE_MINUTES = 300.0


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def field(qtbot: QtBot, qapp: QApplication) -> Iterator[QLineEdit]:
    window = QWidget()
    made = QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    activate(window, qtbot)
    made.setFocus()
    yield made


@pytest.fixture
def allowed() -> list[float]:
    return [FIVE_MINUTES]


@pytest.fixture
def idle(field: QLineEdit, clock: Clock, allowed: list[float]) -> IdleLock:
    made = IdleLock(lambda: allowed[0], field.window(), clock)
    made.begin()
    return made


def due(idle: IdleLock) -> list[str]:
    heard: list[str] = []
    idle.due.connect(lambda: heard.append("due"))
    return heard


def test_it_is_due_when_nobody_was_there_for_as_long_as_is_allowed(idle: IdleLock, clock: Clock) -> None:
    heard = due(idle)
    clock.now += FIVE_MINUTES - 1
    idle.look()
    assert heard == []
    clock.now += 1
    idle.look()
    assert heard == ["due"]


def test_it_looks_by_itself(field: QLineEdit, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle_lock, "LOOK_EVERY", 10)
    made = IdleLock(lambda: FIVE_MINUTES, field.window(), clock)
    made.begin()
    with qtbot.waitSignal(made.due):
        clock.now += FIVE_MINUTES


@pytest.mark.parametrize("how", ["key", "click", "movement"])
def test_whoever_uses_the_window_is_there(idle: IdleLock, field: QLineEdit, clock: Clock, how: str) -> None:
    heard = due(idle)
    clock.now += FIVE_MINUTES - 1
    window = field.window().windowHandle()
    if how == "key":
        QTest.keyClick(window, Qt.Key.Key_A)
        assert field.text() == "a"
    elif how == "click":
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(3, 3))
    else:
        QTest.mouseMove(window, QPoint(5, 5))
    clock.now += FIVE_MINUTES - 1
    idle.look()
    assert heard == []


def test_another_window_of_the_app_counts_too(idle: IdleLock, clock: Clock, qtbot: QtBot) -> None:
    heard = due(idle)
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    activate(other, qtbot)
    clock.now += FIVE_MINUTES - 1
    QTest.keyClick(other.windowHandle(), Qt.Key.Key_A)
    clock.now += FIVE_MINUTES - 1
    idle.look()
    assert heard == []


def test_the_first_key_after_a_long_sleep_locks_and_is_written_nowhere(
    idle: IdleLock, field: QLineEdit, clock: Clock
) -> None:
    heard = due(idle)
    # The clock went on while the computer slept, the timer did not.
    clock.now += 8 * 3600
    QTest.keyClick(field.window().windowHandle(), Qt.Key.Key_A)
    assert heard == ["due"] and field.text() == ""


def test_a_clock_that_was_set_back_locks_rather_once_too_often(idle: IdleLock, clock: Clock) -> None:
    heard = due(idle)
    clock.now -= 3600
    idle.look()
    assert heard == ["due"]


def test_never_means_never(idle: IdleLock, clock: Clock, allowed: list[float]) -> None:
    heard = due(idle)
    allowed[0] = 0
    clock.now += 30 * 24 * 3600
    idle.look()
    assert heard == []


def test_another_time_holds_at_once(idle: IdleLock, clock: Clock, allowed: list[float]) -> None:
    heard = due(idle)
    clock.now += 90
    allowed[0] = 60
    idle.look()
    assert heard == ["due"]


def test_while_the_journal_is_locked_nothing_is_due_and_keys_are_taken(
    idle: IdleLock, field: QLineEdit, clock: Clock
) -> None:
    heard = due(idle)
    idle.end()
    clock.now += 8 * 3600
    QTest.keyClick(field.window().windowHandle(), Qt.Key.Key_A)
    assert heard == [] and field.text() == "a"


def test_counting_begins_anew_when_the_journal_is_opened_again(idle: IdleLock, clock: Clock) -> None:
    heard = due(idle)
    idle.end()
    clock.now += 8 * 3600
    idle.begin()
    idle.look()
    assert heard == []


def test_the_clock_goes_on_by_itself() -> None:
    before = seconds()
    assert seconds() >= before
