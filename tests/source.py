import ast
import functools
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "isp_journal"
TESTS = ROOT / "tests"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes() if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in self.nodes() if isinstance(node, ast.ClassDef))

    def comments(self) -> Iterator[tuple[int, str]]:
        with tokenize.open(self.path) as file:
            for token in tokenize.generate_tokens(file.readline):
                if token.type == tokenize.COMMENT:
                    yield token.start[0], token.string

    def imports(self) -> Iterator[tuple[ast.stmt, str, str]]:
        """Every import, inside functions too: the statement, the module, and the name taken from it or ''."""
        for node in self.nodes():
            if isinstance(node, ast.Import):
                yield from ((node, alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                module = node.module or ""
                if node.level:
                    package = self.module if self.path.name == "__init__.py" else self.module.rpartition(".")[0]
                    base = package.split(".")[: len(package.split(".")) - node.level + 1]
                    module = ".".join([*base, module] if module else base)
                yield from ((node, module, alias.name) for alias in node.names)


@functools.cache
def sources(*folders: Path) -> tuple[Source, ...]:
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.append(Source(path, text, ast.parse(text)))
    assert found, f"no source in {folders}"
    return tuple(found)


def of_package() -> tuple[Source, ...]:
    return sources(PACKAGE)


def of_tests() -> tuple[Source, ...]:
    return sources(TESTS)


def called(node: ast.AST) -> str:
    """The last name of what is called, decorated with or inherited from: 'c' of a.b.c(x), a.b.c[x] and a.b.c."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def decorators(node: ast.ClassDef | Function) -> set[str]:
    return {called(decorator) for decorator in node.decorator_list}
