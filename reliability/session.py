"""A whole session in the real window, during which fifty made-up words are written, searched, attached and copied.

python -m reliability.session PLACE open|locked closed|killed    PLACE holds a folder of files to attach
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from isp_journal import app, hardening
from isp_journal.ui.pages.first_run import FirstRun
from isp_journal.ui.pages.journal import JournalPage
from isp_journal.ui.pages.room import RoomPage
from isp_journal.ui.pages.settings import SettingsPage
from isp_journal.ui.pages.sites_people import SitesPeople
from isp_journal.ui.pages.unlock import UnlockPage
from isp_journal.ui.pages.write import WritePage
from isp_journal.ui.panels.ask_secret import AskSecret
from isp_journal.ui.panels.attaching import LEAVE, Attaching
from isp_journal.ui.panels.code_steps import ShowCode, TypeBack
from isp_journal.ui.panels.key_steps import KeySteps
from isp_journal.ui.panels.new_passphrase import NewPassphrase
from isp_journal.ui.panels.versions_view import VersionsView
from reliability import planted
from reliability.person import CTRL, SHIFT, Person, Shown, Story

RETURN, ESCAPE, HOME, END = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Home, Qt.Key.Key_End
WORDS = planted.words()
FIRST, SECOND = (
    " ".join(WORDS[f"{which}-{number}"] for number in ("one", "two", "three", "four"))
    for which in ("passphrase", "new")
)


def give(place: Path) -> None:
    """Lay out the files that the person will attach, with words in their folder's and their own names."""
    folder = files_in(place)
    folder.mkdir(parents=True)
    (folder / f"{WORDS['file-name']}.txt").write_text(f"She said {WORDS['file-content']} twice.\n", encoding="utf-8")
    dropped = folder.parent / f"{WORDS['dropped-name']}.md"
    dropped.write_text(f"# Of {WORDS['dropped-content']}\n", encoding="utf-8")
    picture = QImage(320, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    writer = QImageWriter(str(folder / f"{WORDS['picture-name']}.png"))
    writer.setText("Description", f"The wall with {WORDS['picture-content']}")
    assert writer.write(picture), writer.errorString()


def files_in(place: Path) -> Path:
    """Return the folder of files to attach."""
    return place / "given" / WORDS["folder"]


def begins(person: Person, locked: bool) -> Story:
    """Begin a journal in the usual place, with a name, and with a passphrase or without."""
    yield lambda: person.seen(FirstRun)
    page = person.find(FirstRun)
    person.window.activateWindow()
    yield page.ways["begin"].hasFocus
    person.press(RETURN)
    person.types(f"Mira {WORDS['author']}")
    person.click(page.form.go_on)
    steps = page.begin.keys
    chosen = cast("NewPassphrase", steps.step(NewPassphrase))
    yield chosen.first.field.hasFocus
    if locked:
        _chooses_passphrase(person, chosen, FIRST)
        # The estimate is made when the typing rests.
        yield lambda: "estimate" in chosen.strength.text()
        _writes_code_down(person, steps)
    else:
        person.click(chosen.none)
        person.click(page.begin.without.begin)
    yield person.opened(1)
    yield person.quiet()


def _chooses_passphrase(person: Person, chosen: NewPassphrase, words: str) -> None:
    person.types(words)
    person.press(RETURN)
    person.types(words)
    assert chosen.first.value() == chosen.second.value() == words
    person.press(RETURN)


def _writes_code_down(person: Person, steps: KeySteps) -> None:
    code = cast("ShowCode", steps.step(ShowCode)).code().words
    person.click(steps.go_on)
    field = cast("TypeBack", steps.step(TypeBack)).entry.field
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, code)
    person.press(RETURN)


