import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from isp_journal.journal.opening import create_journal, open_journal
from isp_journal.model import Filter

KILLS = int(os.environ.get("ISP_JOURNAL_KILLS", "20"))
# A second for the save, and what a busy machine takes to let the typist's line through.
LOST_AT_MOST = 1.0
TYPIST = Path(__file__).with_name("typist.py")


def type_and_kill(journal: Path, seconds: float) -> list[tuple[float, str]]:
    """Let somebody type for so long, end the program from outside, and return each key with its moment."""
    with subprocess.Popen([sys.executable, str(TYPIST), str(journal)], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline()]
        killed_at = time.monotonic() + seconds
        while time.monotonic() < killed_at:
            lines.append(program.stdout.readline())
        os.kill(program.pid, signal.SIGKILL)
        lines += program.stdout.read().splitlines(keepends=True)
    return [(float(line.split(" ", 1)[0]), line[:-1].split(" ", 1)[1]) for line in lines if line.endswith("\n")]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system ends programs in another way")
@pytest.mark.timeout(600)
def test_ending_the_window_while_somebody_types_loses_at_most_the_last_second(tmp_path: Path) -> None:
    chance = random.Random(20)
    create_journal(tmp_path / "journal", author="Jonas Aldren")
    kept: dict[str, str] = {}
    for number in range(KILLS):
        keys = type_and_kill(tmp_path / "journal", chance.uniform(0.1, 2.5))
        end = keys[-1][0]
        typed = "".join(key for _, key in keys)
        journal = open_journal(tmp_path / "journal", writing=True)
        assert journal.left_open is not None
        bodies = {row.id: journal.entries.get(row.id).body for row in journal.entries.page(Filter(), limit=100)}
        journal.close()
        # Nothing that was there before is gone or changed.
        assert {identity: bodies.get(identity) for identity in kept} == kept
        new = [body for identity, body in bodies.items() if identity not in kept]
        assert len(new) <= 1
        body = new[0] if new else ""
        assert typed.startswith(body)
        lost = [at for at, _ in keys[len(body) :]]
        assert not lost or end - lost[0] <= LOST_AT_MOST, f"kill {number}: {end - lost[0]:.2f} s of typing are gone"
        kept = bodies
