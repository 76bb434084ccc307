import os
import stat
from pathlib import Path

import pytest

from isp_journal import paths
from isp_journal.errors import DiskFails, ReadOnly
from isp_journal.file_kinds import OTHER, PDF, PNG, TEXT
from isp_journal.ui.opened_files import clean_opened, may_be_opened, put

ONLY_OURS = pytest.mark.skipif(os.name != "posix", reason="rights of files are other ones here")


@ONLY_OURS
def test_a_copy_is_for_this_account_alone_in_a_folder_that_says_nothing() -> None:
    before = os.umask(0)
    try:
        file = put("Plan.pdf", PDF, b"%PDF-1.4")
    finally:
        os.umask(before)
    assert (file.name, file.read_bytes()) == ("Plan.pdf", b"%PDF-1.4")
    rights = [stat.S_IMODE(place.stat().st_mode) for place in (file, file.parent, paths.opened_folder())]
    assert rights == [0o600, 0o700, 0o700]
    assert set(file.parent.name) <= set("0123456789abcdef")


def test_each_copy_has_a_folder_of_its_own() -> None:
    assert put("Plan.pdf", PDF, b"1").parent != put("Plan.pdf", PDF, b"2").parent


def test_a_picture_gets_the_ending_that_it_is_opened_by() -> None:
    assert put("photo", PNG, b"").name == "photo.png"
    assert put("photo.exe", PNG, b"").name == "photo.exe.png"
    assert put("photo.PNG", PNG, b"").name == "photo.PNG"


@pytest.mark.parametrize("name", ["run.exe", "run.desktop", "run.sh", "page.html", "page.svg", "run", "run.docx.js"])
def test_what_could_be_run_is_not_opened(name: str) -> None:
    assert not may_be_opened(name, OTHER)
    assert not may_be_opened(name, TEXT)


def test_what_is_only_shown_is_opened() -> None:
    assert may_be_opened("Plan.docx", OTHER)
    assert may_be_opened("Minutes.TXT", TEXT)
    assert may_be_opened("scan.pdf", PDF)
    assert may_be_opened("anything", PNG)
    assert not may_be_opened("Plan.docx", TEXT)


def test_nothing_is_left_after_cleaning() -> None:
    put("Plan.pdf", PDF, b"1")
    put("Minutes.txt", TEXT, b"2")
    assert clean_opened() == 0
    assert not paths.opened_folder().exists()
    assert clean_opened() == 0


@ONLY_OURS
def test_cleaning_takes_away_a_link_and_not_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not ours", encoding="utf-8")
    folder = paths.opened_folder()
    folder.parent.mkdir(parents=True)
    folder.symlink_to(tmp_path)
    assert clean_opened() == 0
    assert (tmp_path / "letter.txt").exists()
    assert not folder.is_symlink()
    inside = put("Plan.pdf", PDF, b"1").parent / "link"
    inside.symlink_to(tmp_path)
    clean_opened()
    assert (tmp_path / "letter.txt").exists()


def test_a_place_that_cannot_be_written_to_is_told_of() -> None:
    folder = paths.opened_folder()
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way", encoding="utf-8")
    with pytest.raises((DiskFails, ReadOnly)):
        put("Plan.pdf", PDF, b"1")
