import ast
import builtins
import doctest
import functools
import importlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest
from PySide6 import QtCore, QtGui, QtPrintSupport, QtSvg, QtWidgets

from tests.source import PACKAGE, ROOT, TESTS, Function, Source, called, decorators, of_package, of_tests, sources

SILENT_NAMES = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "managers", "stuff", "base"}
# What may be inherited from beside Qt and exceptions: forms that Python and msgspec give to values.
FORMS = {"Protocol", "Generic", "Enum", "StrEnum", "IntEnum", "Flag", "IntFlag", "NamedTuple", "TypedDict", "Struct"}
EXCEPTIONS = {
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
}
# The only places that may catch whatever comes: the uncaught hook, the worker's edge, one file in, one file out.
CATCH_ALL = {"isp_journal/ui/messages.py", "isp_journal/ui/workers.py", "isp_journal/formats/", "isp_journal/exchange/"}


def everything() -> tuple[Source, ...]:
    return sources(*(ROOT / folder for folder in ("isp_journal", "tests", "tools", "benchmarks")))


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def at_least(share: float, kept: Iterable[bool]) -> bool:
    kept = list(kept)
    return sum(kept) >= share * len(kept)


@pytest.mark.parametrize("within", [of_package, of_tests], ids=["package", "tests"])
def test_no_module_is_long(within: Callable[[], tuple[Source, ...]]) -> None:
    assert {s.name: s.lines for s in within() if s.lines > 500} == {}
    assert at_least(0.9, (s.lines <= 350 for s in within())), {s.name: s.lines for s in within() if s.lines > 350}


def test_no_function_is_long() -> None:
    lengths = {f"{s.at(f)} {f.name}": length(f) for s in everything() for f in s.functions()}
    assert {name: lines for name, lines in lengths.items() if lines > 80} == {}
    assert at_least(0.99, (n <= 50 for n in lengths.values())), {k: n for k, n in lengths.items() if n > 50}


def test_names_of_files_say_what_is_in_them() -> None:
    words = {
        path.relative_to(ROOT): set(path.stem.lower().split("_")) & SILENT_NAMES
        for folder in (PACKAGE, TESTS)
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts
    }
    assert {path: found for path, found in words.items() if found} == {}


def arguments(function: Function) -> list[str]:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    names = [argument.arg for argument in given if argument.arg not in ("self", "cls")]
    # Which widget owns a widget is Qt's business.
    return names[:-1] if names and names[-1] == "parent" else names


def test_nothing_is_built_from_more_than_five_parts() -> None:
    constructors = [(s, f) for s in of_package() for f in s.functions() if f.name == "__init__"]
    assert [f"{s.at(f)}: {', '.join(arguments(f))}" for s, f in constructors if len(arguments(f)) > 5] == []


def test_no_function_takes_more_than_five_positional_arguments() -> None:
    taking = [
        f"{s.at(f)} {f.name}"
        for s in of_package()
        for f in s.functions()
        if len([a for a in (*f.args.posonlyargs, *f.args.args) if a.arg not in ("self", "cls")]) > 5
    ]
    assert taking == []


@functools.cache
def own_classes() -> dict[str, tuple[Source, ast.ClassDef]]:
    return {node.name: (source, node) for source in of_package() for node in source.classes()}


def is_exception(name: str) -> bool:
    if name in EXCEPTIONS:
        return True
    own = own_classes().get(name)
    return own is not None and any(is_exception(called(base)) for base in own[1].bases)


def from_libraries(source: Source, library: str) -> set[str]:
    return {name for _, module, name in source.imports() if module.partition(".")[0] == library}


def may_be_inherited(source: Source, base: ast.expr) -> bool:
    name = called(base)
    if name in own_classes():
        kinds = {called(b) for b in own_classes()[name][1].bases}
        mapped = source.name.startswith("isp_journal/storage/") and "DeclarativeBase" in kinds
        return is_exception(name) or "Protocol" in kinds or mapped
    qt = any(hasattr(part, name) for part in (QtCore, QtGui, QtWidgets, QtSvg, QtPrintSupport)) and name.startswith("Q")
    return qt or name in FORMS or is_exception(name) or name == "DeclarativeBase"


