from pathlib import Path

from isp_journal.paths import sample_journal
from tests.cli.terminal import Terminal, process


def test_a_new_journal_wants_a_passphrase_or_to_be_told_that_none_is_wanted(nowhere: Terminal) -> None:
    said = nowhere("new")
    assert said.code == 1
    assert "add --no-passphrase" in said.err
    assert not nowhere.folder.exists()


def test_a_new_journal_lies_where_it_was_asked_for_and_knows_its_author(nowhere: Terminal) -> None:
    assert nowhere.done("new", "--no-passphrase", "--author", "Ann Lee", "--json").json == {
        "folder": str(nowhere.folder),
        "encrypted": False,
    }
    told = nowhere.done("info", "--json").json
    assert (told["author"], told["entries"], told["folder"]) == ("Ann Lee", 0, str(nowhere.folder))
    again = nowhere("new", "--no-passphrase")
    assert again.code == 1
    assert "already lies in" in again.err


def test_info_tells_what_there_is(terminal: Terminal) -> None:
    terminal.add("I listened.", "--date", "2026-11-20", "--site", "North", "--tag", "relationships.4")
    terminal.add("I asked.", "--date", "2026-11-24")
    told = terminal.done("info", "--json").json
    facts = ("entries", "trashed", "tags", "people", "sites", "notes", "oldest", "newest", "sample")
    assert [told[name] for name in facts] == [2, 0, 1, 1, 1, 0, "2026-11-20", "2026-11-24", False]
    shown = terminal.done("info").out
    for words in ("Jonas Aldren", "2, 2026-11-20 to 2026-11-24", str(terminal.folder)):
        assert words in shown


def test_the_usual_journal_lies_in_the_persons_account(account_of_its_own: Path) -> None:
    assert process("new", "--no-passphrase").code == 0
    assert process("info").code == 0
    assert list(account_of_its_own.rglob("journal.db"))


def test_the_sample_is_made_where_it_is_wanted(nowhere: Terminal, tmp_path: Path) -> None:
    assert nowhere.done("sample", "--to", tmp_path / "try", "--json").json == {"folder": str(tmp_path / "try")}
    assert not nowhere.folder.exists()
    assert str(nowhere.folder) in nowhere.done("sample").out
    told = nowhere.done("info", "--json").json
    assert told["sample"] is True
    assert told["entries"] >= 120
    assert len(nowhere.done("history", "Grow and sustain relationships", "--json").items) > 10


def test_the_sample_has_a_place_of_its_own(account_of_its_own: Path) -> None:
    said = process("sample", "--json")
    assert (said.code, said.err) == (0, "")
    assert said.json["folder"].startswith(str(account_of_its_own))
    assert said.json["folder"] == str(sample_journal())
