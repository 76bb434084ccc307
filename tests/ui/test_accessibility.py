from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from isp_journal.errors import DiskFull, JournalMissing
from isp_journal.journal.journal import Journal
from isp_journal.model import Backup, CheckReport, Filter, Problem, Thing, TrashContents, Trashed
from isp_journal.paths import resources
from isp_journal.ui import entrance
from isp_journal.ui.charts.chart import BarChart
from isp_journal.ui.controls.popup import Popup
from isp_journal.ui.desk import Desk
from isp_journal.ui.editor.note import TagNote
from isp_journal.ui.main_window import MainWindow
from isp_journal.ui.pages.first_run import Makers
from isp_journal.ui.panels.settings_trash import listed
from tests.conftest import ACCOUNT
from tests.ui.desks import TODAY, desk_in, sample_in, settle
from tests.ui.drawn import png
from tests.ui.pages.opened import clipped, press

BACKUP = Backup(Path("x.ispbackup"), "2026-11-23T18:05:00.000Z", "asked", True, 2, 4096)
FOUND = CheckReport((Problem("A page of the file is not as it was written.", "page 7", "Keep the file."),), (), 0.1)
TRASH = TrashContents(entries=(Trashed(Thing.ENTRY, "a", "A quiet visit", "2026-11-24T08:00:00.000Z", "2026-11-23"),))
NO_MAKERS = Makers(lambda *_asked: None, lambda: Path("sample"), lambda _file: BACKUP, lambda *_asked: None)
HIT, HIT_IN_TEXT = 32, 24
FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox)
SAYS_NOTHING = (QAccessible.Role.NoRole, QAccessible.Role.Client)


class Shown(NamedTuple):
    """The window on the sample, with the newest entry's id and one of its tags."""

    window: MainWindow
    newest: str
    tag: str

    def page(self, name: str) -> Any:
        return self.window.page(name)


State = Callable[[Shown], object]


def at(page: str, then: Callable[[Any], object] | None = None, ask: str = "", target: str = "") -> State:
    """Return how to come to a page and what to do there once it is read."""

    def go(shown: Shown) -> None:
        shown.window.go(page, ask, target)
        settle(shown.window)
        if then is not None:
            then(shown.page(page))

    return go


def writing(then: Callable[[Any, Shown], object]) -> State:
    """Return how to come to the newest entry in Write and what to do there."""

    def go(shown: Shown) -> None:
        shown.window.go("write", "open_entry", shown.newest)
        settle(shown.window)
        then(shown.page("write"), shown)

    return go


def search(page: Any, words: str) -> None:
    page.filters.search.setText(words)
    page.filters.take_text_now()


def ask_palette(shown: "Shown", words: str) -> None:
    shown.window.open_palette()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, words)


def read_with_files(shown: "Shown") -> Any:
    """Read the newest entry, which has a picture and a text and was changed once, and return the pane."""
    newest = shown.newest

    def given(journal: Journal) -> None:
        entry = journal.entries.get(newest)
        journal.entries.save(replace(entry, title=entry.title + "."))
        journal.attachments.add(newest, "Flipchart.png", png())
        journal.attachments.add(newest, "Minutes.txt", b"Eleven people came.")

    shown.window.workers.change(given)
    settle(shown.window)
    shown.window.go("journal", "open_entry", newest)
    settle(shown.window)
    return shown.page("journal").pane


