import hashlib
import io
import zipfile
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.storage import closed_zip
from isp_journal.storage.closed_zip import DIGEST, Packing, Part

NAMES = ["journal.db", "manifest.json"]
CONTENTS = st.lists(st.binary(max_size=300), min_size=2, max_size=2)


def packed(contents: list[bytes], names: list[str] | None = None) -> io.BytesIO:
    stream = io.BytesIO()
    packing = Packing(stream)
    for name, content in zip(names or NAMES, contents, strict=True):
        packing.add(Part.of_bytes(name, content), [content[:7], content[7:]])
    packing.end()
    return stream


def parts(stream: BinaryIO, names: list[str] | None = None) -> list[closed_zip.Placed] | None:
    size = stream.seek(0, io.SEEK_END)
    return closed_zip.parts_of(stream, size, names or NAMES)


@given(contents=CONTENTS)
def test_any_program_for_zip_files_opens_it(contents: list[bytes]) -> None:
    with zipfile.ZipFile(packed(contents)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == NAMES
        assert [archive.read(name) for name in NAMES] == contents
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
        assert [one.external_attr >> 16 & 0o777 for one in archive.infolist()] == [0o600, 0o600]


@given(contents=CONTENTS)
def test_it_ends_with_the_digest_of_all_before(contents: list[bytes]) -> None:
    whole = packed(contents).getvalue()
    assert whole[-DIGEST:].decode() == hashlib.sha256(whole[:-DIGEST]).hexdigest()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.comment == whole[-DIGEST:]


@given(contents=CONTENTS)
def test_its_parts_are_found_again(contents: list[bytes]) -> None:
    stream = packed(contents)
    found = parts(stream)
    assert found is not None
    for placed, content in zip(found, contents, strict=True):
        stream.seek(placed.start)
        assert stream.read(placed.part.size) == content
        assert placed.part == Part.of_bytes(placed.part.name, content)


def spans(whole: bytes) -> list[int]:
    """Return the places of all bytes that are neither a part's content nor the digest."""
    found = parts(io.BytesIO(whole))
    assert found is not None
    inside = {at for one in found for at in range(one.start, one.start + one.part.size)}
    return [at for at in range(len(whole) - DIGEST) if at not in inside]


def test_every_bit_around_the_parts_is_looked_at() -> None:
    whole = packed([b"some pages", b"{}"]).getvalue()
    for at in spans(whole):
        for bit in range(8):
            broken = bytearray(whole)
            broken[at] ^= 1 << bit
            assert parts(io.BytesIO(bytes(broken))) is None, (at, bit)


def test_every_other_length_is_refused() -> None:
    whole = packed([b"some pages", b"{}"]).getvalue()
    for length in range(len(whole)):
        assert parts(io.BytesIO(whole[:length])) is None
        assert parts(io.BytesIO(whole[length + 1 :])) is None
    assert parts(io.BytesIO(whole + b"\0")) is None


@pytest.mark.parametrize("names", [["journal.db"], ["journal.db", "../other.json"], ["manifest.json", "journal.db"]])
def test_other_names_than_those_that_are_wanted_are_refused(names: list[str]) -> None:
    assert parts(packed([b"x"] * len(names), names)) is None


def test_a_size_that_is_not_true_is_refused() -> None:
    stream = io.BytesIO()
    packing = Packing(stream)
    packing.add(Part("journal.db", 2**62, 0), [b"small"])
    packing.add(Part.of_bytes("manifest.json", b"{}"), [b"{}"])
    packing.end()
    assert parts(stream) is None


def test_what_another_program_packed_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in NAMES:
            archive.writestr(name, b"x" * 100)
        archive.comment = b"0" * DIGEST
    assert parts(stream) is None


def test_sizes_beyond_four_gigabytes_have_the_same_form() -> None:
    large, small = Part("journal.db", 5 * 2**30, 7), Part("manifest.json", 2, 8)
    tail = closed_zip.tail([large, small])
    assert len(tail) == len(closed_zip.tail([small, small])) - len("manifest.json") + len("journal.db")
    assert (5 * 2**30).to_bytes(8, "little") in tail


def test_a_file_that_became_shorter_meanwhile_is_refused() -> None:
    stream = packed([b"some pages", b"{}"])
    assert closed_zip.parts_of(stream, len(stream.getvalue()) + 100, NAMES) is None
