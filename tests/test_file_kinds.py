import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.file_kinds import GIF, JPEG, OTHER, PDF, PNG, TEXT, WEBP, media_of


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", JPEG),
        (b"GIF87a\x01", GIF),
        (b"GIF89a\x01", GIF),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", WEBP),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", OTHER),
        (b"%PDF-1.7\n%\xe2\xe3", PDF),
        ("Wer fragt,\r\n\tführt. \u6f22".encode(), TEXT),
        (b"\xef\xbb\xbfwith a mark", TEXT),
        (b"", TEXT),
        (b"half \xc3", OTHER),
        (b"zero \x00 byte", OTHER),
        (b"PK\x03\x04", OTHER),
        (b"\x89PNG\n\x1a\n", OTHER),
        (b"MZ\x90\x00", OTHER),
    ],
)
def test_a_file_is_what_its_first_bytes_say(content: bytes, media: str) -> None:
    assert media_of(content) == media


@given(st.binary(max_size=64))
def test_any_bytes_have_a_media_type(content: bytes) -> None:
    assert media_of(content) in {PNG, JPEG, GIF, WEBP, PDF, TEXT, OTHER}
