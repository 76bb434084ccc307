from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from isp_journal.model import EntryLine, Filter
from isp_journal.ui.models.entry_list import EntryList
from isp_journal.ui.panels.entry_rows import (
    EntryDelegate,
    Shown,
    date_of,
    domains_of,
    in_lines,
    near_hit,
    plain,
    spoken,
    title_and_snippet,
    without_hits,
)
from isp_journal.ui.theme import Theme
from isp_journal.ui.workers import Workers
from tests.ui.dummies import SmallJournal, colours_of, dressed, opener_of

TODAY = date(2026, 11, 24)
COMPONENTS = {
    "isp-3.0/co-learning": Shown("Co-learning", "co-creation"),
    "isp-3.0/improvement-cycles": Shown("Improvement cycles", "ongoing-improvement"),
    "isp-3.0/relationships": Shown("Relationships", "sustaining-change"),
}
LINE = EntryLine(
    9,
    "a",
    "2026-11-20",
    "site visit",
    "The team meeting",
    "they do the \x02greeting\x03, and nobody knew",
    "Harlow Bend School",
    "isp-3.0/relationships,isp-3.0/co-learning",
)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    with dressed(qapp, "dark") as made:
        yield made


@pytest.fixture
def delegate(theme: Theme, qtbot: QtBot) -> EntryDelegate:
    rows = EntryList(Workers(opener_of(SmallJournal())))
    rows.show_rows([LINE])
    made = EntryDelegate(theme, rows, rows)
    made.components = COMPONENTS
    rows.setParent(QApplication.instance())
    return made


def painted(delegate: EntryDelegate, state: QStyle.StateFlag = QStyle.StateFlag.State_Enabled) -> QImage:
    image = QImage(320, delegate.row_height(heading=True), QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, image.width(), image.height())
    option.state = state
    painter = QPainter(image)
    rows = delegate.parent()
    assert isinstance(rows, EntryList)
    delegate.paint(painter, option, rows.index(0))
    painter.end()
    return image


def test_a_row_shows_the_hit_of_a_search_and_the_marks_of_its_domains(delegate: EntryDelegate, theme: Theme) -> None:
    colours = colours_of(painted(delegate))
    t = theme.tokens
    assert {t.find.lower(), t.co_creation.hue.lower(), t.sustaining_change.hue.lower()} <= colours
    assert t.ongoing_improvement.hue.lower() not in colours


def test_the_chosen_row_is_filled_below_the_heading_of_its_month(delegate: EntryDelegate, theme: Theme) -> None:
    image = painted(delegate, QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Selected)
    select = theme.tokens.select.lower()
    heading = image.copy(0, 0, image.width(), theme.px(34))
    assert select in colours_of(image)
    assert select not in colours_of(heading)


def test_a_screen_reader_hears_title_date_site_and_components() -> None:
    assert spoken(LINE, COMPONENTS, TODAY) == "The team meeting, 20 Nov, Harlow Bend School, Co-learning, Relationships"


def test_marks_stand_in_the_order_of_the_framework_and_each_once() -> None:
    assert domains_of(LINE.components, COMPONENTS) == ["co-creation", "sustaining-change"]
    assert domains_of("isp-3.0/relationships,isp-9/unknown", COMPONENTS) == ["sustaining-change"]
    assert domains_of("", COMPONENTS) == []


@pytest.mark.parametrize(
    ("back", "words"), [(0, "Today"), (1, "Yesterday"), (2, "22 Nov"), (365, "24 Nov 2025"), (-1, "25 Nov")]
)
def test_dates_are_short_and_near_ones_have_names(back: int, words: str) -> None:
    day = TODAY - timedelta(days=back)
    assert date_of(LINE._replace(occurred_on=day.isoformat()), TODAY) == words


def test_markdown_reads_as_running_text() -> None:
    assert plain("# What\n\nI **asked** _them_ to `wait`.\n- one\n- [x] two\n> and so") == (
        "What I asked them to wait. one two and so"
    )
    assert plain("snake_case and 2 * 3") == "snake_case and 2 * 3"


