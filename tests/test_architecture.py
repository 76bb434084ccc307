import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.source import ROOT, Function, Source, called, decorators, of_package

DATABASE = {"sqlalchemy", "alembic", "sqlcipher3", "sqlite3"}


def under(source: Source, *parts: str) -> bool:
    return any(
        source.name == f"isp_journal/{part}.py" or source.name.startswith(f"isp_journal/{part}/") for part in parts
    )


def importing(sources: Iterable[Source], libraries: set[str]) -> list[str]:
    return [
        f"{source.at(node)} imports {module}"
        for source in sources
        for node, module, _ in source.imports()
        if module.partition(".")[0] in libraries
    ]


def test_imports_run_downwards_only_and_in_no_ring() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    done = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout), done.stdout


def test_only_the_window_knows_qt() -> None:
    assert importing((s for s in of_package() if not under(s, "ui", "app")), {"PySide6", "shiboken6"}) == []


def test_only_storage_knows_the_database() -> None:
    assert importing((s for s in of_package() if not under(s, "storage")), DATABASE) == []


def test_storage_opens_a_journal_by_one_driver() -> None:
    assert importing((s for s in of_package() if under(s, "storage")), {"sqlite3"}) == []


def test_every_library_that_is_imported_is_asked_for_by_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in project["dependencies"]}
    carried = packages_distributions()
    top = {module.partition(".")[0] for source in of_package() for _, module, _ in source.imports()}
    foreign = top - sys.stdlib_module_names - {"isp_journal", "shiboken6"}
    unasked = [name for name in foreign if not {d.lower().replace("_", "-") for d in carried.get(name, [])} & asked]
    assert unasked == []


def test_nothing_opens_a_network() -> None:
    assert importing(of_package(), {"http", "urllib3", "requests", "ssl", "smtplib", "ftplib", "xmlrpc"}) == []
    assert [
        s.name for s in of_package() for _, module, name in s.imports() if f"{module}.{name}".startswith("urllib.req")
    ] == []


def test_an_import_inside_a_function_says_why_beside_it() -> None:
    silent = []
    for source in of_package():
        lines = source.text.splitlines()
        for function in source.functions():
            for node in (n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)):
                # The reason stands at the end of the line, or in a comment above the imports it speaks of.
                above = node.lineno - 2
                while above >= 0 and re.match(r"\s+(from|import) ", lines[above]):
                    above -= 1
                if "#" not in lines[node.lineno - 1] and not lines[above].lstrip().startswith("#"):
                    silent.append(source.at(node))
    assert silent == []


@pytest.mark.parametrize("place", ["app.py", "cli/__init__.py", "__main__.py"])
def test_the_places_where_things_are_put_together_fit_on_two_screens(place: str) -> None:
    assert (ROOT / "isp_journal" / place).read_text(encoding="utf-8").count("\n") <= 150


def test_the_door_of_the_journal_fits_on_a_screen() -> None:
    assert (ROOT / "isp_journal/journal/journal.py").read_text(encoding="utf-8").count("\n") <= 120


def values_of(source: Source) -> set[tuple[str, str]]:
    names = set()
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and is_value(node):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {(source.module, name) for name in names}


def is_value(node: ast.ClassDef) -> bool:
    forms = {"Protocol", "Enum", "StrEnum", "IntEnum", "NamedTuple", "Struct"}
    return "dataclass" in decorators(node) or bool({called(base) for base in node.bases} & forms)


def test_the_window_takes_from_the_journal_only_the_door_and_values() -> None:
    values = {value for source in of_package() if under(source, "journal") for value in values_of(source)}
    # The app wires how a journal is begun, opened and looked around in; the rest of the window has the door alone, and
    # what is done to a journal while it is closed: another lock, and going back to a backup.
    doors = {"journal": ("ui", "app"), "opening": ("app",), "sample": ("app",), "salvage": ("app",)}
    doors |= {"rekeying": ("ui",), "restoring": ("ui", "app")}
    allowed = {(place, f"isp_journal.journal.{door}") for door, places in doors.items() for place in places}
    reaching = [
        f"{source.at(node)} takes {name or 'all'} of {module}"
        for source in of_package()
        if under(source, "ui", "app")
        for node, module, name in source.imports()
        if module.startswith("isp_journal.journal") and (module, name) not in values
        if not any(under(source, place) and module == door for place, door in allowed)
    ]
    assert reaching == []


def signature(function: Function) -> list[ast.expr]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [note for note in [function.returns, *(a.annotation for a in arguments)] if note is not None]


def test_no_row_session_or_cursor_leaves_storage() -> None:
    taken = {
        (module, name)
        for s in of_package()
        if not under(s, "storage")
        for _, module, name in s.imports()
        if ".storage" in module
    }
    leaving = []
    for source in (s for s in of_package() if under(s, "storage")):
        foreign = {name for _, module, name in source.imports() if module.partition(".")[0] in DATABASE}
        for node in source.tree.body:
            if not isinstance(node, ast.ClassDef | Function) or (source.module, node.name) not in taken:
                continue
            public = [node] if isinstance(node, Function) else [n for n in node.body if isinstance(n, Function)]
            for function in (f for f in public if not f.name.startswith("_")):
                words = {
                    word.id for note in signature(function) for word in ast.walk(note) if isinstance(word, ast.Name)
                }
                leaving += [f"{source.at(function)} {function.name} shows {word}" for word in sorted(words & foreign)]
    assert leaving == []


def test_every_rule_of_the_import_checker_names_a_part_that_is_there() -> None:
    named = set(re.findall(r'"(isp_journal(?:\.\w+)+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    missing = [name for name in named if not is_there(ROOT / name.replace(".", "/"))]
    assert missing == []


def is_there(path: Path) -> bool:
    return path.is_dir() or path.with_suffix(".py").is_file()