ROOM = "isp-3.0/relationships"
STATES: dict[str, State] = {
    "an empty page to write": at("write", ask="new_entry"),
    "an entry with tags": writing(lambda page, _shown: page.focus_first()),
    "the tag picker": writing(lambda page, _shown: page.tagging.open_picker()),
    "the tag picker without a match": writing(
        lambda page, _shown: (page.tagging.open_picker(), page.tagging.picker.field.setText("xyzzy"))
    ),
    "the note of a tag": writing(lambda page, shown: page.tagging.open_note(shown.tag)),
    "the choice of a date": writing(lambda page, _shown: page.ask_field("date")),
    "the choice of a time": writing(lambda page, _shown: page.ask_field("time")),
    "the choice of a site": writing(lambda page, _shown: page.ask_field("site")),
    "the choice of people": writing(lambda page, _shown: page.ask_field("people")),
    "the choice of minutes": writing(lambda page, _shown: page.ask_field("minutes")),
    "the choice of labels": writing(lambda page, _shown: page.ask_field("labels")),
    "words to find in the text": writing(lambda page, _shown: page.find_here()),
    "the journal": at("journal"),
    "an entry to read": lambda shown: shown.window.go("journal", "open_entry", shown.newest),
    "an entry with attachments": read_with_files,
    "a picture to look at": lambda shown: read_with_files(shown).attaching.strip.tiles[0].click(),
    "a file that is not shown": lambda shown: read_with_files(shown).attaching.strip.tiles[1].click(),
    "earlier versions of an entry": lambda shown: read_with_files(shown).open_versions(),
    "attachments while writing": writing(lambda page, _shown: page.focus_first()),
    "earlier versions while writing": writing(lambda page, _shown: page.kept.open_versions()),
    "a search": at("journal", lambda page: search(page, "meeting")),
    "a search without hits": at("journal", lambda page: search(page, "xyzzy")),
    "a filter's choices": at("journal", lambda page: page.filters.open_choices("Component")),
    "a filter that is on": at("journal", lambda page: page.set_filter(Filter(component=ROOM))),
    "all entries again": at("journal", lambda page: page.set_filter(Filter())),
    "the map": at("components"),
    "the map as a table": at("components", lambda page: page.show_view("table")),
    "the map again": at("components", lambda page: page.show_view("map")),
    "a room": at("room", ask="open_about", target=ROOM),
    "an activity's room": at("room", ask="open_about", target=f"{ROOM}.4"),
    "a note in the room": at("room", lambda page: page.head.note_button.click(), "open_about", ROOM),
    "months as a table": at("room", lambda page: page.history.chart.show_table(True), "open_about", ROOM),
    "months as a chart again": at("room", lambda page: page.history.chart.show_table(False), "open_about", ROOM),
    "a site": at("sites"),
    "a new site": at("sites", lambda page: page.names.ask_new()),
    "two sites to merge": at("sites", lambda page: page.site.deeds.merge_button.click()),
    "a site to delete": at("sites", lambda page: page.site.deeds.ask_delete()),
    "people": at("sites", lambda page: page.names.show_kind("people")),
    "settings": at("settings"),
    "a passphrase to set": at("settings", lambda page: page.privacy.deeds["encrypt"].click()),
    "the backups": at("settings", ask="show_backups"),
    "a backup to go back to": at("settings", lambda page: page.backups.restoring.open(BACKUP, TODAY)),
    "a backup to look into": at("settings", lambda page: page.backups.looking.open(BACKUP, TODAY)),
    "what a check found": at("settings", lambda page: page.check._take(FOUND)),
    "a full trash": at("settings", lambda page: page.trash.show_listed(listed(TRASH, TODAY))),
    "the palette": lambda shown: shown.window.open_palette(),
    "the palette without a match": lambda shown: ask_palette(shown, "xyzzy"),
    "all keys": lambda shown: shown.window.open_keys(),
    "something to undo": lambda shown: shown.window.messages.show_undo("Moved to the trash", lambda: None),
    "an error": lambda shown: shown.window.messages.show_error(DiskFull(), "Try again"),
    "the way to a journal of one's own": lambda shown: entrance.ask_own(
        shown.window, NO_MAKERS, Path("journal"), lambda _folder, _secret: None
    ),
    "the first run": lambda shown: entrance.ask_first(
        shown.window, NO_MAKERS, Path("journal"), lambda _folder, _secret: None
    ),
    "a journal to restore": lambda shown: (
        entrance.tell_trouble(
            shown.window, NO_MAKERS, Path("journal"), lambda _folder, _secret: None, JournalMissing(Path("journal"))
        )
        .ways["restore"]
        .click()
    ),
    "trouble with the journal": lambda shown: entrance.tell_trouble(
        shown.window, NO_MAKERS, Path("journal"), lambda _folder, _secret: None, JournalMissing(Path("journal"))
    ),
}


def left(window: MainWindow) -> None:
    """Leave whatever is open over the page or instead of it."""
    for popup in window.findChildren(Popup):
        popup.leave()
    for menu in window.findChildren(QMenu):
        menu.close()
    while window.messages.dismiss():
        continue
    window.messages.drop_undo()
    window.show_frame()
    settle(window)


@pytest.fixture(scope="module")
def desk(qapp: QApplication) -> Iterator[Desk]:
    folder = Path(mkdtemp(prefix="accessible-", dir=ACCOUNT))
    with desk_in(qapp, folder) as made:
        made.window.resize(1440, 900)
        made.start(sample_in(folder))
        settle(made.window)
        yield made