def test_without_a_title_the_first_sentence_is_one() -> None:
    line = LINE._replace(title="", snippet="Owen has asked him. Twenty hours from January.")
    assert title_and_snippet(line) == ("Owen has asked him.", "Twenty hours from January.")
    long = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    title, rest = title_and_snippet(LINE._replace(title="", snippet=long))
    assert title.endswith(" …")
    assert f"{title.removesuffix(' …')} {rest}" == long


def test_a_search_hit_in_an_untitled_entry_has_the_kind_for_a_title() -> None:
    line = LINE._replace(title="")
    assert title_and_snippet(line) == ("Site visit", "they do the \x02greeting\x03, and nobody knew")
    assert title_and_snippet(LINE._replace(title="", snippet="")) == ("Site visit", "")


def test_a_hit_in_the_title_is_not_said_twice() -> None:
    assert title_and_snippet(LINE._replace(snippet="The \x02team\x03 meeting")) == ("The team meeting", "")


def test_a_snippet_begins_shortly_before_its_hit() -> None:
    text = "…a long way before we come to what we looked for, which is the \x02greeting\x03 at the door"
    assert near_hit(text).startswith("…")
    assert near_hit(text).index("\x02") < 30
    assert near_hit("the \x02greeting\x03") == "the \x02greeting\x03"


@given(st.text(st.sampled_from("ab \n#*🎉é"), max_size=60), st.integers(20, 400))
def test_two_lines_of_a_snippet_hold_its_beginning_and_fit(text: str, width: int) -> None:
    font = QFont()
    lines = in_lines(plain(text), font, [width, width])
    said = "".join(piece.text for line in lines for piece in line)
    assert len(lines) <= 2
    assert plain(text).startswith(said.removesuffix("…"))
    if width > 60:
        metrics = QFontMetrics(font)
        assert all(metrics.horizontalAdvance("".join(p.text for p in line).strip()) <= width + 2 for line in lines)


@given(st.lists(st.sampled_from(["wait ", "\x02wait\x03 ", "door ", "🎉 "]), max_size=30))
def test_what_is_marked_in_two_lines_is_what_the_search_marked(words: list[str]) -> None:
    text = "".join(words).strip()
    pieces = [piece for line in in_lines(text, QFont(), [120, 120]) for piece in line]
    marked = [piece.text for piece in pieces if piece.hit]
    assert all("wait".startswith(word) or "wait".endswith(word) for word in marked)
    assert len(marked) <= text.count("\x02") + 1
    assert without_hits(text).startswith("".join(piece.text for piece in pieces).removesuffix("…"))


def test_months_are_asked_of_the_list_and_not_of_the_filter_alone(delegate: EntryDelegate) -> None:
    rows = delegate.parent()
    assert isinstance(rows, EntryList)
    assert rows.begins_month(0) == "2026-11"
    rows.ask(Filter(text="greeting"))
    assert rows.begins_month(0) == ""


def test_a_long_title_goes_on_in_a_second_line_and_only_then_ends_in_dots() -> None:
    font = QFont()
    width = QFontMetrics(font).horizontalAdvance("The last morning of the ")
    told = in_lines("The last morning of the cycle", font, [width, width])
    assert ["".join(piece.text for piece in line).strip() for line in told] == ["The last morning of the", "cycle"]
    long = in_lines("The last morning of the cycle, and the first of the next one", font, [width] * 2)
    assert "".join(piece.text for piece in long[1]).endswith("…")


def test_a_title_of_two_lines_leaves_every_row_as_high_as_the_others(delegate: EntryDelegate, theme: Theme) -> None:
    rows = delegate.parent()
    assert isinstance(rows, EntryList)
    rows.show_rows([LINE._replace(title="The team meeting that changed its course at the very last minute")])
    height = delegate.row_height(heading=False)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, theme.px(300), delegate.row_height(heading=True))
    picture = QImage(option.rect.size(), QImage.Format.Format_RGB32)
    picture.fill(theme.colour("sunken"))
    painter = QPainter(picture)
    delegate.paint(painter, option, rows.index(0))
    painter.end()
    title = QColor(theme.tokens.text).name()
    inked = [y for y in range(picture.height()) if any(picture.pixelColor(x, y).name() == title for x in range(240))]
    assert inked[-1] - inked[0] > QFontMetrics(theme.font("body")).height()
    assert delegate.row_height(heading=False) == height
