import random
import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from isp_journal.errors import JournalDamaged
from isp_journal.journal.journal import Journal
from isp_journal.journal.opening import open_journal
from isp_journal.storage import connect, log_check
from isp_journal.storage.log_frames import FRAME, HEADER, PAGE, Frame, Round, frames, header_of, round_of
from tests.storage.journals import fresh, written

SECTOR = 512


def crashed(journal: Journal, into: Path) -> Path:
    """Copy an open journal's files as they lie there: what the program's sudden end leaves."""
    return shutil.copytree(journal._store.folder, into, ignore=shutil.ignore_patterns("*-shm", "*.lock"))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """Give an open journal whose log holds several changes behind some of an earlier round."""
    opened = fresh(tmp_path / "journal")
    for number in range(12):
        written(opened, f"Earlier words {number}. " * 200)
    opened.rest()
    entry = written(opened, "Words. " * 400)
    for number in range(4):
        entry = opened.entries.save(replace(entry, body=f"{number} {entry.body}"))
    yield opened
    opened.close()


@pytest.fixture
def folder(journal: Journal, tmp_path: Path) -> Path:
    """Give the folder that a sudden end left, with a log in it."""
    return crashed(journal, tmp_path / "crashed")


def never_seen(_salts: tuple[int, int]) -> int:
    return 0


def harmed(folder: Path, known: Callable[[tuple[int, int]], int] = never_seen) -> bool:
    try:
        log_check.check(folder, known)
    except JournalDamaged:
        return True
    return False


def of_this_round(folder: Path) -> list[Frame]:
    head = header_of(connect.log(folder).read_bytes()[:HEADER])
    return [one for one in frames(connect.log(folder), head.page) if one.salts == head.salts]


def changed(folder: Path, at: int, content: bytes) -> None:
    with connect.log(folder).open("r+b") as log:
        log.seek(at)
        log.write(content)


def flipped(folder: Path, at: int, bit: int) -> None:
    whole = connect.log(folder).read_bytes()
    changed(folder, at, bytes([whole[at] ^ 1 << bit]))


def last_change(folder: Path) -> list[Frame]:
    """The frames of the change that was finished last."""
    mine = of_this_round(folder)
    ends = [place for place, one in enumerate(mine) if one.pages]
    return mine[ends[-2] + 1 :]


def test_a_log_that_a_sudden_end_left_is_whole(folder: Path) -> None:
    assert len(of_this_round(folder)) > 8
    assert len(list(frames(connect.log(folder), PAGE))) > len(of_this_round(folder))
    assert not harmed(folder)
    opened = open_journal(folder, writing=True)
    assert opened.facts().entries == 13
    opened.close()


def test_no_log_and_an_empty_one_are_no_harm(folder: Path) -> None:
    connect.log(folder).write_bytes(b"")
    assert not harmed(folder)
    connect.log(folder).unlink()
    assert not harmed(folder)
    assert round_of(connect.log(folder)) is None


def test_every_flipped_bit_of_the_header_is_noticed(folder: Path) -> None:
    for at in range(HEADER):
        flipped(folder, at, at % 8)
        assert harmed(folder), at
        flipped(folder, at, at % 8)
    assert not harmed(folder)


def test_a_flipped_bit_of_any_frame_is_noticed_also_of_the_last_one(folder: Path) -> None:
    chance = random.Random(4)
    for frame in of_this_round(folder):
        places = [*range(0, FRAME, 5), *(FRAME + chance.randrange(PAGE) for _ in range(3))]
        for place in places:
            flipped(folder, frame.start + place, chance.randrange(8))
            assert harmed(folder), (frame.start, place)
            changed(folder, frame.start, struct.pack(">6I", frame.number, frame.pages, *frame.salts, *frame.sums))
            changed(folder, frame.start + FRAME, frame.content)
    assert not harmed(folder)


def test_a_flipped_bit_of_an_earlier_round_is_no_harm(folder: Path) -> None:
    end = of_this_round(folder)[-1].start + FRAME + PAGE
    for place in (0, 5, 9, 17, 100, 4000):
        flipped(folder, end + place, 3)
        assert not harmed(folder), place