def writes(person: Person) -> Story:
    """Write an entry with a title, a site, people, labels and tags that say why."""
    page = _writing(person)
    yield page.editor.hasFocus
    person.types(f"We spoke of {WORDS['body']} at the door. ")
    person.press(RETURN)
    person.types(f"# {WORDS['heading']}")
    person.press(RETURN)
    link = f"[there](https://{WORDS['link']}.example/a) ![{WORDS['alt-text']}](file:///tmp/{WORDS['link']}.png)"
    person.types(f"**{WORDS['markdown']}** stands {link}.")
    person.press(RETURN)
    person.types("It was said at the end.")
    page.head.title.setFocus()
    person.types(f"About {WORDS['title']}")
    for field, uses in (
        ("site", ["site"]),
        ("people", ["person", "other-person"]),
        ("labels", ["label", "second-label"]),
    ):
        page.ask_field(field)
        for use in uses:
            person.types(WORDS[use])
            person.press(RETURN)
            yield person.quiet()
        person.press(ESCAPE)
    page.ask_field("date")
    person.types(WORDS["date-typed"])
    person.press(ESCAPE)
    page.editor.setFocus()
    yield from _tags(person, "distress", "because", CTRL)
    yield from _tags(person, "trust", "", SHIFT)


def _tags(person: Person, activity: str, because: str, held: Qt.KeyboardModifier) -> Story:
    page = _writing(person)
    before = len(page.margin.notes)
    person.press(HOME, CTRL)
    person.press(Qt.Key.Key_T, CTRL)
    yield lambda: page.tagging.picker is not None
    person.types(WORDS["picker"])
    person.press(Qt.Key.Key_A, CTRL)
    person.types(activity)
    person.press(RETURN, held)
    if because:
        yield lambda: page.tagging.panel is not None and page.tagging.panel.because.hasFocus()
        person.types(f"so that {WORDS[because]}")
        person.press(RETURN)
    yield lambda: len(page.margin.notes) > before
    yield page.editor.hasFocus


def goes_on(person: Person) -> Story:
    """Begin a second entry, write and replace words in it, copy and paste, and see its earlier versions."""
    page = _writing(person)
    person.press(RETURN, CTRL)
    yield lambda: page.draft.is_untouched
    person.types(WORDS["replaced"])
    yield lambda: page.autosave.is_clean
    person.press(Qt.Key.Key_A, CTRL)
    person.types(f"First there was {WORDS['second-body']}. ")
    _other_program_copies(f"{WORDS['pasted']} from elsewhere")
    person.press(Qt.Key.Key_V, CTRL)
    person.press(Qt.Key.Key_A, CTRL)
    person.press(Qt.Key.Key_C, CTRL)
    person.press(END, CTRL)
    page.ask_field("site")
    person.types(WORDS["second-site"])
    person.press(RETURN)
    yield person.quiet()
    person.press(Qt.Key.Key_F, CTRL)
    person.types(WORDS["found-here"])
    person.press(ESCAPE)
    person.press(Qt.Key.Key_S, CTRL)
    yield lambda: page.autosave.is_clean
    page.kept.open_versions()
    yield lambda: person.seen(VersionsView) is not None
    yield person.quiet()
    person.press(ESCAPE)
    yield page.editor.hasFocus


def _other_program_copies(words: str) -> None:
    QGuiApplication.clipboard().setText(words)


def attaches(person: Person, place: Path) -> Story:
    """Attach a file and a picture by Qt's own dialog, look at them, and open none of them elsewhere."""
    page = _writing(person)
    attaching = page.kept.attached.attaching
    for use, ending in (("file-name", "txt"), ("picture-name", "png")):
        before = len(attaching.strip.tiles)
        yield from person.chooses_file(page.kept.attach_files, files_in(place) / f"{WORDS[use]}.{ending}")
        yield lambda before=before: len(attaching.strip.tiles) > before  # type: ignore[misc]
    _other_program_draws()
    page.editor.setFocus()
    person.press(Qt.Key.Key_V, CTRL)
    yield lambda: len(attaching.strip.tiles) == 3
    yield person.quiet()
    for tile in attaching.strip.tiles[:2]:
        tile.setFocus()
        person.press(RETURN)
        yield lambda: attaching._viewer is not None
        yield person.quiet()
        person.press(ESCAPE)
        yield lambda: attaching._viewer is None
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(place / "given" / f"{WORDS['dropped-name']}.md"))])
    page.editor.insertFromMimeData(dropped)
    yield lambda: len(attaching.strip.tiles) == 4
    yield from _leaves_it_here(person, attaching)
    yield from person.chooses_nothing(lambda: attaching.save_copy(attaching.strip.tiles[0].shown))


