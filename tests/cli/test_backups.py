import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from isp_journal.journal import rekeying
from isp_journal.journal.opening import open_journal
from tests.cli.terminal import Terminal
from tests.storage.damage import flip
from tests.storage.locks import CODE, PASSPHRASE, PROTECTION, locked_journal


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that can be pulled out."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a backup be due whenever something was changed."""
    monkeypatch.setattr("isp_journal.journal.backups.EVERY", timedelta(hours=-1))


def files(terminal: Terminal) -> list[Path]:
    return sorted((terminal.folder / "backups").glob("*.ispbackup"))


def test_a_backup_is_made_and_listed(terminal: Terminal) -> None:
    terminal.add("I stopped the agenda.")
    said = terminal.done("backup")
    (file,) = files(terminal)
    assert said.out == f"Made {file} with 1 entry; it was opened and compared.\n"
    (item,) = terminal.done("backups", "--json").items
    assert item == {
        "file": str(file),
        "made_at": item["made_at"],
        "reason": "asked",
        "size": file.stat().st_size,
        "encrypted": False,
        "schema": 2,
        "second": False,
    }
    listed = terminal.done("backups").out.splitlines()
    assert "asked" in listed[0]
    assert listed[1].strip() == str(file)
    assert listed[2] == "Second place: none"


def test_a_backup_is_made_beside_an_open_window(terminal: Terminal) -> None:
    terminal.add("I stopped the agenda.")
    journal = open_journal(terminal.folder, writing=True, window=True)
    told = terminal.done("backup", "--json").json
    journal.close()
    assert (told["entries"], told["copy"]) == (1, None)


def test_a_backup_is_copied_elsewhere_once(terminal: Terminal, stick: Path) -> None:
    terminal.add("One.")
    terminal.add("Two.")
    said = terminal.done("backup", "--to", stick)
    assert "with 2 entries" in said.out
    (file,) = files(terminal)
    assert (stick / file.name).read_bytes() == file.read_bytes()
    assert str(stick / file.name) in said.out
    assert terminal("backup", "--to", stick / "gone").err.startswith("There is no folder")
    assert len(files(terminal)) == 1


def test_a_second_place_is_set_used_and_given_up(terminal: Terminal, stick: Path) -> None:
    assert f"Second place: {stick}" in terminal.done("backups", "--second-place", stick).out
    terminal.done("backup")
    assert len(list(stick.iterdir())) == 1
    assert "(second place)" in terminal.done("backups").out
    assert len(terminal.done("backups", "--limit", 1, "--json").items) == 1
    assert "Second place: none" in terminal.done("backups", "--no-second-place").out
    said = terminal("backups", "--second-place", stick, "--no-second-place")
    assert (said.code, said.out) == (2, "")


def test_trouble_of_the_second_place_is_told_while_the_backup_is_made(terminal: Terminal, stick: Path) -> None:
    terminal.done("backups", "--second-place", stick)
    stick.rmdir()
    said = terminal("backup", "--json")
    assert said.code == 1
    assert said.json["file"] == str(files(terminal)[0])
    assert "The folder is not there." in said.err
    assert "The folder is not there." in terminal("backups").err


def test_restoring_over_the_journal_sets_it_aside(terminal: Terminal) -> None:
    terminal.add("Before.")
    terminal.done("backup")
    terminal.add("After.")
    said = terminal.done("restore", "newest")
    assert said.out.startswith(
        f"The journal in {terminal.folder} is restored, with 1 entry.\nWhat lay there before is in "
    )
    assert [one["snippet"] for one in terminal.done("list", "--json").items] == ["Before."]
    aside = Path(said.out.splitlines()[1].removeprefix("What lay there before is in ").removesuffix("."))
    assert len(Terminal(aside, terminal.files, terminal._capture).done("list", "--json").items) == 2


def test_restoring_into_a_new_folder_leaves_the_journal(terminal: Terminal, tmp_path: Path) -> None:
    terminal.add("Before.")
    terminal.add("Before too.")
    terminal.done("backup")
    name = files(terminal)[0].name
    for number, named in enumerate((name, files(terminal)[0], "newest")):
        told = terminal.done("restore", named, "--to", tmp_path / f"new {number}", "--json").json
        assert told == {"folder": str(tmp_path / f"new {number}"), "entries": 2, "aside": None}
    assert "with 2 entries" in terminal.done("restore", name, "--to", tmp_path / "last").out


def test_restoring_on_a_bare_computer_needs_the_file_and_the_recovery_code_alone(
    nowhere: Terminal, tmp_path: Path, stick: Path
) -> None:
    folder = locked_journal(tmp_path / "locked")
    journal = open_journal(folder, writing=True, secret=PASSPHRASE)
    file = shutil.copy(journal.backups.make().file, stick)
    journal.close()
    shutil.rmtree(folder)
    said = nowhere("restore", file, "--to", nowhere.folder)
    assert said.code == 1
    assert "is locked with a passphrase" in said.err
    assert not nowhere.folder.exists()
    code = nowhere.file("code.txt", CODE.words)
    assert (
        nowhere.done("--passphrase-file", code, "restore", file, "--to", nowhere.folder, "--json").json["entries"] == 1
    )
    assert len(nowhere.done("--passphrase-file", code, "list", "--json").items) == 1


