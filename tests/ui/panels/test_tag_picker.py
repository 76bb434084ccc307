import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from isp_journal.activity_search import ActivityIndex
from isp_journal.framework import load_catalogue
from isp_journal.paths import resources
from isp_journal.suggestions import Suggester, Suggestion
from isp_journal.ui.models.activity_rows import ActivityRows, Row
from isp_journal.ui.panels.tag_picker import Offer, TagPicker
from isp_journal.ui.theme import Theme

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PASSAGE = "I told her that I keep promises, even small ones."


@pytest.fixture
def offer() -> Offer:
    catalogue = load_catalogue(resources() / "frameworks")
    suggested = tuple(Suggester(catalogue).suggest(PASSAGE, limit=1))
    recent = ("isp-3.0/power.1", "isp-3.0/relationships.4", "older-1.0/gone.1")
    return Offer(catalogue, ActivityIndex(catalogue), suggested, recent, {"isp-3.0/power.1": 6, "isp-3.0/power.2": 1})


@pytest.fixture
def picker(qtbot: QtBot, theme: Theme, offer: Offer) -> TagPicker:
    made = TagPicker(theme, offer)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


def rows(picker: TagPicker) -> list[str]:
    return [picker.rows.row(number).text for number in range(picker.rows.rowCount())]


def said(picker: TagPicker) -> str:
    return " ".join(picker._about.text().split())


def test_before_typing_the_suggestion_with_its_words_and_the_latest_ones_are_shown(picker: TagPicker) -> None:
    assert rows(picker) == [
        "Suggested by “keep promises”",
        "Build trust through transparent action",
        "Recent",
        "Include diverse expertise in discussions",
        "Regulate distress in relationships",
    ]
    focused = picker.focused()
    assert focused is not None and focused.key == "relationships.1"


def test_typed_letters_part_the_suggestion_from_the_other_matches(picker: TagPicker) -> None:
    QTest.keyClicks(picker.field, "tru")
    assert rows(picker)[:3] == [
        "Suggested by “keep promises”",
        "Build trust through transparent action",
        "Other matches",
    ]
    row = picker.rows.row(1)
    assert [row.text[start:end] for start, end in row.spans] == ["tru"]
    QTest.keyClicks(picker.field, "xyz")
    assert rows(picker) == []
    assert picker._nothing.text() == "Nothing matches “truxyz”. Tab shows all 64."


def test_the_row_in_focus_is_told_in_full(picker: TagPicker) -> None:
    QTest.keyClicks(picker.field, "include diverse")
    assert said(picker) == "Address power differentials, activity 1 of 4. You tagged this 6 times this year."
    picker.field.setText("")
    assert said(picker) == "Grow and sustain relationships, activity 1 of 4."
    QTest.keyClicks(picker.field, "beneficiary")
    assert said(picker).endswith("You tagged this once this year.")


@pytest.mark.parametrize(("held", "how"), [(Qt.KeyboardModifier.NoModifier, "tag"), (CTRL, "why"), (SHIFT, "whole")])
def test_enter_tags_and_with_another_key_says_why_or_takes_the_whole_entry(
    picker: TagPicker, qtbot: QtBot, held: Qt.KeyboardModifier, how: str
) -> None:
    QTest.keyClicks(picker.field, "distress")
    with qtbot.waitSignal(picker.picked) as picked:
        QTest.keyClick(picker.field, Qt.Key.Key_Return, held)
    assert picked.args == ["isp-3.0/relationships.4", how]


def test_arrows_go_over_headings(picker: TagPicker) -> None:
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    focused = picker.focused()
    assert focused is not None and focused.key == "power.1"
    QTest.keyClick(picker.field, Qt.Key.Key_Up)
    QTest.keyClick(picker.field, Qt.Key.Key_Up)
    focused = picker.focused()
    assert focused is not None and focused.key == "relationships.1"


def test_tab_shows_all_activities_by_component_and_back(picker: TagPicker, offer: Offer) -> None:
    before = rows(picker)
    QTest.keyClick(picker.field, Qt.Key.Key_Tab)
    framework = offer.catalogue.default
    assert len(rows(picker)) == len(framework.activities) + len(framework.components)
    QTest.keyClicks(picker.field, "distress")
    assert rows(picker)[0] == "Grow and sustain relationships"
    picker.field.clear()
    QTest.keyClick(picker.field, Qt.Key.Key_Tab)
    assert rows(picker) == before


def test_without_suggestion_and_history_all_are_offered_once_that_is_known(
    qtbot: QtBot, theme: Theme, offer: Offer
) -> None:
    picker = TagPicker(theme, offer._replace(suggested=(), recent=None))
    qtbot.addWidget(picker)
    assert rows(picker) == []
    picker.set_offer(offer._replace(suggested=(), recent=()))
    assert len(rows(picker)) == 64 + 12


def test_for_the_whole_entry_plain_enter_takes_the_whole_entry(qtbot: QtBot, theme: Theme, offer: Offer) -> None:
    picker = TagPicker(theme, offer, whole=True)
    qtbot.addWidget(picker)
    with qtbot.waitSignal(picker.picked) as picked:
        QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert picked.args == ["isp-3.0/relationships.1", "whole"]


def test_two_suggestions_with_the_same_words_share_a_heading(qtbot: QtBot, theme: Theme, offer: Offer) -> None:
    activities = offer.catalogue.default.activities[:2]
    both = tuple(Suggestion(activity, "these words") for activity in activities)
    picker = TagPicker(theme, offer._replace(suggested=both, recent=()))
    qtbot.addWidget(picker)
    assert rows(picker) == ["Suggested by “these words”", *(activity.label for activity in activities)]


def test_with_little_room_the_list_gets_shorter_but_keeps_three_rows(picker: TagPicker) -> None:
    QTest.keyClick(picker.field, Qt.Key.Key_Tab)
    tall = picker.view.height()
    picker.fit(100)
    assert 3 * 36 <= picker.view.height() < tall


def test_the_rows_are_a_sound_list_model(offer: Offer, qapp: QApplication) -> None:
    model = ActivityRows()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    activity = offer.catalogue.default.activities[0]
    model.show([Row("Heading"), Row(activity.label, activity, "Co-learning")])
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole) == f"{activity.label}, Co-learning"
    assert (model.first(), model.next_from(1, 1), model.next_from(1, -1)) == (1, 1, 1)
    model.show([])
    assert model.first() == -1
    assert tester.model() is model