def test_classes_are_put_together_and_not_inherited_from() -> None:
    inherited = [
        f"{s.at(node)} {node.name}({ast.unparse(base)})"
        for s in of_package()
        for node in s.classes()
        for base in node.bases
        if not may_be_inherited(s, base)
    ]
    assert inherited == []


def test_value_classes_are_frozen_and_have_slots() -> None:
    loose = []
    for source in of_package():
        for node in source.classes():
            for decorator in (d for d in node.decorator_list if called(d) == "dataclass"):
                words = decorator.keywords if isinstance(decorator, ast.Call) else []
                said = {word.arg for word in words if isinstance(word.value, ast.Constant) and word.value.value is True}
                # What one module keeps to itself while it works may change; what it gives away may not.
                needed = {"slots"} if node.name.startswith("_") else {"frozen", "slots"}
                loose += [f"{source.at(node)} {node.name}"] if not needed <= said else []
            if "Struct" in {called(base) for base in node.bases}:
                loose += [source.at(node)] if "frozen" not in {word.arg for word in node.keywords} else []
    assert loose == []


def test_modules_hold_no_instances_of_ours() -> None:
    values = {name for name, (_, node) in own_classes().items() if "dataclass" in decorators(node) or node.bases}
    # A statement is a definition like the tables that it speaks of: it holds no connection and nothing that changes.
    values.add("Prepared")
    held = [
        f"{source.at(node)} {ast.unparse(node)[:60]}"
        for source in of_package()
        for node in source.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and called(call) in own_classes().keys() - values
    ]
    held += [source.at(node) for source in of_package() for node in source.nodes() if isinstance(node, ast.Global)]
    assert held == []


def silenced(within: Iterable[Source]) -> Iterator[tuple[str, str]]:
    for source in within:
        for line, comment in source.comments():
            if re.search(r"#\s*(type:\s*ignore|noqa|pragma: no cover)", comment):
                yield f"{source.name}:{line}", comment


@pytest.mark.parametrize("within", [of_package, of_tests], ids=["package", "tests"])
def test_checks_are_silenced_seldom_and_with_a_reason(within: Callable[[], tuple[Source, ...]]) -> None:
    codes = r"type:\s*ignore\[[\w-]+(, ?[\w-]+)*\]|noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|pragma: no cover"
    form = rf"#\s*({codes})\s*(#|-|:|\u2013)\s*\w{{2,}}.*"
    found = dict(silenced(within()))
    assert {place: comment for place, comment in found.items() if not re.fullmatch(form, comment)} == {}
    kinds = Counter(re.sub(r"\W.*", "", comment.lstrip("# ")) for comment in found.values())
    allowed = 2 * max(1000, sum(source.lines for source in within())) / 1000
    assert {kind: count for kind, count in kinds.items() if count > allowed} == {}, found


def test_whatever_comes_is_caught_in_four_named_places_at_most() -> None:
    caught = []
    for source in of_package():
        for handler in (node for node in source.nodes() if isinstance(node, ast.ExceptHandler)):
            kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            broad = any(kind is None or called(kind) in ("Exception", "BaseException") for kind in kinds)
            # What tidies up, or names the failure, and then raises hides nothing.
            again = isinstance(handler.body[-1], ast.Raise)
            if broad and not again:
                caught.append(source.at(handler))
    assert len(caught) <= 4, caught
    assert [place for place in caught if not place.startswith(tuple(CATCH_ALL))] == []


def mentions(within: Iterable[Source], *names: str) -> list[str]:
    return [
        f"{source.at(node)} {ast.unparse(node)}"
        for source in within
        for node in source.nodes()
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node).endswith(names)
    ]


def test_one_place_shows_errors() -> None:
    others = [source for source in of_package() if source.name != "isp_journal/ui/messages.py"]
    assert mentions(others, "QMessageBox", "QErrorMessage") == []


