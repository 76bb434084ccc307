import os
import signal
from pathlib import Path

import pytest

from reliability import kills, work

KILLS = int(os.environ.get("ISP_JOURNAL_KILLS", "20"))
# A second for the save, and what a machine takes that runs other tests beside it; `python -m reliability` allows 1 s.
BUSY = 3.0

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system ends programs in another way"),
    pytest.mark.timeout(600),
]


@pytest.mark.parametrize("code", [work.FIRST, ""], ids=["with a passphrase", "without one"])
def test_ending_the_window_while_somebody_types_loses_at_most_the_last_second(tmp_path: Path, code: str) -> None:
    told = list(kills.kills(tmp_path / "root", KILLS // 2, seed=20, code=code, most_seconds=BUSY))
    assert len(told) == KILLS // 2
    assert [line for one in told for line in one.wrong] == []
    assert not any(one.two for one in told)
