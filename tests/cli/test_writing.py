from datetime import date, timedelta

import pytest

from tests.cli.terminal import Terminal

TEXT = "I listened to Ruth. Then I asked twice, and asked again.\n"


def test_an_entry_is_kept_with_all_that_is_said_about_it(terminal: Terminal) -> None:
    entry = terminal.add(
        TEXT,
        *("--date", "2026-11-24", "--time", "9:30", "--site", "North", "--person", "Ruth", "--person", "Bo"),
        *("--mode", "Onsite", "--minutes", 45, "--kind", "site-visit", "--title", "A visit", "--label", "first time"),
        *("--tag", "relationships.4", "--tag", "Create space for new ideas"),
    )
    told = terminal.done("show", entry, "--json").json
    assert {name: told[name] for name in told if name not in ("tags", "created_at", "updated_at")} == {
        "id": entry,
        "date": "2026-11-24",
        "time": "09:30",
        "kind": "site visit",
        "title": "A visit",
        "text": TEXT.rstrip(),
        "site": "North",
        "people": ["Bo", "Ruth"],
        "mode": "onsite",
        "minutes": 45,
        "labels": ["first time"],
        "trashed_at": None,
    }
    assert sorted(tag["activity"] for tag in told["tags"]) == ["isp-3.0/co-learning.2", "isp-3.0/relationships.4"]


def test_an_entry_is_about_today_unless_another_day_is_said_in_any_way(terminal: Terminal) -> None:
    assert terminal.done("show", terminal.add(TEXT), "--json").json["date"] == date.today().isoformat()
    yesterday = terminal.add(TEXT, "--date", "yesterday")
    assert terminal.done("show", yesterday, "--json").json["date"] == (date.today() - timedelta(days=1)).isoformat()


def test_a_site_that_is_known_by_another_case_is_not_added_again(terminal: Terminal) -> None:
    terminal.add(TEXT, "--site", "North school", "--person", "Ruth")
    terminal.add(TEXT, "--site", "north SCHOOL", "--person", "ruth")
    told = terminal.done("info", "--json").json
    assert (told["sites"], told["people"]) == (1, 2)


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("", [], "no words to add"),
        (" \n ", [], "no words to add"),
        (b"caf\xe9", [], "not UTF-8"),
        (b"x" * 8_000_001, [], "longer than an entry"),
        (b"x" * 2_000_001, [], "characters, more than"),
        ("x", ["--tag", "dancing"], "neither a core component nor a core activity"),
        ("x", ["--tag", "relationships"], "is a core component"),
        ("x", ["--label", "y" * 101], "100 characters"),
        ("x", ["--site", "y" * 201], "200 characters"),
    ],
)
def test_what_cannot_be_added_is_refused_and_leaves_nothing(
    terminal: Terminal, content: str | bytes, options: list[str], words: str
) -> None:
    said = terminal("add", terminal.file("entry.txt", content), "--person", "Nobody", *options)
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert terminal.done("info", "--json").json["entries"] == 0


def test_a_label_too_long_adds_no_site_by_the_way(terminal: Terminal) -> None:
    assert terminal("add", terminal.file("e.txt", "x"), "--site", "North", "--label", "y" * 101).code == 1
    assert terminal.done("info", "--json").json["sites"] == 0


def test_words_given_as_an_argument_are_not_taken_for_the_text(terminal: Terminal) -> None:
    said = terminal("add", "I listened to Ruth")
    assert said.code == 1
    assert "never from the command line" in said.err


def test_a_passage_is_tagged_by_its_words(terminal: Terminal) -> None:
    entry = terminal.add(TEXT)
    tag = terminal.done(
        "tag", entry[:20], "relationships.4", "--quote", "asked twice", "--because", "I waited", "--json"
    ).json
    assert tag == {
        "id": tag["id"],
        "entry": entry,
        "activity": "isp-3.0/relationships.4",
        "quote": "asked twice",
        "because": "I waited",
    }
    (told,) = terminal.done("show", entry, "--json").json["tags"]
    assert told == {name: tag[name] for name in ("id", "activity", "quote", "because")}


def test_a_passage_may_come_from_a_file(terminal: Terminal) -> None:
    entry = terminal.add(TEXT)
    quote = terminal.file("quote.txt", "I listened to Ruth.\n")
    said = terminal.done("tag", entry, "Regulate", "distress", "in", "relationships", "--quote-file", quote)
    assert "Tagged the passage with Regulate distress in relationships" in said.out
    assert terminal.done("show", entry, "--json").json["tags"][0]["quote"] == "I listened to Ruth."


@pytest.mark.parametrize(
    ("quote", "words"), [("danced", "do not stand"), ("asked", "more than once"), ("", "do not stand")]
)
def test_words_that_do_not_stand_once_are_refused(terminal: Terminal, quote: str, words: str) -> None:
    entry = terminal.add(TEXT)
    said = terminal("tag", entry, "relationships.4", "--quote", quote)
    assert said.code == 1
    assert words in said.err
    assert "tags" not in terminal.done("show", entry, "--json").json


def test_a_tag_is_taken_off_by_its_id(terminal: Terminal) -> None:
    entry = terminal.add(TEXT)
    tag = terminal.done("tag", entry, "relationships.4", "--json").json["id"]
    other = terminal.add(TEXT)
    assert terminal("tag", other, "--remove", tag).code == 1
    assert terminal.done("tag", entry, "--remove", tag, "--json").json["id"] == tag
    assert "tags" not in terminal.done("show", entry, "--json").json
    assert terminal("tag", entry, "--remove", tag).code == 1


def test_the_same_tag_twice_is_one_tag(terminal: Terminal) -> None:
    entry = terminal.add(TEXT)
    first, second = (terminal.done("tag", entry, "relationships.4", "--json").json["id"] for _ in range(2))
    assert first == second


def test_an_id_that_is_unknown_or_begins_several_is_refused(terminal: Terminal) -> None:
    terminal.add(TEXT)
    terminal.add(TEXT)
    assert "no entry with the id zz" in terminal("tag", "zz", "relationships.4").err
    assert "Type more of the id" in terminal("show", "0").err


def test_names_that_are_near_are_offered(terminal: Terminal) -> None:
    entry = terminal.add(TEXT)
    said = terminal("tag", entry, "Regulate distres in relationships")
    assert said.code == 1
    assert "Did you mean 'Regulate distress in relationships'" in said.err