def test_the_newest_good_backup_restores_a_journal_that_does_not_open(terminal: Terminal) -> None:
    terminal.add("Before.")
    terminal.done("backup")
    terminal.add("After.")
    newest = terminal.done("backup", "--json").json["file"]
    flip(Path(newest), 5_000)
    (terminal.folder / "journal.db").write_bytes(b"")
    assert terminal("list").code == 1
    terminal.done("restore", "newest")
    assert len(terminal.done("list", "--json").items) == 1


def test_one_entry_alone_comes_back(terminal: Terminal) -> None:
    entry = terminal.add("Before.")
    other = terminal.add("Another one.")
    terminal.done("backup")
    for one in (entry, other):
        terminal.done("delete", one)
    terminal.done("trash", "empty", "--yes")
    said = terminal.done("restore", "newest", "--entry", entry, "--json")
    assert said.json["id"] == entry
    name = next(one.name for one in files(terminal))
    assert f"{other} says again" in terminal.done("restore", name, "--entry", other).out
    assert len(terminal.done("list", "--json").items) == 2


def test_what_does_not_go_together_is_said(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal("restore", "newest", "--entry", "x", "--to", tmp_path / "new")
    assert (said.code, said.out) == (2, "")


@pytest.mark.parametrize("more", [[], ["--entry", "x"]])
def test_without_a_backup_nothing_is_restored(terminal: Terminal, more: list[str]) -> None:
    said = terminal("restore", "newest", *more)
    assert said.code == 1
    assert said.err.startswith("This journal has no backup yet.")


def test_an_open_window_keeps_its_journal(terminal: Terminal) -> None:
    terminal.add("Before.")
    terminal.done("backup")
    journal = open_journal(terminal.folder, writing=True, window=True)
    said = terminal("restore", "newest")
    journal.close()
    assert said.code == 1
    assert "is open in another window" in said.err
    assert not (terminal.folder / "set-aside").exists()


def test_a_drill_tells_what_was_in_it(terminal: Terminal) -> None:
    terminal.add("I stopped the agenda.")
    assert terminal("drill").err.startswith("This journal has no backup yet.")
    terminal.done("backup")
    said = terminal.done("drill")
    assert said.out.endswith("1 entries, 0 attachments.\nAll of it is as it should be.\n")
    assert terminal.done("drill", "--json").json["problems"] == []
    flip(files(terminal)[0], 9_000)
    said = terminal("drill")
    assert said.code == 1
    assert "is damaged" in said.out
    assert "not as it should be" in said.err
    assert terminal("drill", "--json").json["entries"] == 0


def test_a_command_that_writes_makes_none_when_none_is_due(terminal: Terminal) -> None:
    terminal.add("The first one.")
    assert files(terminal) == []


@pytest.mark.usefixtures("due")
def test_a_command_that_writes_makes_a_backup_when_one_is_due(terminal: Terminal) -> None:
    terminal.add("The first one.")
    assert len(files(terminal)) == 1
    terminal.done("list")
    assert [one["reason"] for one in terminal.done("backups", "--json").items] == [""]
    assert "by itself" in terminal.done("backups").out


@pytest.mark.usefixtures("due")
def test_trouble_of_that_backup_is_told_after_the_command_is_done(terminal: Terminal) -> None:
    (terminal.folder / "backups").touch()
    said = terminal("add", terminal.file("entry.txt", "It is kept."))
    assert said.code == 0
    assert said.out.startswith("Added")
    assert said.err.startswith("No backup could be written to")
    assert len(terminal.done("list", "--json").items) == 1


def test_stopping_makes_no_backup(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.add("I stopped the agenda.")

    def pressed(*_given: object, **_named: object) -> None:
        os.kill(os.getpid(), 2)

    monkeypatch.setattr("isp_journal.cli.progress.Bar.at", pressed)
    said = terminal("backup")
    assert said.code == 130
    assert files(terminal) == []


def test_backups_without_the_key_of_today_are_removed_when_asked(nowhere: Terminal) -> None:
    folder = locked_journal(nowhere.folder)
    rekeying.decrypt(folder, PASSPHRASE)
    rekeying.encrypt(folder, PROTECTION)
    secret = nowhere.file("passphrase.txt", PASSPHRASE.text)
    before = nowhere.done("--passphrase-file", secret, "backups", "--json").items
    said = nowhere.done("--passphrase-file", secret, "backups", "--remove-old-keys").out
    after = nowhere.done("--passphrase-file", secret, "backups", "--json").items
    assert len(before) > len(after) == 1
    many = len(before) - len(after)
    counted = "1 backup" if many == 1 else f"{many} backups"
    assert said.endswith(f"Removed {counted} that opened without the key of today.\n")
    assert nowhere.done("--passphrase-file", secret, "backups", "--remove-old-keys").out.endswith(
        "Removed 0 backups that opened without the key of today.\n"
    )
