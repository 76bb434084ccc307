import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from isp_journal import recovery_words
from isp_journal.journal.opening import is_locked
from tests.cli.dialogue import dialogue
from tests.cli.terminal import Terminal, process
from tests.storage.key_stores import Store, used
from tests.storage.locks import CODE, OTHER, PASSPHRASE, cheaply, locked_journal

at_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="terminals are made so only on POSIX")


@pytest.fixture(autouse=True)
def cheap() -> Iterator[None]:
    with cheaply():
        yield


@pytest.fixture
def locked(nowhere: Terminal) -> Terminal:
    """A terminal on a locked journal with one entry."""
    locked_journal(nowhere.folder)
    return nowhere


def held(terminal: Terminal, words: str = PASSPHRASE.text, name: str = "pass.txt") -> list[object]:
    """Return the option that names a file with a passphrase."""
    return ["--passphrase-file", terminal.file(name, f"{words}\n")]


def new(terminal: Terminal, words: str = OTHER.text) -> list[object]:
    return ["--new-passphrase-file", terminal.file("new.txt", words)]


def test_a_locked_journal_is_made_with_a_file_and_its_code_is_told_once(nowhere: Terminal) -> None:
    made = nowhere.done(*held(nowhere), "new", "--author", "Ann Lee", "--json").json
    assert made["encrypted"] is True
    assert recovery_words.fits(made["recovery_code"])
    assert is_locked(nowhere.folder)
    for words in (PASSPHRASE.text, made["recovery_code"], made["recovery_code"].upper()):
        assert nowhere.done(*held(nowhere, words), "info", "--json").json["author"] == "Ann Lee"


def test_the_code_of_a_new_journal_is_told_to_a_person(nowhere: Terminal) -> None:
    said = nowhere.done(*held(nowhere), "new")
    found = re.search(r"to be kept on paper, is: (.+)", said.out)
    assert found
    assert recovery_words.fits(found.group(1))


@pytest.mark.parametrize("words", ["too short", "tab\tin it, and long", CODE.words])
def test_a_passphrase_that_cannot_be_taken_is_refused_and_nothing_is_made(nowhere: Terminal, words: str) -> None:
    said = nowhere(*held(nowhere, words), "new")
    assert (said.code, said.out) == (1, "")
    assert "can't be taken" in said.err
    assert words not in said.err
    assert not nowhere.folder.exists()


def test_no_passphrase_and_a_passphrase_do_not_go_together(nowhere: Terminal) -> None:
    assert nowhere(*held(nowhere), "new", "--no-passphrase").code == 2
    assert nowhere(*held(nowhere), "--passphrase-fd", "0", "info").code == 2
    assert nowhere("--passphrase-fd", "x", "info").code == 2
    for output in ("1", "2"):
        assert "where the output goes" in nowhere("--passphrase-fd", output, "info").err
    assert not nowhere.folder.exists()


def test_without_a_passphrase_a_locked_journal_is_refused_in_words(locked: Terminal) -> None:
    for words in (["list"], ["info", "--json"], ["add", locked.file("entry.txt", "More.")], ["keys", "passphrase"]):
        said = locked(*words)
        assert (said.code, said.out) == (1, "")
        assert "is locked with a passphrase" in said.err


def test_a_wrong_passphrase_is_told(locked: Terminal) -> None:
    said = locked(*held(locked, OTHER.text), "list")
    assert (said.code, said.out) == (1, "")
    assert "not the passphrase" in said.err


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"two lines\nin one file\n", b"\xff\xfe nothing of UTF-8", b"x" * 9_000]
)
def test_a_file_that_holds_no_passphrase_is_refused(locked: Terminal, content: bytes) -> None:
    said = locked("--passphrase-file", locked.file("pass.txt", content), "list")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1


def test_a_file_that_is_not_there_is_told(locked: Terminal) -> None:
    assert "can't be read" in locked("--passphrase-file", locked.files / "none", "list").err
    assert "can't be read" in locked("--passphrase-fd", "999", "list").err