def test_the_window_waits_for_events_and_shows_no_foreign_markup() -> None:
    assert mentions(of_package(), "processEvents", "setHtml", "insertHtml", "time.sleep", "terminate()") == []


def test_no_test_sleeps() -> None:
    others = [source for source in of_tests() if source.path.name != "test_marks.py"]
    assert mentions(others, "time.sleep", "qtbot.wait", "processEvents", "qWait", "qSleep") == []


def test_tests_are_given_parts_and_patch_little() -> None:
    cases = sum(f.name.startswith("test_") for s in of_tests() for f in s.functions())
    words = {
        f"{source.at(node)} {ast.unparse(node)[:80]}"
        for source in of_tests()
        for node in source.nodes()
        if isinstance(node, ast.Call)
        if re.match(r"(monkeypatch|mp|mocker|mock|patch)\b|.*\b(MagicMock|Mock|patch)$", ast.unparse(node.func))
    }
    assert len(words) <= 0.1 * cases, sorted(words)


def test_names_of_tests_are_sentences() -> None:
    names = [(s.at(f), f.name) for s in of_tests() for f in s.functions() if f.name.startswith("test_")]
    assert [place for place in names if len(place[1].split("_")) < 4] == []


def test_tests_mirror_the_package() -> None:
    folders = {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}
    extra = {".", "stories", "faults", "tools", "benchmarks"}
    assert [folder for folder in folders - extra if not (PACKAGE / folder).is_dir()] == []


def test_public_methods_say_what_they_do() -> None:
    silent = [
        f"{source.at(method)} {node.name}.{method.name}"
        for source in of_package()
        for node in source.tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for method in node.body
        # What Qt calls has Qt's documentation.
        if isinstance(method, Function) and not method.name.startswith("_") and not hasattr_qt(node, method.name)
        if ast.get_docstring(method) is None and "overload" not in decorators(method)
    ]
    assert silent == []


def hasattr_qt(node: ast.ClassDef, name: str) -> bool:
    parts = (QtCore, QtGui, QtWidgets, QtSvg, QtPrintSupport)
    return any(hasattr(getattr(part, called(base), None), name) for base in node.bases for part in parts)


def test_names_are_in_snake_case_but_for_what_qt_calls() -> None:
    camel = [
        f"{source.at(function)} {function.name}"
        for source in of_package()
        for node in source.classes()
        for function in node.body
        if isinstance(function, Function)
        and function.name != function.name.lower()
        and not hasattr_qt(node, function.name)
    ]
    methods = {function for source in of_package() for node in source.classes() for function in node.body}
    camel += [
        f"{source.at(function)} {function.name}"
        for source in of_package()
        for function in source.functions()
        if function not in methods and function.name != function.name.lower()
    ]
    assert camel == []


def test_comments_say_why_and_draw_no_bars() -> None:
    bars = [
        f"{source.name}:{line} {comment}"
        for source in everything()
        for line, comment in source.comments()
        if re.search(r"[-=*#~_]{4,}|\b(TO" r"DO|FIX" r"ME|XXX|HACK)\b", comment)
    ]
    assert bars == []


def test_no_place_of_one_machine_stands_in_the_source() -> None:
    places = re.compile(r"[\"' =]/(home|Users|root|work|opt)/\w")
    files = [
        *(s.path for s in everything() if TESTS not in s.path.parents),
        *ROOT.glob("*.toml"),
        *ROOT.glob("*.txt"),
        ROOT / "Makefile",
        ROOT / ".ci/run",
    ]
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if places.search(line)
    ]
    assert found == []


def test_packages_are_pinned_without_an_address() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split("\n")
    assert [line for line in lines if line and not re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", line)] == []


def test_examples_in_docstrings_run() -> None:
    for source in of_package():
        if ">>>" in source.text:
            assert doctest.testmod(importlib.import_module(source.module)).failed == 0, source.name