def _leaves_it_here(person: Person, attaching: Attaching) -> Story:
    attaching.ask_elsewhere(attaching.strip.tiles[0].shown)
    yield from person.answers(LEAVE)


def _other_program_draws() -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("orange"))
    QGuiApplication.clipboard().setImage(picture)


def names(person: Person) -> Story:
    """Give a person and a site pseudonyms and another name, as a search in the palette leads to them."""
    page = _page(person, SitesPeople, "sites")
    for use, kind, changes in (
        ("person", "person", {"pseudonym": "pseudonym", "position": "position"}),
        ("site", "site", {"pseudonym": "site-pseudonym", "name": "name-changed"}),
    ):
        person.press(Qt.Key.Key_K, CTRL)
        person.types(WORDS[use])
        yield person.quiet()
        person.press(RETURN)
        yield lambda: person.window.current == "sites"
        yield person.quiet()
        fields = (page.person if kind == "person" else page.site).fields
        for name, typed in changes.items():
            person.types_anew(fields[name].field, WORDS[typed])
            yield person.quiet()


def searches(person: Person) -> Story:
    """Search for words that are there and words that are not, in the palette and in the journal."""
    person.press(Qt.Key.Key_K, CTRL)
    for use in ("palette", "unknown-person"):
        person.types(("@" if use == "unknown-person" else "") + WORDS[use])
        yield person.quiet()
        person.press(Qt.Key.Key_A, CTRL)
    person.press(ESCAPE)
    page = _page(person, JournalPage, "journal")
    person.press(Qt.Key.Key_F, CTRL | SHIFT)
    yield page.filters.search.hasFocus
    for use, rows in (("searched", 0), ("body", 1)):
        person.types_anew(page.filters.search, WORDS[use])
        yield person.quiet()
        yield lambda rows=rows: page.rows.rowCount() == rows  # type: ignore[misc]
    # What is read is chosen and copied, as from every text.
    page.pane.text.selectAll()
    page.pane.text.copy()
    person.press(ESCAPE)
    yield person.quiet()


def notes(person: Person) -> Story:
    """Note where one stands in the room of a component, and read its history."""
    person.window.go("room", "open_about", "isp-3.0/relationships")
    page = _page(person, RoomPage, "room")
    yield person.quiet()
    for use in ("note", "second-note"):
        person.click(page.head.note_button)
        yield page.note.text.hasFocus
        person.types(f"I stand at {WORDS[use]}.")
        person.press(RETURN, CTRL)
        yield page.note.isHidden
        yield person.quiet()


def throws_away(person: Person) -> Story:
    """Write an entry and move it to the trash."""
    person.press(Qt.Key.Key_N, CTRL)
    page = _writing(person)
    yield page.editor.hasFocus
    person.types(f"Never mind {WORDS['trashed-body']}.")
    page.head.title.setFocus()
    person.types(WORDS["trashed-title"])
    yield lambda: page.autosave.is_clean
    page.trash()
    yield person.quiet()


def backs_up(person: Person) -> Story:
    """Make a backup, try a restore, check the journal, and take one entry back out of the backup."""
    person.press(Qt.Key.Key_Comma, CTRL)
    page = _page(person, SettingsPage, "settings")
    yield person.quiet()
    for button, told in ((page.backups.copy, page.backups.result), (page.backups.drill, page.backups.result)):
        told.setText("")
        person.click(button)
        yield lambda told=told: bool(told.text())  # type: ignore[misc]
        yield person.quiet()
    person.click(page.check.start)
    yield lambda: bool(page.check.result.text())
    assert page.check.result.text() == "Everything is as it was written.", page.check.result.text()
    person.click(page.backups.look)
    look = page.backups.looking
    yield look.list.isVisible
    person.types_anew(look.field, WORDS["searched-backup"])
    yield lambda: "Nothing with" in look.told.text()
    person.types_anew(look.field, WORDS["second-body"])
    yield look.take.isEnabled
    person.click(look.take)
    yield person.quiet()
    person.click(look.close_it)


