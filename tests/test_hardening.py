import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import command, surroundings
from tests.source import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows writes no core dumps of its own accord")

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps programs apart like this")
LIMITS = """
import resource
from isp_journal import hardening
resource.setrlimit(resource.RLIMIT_CORE, (4096, resource.getrlimit(resource.RLIMIT_CORE)[1]))
hardening.allow_no_core_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE))
"""
DUMPABLE = """
import ctypes
from isp_journal import hardening
GET = 3
before = ctypes.CDLL(None).prctl(GET, 0, 0, 0, 0)
hardening.withhold_memory()
print(before, ctypes.CDLL(None).prctl(GET, 0, 0, 0, 0))
"""
# Whoever starts the program sees what the kernel knows of it, at a moment when the journal is open.
WINDOW = """
import sys
from pathlib import Path
from isp_journal import __main__ as start, app
run = app.run

def watched(journal, page, **given):
    def watch(moment, window):
        if moment in ("shown", "opened"):
            import ctypes, resource
            print(moment, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)[0])
        if moment == "opened":
            window.close()
    return run(journal, page, watch, **given)

app.run = watched
sys.exit(start.main(["--journal", sys.argv[1]]))
"""
TERMINAL = """
import ctypes, resource, sys
from isp_journal import __main__ as start, cli

def told(*_given, **_more):
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)[0])
    return 0

cli.run = told
sys.argv = ["isp-journal", "list"]
sys.exit(start.main())
"""


def said(code: str, *words: object) -> str:
    around = surroundings() | {"QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT,
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_no_crash_writes_memory_to_disk() -> None:
    assert said(LIMITS) == "(0, 0)"


@LINUX
def test_no_other_program_of_the_account_reads_the_memory() -> None:
    assert said(DUMPABLE) == "1 0"


@LINUX
def test_the_window_withholds_its_memory_once_it_is_shown_and_before_a_journal_is_open(tmp_path: Path) -> None:
    made = subprocess.run(
        command("--journal", tmp_path / "journal", "new", "--no-passphrase"),
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    # While the window is made the desktop's portals still learn of it, which its dark colours depend on.
    assert said(WINDOW, tmp_path / "journal").splitlines() == ["shown 1 0", "opened 0 0"]


@LINUX
def test_a_command_in_the_terminal_withholds_its_memory_from_the_start() -> None:
    assert said(TERMINAL) == "0 0"


FAILURES = """
import sys, threading, warnings
from isp_journal import hardening

class Kept:
    def __del__(self):
        raise ValueError("Dana told me in confidence")

def fails():
    raise ValueError("Dana told me in confidence")

def ends():
    raise SystemExit("Dana told me in confidence")

told = []
if sys.argv[1:] != ["control"]:
    hardening.print_no_words(told.append)
for work in (fails, ends):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
kept = Kept()
del kept
warnings.warn("Dana told me in confidence", UserWarning)
print([type(one).__name__ for one in told])
"""


def streams(*words: str, options: tuple[str, ...] = ()) -> tuple[str, str]:
    ran = subprocess.run(
        [sys.executable, *options, "-c", FAILURES, *words],
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip(), ran.stderr


def test_no_failure_in_a_thread_or_on_the_way_out_and_no_warning_prints_its_words() -> None:
    assert streams() == ("['ValueError', 'ValueError']", "")
    assert streams("control")[1].count("Dana told me in confidence") >= 3


def test_whoever_asks_python_for_warnings_gets_them() -> None:
    assert "UserWarning: Dana told" in streams(options=("-W", "default"))[1]
