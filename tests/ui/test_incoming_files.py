import os
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication

from isp_journal.errors import Refused
from isp_journal.file_kinds import LARGEST_FILE
from isp_journal.ui.bounded_pictures import format_of
from isp_journal.ui.incoming_files import from_file, holds_files, incoming, picture_name
from tests.ui import drawn

NOW = datetime(2026, 11, 24, 14, 32)


def files(*paths: Path) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return made


def test_files_of_this_computer_are_taken_in_their_order(tmp_path: Path) -> None:
    for name in ("plan.pdf", "minutes.txt"):
        (tmp_path / name).write_bytes(name.encode())
    source = files(tmp_path / "plan.pdf", tmp_path / "minutes.txt")
    assert holds_files(source)
    read = [one.read() for one in incoming(source, NOW)]
    assert [(one.name, one.content) for one in read] == [("plan.pdf", b"plan.pdf"), ("minutes.txt", b"minutes.txt")]


def test_words_and_addresses_stay_words() -> None:
    words, page = QMimeData(), QMimeData()
    words.setText("I asked everyone.")
    page.setUrls([QUrl("https://example.org/plan.pdf")])
    page.setText("https://example.org/plan.pdf")
    assert not holds_files(words)
    assert not holds_files(page)
    assert incoming(words, NOW) == []


def test_words_copied_with_a_picture_of_them_stay_words(qapp: QApplication) -> None:
    both = QMimeData()
    both.setText("A table from a worksheet")
    both.setImageData(drawn.drawn())
    assert not holds_files(both)


def test_a_pasted_picture_is_called_after_the_time(qapp: QApplication) -> None:
    source = QMimeData()
    source.setImageData(drawn.drawn())
    assert holds_files(source)
    (one,) = incoming(source, NOW)
    file = one.read()
    assert (file.name, format_of(file.content)) == ("Picture 24 Nov 14-32.png", b"png")
    assert picture_name(NOW) == file.name


def test_the_bytes_of_a_pasted_picture_are_read_within_bounds(qapp: QApplication) -> None:
    source = QMimeData()
    source.setData("image/png", drawn.png())
    (one,) = incoming(source, NOW)
    assert format_of(one.read().content) == b"png"
    source.setData("image/png", drawn.png_that_says(60_000, 60_000))
    (one,) = incoming(source, NOW)
    with pytest.raises(Refused, match="picture on the clipboard can't be read"):
        one.read()


def test_a_folder_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "Photos").mkdir()
    with pytest.raises(Refused, match="“Photos” is a folder"):
        from_file(tmp_path / "Photos").read()


def test_a_file_that_is_too_large_is_refused_with_its_size(tmp_path: Path) -> None:
    large = tmp_path / "film.mp4"
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(Refused, match=r"“film.mp4” has 25 MB; an attachment can have 25 MB"):
        from_file(large).read()


def test_an_empty_file_and_one_that_has_gone_are_refused(tmp_path: Path) -> None:
    (tmp_path / "nothing.txt").touch()
    with pytest.raises(Refused, match=r"“nothing\.txt” is empty"):
        from_file(tmp_path / "nothing.txt").read()
    with pytest.raises(Refused, match=r"“gone\.txt” can't be read"):
        from_file(tmp_path / "gone.txt").read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_that_nobody_writes_to_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="“pipe” is no file that can be kept"):
        from_file(tmp_path / "pipe").read()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices in folders here")
def test_a_device_without_an_end_is_refused() -> None:
    with pytest.raises(Refused, match="is no file that can be kept"):
        from_file(Path("/dev/zero")).read()
