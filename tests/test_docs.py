import ast
import functools
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from isp_journal import __version__
from isp_journal.errors import Cancelled, KnownError
from isp_journal.model import Kind, Mode, Role, Stage
from isp_journal.ui.settings_store import Settings
from isp_journal.ui.shortcuts import DEEDS
from tests.source import ROOT, called, of_package

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
ON_MAC = {"Meta": "Control", "Ctrl": "Cmd", "Alt": "Option"}
# What the guide calls a refusal, whose words are another each time.
BY_ANOTHER_NAME = {"Refused": "What was asked for does not fit"}
LATER = "…"


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@functools.cache
def guide() -> str:
    return text_of("docs/guide.md")


def tables(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.startswith("|") and not re.fullmatch(r"[| -]+", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def section(text: str, heading: str) -> str:
    level = re.escape(heading.partition(" ")[0])
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{level.count('#')}}} |\Z)", text, re.M | re.S)
    assert found, f"There is no heading '{heading}'."
    return found.group(1)


def headings(text: str) -> list[str]:
    return re.findall(r"^#{1,6} (.+)$", without_code(text), re.M)


def without_code(text: str) -> str:
    lines = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S).splitlines()
    return "\n".join(line for line in lines if not line.startswith("    "))


def known_errors() -> list[type[KnownError]]:
    """Every kind of known error of the package, wherever it stands."""
    found: list[type[KnownError]] = []
    for source in of_package():
        for node in source.classes():
            if "KnownError" in {called(base) for base in node.bases}:
                found.append(getattr(importlib.import_module(source.module), node.name))
    return found


def made(kind: type[KnownError]) -> KnownError:
    """One error of a kind with dots for what is only known when it happens."""
    parts: list[Any] = [LATER] * (kind.__init__.__code__.co_argcount - 1)
    return kind(*parts) if kind.__init__ is not KnownError.__init__ else kind(BY_ANOTHER_NAME[kind.__name__])


def test_every_key_stands_in_the_guide_with_what_it_does() -> None:
    rows = [row for row in tables(section(guide(), "## All keys")) if len(row) == 4][1:]
    wanted = [[deed.menu, deed.title, shown(deed.keys), shown(tuple(map(on_mac, deed.mac_keys)))] for deed in DEEDS]
    assert rows == wanted


def shown(keys: tuple[str, ...]) -> str:
    return " or ".join(f"`{key}`" for key in keys)


def on_mac(keys: str) -> str:
    return "+".join(ON_MAC.get(key, key) for key in keys.split("+"))


def test_every_setting_stands_in_the_guide() -> None:
    named = [cell for row in tables(section(guide(), "## Settings")) for cell in re.findall(r"`(\w+)`", row[1])]
    assert sorted(named) == sorted(Settings._fields)


@pytest.mark.parametrize("kind", known_errors(), ids=lambda kind: kind.__name__)
def test_every_known_error_has_three_parts_and_its_place_in_the_guide(kind: type[KnownError]) -> None:
    error = made(kind)
    # Whoever stopped something knows what to do; a refusal says so where it is raised.
    assert error.what and error.safe and (error.todo or kind is Cancelled or kind.__name__ in BY_ANOTHER_NAME)
    told = section(guide(), f"### {error.what.rstrip('.')}")
    assert len(told.split()) >= 10


def test_the_guide_tells_of_no_error_that_is_gone() -> None:
    part = section(guide(), "## When something is in the way")
    assert set(headings(part)) == {made(kind).what.rstrip(".") for kind in known_errors()}


@pytest.mark.parametrize("words", [Kind, Mode, Role, Stage], ids=lambda words: words.__name__)
def test_the_words_of_the_field_stand_in_the_glossary(words: type[Kind | Mode | Role | Stage]) -> None:
    told = text_of("docs/glossary.md")
    assert [str(word) for word in words if str(word) not in told] == []


def test_the_guide_names_the_parts_of_the_settings() -> None:
    parts = re.findall(r'^\s+"(\w+)": self\.', text_of("isp_journal/ui/pages/settings.py"), re.M)
    told = section(guide(), "## Settings")
    assert len(parts) > 1
    assert [part for part in parts if part not in told] == []


