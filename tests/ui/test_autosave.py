from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull, KnownError
from isp_journal.model import Entry
from isp_journal.ui.autosave import Autosave
from isp_journal.ui.workers import Workers

NOON = datetime(2026, 11, 24, 14, 2)


class Desk(QObject):
    """Stands for the workers: it holds every change until it is told to do or to refuse it."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[tuple[Callable[[Any], Any], Any, Any]] = []
        self.texts: list[str] = []

    def change(self, work: Any, then: Any, *, failed: Any, owner: QObject) -> None:
        self.waiting.append((work, then, failed))

    def do(self) -> None:
        work, then, _ = self.waiting.pop(0)
        entry = work(self)
        self.texts.append(entry.body)
        then(entry)

    def refuse(self, error: KnownError) -> None:
        self.waiting.pop(0)[2](error)


class Page:
    """A draft whose text a test sets."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.kept: list[str] = []

    def snapshot(self) -> Callable[[Any], Entry] | None:
        text = self.text
        return (lambda _journal: Entry("e", date(2026, 11, 24), body=text)) if text else None

    def stored(self, entry: Entry) -> None:
        self.kept.append(entry.body)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def autosave(qtbot: QtBot, desk: Desk) -> Autosave:
    return Autosave(cast("Workers", desk), lambda: NOON)


def test_typing_that_goes_on_does_not_put_off_the_save(autosave: Autosave, desk: Desk, qtbot: QtBot) -> None:
    page, keys = Page("a"), [0]

    def type_on() -> bool:
        keys[0] += 1
        page.text += "a"
        autosave.touched(page)
        return bool(desk.waiting)

    qtbot.waitUntil(type_on, timeout=900)
    assert keys[0] > 5


def test_saved_is_said_only_when_it_is(autosave: Autosave, desk: Desk, qtbot: QtBot) -> None:
    said: list[str] = []
    autosave.saved.connect(said.append)
    page = Page("one")
    autosave.save_now(page)
    assert said == [] and not autosave.is_clean
    desk.do()
    assert len(said) == 1 and ":02" in said[0]
    assert page.kept == ["one"]
    assert autosave.is_clean


def test_one_save_is_on_its_way_at_a_time_and_the_newest_text_is_next(autosave: Autosave, desk: Desk) -> None:
    page = Page("one")
    autosave.save_now(page)
    for page.text in ("one two", "one two three"):
        autosave.save_now(page)
    assert len(desk.waiting) == 1
    desk.do()
    desk.do()
    assert desk.texts == ["one", "one two three"]
    assert desk.waiting == []


def test_what_could_not_be_saved_is_kept_and_tried_again(autosave: Autosave, desk: Desk, qtbot: QtBot) -> None:
    told: list[tuple[object, str]] = []
    autosave.not_saved.connect(lambda error, since: told.append((error, since)))
    page = Page("one")
    autosave.save_now(page)
    full = DiskFull()
    desk.refuse(full)
    assert told[0][0] is full and told[0][1] == autosave.failing_since != ""
    page.text = "one two"
    autosave.touched(page)
    qtbot.waitUntil(lambda: bool(desk.waiting))
    desk.do()
    assert desk.texts == ["one two"]
    assert autosave.failing_since == "" and autosave.is_clean


def test_whoever_waits_hears_whether_all_is_kept(autosave: Autosave, desk: Desk) -> None:
    heard: list[bool] = []
    autosave.save_now(Page("one"), heard.append)
    desk.do()
    autosave.save_now(Page("two"), heard.append)
    desk.refuse(DiskFull())
    assert heard == [True, False]


def test_an_empty_page_has_nothing_to_save(autosave: Autosave, desk: Desk) -> None:
    heard: list[bool] = []
    autosave.save_now(Page(""), heard.append)
    assert desk.waiting == [] and heard == [True]


def test_the_draft_of_an_entry_that_was_left_is_saved_too(autosave: Autosave, desk: Desk) -> None:
    left, here = Page("left"), Page("here")
    autosave.touched(left)
    autosave.touched(here)
    autosave.save_now()
    desk.do()
    autosave.save_now()
    desk.do()
    assert desk.texts == ["left", "here"]


def test_at_the_end_everything_is_handed_over_at_once(autosave: Autosave, desk: Desk) -> None:
    autosave.save_now(Page("on its way"))
    autosave.touched(Page("one"))
    autosave.touched(Page("two"))
    autosave.save_all()
    assert len(desk.waiting) == 3
    for _ in range(3):
        desk.do()
    assert autosave.is_clean


def test_a_draft_in_the_trash_is_not_saved_any_more(autosave: Autosave, desk: Desk) -> None:
    page = Page("one")
    autosave.touched(page)
    autosave.forget(page)
    assert not autosave.waits(page)
    autosave.save_now()
    assert desk.waiting == []