@pytest.mark.parametrize("content", [b"\0", b"\xff", b"\x5a"])
def test_a_frame_that_is_gone_is_noticed_unless_it_is_of_the_last_change(folder: Path, content: bytes) -> None:
    whole = connect.log(folder).read_bytes()
    doubtful = {one.start for one in last_change(folder)}
    # Without the frame that ends the change before, both look like one change that was cut off.
    doubtful.add(min(doubtful) - FRAME - PAGE)
    for frame in of_this_round(folder):
        changed(folder, frame.start, content * (FRAME + PAGE))
        assert harmed(folder) is (frame.start not in doubtful), frame.start
        connect.log(folder).write_bytes(whole)


def test_a_last_change_that_the_power_cut_off_is_no_harm(folder: Path) -> None:
    whole = connect.log(folder).read_bytes()
    last = last_change(folder)
    begins, ends = last[0].start, last[-1].start + FRAME + PAGE
    for end in (begins, begins + 8, begins + FRAME, begins + FRAME + 700, ends - PAGE, ends - 1):
        connect.log(folder).write_bytes(whole[:end])
        assert not harmed(folder), end


def test_a_last_change_of_which_only_some_sectors_came_to_the_disk_is_no_harm(folder: Path) -> None:
    chance = random.Random(7)
    whole = connect.log(folder).read_bytes()
    last = last_change(folder)
    begins, ends = last[0].start, last[-1].start + FRAME + PAGE
    for round_ in range(60):
        torn = bytearray(whole)
        for sector in range(begins // SECTOR, ends // SECTOR + 1):
            if chance.random() < 0.5:
                first, behind = max(begins, sector * SECTOR), min(ends, (sector + 1) * SECTOR)
                torn[first:behind] = chance.randbytes(behind - first) if round_ % 2 else bytes(behind - first)
        connect.log(folder).write_bytes(torn)
        assert not harmed(folder), round_


def test_frames_that_this_computer_saw_and_that_are_gone_are_noticed(journal: Journal, folder: Path) -> None:
    seen = round_of(connect.log(folder))
    assert seen == Round(of_this_round(folder)[0].salts, len(of_this_round(folder)))
    assert not harmed(folder, {seen.salts: seen.frames}.__getitem__)
    whole = connect.log(folder).read_bytes()
    for end in (last_change(folder)[0].start, HEADER):
        connect.log(folder).write_bytes(whole[:end])
        assert not harmed(folder)
        assert harmed(folder, {seen.salts: seen.frames}.__getitem__)


def test_a_round_counts_only_what_was_finished(folder: Path) -> None:
    seen = round_of(connect.log(folder))
    last = last_change(folder)
    assert seen is not None and len(last) > 1
    connect.log(folder).write_bytes(connect.log(folder).read_bytes()[: last[-1].start])
    assert round_of(connect.log(folder)) == Round(seen.salts, seen.frames - len(last))


def test_a_log_that_lost_its_header_is_noticed_where_the_database_lacks_its_changes(
    journal: Journal, folder: Path, tmp_path: Path
) -> None:
    changed(folder, 0, bytes(HEADER))
    assert round_of(connect.log(folder)) is None
    assert harmed(folder)
    journal.rest()
    settled = crashed(journal, tmp_path / "settled")
    changed(settled, 0, b"\x11" * HEADER)
    assert not harmed(settled)


def test_one_frame_alone_behind_a_lost_header_cannot_be_told_and_is_no_harm(folder: Path) -> None:
    connect.log(folder).write_bytes(bytes(HEADER) + connect.log(folder).read_bytes()[HEADER : HEADER + FRAME + PAGE])
    assert not harmed(folder)


def test_a_flipped_header_without_a_frame_behind_it_loses_nothing(folder: Path) -> None:
    connect.log(folder).write_bytes(connect.log(folder).read_bytes()[:HEADER])
    flipped(folder, 9, 1)
    assert not harmed(folder)


def test_a_program_that_writes_at_this_moment_is_no_harm(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([True, False])
    monkeypatch.setattr(log_check, "is_harmed", lambda *_: next(answers))
    assert not harmed(folder)


def test_behind_a_lost_header_only_changes_count_that_are_whole(journal: Journal, tmp_path: Path) -> None:
    journal.rest()
    entry = written(journal, "Words. " * 400)
    journal.rest()
    journal.entries.save(replace(entry, body=f"Torn. {entry.body}"))
    torn = crashed(journal, tmp_path / "torn")
    changed(torn, of_this_round(torn)[2].start + FRAME, bytes(PAGE))
    changed(torn, 0, bytes(HEADER))
    assert not harmed(torn)
