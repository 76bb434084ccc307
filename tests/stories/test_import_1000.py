"""A thousand entries from elsewhere: one component's history is the same in the terminal and in its room."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.journal.opening import create_journal
from isp_journal.model import Passage
from isp_journal.ui.pages.room import RoomPage
from tests.cli.terminal import process
from tests.ui.desks import Sitting, settle

ENTRIES = 1_000
COMPONENT = "Grow and sustain relationships"
OURS = [f"isp-3.0/relationships.{number}" for number in range(1, 5)]
OTHERS = ["isp-3.0/power.1", "isp-3.0/co-learning.2", "isp-3.0/facilitation.7", "isp-3.0/capacity.3"]
Told = tuple[str, str, str]


def line(number: int) -> dict[str, Any]:
    """Return an entry: every third has a passage with one of the four activities, every second one with another."""
    quote = f"I stayed in the room, time {number}."
    tags = [{"activity": OURS[number % 4], "quote": quote, "because": "Nobody left."}] if number % 3 == 0 else []
    tags += [{"activity": OTHERS[number % 4], "quote": "we ate together"}] if number % 2 == 0 else []
    return {
        "id": f"elsewhere-{number}",
        "date": (date(2026, 11, 20) - timedelta(days=number)).isoformat(),
        "title": f"Visit {number}",
        "site": ["Harlow Bend School", "Tidewell Clinic"][number % 2],
        "text": f"{quote} Afterwards we ate together.",
        "tags": tags,
    }


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    return [line(number) for number in range(ENTRIES)]


@pytest.fixture
def imported(tmp_path: Path, lines: list[dict[str, Any]]) -> Path:
    folder, file = tmp_path / "journal", tmp_path / "elsewhere.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    create_journal(folder, author="Mira Sandoval")
    assert process("--journal", folder, "import", file).code == 0
    return folder


def written(lines: list[dict[str, Any]]) -> list[Told]:
    """Return date, activity and quote of each tag with one of the four activities, as the lines have them."""
    return sorted(
        (one["date"], tag["activity"], tag["quote"]) for one in lines for tag in one["tags"] if tag["activity"] in OURS
    )


@pytest.fixture
def sitting(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(qapp, qtbot, tmp_path)
    yield made
    made.end()


def read_to_the_end(room: RoomPage, sitting: Sitting, qtbot: QtBot) -> list[Told]:
    """Scroll down until there are no older rows, and return what the rows are about."""
    rows = room.history.timeline.rows
    bar = room.history.scroll.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return bool(rows.complete)

    qtbot.waitUntil(at_the_end, timeout=10_000)
    settle(sitting.window)
    things = [rows.item_at(at) for at in range(rows.rowCount())]
    passages = [(thing.moment.on, thing.value) for thing in things if isinstance(thing.value, Passage)]
    assert len(passages) == len(things)
    assert [on for on, _ in passages] == sorted((on for on, _ in passages), reverse=True)
    return sorted((on.isoformat(), passage.activity, passage.quote) for on, passage in passages)


def test_the_terminal_and_the_room_list_exactly_what_was_tagged(
    imported: Path, lines: list[dict[str, Any]], sitting: Sitting, qtbot: QtBot
) -> None:
    listed = process("--journal", imported, "history", COMPONENT, "--json").items
    told = sorted((item["date"], item["activity"], item["quote"]) for item in listed)
    assert len(told) == len(range(0, ENTRIES, 3))
    assert told == written(lines)
    window = sitting.starts(imported)
    window.go("room", "open_about", "isp-3.0/relationships")
    room = window.page("room")
    assert isinstance(room, RoomPage)
    settle(window)
    room.filters.show_all()
    settle(window)
    assert room.title_here() == COMPONENT
    assert read_to_the_end(room, sitting, qtbot) == told


def test_the_same_file_twice_leaves_the_history_as_it_is(imported: Path, tmp_path: Path) -> None:
    before = process("--journal", imported, "history", COMPONENT, "--json").items
    assert process("--journal", imported, "import", tmp_path / "elsewhere.jsonl").code == 0
    assert process("--journal", imported, "history", COMPONENT, "--json").items == before
    assert len(process("--journal", imported, "list", "--json").items) == ENTRIES