@pytest.mark.parametrize("line", [PASSPHRASE.text, f"{PASSPHRASE.text}\r\n", f"\ufeff{PASSPHRASE.text}\n"])
def test_the_end_of_the_line_is_no_part_of_a_passphrase(locked: Terminal, line: str) -> None:
    assert locked("--passphrase-file", locked.file("pass.txt", line), "list").code == 0


def test_a_passphrase_comes_from_a_descriptor(locked: Terminal) -> None:
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.text.encode())
    os.close(writing)
    assert locked("--passphrase-fd", reading, "list").code == 0
    said = process("--journal", locked.folder, "--passphrase-fd", 0, "info", "--json", given=PASSPHRASE.text.encode())
    assert said.json["entries"] == 1


def test_status_tells_how_the_journal_is_kept(locked: Terminal, tmp_path: Path) -> None:
    told = locked.done(*held(locked), "keys", "status", "--json").json
    assert (told["encrypted"], told["remembered"], told["can_remember"]) == (True, False, False)
    assert "locked with a passphrase" in locked.done(*held(locked), "keys", "status").out
    locked.folder = tmp_path / "open"
    locked.done("new", "--no-passphrase")
    assert "no passphrase" in locked.done("keys", "status").out


def test_a_passphrase_is_changed(locked: Terminal) -> None:
    assert locked.done(*held(locked), "keys", "passphrase", *new(locked), "--json").json == {"done": "passphrase"}
    assert locked(*held(locked), "list").code == 1
    assert "Backups made before" in locked.done(*held(locked, OTHER.text), "keys", "passphrase", *new(locked)).out


def test_a_new_code_is_told_where_nobody_can_type_it_back(locked: Terminal) -> None:
    told = locked.done(*held(locked), "keys", "recovery", "--json").json
    assert told["done"] == "recovery"
    locked.done(*held(locked, told["recovery_code"]), "list")
    assert locked(*held(locked, CODE.words), "list").code == 1
    assert "to be kept on paper" in locked.done(*held(locked), "keys", "recovery").out


def test_a_lock_is_added_renewed_and_taken_away(terminal: Terminal) -> None:
    terminal.add("I listened.")
    first = terminal.done("keys", "encrypt", *new(terminal, PASSPHRASE.text), "--json").json
    assert first["done"] == "encrypt"
    assert "already" in terminal("keys", "encrypt", *new(terminal)).err
    second = terminal.done(*held(terminal), "keys", "data-key", *new(terminal), "--json").json
    assert second["recovery_code"] != first["recovery_code"]
    assert terminal(*held(terminal, first["recovery_code"]), "list").code == 1
    assert "any more" in terminal.done(*held(terminal, OTHER.text), "keys", "decrypt").out
    assert len(terminal.done("list", "--json").items) == 1
    for what in ("decrypt", "data-key", "passphrase", "remember"):
        assert "has no passphrase" in terminal("keys", what).err


def test_a_wrong_passphrase_is_told_before_a_new_one_is_asked_for(locked: Terminal) -> None:
    said = locked(*held(locked, OTHER.text), "keys", "data-key", *new(locked, "short"))
    assert "not the passphrase" in said.err


def test_this_computer_remembers_and_forgets(locked: Terminal) -> None:
    assert "keeps no keys" in locked(*held(locked), "keys", "remember").err
    with used(Store()):
        locked.done(*held(locked), "keys", "remember")
        assert locked.done("list", "--json").items
        assert "remembers its key" in locked.done("keys", "status").out
        locked.done("keys", "forget")
        assert locked("list").code == 1


def test_strength_is_told_without_a_journal(nowhere: Terminal) -> None:
    told = nowhere.done("keys", "strength", *new(nowhere, "password"), "--json").json
    assert told["score"] < 2
    assert told["refusal"]
    assert "short" in nowhere.done("keys", "strength", *new(nowhere, "password")).out
    assert "years" in nowhere.done("keys", "strength", *new(nowhere, "harbour ladder violet Tuesday")).out
    assert nowhere("keys", "strength").code == 1
    assert nowhere("keys", "dance").code == 2


