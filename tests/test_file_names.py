import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.file_kinds import JPEG, OTHER, PDF, PNG
from isp_journal.file_names import LONGEST, MOST_BYTES, clean

NAMES = st.text(max_size=300) | st.text('abC./\\: \u202e\u200b\x00\x1f\t\n<>|?*"é漢', max_size=40)


@pytest.mark.parametrize(
    ("name", "media", "kept"),
    [
        ("flipchart.png", PNG, "flipchart.png"),
        ("FLIP.PNG", PNG, "FLIP.PNG"),
        ("photo.JPEG", JPEG, "photo.JPEG"),
        ("photo.exe", JPEG, "photo.exe.jpg"),
        ("plan", PDF, "plan.pdf"),
        ("sheet.xlsx", OTHER, "sheet.xlsx"),
        ("../../etc/passwd", OTHER, "passwd"),
        ("C:\\Users\\Ruth\\note.txt", OTHER, "note.txt"),
        ("a\u2215b\uff0fc.txt", OTHER, "c.txt"),
        ("folder/", OTHER, "folder"),
        ("..", OTHER, "attachment"),
        ("/", PNG, "attachment.png"),
        ("", PDF, "attachment.pdf"),
        (".hidden", OTHER, "hidden"),
        ("trailing. . ", OTHER, "trailing"),
        ("two\nlines\tand  spaces.txt", OTHER, "two lines and spaces.txt"),
        ("cod\u202egnp.exe", OTHER, "codgnp.exe"),
        ("zero\u200bwidth\ufeff.txt", OTHER, "zerowidth.txt"),
        ("nul\x00byte\x7f.txt", OTHER, "nulbyte.txt"),
        ("half\ud800.txt", OTHER, "half.txt"),
        ('a<b>c:"d|e?f*.txt', OTHER, "a-b-c--d-e-f-.txt"),
        ("CON", OTHER, "_CON"),
        ("con.txt", OTHER, "_con.txt"),
        ("LPT9.tar.gz", OTHER, "_LPT9.tar.gz"),
        ("com¹", OTHER, "_com¹"),
        ("conference.txt", OTHER, "conference.txt"),
        ("e\u0301.txt", OTHER, "é.txt"),
        ("Gesprächsnotiz 漢字 🌱.pdf", PDF, "Gesprächsnotiz 漢字 🌱.pdf"),
    ],
)
def test_a_name_keeps_what_can_be_shown_and_nothing_that_misleads(name: str, media: str, kept: str) -> None:
    assert clean(name, media) == kept


@pytest.mark.parametrize(
    "name", ["x" * 400 + ".pdf", "漢" * 400 + ".pdf", "." * 9 + "x" * 400, "x." + "y" * 400, "🌱" * 300]
)
def test_a_long_name_is_cut_and_keeps_its_ending(name: str) -> None:
    short = clean(name)
    assert len(short) <= LONGEST
    assert len(short.encode()) <= MOST_BYTES
    assert short.endswith(".pdf") is name.endswith(".pdf")


@given(NAMES, st.sampled_from([PNG, PDF, OTHER]))
def test_any_name_becomes_one_that_any_disk_takes(name: str, media: str) -> None:
    plain = clean(name, media)
    assert 0 < len(plain) <= LONGEST
    assert len(plain.encode()) <= MOST_BYTES
    assert not set(plain) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(sign)[0] == "C" for sign in plain)
    assert plain.strip(". ") == plain
    assert plain.split(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}
    assert clean(plain, media) == plain
