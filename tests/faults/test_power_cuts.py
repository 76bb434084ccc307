from pathlib import Path
from random import Random

import pytest

from reliability import disk, power_loss, rebuilt, work
from reliability.work import Work

STATES = 40

pytestmark = pytest.mark.skipif(not disk.can_build(), reason="needs Linux with a C compiler")


@pytest.mark.parametrize("which", work.ALL, ids=lambda one: one.name.replace(" ", "-"))
def test_what_was_told_to_be_saved_is_there_after_a_power_cut_at_any_moment(which: Work, tmp_path: Path) -> None:
    tried = power_loss.of_work(which, STATES, tmp_path)
    assert tried["states"] == STATES
    assert tried["wrong"] == []


def test_a_program_that_says_saved_too_early_is_found_out(tmp_path: Path) -> None:
    tried = power_loss.of_work(work.named("says saved too early"), STATES, tmp_path)
    assert any("is not there" in line for line in tried["wrong"])


def test_what_was_not_synced_may_be_gone_and_what_was_synced_is_there(tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    state = rebuilt.Disk(before)
    for step in (
        disk.Record(disk.Kind.CREATE, 1, 1, b"a", b""),
        disk.Record(disk.Kind.WRITE, 1, 0, b"certain", b""),
        disk.Record(disk.Kind.SYNC, 1, 0, b"", b""),
        disk.Record(disk.Kind.SYNC_FOLDER, 0, 0, b"", b""),
        disk.Record(disk.Kind.WRITE, 1, 7, b" and not", b""),
        disk.Record(disk.Kind.RENAME, 0, 0, b"a", b"b"),
    ):
        state.take(step)
    state.lay(tmp_path / "dropped", Random(1), "dropped")
    state.lay(tmp_path / "kept", Random(1), "kept")
    assert (tmp_path / "dropped" / "a").read_bytes() == b"certain"
    assert (tmp_path / "kept" / "b").read_bytes() == b"certain and not"
    assert not (tmp_path / "kept" / "a").exists()


def test_a_torn_write_keeps_some_sectors_and_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    (before / "a").write_bytes(b"o" * 4096)
    state = rebuilt.Disk(before)
    state.take(disk.Record(disk.Kind.CREATE, 1, 0, b"a", b""))
    state.take(disk.Record(disk.Kind.WRITE, 1, 0, b"n" * 4096, b""))
    state.lay(tmp_path / "torn", Random(3), "torn")
    found = (tmp_path / "torn" / "a").read_bytes()
    sectors = {found[at : at + 512] for at in range(0, 4096, 512)}
    assert sectors == {b"n" * 512, b"o" * 512}