def newest_in(journal: Journal) -> tuple[str, str]:
    (row,) = journal.entries.page(Filter(), limit=1)
    return row.id, journal.entries.get(row.id).tags[0].id


@pytest.fixture
def shown(desk: Desk, qtbot: QtBot) -> Iterator[Shown]:
    window = desk.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    found: list[tuple[str, str]] = []
    window.workers.read(newest_in, found.append)
    settle(window)
    yield Shown(window, *found[0])
    left(window)


def controls(root: QWidget) -> list[QWidget]:
    """Return all that can be seen below a widget and takes the focus or a click; heads belong to their tables."""
    seen = (widget for widget in root.findChildren(QWidget) if widget.isVisible())
    return [widget for widget in seen if takes_something(widget) and not isinstance(widget, QHeaderView)]


def takes_something(widget: QWidget) -> bool:
    by_kind = isinstance(
        widget, QAbstractButton | QAbstractItemView | QLineEdit | QTextEdit | QPlainTextEdit | QComboBox
    )
    return by_kind or (bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None)


def wrong(root: QWidget) -> list[str]:
    """Return what somebody who cannot see or hit the controls would miss, in words."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r} {spoken_name(widget)!r}: {fault}"
        for widget in controls(root)
        for fault in (*faults_of_name(widget), *faults_of_size(widget), *silent_rows(widget))
    ]


def spoken_name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


ICONS = {file.stem for file in (resources() / "icons").glob("*.svg")}


def faults_of_name(widget: QWidget) -> Iterator[str]:
    spoken = QAccessible.queryAccessibleInterface(widget)
    name = spoken_name(widget)
    if not name:
        yield "has no name"
    elif name in ICONS or name.removesuffix(".svg") in ICONS:
        yield "is called like its icon"
    placeholder = getattr(widget, "placeholderText", None)
    if placeholder is not None and placeholder() and not widget.accessibleName():
        yield "is named by its placeholder alone"
    # A scroll area that takes the focus to be scrolled has no role of its own in Qt; what it shows has.
    if spoken.role() in SAYS_NOTHING and not isinstance(widget, QScrollArea):
        yield f"has the role {spoken.role().name}"


def faults_of_size(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractButton | QLineEdit | QComboBox):
        least = HIT_IN_TEXT if isinstance(widget, TagNote) else HIT
        if min(widget.width(), widget.height()) < least:
            yield f"is {widget.width()} x {widget.height()}"


def silent_rows(widget: QWidget) -> Iterator[str]:
    if not isinstance(widget, QAbstractItemView) or widget.model() is None:
        return
    model = widget.model()
    for at_row in range(min(12, model.rowCount())):
        index = model.index(at_row, 0)
        if index.flags() & Qt.ItemFlag.ItemIsSelectable and not said(index):
            yield f"row {at_row} says nothing"
        if widget.visualRect(index).isValid() and 0 < widget.visualRect(index).height() < HIT_IN_TEXT:
            yield f"row {at_row} is {widget.visualRect(index).height()} high"


def said(index: QModelIndex) -> str:
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    return next((str(told).strip() for role in roles if (told := index.data(role))), "")


@pytest.mark.parametrize("state", STATES)
def test_every_control_can_be_named_hit_and_told(shown: Shown, desk: Desk, state: str) -> None:
    desk.theme.set_scale(100)
    shown.window.resize(1440, 900)
    STATES[state](shown)
    settle(shown.window)
    assert wrong(shown.window) == []


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_clipped_at_twice_the_text_size(shown: Shown, desk: Desk, state: str) -> None:
    desk.theme.set_scale(200)
    shown.window.resize(1280, 800)
    STATES[state](shown)
    settle(shown.window)
    assert (clipped(shown.window), wrong(shown.window)) == ([], [])


PAGES: dict[str, State] = {
    name: STATES[name]
    for name in (
        "an entry with tags",
        "an entry to read",
        "an entry with attachments",
        "earlier versions of an entry",
        "attachments while writing",
        "all entries again",
        "the map again",
        "the map as a table",
        "a room",
        "a site",
        "people",
        "settings",
        "something to undo",
        "the first run",
        "trouble with the journal",
    )
}


@pytest.mark.parametrize("back", [False, True], ids=["forward", "back"])
@pytest.mark.parametrize("state", PAGES)
def test_tab_walks_through_all_controls_and_is_caught_nowhere(shown: Shown, desk: Desk, state: str, back: bool) -> None:
    PAGES[state](shown)
    settle(shown.window)
    to_come = {widget for widget in controls(shown.window) if is_on_the_way(widget)}
    first = now = in_focus()
    walked = []
    for _ in range(len(to_come) + 5):
        QTest.keyClick(now, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        assert in_focus() is not now, f"caught in {type(now).__name__} {spoken_name(now)!r}"
        now = in_focus()
        walked.append(now)
        if now is first:
            break
    assert now is first, [f"{type(one).__name__} {spoken_name(one)!r}" for one in walked]
    assert [f"{type(one).__name__} {spoken_name(one)!r}" for one in to_come - set(walked)] == []


def in_focus() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the focus"
    return focus


def is_on_the_way(widget: QWidget) -> bool:
    by_tab = (widget.focusPolicy() & Qt.FocusPolicy.TabFocus) == Qt.FocusPolicy.TabFocus
    return by_tab and widget.isEnabled() and widget.focusProxy() is None


@pytest.mark.parametrize(
    ("state", "opener"),
    [("the tag picker", "write"), ("the choice of a site", "write"), ("words to find in the text", "write")],
)
def test_escape_leaves_what_is_open_and_the_focus_comes_back(shown: Shown, state: str, opener: str) -> None:
    STATES["an entry with tags"](shown)
    before = in_focus()
    STATES[state](shown)
    settle(shown.window)
    assert in_focus() is not before
    press(Qt.Key.Key_Escape)
    assert in_focus() is before
    assert shown.window.current == opener


MENUS: dict[str, State] = {
    "the main menu": lambda shown: shown.window.open_menu(),
    "kinds of entries": writing(lambda page, _shown: page.head.kind.click()),
    "models of reflection": writing(lambda page, _shown: page.head.model.click()),
    "more of an entry": writing(lambda page, _shown: page.bar.more.click()),
    "periods": at("components", lambda page: page.filters.period_chip.button.click()),
}


@pytest.mark.parametrize("menu", MENUS)
def test_menus_and_what_they_offer_are_named(shown: Shown, menu: str) -> None:
    MENUS[menu](shown)
    settle(shown.window)
    (found,) = (one for one in shown.window.findChildren(QMenu) if one.isVisible())
    assert spoken_name(found)
    assert QAccessible.queryAccessibleInterface(found).role() == QAccessible.Role.PopupMenu
    assert [action for action in found.actions() if not action.isSeparator() and not action.text().strip()] == []


class Mute(QWidget):
    """What a careless page might hold: it takes the focus and says nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show()


