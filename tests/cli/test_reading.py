from typing import Any

import pytest

from tests.cli.terminal import Terminal

ENTRIES: list[dict[str, Any]] = [
    {"text": "Alpha met the board.", "date": "2026-11-01", "site": "North", "people": ["Ruth"], "kind": "meeting"},
    {
        "text": "Beta asked Ruth twice.",
        "date": "2026-11-02",
        "site": "South",
        "labels": ["first time"],
        "title": "Beta",
    },
    {"text": "Gamma listened.", "date": "2026-11-03", "tags": ["relationships.4"], "site": "North"},
    {"text": "Delta listened too.", "date": "2026-11-04", "tags": ["relationships.1", "co-learning.2"]},
]


@pytest.fixture
def filled(terminal: Terminal) -> Terminal:
    terminal.done("import", terminal.lines("entries.jsonl", *ENTRIES))
    return terminal


def first_words(terminal: Terminal, *words: object) -> list[str]:
    return [item["snippet"].split()[0] for item in terminal.done(*words, "--json").items]


def test_a_list_has_all_entries_newest_first_in_one_documented_shape(filled: Terminal) -> None:
    items = filled.done("list", "--json").items
    assert [item["date"] for item in items] == ["2026-11-04", "2026-11-03", "2026-11-02", "2026-11-01"]
    assert items[2] == {
        "id": items[2]["id"],
        "date": "2026-11-02",
        "title": "Beta",
        "kind": "general",
        "site": "South",
        "components": [],
        "snippet": "Beta asked Ruth twice.",
    }
    assert items[0]["components"] == ["isp-3.0/co-learning", "isp-3.0/relationships"]


def test_an_empty_list_is_a_list_too(terminal: Terminal) -> None:
    assert terminal.done("list", "--json").items == []
    assert terminal.done("list").out == ""


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--since", "2026-11-03"], ["Delta", "Gamma"]),
        (["--until", "2026-11-02"], ["Beta", "Alpha"]),
        (["--since", "2026-11-02", "--until", "2026-11-03"], ["Gamma", "Beta"]),
        (["--site", "north"], ["Gamma", "Alpha"]),
        (["--person", "ruth"], ["Alpha"]),
        (["--kind", "Meeting"], ["Alpha"]),
        (["--label", "First time"], ["Beta"]),
        (["--component", "grow and sustain relationships"], ["Delta", "Gamma"]),
        (["--component", "co-learning"], ["Delta"]),
        (["--activity", "regulate distress in relationships"], ["Gamma"]),
        (["--activity", "isp-3.0/relationships.1", "--since", "2026-11-05"], []),
        (["--limit", "3"], ["Delta", "Gamma", "Beta"]),
    ],
)
def test_filters_choose_entries(filled: Terminal, options: list[str], found: list[str]) -> None:
    assert first_words(filled, "list", *options) == found


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--site", "Nord"], "Did you mean 'North'?"),
        (["--person", "Ruht"], "Did you mean 'Ruth'?"),
        (["--label", "first tme"], "Did you mean 'first time'?"),
        (["--component", "relationships.4"], "Use --activity"),
        (["--activity", "relationships"], "relationships.1, relationships.2"),
        (["--component", "dancing"], "isp-journal catalogue lists all names"),
    ],
)
def test_names_that_are_not_known_are_refused_with_what_may_be_meant(
    filled: Terminal, options: list[str], words: str
) -> None:
    said = filled("list", *options)
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert "Nothing was changed" not in said.err


def test_a_search_finds_all_words_the_last_as_a_beginning(filled: Terminal) -> None:
    assert first_words(filled, "search", "listened") == ["Delta", "Gamma"]
    assert first_words(filled, "search", "asked", "rut") == ["Beta"]
    assert first_words(filled, "search", '"met the board"') == ["Alpha"]
    assert first_words(filled, "search", "listened", "--site", "North", "--limit", "1") == ["Gamma"]
    assert first_words(filled, "search", "nothing of the kind") == []


def test_hits_are_shown_without_marks_for_screens(filled: Terminal) -> None:
    for said in (filled.done("search", "listened"), filled.done("search", "listened", "--json")):
        assert not {"\x02", "\x03", "\\u0002"} & set(said.out)
        assert "Gamma listened." in said.out


def test_a_search_without_a_word_is_refused(filled: Terminal) -> None:
    assert filled("search", "...").code == 1


def test_a_list_shows_a_line_an_entry(filled: Terminal) -> None:
    lines = filled.done("list").out.splitlines()
    ids = [item["id"] for item in filled.done("list", "--json").items]
    assert lines[2] == f"2026-11-02  {ids[2]}  Beta  (South)"
    assert lines[0] == f"2026-11-04  {ids[0]}  Delta listened too."


def test_show_prints_an_entry_with_its_tags(terminal: Terminal) -> None:
    entry = terminal.add(
        "I listened.\n\nTwice.", "--title", "Ruth", "--date", "2026-11-24", "--time", "10:30", "--site", "North"
    )
    terminal.done("tag", entry, "relationships.4", "--quote", "I listened.", "--because", "it was hard")
    shown = terminal.done("show", entry[:-1]).out
    assert shown.startswith("Ruth\n2026-11-24 10:30 · general · North\n\nI listened.\n\nTwice.\n")
    assert "Regulate distress in relationships (isp-3.0/relationships.4), tag " in shown
    assert "  “I listened.”\n  because it was hard\n" in shown


def test_texts_cannot_steer_the_terminal(terminal: Terminal) -> None:
    entry = terminal.add("Red \x1b[31m and \x9b31m and \x7f.", "--title", "\x9b2J")
    for words in (["show", entry], ["list"], ["show", entry, "--json"], ["list", "--json"]):
        assert not {"\x1b", "\x9b", "\x7f"} & set(terminal.done(*words).out)
    assert "\x9b31m" in terminal.done("show", entry, "--json").json["text"]
