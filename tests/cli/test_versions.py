from dataclasses import replace

from isp_journal.journal.opening import open_journal
from tests.cli.terminal import Terminal


def edited(terminal: Terminal) -> str:
    """An entry that was edited once since it was added."""
    entry = terminal.add("We met on Monday.", "--title", "A talk", "--date", "2026-11-24")
    journal = open_journal(terminal.folder, writing=True)
    journal.entries.save(replace(journal.entries.get(entry), body="We met on Tuesday, and talked.", title=""))
    journal.close()
    return entry


def test_versions_are_listed_shown_and_compared(terminal: Terminal) -> None:
    entry = edited(terminal)
    (kept,) = terminal.done("versions", entry, "--json").items
    assert {**kept, "until": ""} == {
        "revision": 1,
        "until": "",
        "date": "2026-11-24",
        "title": "A talk",
        "characters": 17,
    }
    assert terminal.done("versions", entry).out == f"   1  until {kept['until']}  17 characters  A talk\n"
    assert "We met on Monday." in terminal.done("versions", entry[:20], "--show", 1).out
    shown = terminal.done("versions", entry, "--show", 1, "--json").json
    assert (shown["revision"], shown["id"], shown["text"], shown["title"]) == (1, entry, "We met on Monday.", "A talk")
    changes = terminal.done("versions", entry, "--changes", 1).out
    assert changes == "[-A talk\n\n-]We met on [-Monday-]{+Tuesday, and talked+}.\n"
    pieces = terminal.done("versions", entry, "--changes", 1, "--json").items
    assert [piece["kind"] for piece in pieces] == ["gone", "same", "gone", "new", "same"]
    assert terminal("versions", entry, "--show", 9).code == 1


def test_a_version_is_restored_and_the_way_back_is_told(terminal: Terminal) -> None:
    entry = edited(terminal)
    said = terminal.done("versions", entry, "--restore", 1).out
    assert "says again what it said at revision 1" in said
    assert f"isp-journal versions {entry} --restore 2" in said
    assert terminal.done("show", entry, "--json").json["text"] == "We met on Monday."
    back = terminal.done("versions", entry, "--restore", 2, "--json").json
    assert back == {"id": entry, "restored": 2, "revision": 4, "before": 3}
    assert terminal.done("versions", entry, "--restore", 4).out == "The entry says this already.\n"
    assert terminal.done("show", entry, "--json").json["text"] == "We met on Tuesday, and talked."
