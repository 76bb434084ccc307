import os
import signal
import subprocess
from pathlib import Path

import pytest

from isp_journal.errors import Cancelled
from isp_journal.storage import connect
from tests.cli.terminal import Terminal, command, surroundings
from tests.source import ROOT
from tests.storage.damage import replaced, spoiled


def test_a_whole_journal_is_as_it_should_be(terminal: Terminal) -> None:
    terminal.add("I listened.", "--tag", "relationships.4")
    said = terminal.done("verify")
    assert said.out.startswith("Looked at: tables, indexes and triggers, ")
    assert "Everything is as it should be." in said.out
    assert "Not looked at this time: what did not change since the newest backup." in said.out
    told = terminal.done("verify", "--json").json
    assert (told["opens"], told["problems"]) == (True, [])
    assert "earlier versions" in told["checked"]


def test_what_is_wrong_is_said_by_id_and_date_with_what_to_do(terminal: Terminal) -> None:
    identity = terminal.add("Confidential words.", "--date", "2026-03-02")
    spoiled(terminal.folder, "UPDATE entry SET kind = 'cbll'")
    said = terminal("verify")
    assert said.code == 1
    assert f"An entry is of a kind that there is not: entry {identity} of 2026-03-02." in said.out
    assert "one entry alone can be taken back" in said.out
    assert "1 thing is wrong with this journal." in said.err
    assert "Confidential" not in said.out + said.err
    told = terminal("verify", "--json")
    assert told.code == 1
    assert [one["where"] for one in told.json["problems"]] == [f"entry {identity} of 2026-03-02"]


def test_a_search_index_is_built_anew(terminal: Terminal) -> None:
    terminal.add("About the agenda.")
    spoiled(terminal.folder, "DELETE FROM entry_text_docsize")
    said = terminal("verify")
    assert said.code == 1
    assert "things are wrong" in said.err
    assert "The search index says something else than the entries.\n" in said.out
    assert "isp-journal verify --rebuild-index" in said.out
    assert "Everything is as it should be." in terminal.done("verify", "--rebuild-index").out
    assert terminal.done("search", "agenda", "--json").items


def test_a_journal_that_does_not_open_says_which_of_its_faults_it_is(terminal: Terminal) -> None:
    terminal.add("Words.")
    file = connect.database(terminal.folder)
    os.truncate(file, file.stat().st_size - 4096)
    said = terminal("verify", "--json")
    assert said.code == 1
    assert said.json["opens"] is False
    assert "is damaged." in said.json["problems"][0]["what"]
    assert "newest backup" in said.json["problems"][0]["todo"]
    said = terminal("verify")
    assert (said.code, said.out) == (1, "")
    assert "is damaged. It was not changed any further." in said.err


@pytest.mark.parametrize("content", [b"", b"Dear diary"])
def test_what_is_no_journal_is_said_to_be_none(terminal: Terminal, content: bytes) -> None:
    connect.database(terminal.folder).write_bytes(content)
    said = terminal("verify", "--json")
    assert said.code == 1
    assert ("0 bytes" if not content else "is not a journal") in said.json["problems"][0]["what"]


def test_without_the_passphrase_nothing_is_said_of_a_journal(nowhere: Terminal) -> None:
    words = nowhere.file("words", "a long walk along the river\n")
    nowhere.done("--passphrase-file", words, "new")
    assert nowhere.done("--passphrase-file", words, "verify", "--json").json["problems"] == []
    said = nowhere("--passphrase-file", nowhere.file("other", "nobody knows this one\n"), "verify", "--json")
    assert (said.code, said.out) == (1, "")
    assert "not the passphrase" in said.err


def test_a_letter_that_changed_is_noticed_by_the_backup(terminal: Terminal) -> None:
    terminal.add("I stopped the Agenda.")
    terminal.done("backup")
    replaced(connect.database(terminal.folder), b"the Agenda", b"the agenda")
    said = terminal("verify")
    assert said.code == 1
    assert "Something changed without being changed by anybody, as its backup shows: entry 0" in said.out


def test_a_stop_is_heard_between_two_steps(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    from isp_journal.journal.checks import Checks

    def run(_checks: Checks, told: object) -> None:
        assert callable(told)
        assert told(0, 1, "texts") is True
        os.kill(os.getpid(), signal.SIGINT)
        assert told(0, 1, "texts") is False
        raise Cancelled

    monkeypatch.setattr(Checks, "run", run)
    said = terminal("verify")
    assert (said.code, said.out) == (130, "")
    assert "Stopped." in said.err


def test_it_works_as_a_process_of_its_own(terminal: Terminal, tmp_path: Path) -> None:
    words = command("--journal", terminal.folder, "verify")
    ran = subprocess.run(words, cwd=ROOT, env=surroundings(), capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