def test_what_was_noticed_at_opening_is_told_on_standard_error(locked: Terminal) -> None:
    (locked.folder / "journal.key").write_bytes(b"x")
    said = locked(*held(locked), "list", "--json")
    assert len(said.items) == 1
    assert "was put right" in said.err


@at_a_terminal
def test_a_new_journal_is_made_in_a_dialogue(nowhere: Terminal) -> None:
    with dialogue("--journal", nowhere.folder, "new") as talk:
        talk.until("New passphrase: ")
        talk.answer("too short")
        talk.until("New passphrase: ")
        talk.answer(PASSPHRASE.text)
        talk.until("Once more: ")
        talk.answer("something else")
        talk.until("New passphrase: ")
        talk.answer(PASSPHRASE.text)
        talk.until("Once more: ")
        talk.answer(PASSPHRASE.text)
        shown = talk.until("Type the twelve words")
        code = next(line for line in shown.splitlines() if recovery_words.fits(line))
        talk.answer("abandon")
        talk.until("the code has 12")
        talk.answer(" ".join([*code.split()[:-1], "zzz"]))
        talk.until("Word 12 is another one.")
        talk.answer(code.upper())
        assert talk.end() == 0
    assert "A new journal lies in" in talk.shown
    for words in (PASSPHRASE.text, "something else"):
        assert words not in talk.shown
    assert nowhere.done(*held(nowhere), "info", "--json").json["entries"] == 0


@at_a_terminal
def test_a_locked_journal_asks_once_and_shows_nothing_of_the_answer(locked: Terminal) -> None:
    with dialogue("--journal", locked.folder, "list") as talk:
        talk.until("Passphrase (or the recovery code): ")
        talk.answer(PASSPHRASE.text)
        assert talk.end() == 0
    assert "I stopped the agenda." in talk.shown
    assert PASSPHRASE.text not in talk.shown
    with dialogue("--journal", locked.folder, "keys", "recovery") as talk:
        talk.until("Passphrase (or the recovery code): ")
        talk.answer(OTHER.text)
        assert talk.end() == 1
    assert "not the passphrase" in talk.shown


@at_a_terminal
def test_a_code_that_is_not_typed_back_changes_nothing(locked: Terminal) -> None:
    before = (locked.folder / "journal.key").read_bytes()
    with dialogue("--journal", locked.folder, *held(locked), "keys", "recovery") as talk:
        for _ in range(3):
            talk.until("Type the twelve words")
            talk.answer("no paper at hand")
        assert talk.end() == 1
    assert "not typed back" in talk.shown
    assert (locked.folder / "journal.key").read_bytes() == before


@at_a_terminal
def test_a_passphrase_that_nobody_can_think_of_is_not_set(locked: Terminal) -> None:
    with dialogue("--journal", locked.folder, *held(locked), "keys", "passphrase") as talk:
        for _ in range(3):
            talk.until("New passphrase: ")
            talk.answer("short")
        assert talk.end() == 1
    assert "No passphrase was set" in talk.shown


@at_a_terminal
def test_strength_is_told_of_what_is_typed(nowhere: Terminal) -> None:
    with dialogue("keys", "strength") as talk:
        talk.until("Passphrase to look at: ")
        talk.answer("harbour ladder violet Tuesday")
        assert talk.end() == 0
    assert "years" in talk.shown


@at_a_terminal
def test_whoever_ends_the_input_is_not_asked_again_for_the_code(locked: Terminal) -> None:
    before = (locked.folder / "journal.key").read_bytes()
    with dialogue("--journal", locked.folder, *held(locked), "keys", "recovery") as talk:
        talk.until("Type the twelve words")
        talk.answer_nothing()
        assert talk.end() == 1
    assert talk.shown.count("Type the twelve words") == 1
    assert "not typed back" in talk.shown
    assert (locked.folder / "journal.key").read_bytes() == before