def locks(person: Person, passphrase: str) -> Story:
    """Lock by Ctrl+L, get the passphrase wrong once, and unlock."""
    before = person.moments["opened"]
    person.window.activateWindow()
    person.press(Qt.Key.Key_L, CTRL)
    yield lambda: person.seen(UnlockPage) is not None
    page = person.find(UnlockPage)
    yield page.passphrase.hasFocus
    person.types(WORDS["wrong-passphrase"])
    person.press(RETURN)
    yield lambda: bool(page.problem.text())
    person.types(passphrase)
    person.press(RETURN)
    yield person.opened(before + 1)
    yield person.quiet()


def changes_keys(person: Person) -> Story:
    """Change the passphrase and the recovery code, then write a new data key."""
    person.press(Qt.Key.Key_Comma, CTRL)
    page = _page(person, SettingsPage, "settings")
    yield person.quiet()
    for deed in ("change", "code"):
        person.click(page.privacy.deeds[deed])
        card = page.privacy.card
        assert card is not None
        asked = cast("AskSecret", card.steps.step(AskSecret))
        yield asked.entry.field.isVisible
        asked.entry.field.setFocus()
        person.types(FIRST if deed == "change" else SECOND)
        person.press(RETURN)
        if deed == "change":
            chosen = cast("NewPassphrase", card.steps.step(NewPassphrase))
            yield chosen.isVisible
            chosen.first.field.setFocus()
            _chooses_passphrase(person, chosen, SECOND)
        else:
            shown = cast("ShowCode", card.steps.step(ShowCode))
            yield shown.isVisible
            _writes_code_down(person, card.steps)
        yield lambda: page.privacy.card is None and bool(page.privacy.done.text())
        yield person.quiet()


def is_killed(person: Person) -> Story:
    """Type on, begin a backup, and be ended from outside in the middle of both."""
    person.press(Qt.Key.Key_N, CTRL)
    page = _writing(person)
    yield page.editor.hasFocus
    person.types(f"This was never finished, {WORDS['unsaved']}")
    folder = Path(os.environ["XDG_DATA_HOME"]) / "isp-journal" / "journal" / "backups"
    before = set(folder.iterdir())
    person.window.workers.change(lambda journal: journal.backups.make(), lambda _made: None)
    yield lambda: set(folder.iterdir()) - before
    os.kill(os.getpid(), signal.SIGKILL)


def closes(person: Person) -> Story:
    """Type a last word, and close the window."""
    person.press(Qt.Key.Key_N, CTRL)
    page = _writing(person)
    yield page.editor.hasFocus
    person.types(f"And last {WORDS['last-words']}.")
    person.window.activateWindow()
    person.press(Qt.Key.Key_W, CTRL)


def session(person: Person, place: Path, locked: bool, killed: bool) -> Story:
    """Tell the whole of it."""
    yield from begins(person, locked)
    for scene in (writes, goes_on, partial(attaches, place=place), names, searches, notes, throws_away, backs_up):
        yield from scene(person)
    if locked:
        yield from locks(person, FIRST)
        yield from changes_keys(person)
        yield from locks(person, SECOND)
    yield from (is_killed if killed else closes)(person)


def _writing(person: Person) -> WritePage:
    return _page(person, WritePage, "write")


def _page(person: Person, kind: type[Shown], name: str) -> Shown:
    page = person.window.page(name)
    assert isinstance(page, kind)
    return page


def main(place: Path, locked: bool, killed: bool) -> int:
    """Run the window with the person at it; returns the exit code."""
    hardening.allow_no_core_dumps()
    person = Person(lambda one: session(one, place, locked, killed))

    def hear(moment: str, window: QWidget) -> None:
        # As with a screen reader, which is told what is announced.
        QAccessible.setActive(True)
        person.hear(moment, window)

    return app.run(None, watch=hear, guard=hardening.withhold_memory)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2] == "locked", sys.argv[3] == "killed"))
