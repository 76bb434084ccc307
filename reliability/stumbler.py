"""Somebody at the real window while the program fails under their hands, again and again, at functions of chance.

python -m reliability.stumbler JOURNAL COUNT SEED ours|control
Standard output and error are expected in the files out and err beside the journal; what came of each failure goes to
told there.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from types import CodeType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from isp_journal import app
from isp_journal.errors import KnownError
from isp_journal.model import Filter
from isp_journal.paths import log_file
from isp_journal.ui.aside import Aside
from isp_journal.ui.incoming_files import from_file
from isp_journal.ui.pages.journal import JournalPage
from isp_journal.ui.pages.room import RoomPage
from isp_journal.ui.pages.settings import SettingsPage
from isp_journal.ui.pages.sites_people import SitesPeople
from isp_journal.ui.pages.unlock import UnlockPage
from isp_journal.ui.pages.write import WritePage
from isp_journal.ui.panels.new_passphrase import NewPassphrase
from reliability import planted, stumbles
from reliability.person import CTRL, SHIFT, Person, Shown, Story

ENOUGH, AGAIN = 0, 10
"""Exit codes: all is done, or the window is of no more use and another one is to go on."""

PASSPHRASE = "four ordinary words here"
WORDS = planted.words()
RETURN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
SAID_BY = (
    "windowTitle windowFilePath accessibleName accessibleDescription toolTip statusTip whatsThis text toPlainText "
    "placeholderText title informativeText detailedText words"
).split()
# How many failures come out with nothing of the program around them, and how many deeds begin without pages.
BARE, ANEW = 0.1, 0.2
LONGEST_DEED = 2.0
LONGEST_CASE = 30.0


def writes(person: Person) -> Story:
    """Write an entry with words, and save it."""
    person.press(Qt.Key.Key_N, CTRL)
    page = _page(person, WritePage, "write")
    yield page.editor.hasFocus
    person.types(f"{WORDS['body']} met {WORDS['person']}.")
    page.head.title.setFocus()
    person.types(WORDS["title"])
    person.press(Qt.Key.Key_S, CTRL)
    yield lambda: page.autosave.is_clean


def tags(person: Person) -> Story:
    """Tag a passage and say why."""
    page = _page(person, WritePage, "write")
    yield page.editor.hasFocus
    person.types("One more. ")
    person.press(Qt.Key.Key_T, CTRL)
    yield lambda: page.tagging.picker is not None
    person.types("distress")
    person.press(RETURN, CTRL)
    yield lambda: page.tagging.panel is not None
    person.types(WORDS["because"])
    person.press(RETURN)
    yield lambda: page.autosave.is_clean


def fills_fields(person: Person) -> Story:
    """Say where and with whom it was."""
    page = _page(person, WritePage, "write")
    for name, use in (("site", "second-site"), ("people", "other-person"), ("labels", "label")):
        page.ask_field(name)
        person.types(WORDS[use])
        person.press(RETURN)
        yield person.quiet()
        person.press(ESCAPE)


def finds(person: Person) -> Story:
    """Search in the whole journal, and read what is found."""
    person.press(Qt.Key.Key_F, CTRL | SHIFT)
    page = _page(person, JournalPage, "journal")
    yield page.filters.search.hasFocus
    person.types_anew(page.filters.search, WORDS["second-body"])
    yield person.quiet()
    person.press(Qt.Key.Key_Down)
    yield person.quiet()
    page.pane.open_versions()
    yield person.quiet()
    page.pane.leave_versions()


def goes_about(person: Person) -> Story:
    """Look at every page, the palette, the keys and the menu."""
    for name in ("journal", "components", "sites", "settings", "write"):
        person.window.go(name)
        yield person.quiet()
    person.press(Qt.Key.Key_K, CTRL)
    person.types(WORDS["person"])
    yield person.quiet()
    person.press(ESCAPE)
    person.window.open_keys()
    person.press(ESCAPE)
    person.window.back()
    yield person.quiet()


def notes(person: Person) -> Story:
    """Note where one stands."""
    person.window.go("room", "open_about", "isp-3.0/relationships")
    page = _page(person, RoomPage, "room")
    yield person.quiet()
    person.click(page.head.note_button)
    person.types(WORDS["note"])
    person.press(RETURN, CTRL)
    yield person.quiet()


def names(person: Person) -> Story:
    """Give a person a pseudonym."""
    person.window.go("sites")
    page = _page(person, SitesPeople, "sites")
    yield person.quiet()
    person.types_anew(page.site.fields["pseudonym"].field, f"{WORDS['site-pseudonym']}{time.monotonic_ns()}")
    yield person.quiet()


def attaches(person: Person) -> Story:
    """Attach a file and look at it."""
    page = _page(person, WritePage, "write")
    yield person.quiet()
    file = Path(os.environ["TMPDIR"]) / f"{WORDS['file-name']}.txt"
    file.write_text(f"{WORDS['file-content']} {time.monotonic_ns()}", encoding="utf-8")
    attaching = page.kept.attached.attaching
    attaching.take([from_file(file)])
    yield person.quiet()
    yield lambda: attaching.strip.tiles
    attaching.open(attaching.strip.tiles[-1].shown)
    yield person.quiet()
    person.press(ESCAPE)


def throws_away(person: Person) -> Story:
    """Move an entry to the trash and take that back."""
    page = _page(person, WritePage, "write")
    person.press(Qt.Key.Key_N, CTRL)
    person.types(WORDS["trashed-body"])
    yield lambda: page.autosave.is_clean
    page.trash()
    yield person.quiet()
    person.window.workers.undo_stack.undo()
    yield person.quiet()


def looks_after(person: Person) -> Story:
    """Make a backup, look into it, and check the journal."""
    page = _page(person, SettingsPage, "settings")
    yield person.quiet()
    person.click(page.backups.copy)
    yield lambda: not page.backups.progress.is_busy
    person.click(page.backups.look)
    yield person.quiet()
    person.types_anew(page.backups.looking.field, WORDS["second-body"])
    yield person.quiet()
    page.backups.looking.close_it.click()
    person.click(page.check.start)
    yield lambda: not page.check.progress.is_busy


def estimates(person: Person) -> Story:
    """Think of another passphrase, whose strength is looked at aside."""
    page = _page(person, SettingsPage, "settings")
    yield person.quiet()
    person.click(page.privacy.deeds["change"])
    card = page.privacy.card
    assert card is not None
    person.types(PASSPHRASE)
    person.press(RETURN)
    yield lambda: not card.steps.is_busy
    chosen = card.steps.step(NewPassphrase)
    assert chosen is not None
    chosen.first.field.setFocus()
    person.types(f"{WORDS['new-one']} {WORDS['new-two']} twice over")
    yield lambda: "estimate" in chosen.strength.text()
    page.privacy.leave()


def locks(person: Person) -> Story:
    """Lock the journal and open it again."""
    before = person.moments["opened"]
    person.press(Qt.Key.Key_L, CTRL)
    yield lambda: person.seen(UnlockPage) is not None
    person.types(PASSPHRASE)
    person.press(RETURN)
    yield person.opened(before + 1)
    yield person.quiet()


def is_looked_at(person: Person) -> Story:
    """Make the window larger and its text too."""
    person.window.resize(900 + time.monotonic_ns() % 300, 800)
    person.window.deeds["larger"].trigger()
    yield person.quiet()
    person.window.deeds["normal_size"].trigger()


DEEDS: tuple[Callable[[Person], Story], ...] = (
    writes,
    finds,
    tags,
    notes,
    attaches,
    fills_fields,
    goes_about,
    names,
    looks_after,
    throws_away,
    estimates,
    locks,
    is_looked_at,
)


class Fails:
    """Fails once: when it is called, or when it is let go of."""

    def __init__(self, error: BaseException, *, late: bool = False) -> None:
        self._error: BaseException | None = error
        self._late = late

    def __call__(self, *_given: object) -> None:
        """Fail now."""
        error, self._error = self._error, None
        if error is not None:
            raise error

    def __del__(self) -> None:
        if self._late:
            self()


def bare(person: Person, error: BaseException) -> dict[str, Callable[[], object]]:
    """Return the ways for a failure to come out where little or nothing of the program is around it."""
    fails, workers = Fails(error), person.window.workers
    action = QAction(person.window)
    action.triggered.connect(fails)
    return {
        "a slot": action.trigger,
        "a timer": lambda: QTimer.singleShot(0, fails),
        "a thread": lambda: threading.Thread(target=fails).start(),
        "on the way out": lambda: Fails(error, late=True),
        "work aside": lambda: Aside(person).run(fails, print, print),
        "reading": lambda: workers.read(fails, print),
        "changing": lambda: workers.change(fails),
        "an answer": lambda: workers.read(lambda _journal: None, fails),
        "long work": lambda: workers.beside(lambda _journal, _steady: fails(), print),
        "telling of it": lambda: _fails_when_told(person, fails),
    }


def _fails_when_told(person: Person, fails: Fails) -> None:
    messages = person.window.messages
    show = messages.show_error

    def shown(error: KnownError, button: str = "", then: Callable[[], object] | None = None) -> None:
        vars(messages)["show_error"] = show
        raise ValueError(f"{fails._error} {error}{button}{then}")

    vars(messages)["show_error"] = shown
    QTimer.singleShot(0, fails)


class Stumbling:
    """Goes through deeds, first to see which functions they need, and then with one of these failing each time."""

    def __init__(self, place: Path, count: int, chance: Random) -> None:
        self._place = place
        self._left = count
        self._chance = chance
        self._calls = stumbles.Calls()
        self._needed: dict[tuple[str, bool], list[CodeType]] = {}
        self._deeds = {one.__name__: one for one in DEEDS[: max(5, count // 5)]}
        self._since = time.monotonic()
        self._streams = stumbles.Streams(place.parent / "out", place.parent / "err", log_file())
        self._calls.begin()
        threading.Thread(target=self._watch, daemon=True).start()

    def story(self, person: Person) -> Story:
        """Unlock the journal, see what is needed, and fail as often as was asked for."""
        yield lambda: person.seen(UnlockPage) is not None
        person.window.activateWindow()
        yield person.find(UnlockPage).passphrase.hasFocus
        person.types(PASSPHRASE)
        person.press(RETURN)
        yield person.opened(1)
        yield person.quiet()
        for name in self._deeds:
            for anew in (True, False):
                yield from self._sees(person, name, anew)
        self._calls.end()
        while self._left:
            yield from self._bare(person) if self._chance.random() < BARE else self._case(person)
        _end(ENOUGH)

    def control(self, person: Person) -> Story:
        """Fail with Python's own hooks in place, which print all words."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        yield lambda: person.seen(UnlockPage) is not None
        for name in ("a slot", "a timer", "a thread", "on the way out", "work aside"):
            stumble = self._stumble(bare.__code__)
            bare(person, ValueError(stumble.message))[name]()
            yield from self._told(person, stumble, name)
        _end(ENOUGH)

    def _sees(self, person: Person, name: str, anew: bool) -> Story:
        """See which functions a deed needs, in pages that are made for it, or in those that are there."""
        heard: set[CodeType] = set()
        with self._calls.into(heard):
            yield from self._through(self._deeds[name](person))
        self._needed[name, anew] = stumbles.candidates(heard)
        yield from self._tidies(person)

    def _case(self, person: Person) -> Story:
        name = self._chance.choice(sorted(self._deeds))
        anew = self._chance.random() < ANEW
        if anew:
            yield from self._through(locks(person))
            yield from self._tidies(person)
        stumble = self._stumble(self._chance.choice(self._needed[name, anew]))
        if stumble.begin():
            yield from self._through(self._deeds[name](person))
            stumble.end()
            if stumble.happened:
                yield from self._told(person, stumble, name)
        stumble.end()
        yield from self._tidies(person)

    def _bare(self, person: Person) -> Story:
        stumble = self._stumble(bare.__code__)
        stumble.happened = 1
        ways = bare(person, stumbles.KINDS[stumble.kind](stumble.message))
        name = self._chance.choice(sorted(ways))
        ways.pop(name)()
        yield from self._told(person, stumble, name)
        yield from self._tidies(person)

    def _stumble(self, code: CodeType) -> stumbles.Stumble:
        kind = self._chance.choice(sorted(stumbles.KINDS))
        return stumbles.Stumble(code, kind, stumbles.message(self._chance), ever=self._chance.random() < 0.2)

    def _told(self, person: Person, stumble: stumbles.Stumble, name: str) -> Story:
        yield _or_late(person.quiet(), 0.5)
        sys.stdout.flush()
        sys.stderr.flush()
        hits = [*self._streams.hits(), *shown_hits(person)]
        stumbles.tell(self._place.parent / "told", stumble, name, hits)
        self._left -= 1
        self._since = time.monotonic()

    def _through(self, deed: Story) -> Story:
        """Go through a deed as far as it goes; what comes out of it comes out of the program."""
        until = time.monotonic() + LONGEST_DEED
        while time.monotonic() < until:
            try:
                waits = next(deed)
            except StopIteration:
                return
            except Exception as error:
                sys.excepthook(type(error), error, error.__traceback__)
                return
            yield _or_late(waits, until - time.monotonic())

    def _tidies(self, person: Person) -> Story:
        """Close what lies about, and go on only in a window that is still of use."""
        for top in QApplication.topLevelWidgets():
            if isinstance(top, QDialog | QMenu) and top.isVisible():
                top.close()
        window = person.window
        window.messages.clear()
        for _ in range(2):
            QTest.keyClick(window, ESCAPE)
        answers: list[object] = []
        window.workers.read(lambda journal: journal.entries.count(Filter()), answers.append)
        window.activateWindow()
        yield _or_late(lambda: answers and window.isActiveWindow(), 3.0)
        if not answers or not window.frame.isVisible():
            _end(AGAIN)
        window.messages.clear()
        self._since = time.monotonic()

    def _watch(self) -> None:
        while time.monotonic() - self._since < LONGEST_CASE:
            time.sleep(0.5)
        _end(AGAIN)


