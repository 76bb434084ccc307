"""A key file that was touched by anything is damaged, and never 'another passphrase'."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.errors import KeyFileNewer
from isp_journal.storage import key_file
from isp_journal.storage.data_key import DataKey
from isp_journal.storage.key_file import KEY_FILE, NEEDS, Damaged, KeyFile, decode, encode
from tests.storage.locks import locked_file

KEY = DataKey(bytes(range(32)), bytes(range(16)))


@dataclass(frozen=True, slots=True)
class Sample:
    file: KeyFile
    content: bytes


@pytest.fixture(scope="module")
def sample() -> Sample:
    file = locked_file(KEY)
    return Sample(file, encode(file))


def respelled(content: bytes, **changes: Any) -> bytes:
    """Return a file that says something else with a digest that fits, as only a program would make it."""
    told = json.loads(content)
    told.pop("sha256")
    return key_file.spelled({**told, **changes})


def test_a_key_file_comes_back_as_it_was_written(sample: Sample, tmp_path: Path) -> None:
    assert decode(sample.content) == sample.file
    key_file.write(tmp_path / KEY_FILE, sample.file)
    assert key_file.read(tmp_path / KEY_FILE) == sample.file
    assert len(sample.content) < 1_500


def test_a_key_file_holds_no_secret_and_no_name(sample: Sample) -> None:
    assert KEY.key.hex() not in sample.content.decode()
    for word in ("Wörter", "Kaffee", "abandon", "Jonas"):
        assert word not in sample.content.decode()


def test_each_flipped_bit_is_damage(sample: Sample) -> None:
    for place in range(len(sample.content)):
        for bit in range(8):
            flipped = bytearray(sample.content)
            flipped[place] ^= 1 << bit
            with pytest.raises(Damaged):
                decode(bytes(flipped))


def test_each_cut_is_damage(sample: Sample) -> None:
    for length in range(len(sample.content)):
        with pytest.raises(Damaged):
            decode(sample.content[:length])


@given(st.data())
def test_bytes_that_were_overwritten_added_or_doubled_are_damage(data: st.DataObject) -> None:
    content = encode(locked_file(KEY)) if data.draw(st.booleans()) else _KEPT
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 64))
    put = data.draw(st.binary(max_size=64))
    changed = content[:start] + put + content[start + length :]
    if changed != content:
        with pytest.raises(Damaged):
            decode(changed)


_KEPT = encode(locked_file(KEY))


@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode)))
def test_what_is_no_key_file_is_damage(content: bytes) -> None:
    with pytest.raises(Damaged):
        decode(content)


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b"{}", b'"journal.key"', b"[" * 60_000, b"x" * (key_file.LARGEST + 10)]
)
def test_other_json_and_endless_files_are_damage(content: bytes) -> None:
    with pytest.raises(Damaged):
        decode(content)


def test_the_same_words_spelled_in_another_way_are_damage(sample: Sample) -> None:
    told = json.loads(sample.content)
    for other in (json.dumps(told), json.dumps(told, indent=2), json.dumps(told, indent=1, sort_keys=True)):
        with pytest.raises(Damaged):
            decode(other.encode())


def test_a_form_that_came_later_is_told_as_newer_and_not_as_damage(sample: Sample) -> None:
    with pytest.raises(KeyFileNewer):
        decode(respelled(sample.content, version=2, slots="of another form"))


@pytest.mark.parametrize(("needs", "told"), [("99.0.0", KeyFileNewer), ("soon", Damaged), (NEEDS, None)])
def test_the_smallest_version_that_reads_it_is_heeded(sample: Sample, needs: str, told: type[Exception] | None) -> None:
    content = respelled(sample.content, head={**json.loads(sample.content)["head"], "needs": needs})
    if told is None:
        assert decode(content).head.needs == needs
    else:
        with pytest.raises(told):
            decode(content)


@pytest.mark.parametrize(
    "costs",
    [
        {"memory": 4 << 20, "passes": 3, "lanes": 4},
        {"memory": 64, "passes": 3, "lanes": 4},
        {"memory": 65_536, "passes": 1_000, "lanes": 4},
        {"memory": 65_536, "passes": 0, "lanes": 4},
        {"memory": 65_536, "passes": 3, "lanes": 200},
        {"memory": True, "passes": 3, "lanes": 4},
    ],
)
def test_costs_beyond_their_bounds_are_refused_before_they_are_paid(sample: Sample, costs: dict[str, int]) -> None:
    slot = json.loads(sample.content)["passphrase"]
    with pytest.raises(Damaged):
        decode(respelled(sample.content, passphrase={**slot, "costs": costs}))


@pytest.mark.parametrize("version", [None, "1", 1.5, True, 0, -1])
def test_a_version_that_is_no_number_is_damage(sample: Sample, version: object) -> None:
    with pytest.raises(Damaged):
        decode(respelled(sample.content, version=version))


def test_fields_that_nobody_knows_and_wrong_lengths_are_damage(sample: Sample) -> None:
    told = json.loads(sample.content)
    for changes in (
        {"more": 1},
        {"computers": [told["recovery"]]},
        {"recovery": {**told["recovery"], "wrapped": "ab"}},
        {"recovery": {**told["recovery"], "salt": told["recovery"]["salt"].upper() + "\n"}},
    ):
        with pytest.raises(Damaged):
            decode(respelled(sample.content, **changes))


def test_a_key_file_needs_both_slots(sample: Sample) -> None:
    told = msgspec.to_builtins(sample.file)
    for slot in ("passphrase", "recovery"):
        less = {name: part for name, part in told.items() if name != slot}
        with pytest.raises(Damaged):
            decode(key_file.spelled({"magic": key_file.MAGIC, "version": key_file.VERSION, **less}))
