from collections.abc import Callable

import pytest

from isp_journal.errors import Cancelled
from isp_journal.journal.opening import open_journal
from tests.cli.terminal import Terminal


def test_an_entry_is_deleted_listed_and_taken_out_again(terminal: Terminal) -> None:
    entry = terminal.add("I waited.", "--date", "2026-11-24")
    assert f"isp-journal trash restore {entry}" in terminal.done("delete", entry[:20]).out
    (one,) = terminal.done("trash", "list", "--json").items
    since = one["since"]
    told = {"kind": "entry", "id": entry, "name": "I waited.", "date": "2026-11-24", "entries": 0, "merged_into": ""}
    assert one == {**told, "since": since}
    assert terminal.done("trash", "list").out == f"{since[:10]}  {entry}  entry of 2026-11-24: I waited.\n"
    assert terminal.done("trash", "restore", entry[:30]).out == "Took the entry out of the trash.\n"
    assert terminal.done("trash", "list").out == ""
    assert terminal.done("delete", entry, "--json").json == {"id": entry}
    assert terminal.done("trash", "restore", entry, "--json").json["id"] == entry


def test_what_was_merged_is_told(terminal: Terminal) -> None:
    journal = open_journal(terminal.folder, writing=True)
    keep, other = journal.people.ensure("Dana"), journal.people.ensure("D.")
    journal.people.merge(keep.id, other.id)
    journal.close()
    assert terminal.done("trash", "list").out.endswith(f"{other.id}  person: D.  (merged into Dana)\n")


def test_the_trash_is_emptied_only_with_a_clear_yes(terminal: Terminal) -> None:
    entries = [terminal.add(words) for words in ("One.", "Two.", "Three.")]
    for entry in entries:
        terminal.done("delete", entry)
    for words, told in ((("empty",), "3 things would be gone"), (("remove", entries[0]), "The entry would be gone")):
        said = terminal("trash", *words)
        assert (said.code, told in said.err) == (1, True), said
    assert "gone for good" in terminal.done("trash", "remove", entries[0], "--yes").out
    assert terminal.done("trash", "remove", entries[1], "--yes", "--json").json["id"] == entries[1]
    assert "1 thing would be gone" in terminal("trash", "empty").err
    assert terminal.done("trash", "empty", "--yes").out.startswith("The trash is empty; 1 thing is gone for good.")
    assert terminal.done("trash", "empty").out == "The trash was empty already.\n"
    assert terminal.done("trash", "empty", "--yes", "--json").json == {"removed": 0}
    assert terminal.done("list").out == ""


def test_several_things_are_emptied_and_counted(terminal: Terminal) -> None:
    for words in ("One.", "Two."):
        terminal.done("delete", terminal.add(words))
    assert "2 things are gone for good" in terminal.done("trash", "empty", "--yes").out


def test_an_id_that_fits_none_or_several_is_refused(terminal: Terminal) -> None:
    one, two = terminal.add("One."), terminal.add("Two.")
    terminal.done("delete", one)
    terminal.done("delete", two)
    assert "Several things" in terminal("trash", "restore", one[:4]).err
    assert "Nothing in the trash" in terminal("trash", "restore", "f").err
    assert "Nothing in the trash" in terminal("trash", "restore", " ").err
    for words in (("restore",), ("remove",), ("list", one), ("empty", one)):
        assert terminal("trash", *words).code == 2


def test_ctrl_c_leaves_everything_in_the_trash(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.done("delete", terminal.add("One."))

    class Pressed:
        def __enter__(self) -> Callable[[], None]:
            return self.stop

        def __exit__(self, *_error: object) -> None:
            pass

        def stop(self) -> None:
            raise Cancelled

    monkeypatch.setattr("isp_journal.cli.trash.stoppable", lambda _gently: Pressed())
    assert terminal("trash", "empty", "--yes").code == 130
    assert len(terminal.done("trash", "list", "--json").items) == 1
