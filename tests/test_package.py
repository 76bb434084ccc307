import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.source import ROOT

RESOURCES = [path.relative_to(ROOT) for path in sorted((ROOT / "resources").rglob("*")) if path.is_file()]


@dataclass(frozen=True, slots=True)
class Built:
    sdist: Path
    wheel: Path


def run(*command: object, within: Path) -> str:
    """Run a program as a person would who has never seen the source tree."""
    account = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "PIP_"))}
    done = subprocess.run(
        [str(word) for word in command], cwd=within, env=account, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the sdist from the source tree, and the wheel from the sdist, so that each holds what it needs."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ".", within=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Built(sdist, wheel)


@pytest.fixture(scope="module")
def programs(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment elsewhere; what it depends on is taken from the tests' own."""
    folder = tmp_path_factory.mktemp("far away") / "environment"
    with_pip = importlib.util.find_spec("pip") is None
    run(sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), folder, within=folder.parent)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    pip = [python, "-m", "pip"] if with_pip else [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", built.wheel, within=folder.parent)
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", within=folder).strip())
    # A path in a .pth file is searched last; .pth files that lie there, such as that of the source tree, are not read.
    own = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (packages / "dependencies.pth").write_text("\n".join(own), encoding="utf-8")
    return scripts


def test_the_wheel_holds_every_resource_inside_the_package(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = set(wheel.namelist())
    assert {f"isp_journal/{path.as_posix()}" for path in RESOURCES} <= names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"isp_journal"}
    assert [name for name in names if "__pycache__" in name or name.endswith(".db")] == []


def test_the_sdist_holds_what_is_needed_to_build_test_and_read_it(built: Built) -> None:
    with tarfile.open(built.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    needed = {
        "pyproject.toml",
        "constraints.txt",
        "Makefile",
        "tools/setup.sh",
        "README.md",
        "LICENSE",
        "tests/test_package.py",
    }
    assert needed | {path.as_posix() for path in RESOURCES} <= names
    assert [name for name in names if name.startswith((".venv", ".git/")) or name.endswith(".db")] == []


def test_the_licence_travels_with_the_wheel(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        licences = [name for name in wheel.namelist() if ".dist-info/licenses/" in name]
        words = "".join(wheel.read(name).decode() for name in licences)
    assert "MIT License" in words
    assert "ISC License" in words
    assert "Metz, A., Louison, L., Ward, C. & Burke, K." in words


def test_the_installed_package_is_the_one_that_runs(programs: Path, tmp_path: Path) -> None:
    lines = "import isp_journal, isp_journal.paths; print(isp_journal.__file__); print(isp_journal.paths.resources())"
    code, resources = run(programs / "python", "-c", lines, within=tmp_path).splitlines()
    assert programs.parent in Path(code).parents
    assert Path(resources) == Path(code).parent / "resources"


def test_the_installed_program_knows_the_catalogue(programs: Path, tmp_path: Path) -> None:
    items = json.loads(run(programs / "isp-journal", "catalogue", "--json", within=tmp_path))["items"]
    edition = json.loads((ROOT / "resources/frameworks/isp-3.0.json").read_text(encoding="utf-8"))
    components = [component for domain in edition["domains"] for component in domain["components"]]
    keys = {activity["key"] for component in components for activity in component["activities"]}
    assert keys <= set(json.dumps(items).replace('"', " ").replace("/", " ").split())


def test_the_installed_program_begins_a_journal_and_tells_of_it(programs: Path, tmp_path: Path) -> None:
    program = [programs / "isp-journal", "--journal", tmp_path / "my journal"]
    run(*program, "new", "--no-passphrase", within=tmp_path)
    told = json.loads(run(*program, "info", "--json", within=tmp_path))
    assert str(tmp_path / "my journal") in json.dumps(told)


def test_the_window_can_be_opened_from_a_menu_too(programs: Path) -> None:
    assert list(programs.glob("isp-journal-gui*")) != []
