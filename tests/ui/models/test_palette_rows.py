import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from isp_journal.ui.models.palette_rows import (
    ACTION,
    COMPONENT,
    ENTRY,
    PAGE,
    PERSON,
    SITE,
    PaletteRow,
    PaletteRows,
    fitting,
    parted,
)


def row(kind: str, title: str, also: str = "", key: str = "") -> PaletteRow:
    return PaletteRow(kind, title, lambda: None, also=also, key=key)


ROWS = [
    row(PAGE, "Journal", key="Ctrl+2"),
    row(ACTION, "Find in the whole journal"),
    row(COMPONENT, "Grow and sustain relationships", "trust respect"),
    row(COMPONENT, "Facilitation"),
    row(SITE, "Harlow Bend School"),
    row(PERSON, "Dana Relling"),
    row(ENTRY, "The team meeting that changed course"),
]


def titles(words: str) -> list[str]:
    return [found.title for found in fitting(words, ROWS, 10)]


def test_the_model_is_sound_while_its_rows_change(qapp: object) -> None:
    model = PaletteRows()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS)
    assert model.rowCount() == len(ROWS)
    assert model.index(0).data() == "Journal"
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Journal, page, Ctrl+2"
    model.set_rows([])
    assert model.row(0) is None


@pytest.mark.parametrize(
    ("typed", "words", "kinds"),
    [
        ("> larger", "larger", (ACTION,)),
        ("@dana", "dana", (SITE, PERSON)),
        ("  >", "", (ACTION,)),
        ("jour ", "jour", (PAGE, ACTION, COMPONENT, SITE, PERSON)),
    ],
)
def test_a_first_sign_asks_for_one_kind_only(typed: str, words: str, kinds: tuple[str, ...]) -> None:
    assert parted(typed) == (words, kinds)


def test_what_begins_with_the_words_goes_before_what_has_them_inside() -> None:
    assert titles("journal") == ["Journal", "Find in the whole journal"]
    assert titles("fa") == ["Facilitation"]


def test_starts_of_words_are_enough_in_any_order() -> None:
    assert titles("rel grow") == ["Grow and sustain relationships"]
    assert titles("trust") == ["Grow and sustain relationships"]
    assert titles("bend har") == ["Harlow Bend School"]


def test_a_slip_of_the_finger_is_forgiven() -> None:
    assert titles("faciltation") == ["Facilitation"]
    assert titles("harlwo bend") == ["Harlow Bend School"]


def test_words_of_nothing_find_nothing_and_no_words_find_all() -> None:
    assert titles("zzzzz") == []
    assert len(titles("")) == len(ROWS)
    assert len(fitting("", ROWS, 2)) == 2
