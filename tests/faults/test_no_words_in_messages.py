from pathlib import Path

import pytest

from reliability import forced

WINDOW, TERMINAL = "reliability.stumbler", "reliability.stumbler_terminal"

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize(("program", "count"), [(WINDOW, 12), (TERMINAL, 12)], ids=["window", "terminal"])
def test_a_failure_tells_no_word_to_log_standard_error_or_window(tmp_path: Path, program: str, count: int) -> None:
    told = forced.fail(tmp_path / "s", program, count)
    assert len(told) == count
    assert [one for one in told if one["hits"]] == []
    assert len({one["place"] for one in told}) > count // 2


def test_without_our_hooks_the_words_would_be_seen(tmp_path: Path) -> None:
    told = forced.fail(tmp_path / "s", WINDOW, 1, control=True)
    assert [one["deed"] for one in told if one["hits"]] == [one["deed"] for one in told]
    assert {"a slot", "a thread", "on the way out", "work aside"} <= {one["deed"] for one in told}
