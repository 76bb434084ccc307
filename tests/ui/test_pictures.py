import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.pictures import VIEWS, paint
from tests.source import ROOT
from tests.ui.desks import Sitting, sample_in
from tests.ui.dummies import colours_of

NEEDS_STEPS = ("attachments", "versions", "privacy", "backups", "unlock")
IMAGES = ROOT / "docs" / "images"


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    sitting = Sitting(qapp, qtbot, tmp_path)
    yield sitting.starts(sample_in(tmp_path))
    sitting.end()


def test_pictures_are_painted_page_by_page_in_their_theme(window: MainWindow, tmp_path: Path) -> None:
    wanted = [view for view in VIEWS if view.name in {"write-light", "journal-dark", "room-light"}]
    files = paint(window, tmp_path / "pictures", wanted)
    assert [file.name for file in files] == [f"{view.name}.png" for view in wanted]
    for file, view in zip(files, wanted, strict=True):
        image = QImage(str(file))
        assert (image.width(), image.height()) == (1440, 900)
        # Between the band and the text there is nothing but the colour of the page or its list.
        lightness = image.pixelColor(1000, 60).lightness()
        assert (lightness > 200) == (view.theme == "light"), view.name
        assert len(colours_of(image.scaled(120, 75))) > 20


def test_what_keeps_the_words_is_painted_too(window: MainWindow, tmp_path: Path) -> None:
    wanted = [view for view in VIEWS if view.name.partition("-")[0] in NEEDS_STEPS]
    files = paint(window, tmp_path / "pictures", wanted)
    pictures = {file.stem: QImage(str(file)).scaled(120, 75) for file in files}
    assert len(pictures) == len(NEEDS_STEPS)
    assert all(len(colours_of(image)) > 20 for image in pictures.values())
    shown = list(pictures.values())
    assert all(first != second for first, second in pairwise(shown))


def test_a_theme_that_changes_while_an_entry_is_read_leaves_no_light_paper(window: MainWindow, tmp_path: Path) -> None:
    views = {view.name: view for view in VIEWS}
    _, dark = paint(window, tmp_path, [views["journal-light"], views["journal-dark"]])
    image = QImage(str(dark)).scaled(144, 90)
    lit = sum(image.pixelColor(x, y).lightness() > 200 for x in range(144) for y in range(90))
    assert lit < 144 * 90 / 10


def test_another_theme_is_no_edit_that_would_have_to_be_saved(window: MainWindow, tmp_path: Path) -> None:
    views = {view.name: view for view in VIEWS}
    paint(window, tmp_path, [views["write-light"], views["write-dark"], views["journal-dark"]])
    assert window.navigation.saved.words() == ""


def test_every_picture_is_in_the_repository_and_no_other() -> None:
    assert {file.stem for file in IMAGES.glob("*.png")} == {view.name for view in VIEWS}
    for file in IMAGES.glob("*.png"):
        image = QImage(str(file))
        assert (image.width(), image.height()) == (1440, 900), file.name


def test_documents_show_pictures_that_exist() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {
        (document.parent / target).resolve()
        for document in documents
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", document.read_text(encoding="utf-8"))
    }
    assert IMAGES / "write-light.png" in shown
    assert [target.name for target in shown if not target.is_file()] == []
