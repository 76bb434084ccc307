import random
from datetime import date, timedelta
from typing import Any

from isp_journal.journal.opening import open_journal
from tests.cli.terminal import Terminal

FOUR = [f"isp-3.0/relationships.{number}" for number in (1, 2, 3, 4)]


def thousand() -> list[dict[str, Any]]:
    """A thousand entries over three years, each with no tag to three of any component."""
    dice = random.Random(1)
    others = ["co-learning.1", "brokering.2", "capacity.3", "facilitation.4", "improvement-cycles.5"]
    activities = [*FOUR, *others]
    return [
        {
            "title": f"Visit {number}",
            "text": f"Visit {number}. I listened, then I asked about step {number}.",
            "date": (date(2024, 1, 1) + timedelta(days=dice.randrange(1_000))).isoformat(),
            "site": f"Site {number % 7}",
            "tags": [
                {"activity": one, "quote": f"step {number}"} if dice.random() < 0.7 else {"activity": one}
                for one in dice.sample(activities, dice.randrange(4))
            ],
        }
        for number in range(1_000)
    ]


def test_the_history_of_a_component_lists_exactly_the_entries_tagged_with_its_four_activities(
    terminal: Terminal,
) -> None:
    entries = thousand()
    report = terminal.done("import", terminal.lines("thousand.jsonl", *entries), "--json").json
    assert (report["read"], report["added"], report["skipped"]) == (1_000, 1_000, [])
    items = terminal.done("history", "Grow and sustain relationships", "--json").items
    titles = {item["id"]: item["title"] for item in terminal.done("list", "--json").items}
    told = sorted((item["date"], titles[item["entry"]], item["activity"], item["quote"]) for item in items)
    expected = sorted(
        (entry["date"], entry["title"], tag["activity"], tag.get("quote", ""))
        for entry in entries
        for tag in entry["tags"]
        if tag["activity"] in FOUR
    )
    assert len(expected) > 300
    assert told == expected
    assert [item["date"] for item in items] == sorted((item["date"] for item in items), reverse=True)


def test_notes_stand_among_the_tags_by_their_date(terminal: Terminal) -> None:
    terminal.done(
        "import",
        terminal.lines(
            "entries.jsonl",
            {
                "text": "I listened.",
                "date": "2026-11-01",
                "tags": [{"activity": "relationships.4", "quote": "listened"}],
            },
            {"text": "I asked.", "date": "2026-11-03", "site": "North", "tags": ["relationships.1"]},
        ),
    )
    journal = open_journal(terminal.folder, writing=True)
    note = journal.notes.save("relationships", date(2026, 11, 2), "Slower now.\nStill unsure.")
    journal.close()
    items = terminal.done("history", "relationships", "--json").items
    assert [(item["kind"], item["date"], item["activity"], item["quote"]) for item in items] == [
        ("tag", "2026-11-03", "isp-3.0/relationships.1", ""),
        ("note", "2026-11-02", "isp-3.0/relationships", ""),
        ("tag", "2026-11-01", "isp-3.0/relationships.4", "listened"),
    ]
    assert (items[1]["entry"], items[1]["id"], items[1]["text"]) == (None, note.id, "Slower now.\nStill unsure.")
    shown = terminal.done("history", "grow", "and", "sustain", "relationships").out
    assert "2026-11-02  Where I stand: Grow and sustain relationships\n            Slower now.\n" in shown
    assert "The whole entry: I asked." in shown
    assert "“listened”" in shown
    assert terminal.done("history", "relationships", "--limit", 1, "--json").items == items[:1]


def test_an_activity_has_a_history_of_its_own_with_filters(terminal: Terminal) -> None:
    lines = [
        {"text": f"Day {day}.", "date": f"2026-11-0{day}", "site": site, "people": [who], "tags": [activity]}
        for day, site, who, activity in [
            (1, "North", "Ruth", "relationships.4"),
            (2, "South", "Bo", "relationships.4"),
            (3, "North", "Bo", "relationships.3"),
        ]
    ]
    terminal.done("import", terminal.lines("entries.jsonl", *lines))

    def days(*words: str) -> list[int]:
        return [int(item["date"][-1]) for item in terminal.done("history", *words, "--json").items]

    assert days("Regulate distress in relationships") == [2, 1]
    assert days("ISP-3.0/Relationships.4") == [2, 1]
    assert days("relationships", "--site", "north") == [3, 1]
    assert days("relationships", "--person", "Bo", "--since", "2026-11-03") == [3]
    assert days("relationships", "--until", "2026-11-01") == [1]


def test_a_name_that_is_not_in_the_catalogue_is_refused(terminal: Terminal) -> None:
    said = terminal("history", "Grow and sustain relationship")
    assert said.code == 1
    assert "Did you mean 'Grow and sustain relationships'" in said.err