def shown_hits(person: Person) -> Iterator[str]:
    """Yield the words of failures that any widget shows, and all words that stand in a bar about a failure."""
    for widget in QApplication.allWidgets():
        for text in _texts(widget):
            for use in planted.hits_in(text, stumbles.WORDS):
                yield f"{type(widget).__name__} shows: {use}"
    for kind, said in person.window.messages._kept.items():
        if kind == "error":
            for use in planted.hits_in(said.text, WORDS):
                yield f"the bar says: {use}"


def _texts(widget: QWidget) -> Iterator[str]:
    for name in SAID_BY:
        method = getattr(widget, name, None)
        if callable(method):
            with suppress(Exception):  # a method of another meaning, or one that fails just now
                told = method()
                if isinstance(told, str):
                    yield told


def _or_late(waits: Callable[[], object], seconds: float) -> Callable[[], object]:
    until = time.monotonic() + seconds

    def come() -> object:
        try:
            return waits() or time.monotonic() > until
        except Exception:
            return True

    return come


def _end(code: int) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _page(person: Person, kind: type[Shown], name: str) -> Shown:
    if person.window.current != name:
        person.window.go(name)
    page = person.window.page(name)
    assert isinstance(page, kind)
    return page


def main(place: Path, count: int, seed: int, control: bool) -> int:
    """Run the window until it has failed so often; returns the exit code."""
    stumbling = Stumbling(place, count, Random(seed))

    def hear(moment: str, window: QWidget) -> None:
        QAccessible.setActive(True)
        person.hear(moment, window)

    person = Person(stumbling.control if control else stumbling.story)
    return app.run(place, watch=hear)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "control"))
