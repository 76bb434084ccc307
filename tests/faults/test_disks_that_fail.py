from pathlib import Path

import pytest

from reliability import disk, disk_faults

CASES = 130

pytestmark = [
    pytest.mark.skipif(not disk.can_build(), reason="needs Linux with a C compiler"),
    pytest.mark.timeout(600),
]


def test_a_disk_that_fails_or_fills_costs_a_sentence_and_no_word(tmp_path: Path) -> None:
    tried = disk_faults.run(CASES, tmp_path)
    assert tried["cases"] == CASES
    assert tried["wrong"] == []
    # Faults that nobody noticed would prove nothing.
    assert sum(count for told, count in tried["sentences"].items() if told != disk_faults.UNHEARD) > CASES / 4
