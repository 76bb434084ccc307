import json
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

import pytest

from isp_journal.cli.commands import parser
from tests.cli.terminal import Terminal
from tests.source import ROOT

GUIDE = (ROOT / "docs/terminal.md").read_text(encoding="utf-8")


def commands() -> dict[str, ArgumentParser]:
    found: dict[str, ArgumentParser] = {}
    for action in vars(parser())["_actions"]:
        if isinstance(action.choices, dict):
            found |= action.choices
    return found


def section(name: str) -> str:
    found = re.search(rf"^## `{name}`\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/terminal.md has no section for {name}"
    return found.group(1)


def words(told: ArgumentParser) -> Iterator[str]:
    for action in vars(told)["_actions"]:
        yield from action.option_strings or [action.metavar]


def test_the_guide_has_a_section_for_each_command_and_no_other() -> None:
    assert re.findall(r"^## `([\w-]+)`$", GUIDE, re.MULTILINE) == list(commands())


@pytest.mark.parametrize("name", list(commands()))
def test_the_guide_tells_every_option_and_argument_of_a_command(name: str) -> None:
    shown = section(name) + "`--json` `-h` `--help`"
    wanted = [word for word in words(commands()[name]) if not re.search(rf"(?<![\w-]){word}(?![\w-])", shown)]
    assert wanted == []
    known = {*words(commands()[name]), *words(parser())}
    assert [option for option in re.findall(r"(?<![\w-])--[a-z-]+", section(name)) if option not in known] == []


def test_the_guide_tells_the_options_before_the_command() -> None:
    assert [word for word in words(parser()) if word and word not in GUIDE and word != "COMMAND"] == []


def example(name: str) -> Any:
    """The JSON that the guide shows in a section."""
    found = re.search(r"^```json\n(.*?)^```", section(name), re.MULTILINE | re.DOTALL)
    assert found, f"the section of {name} shows no JSON"
    return json.loads(found.group(1))


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else type(value).__name__


@pytest.mark.parametrize("name", list(commands()))
def test_the_json_of_the_guide_has_the_shape_that_a_command_prints(nowhere: Terminal, name: str) -> None:
    if name != "new":
        nowhere.done("new", "--no-passphrase", "--author", "Jonas Aldren")
        line = {"title": "A visit", "text": "I listened.", "date": "2026-11-24", "time": "10:30", "kind": "call"}
        tag = {"activity": "relationships.4", "quote": "listened", "because": "it was hard"}
        more = {"site": "North", "people": ["Ruth"], "mode": "onsite", "minutes": 45, "labels": ["new"], "tags": [tag]}
        nowhere.done("import", nowhere.lines("entries.jsonl", line | more))
    entry = nowhere.done("list", "--json").items[0]["id"] if name != "new" else ""
    if name in ("backups", "restore", "drill"):
        nowhere.done("backup")
    attachment = ""
    if name in ("attachments", "detach", "save-attachment"):
        attachment = nowhere.done("attach", entry, nowhere.file("wall.txt", "Words."), "--json").items[0]["id"]
    if name == "trash":
        nowhere.done("delete", entry)
    if name == "versions":
        nowhere.edit(entry, "Other words.")
    given: dict[str, list[object]] = {
        "new": ["--no-passphrase"],
        "keys": ["status"],
        "sample": ["--to", nowhere.files / "sample"],
        "add": [nowhere.file("entry.txt", "I asked.")],
        "tag": [entry, "relationships.1", "--quote", "listened"],
        "search": ["listened"],
        "show": [entry],
        "versions": [entry],
        "attach": [entry, nowhere.file("plan.txt", "A plan.")],
        "attachments": [entry],
        "detach": [attachment],
        "save-attachment": [attachment, nowhere.files / "copy.txt"],
        "delete": [entry],
        "trash": ["list"],
        "history": ["relationships"],
        "import": [nowhere.lines("more.jsonl", {"text": "I waited.", "mood": "calm"}, "{")],
        "export": [nowhere.files / "all.jsonl"],
        "restore": ["newest", "--to", nowhere.files / "restored"],
    }
    printed = nowhere.done(name, *given.get(name, []), "--json").json
    told = example(name)
    if name in ("catalogue", "history"):
        # Their items are of two kinds; what is printed has at least the first.
        kinds = {item["kind"]: shape(item) for item in told["items"]}
        assert {item["kind"]: shape(item) for item in printed["items"]} | kinds == kinds
    else:
        assert shape(told) == shape(printed)