def planted(parent: QWidget) -> list[QWidget]:
    button, field, like_its_icon = QPushButton(parent), QLineEdit(parent), QPushButton("trash-2", parent)
    button.resize(20, 20)
    field.setPlaceholderText("Name of a site")
    for widget in (button, field, like_its_icon):
        widget.show()
    return [button, field, like_its_icon, Mute(parent)]


def test_the_walk_finds_what_is_planted(shown: Shown) -> None:
    STATES["settings"](shown)
    settle(shown.window)
    careless = planted(shown.window.page("settings"))
    found = "\n".join(wrong(shown.window))
    for widget in careless:
        widget.hide()
        widget.deleteLater()
    assert "QPushButton '' '': has no name" in found
    assert "QPushButton '' '': is 20 x 20" in found
    assert "QPushButton '' 'trash-2': is called like its icon" in found
    assert "is named by its placeholder alone" in found
    assert "Mute '' '': has no name" in found
    assert "Mute '' '': has the role Client" in found


def test_the_walk_finds_a_label_without_room(shown: Shown) -> None:
    STATES["settings"](shown)
    settle(shown.window)
    squeezed = QLabel("What becomes of its entries?", shown.window.page("settings"))
    squeezed.resize(20, 20)
    squeezed.show()
    found = clipped(shown.window)
    squeezed.hide()
    squeezed.deleteLater()
    assert [words for words in found if "What becomes" in words]


def test_a_chart_offers_the_same_as_a_table(shown: Shown) -> None:
    STATES["a room"](shown)
    settle(shown.window)
    chart = shown.page("room").history.chart
    assert isinstance(chart.chart, BarChart)
    bars = [step.words for step in chart.chart._shown.steps]
    chart.show_table(True)
    settle(shown.window)
    numbers = chart.table.model()
    told = [numbers.index(0, at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(numbers.columnCount())]
    chart.show_table(False)
    assert told == bars