def links(document: Path) -> Iterator[str]:
    yield from re.findall(r"\]\(([^)\s]+)\)", without_code(document.read_text(encoding="utf-8")))


def anchor_of(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    assert [link for link in links(document) if not leads_somewhere(link, document)] == []


def leads_somewhere(link: str, document: Path) -> bool:
    target, _, part = link.partition("#")
    if ":" in target:
        return target.startswith("https:")
    place = (document.parent / target).resolve() if target else document
    if not place.exists() or not place.is_relative_to(ROOT):
        return False
    return not part or part in map(anchor_of, headings(place.read_text(encoding="utf-8")))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_one_dated_page_with_three_parts(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    number = DECISIONS.index(decision) + 1
    assert decision.name.startswith(f"{number:04d}-")
    assert re.match(rf"# {number}\. [A-Z].+\n\n\d{{4}}-\d\d-\d\d\n\n## Decision\n", text)
    assert headings(text)[1:] == ["Decision", "Why", "Consequences"]
    assert text.count("\n") <= 60


def test_paths_that_the_documents_name_are_there() -> None:
    named = {
        (document.name, path)
        for document in DOCUMENTS
        for path in re.findall(
            r"`((?:isp_journal|tests|tools|resources|docs|benchmarks)/[\w./-]*)`", document.read_text(encoding="utf-8")
        )
    }
    assert [pair for pair in sorted(named) if not (ROOT / pair[1]).exists()] == []


def test_each_way_for_words_to_leak_is_said_to_be_closed_or_what_stands_against_that() -> None:
    rows = [row for row in tables(section(text_of("docs/security.md"), "## Where text could leak")) if len(row) == 3][
        1:
    ]
    assert {state for _, state, _ in rows} == {"done", "partly", "not done"}
    assert [where for where, _, told in rows if len(told.split()) < 4] == []
    # What is done is held by a test, or there is nothing that could leak.
    nothing = {"Window titles, tray, notifications", "Spell check and completion"}
    assert [
        where for where, state, told in rows if state == "done" and "`tests/" not in told and where not in nothing
    ] == []


def test_what_the_window_is_called_says_nothing_of_a_journal() -> None:
    called_so = [
        (source.name, ast.unparse(node.args[0]))
        for source in of_package()
        for node in source.nodes()
        if isinstance(node, ast.Call) and called(node.func) in ("setWindowTitle", "setWindowFilePath", "showMessage")
    ]
    assert called_so == [("isp_journal/ui/main_window.py", "TITLE"), ("isp_journal/ui/messages.py", "'ISP Journal'")]
    assert [source.name for source in of_package() if "QSystemTrayIcon" in source.text] == []


def test_the_changelog_has_the_form_that_it_names() -> None:
    text = text_of("CHANGELOG.md")
    assert text.startswith("# Changelog\n")
    releases = re.findall(r"^## (.+)$", text, re.M)
    assert releases[0] == "[Unreleased]"
    numbers = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d\d-\d\d)", release) for release in releases[1:]]
    assert all(numbers), releases
    order = [(tuple(map(int, found.groups()[:3])), found.group(4)) for found in numbers if found]
    assert order == sorted(order, reverse=True)
    # A version that is out is told of, before the next one is begun.
    assert not order or ".".join(map(str, order[0][0])) <= __version__
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.M)) <= kinds
    for part in re.split(r"^### .+\n", text, flags=re.M)[1:]:
        lines = re.split(r"^## ", part, flags=re.M)[0].strip("\n").splitlines()
        assert lines and all(re.match(r"- \S|  \S", line) for line in lines), lines


def test_documents_stay_plain() -> None:
    loud = [
        f"{document.relative_to(ROOT)}: {line}"
        for document in DOCUMENTS
        for line in without_code(document.read_text(encoding="utf-8")).splitlines()
        if re.search(r"\w!(\s|$)|\b(simply|easily|powerful|seamless\w*|blazing\w*|effortless\w*)\b", line, re.I)
    ]
    assert loud == []
