"""Texts with tags for tests of the editor, and random edits of a document."""

from collections.abc import Iterable

from hypothesis import strategies as st
from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from isp_journal.anchors import anchor, to_utf16
from isp_journal.model import Tag
from isp_journal.ui.editor.documents import EntryDocument, scaling_device
from isp_journal.ui.editor.text import raw_text, written
from isp_journal.ui.theme import Theme

TEXT = (
    "Eleven people came. Luis opened with the chart.\n\n"
    "I stopped the agenda there. I asked everyone to write down what the chart did not show.\n"
    "It took twelve minutes. 🎉 The cards moved the room: they do the greeting.\n\n"
    "So we put it at the top of the page."
)
PASSAGES = (
    "Luis opened with the chart.",
    "I asked everyone to write down",
    "🎉 The cards moved",
    "at the top of the page",
)
ACTIVITIES = ("relationships.4", "power.1", "improvement-cycles.1", "facilitation.2")


def tag_on(text: str, words: str, activity: str = "relationships.4", because: str = "") -> Tag:
    """Return a tag on words of a text; its id is the words."""
    start = text.index(words)
    return Tag(words, f"isp-3.0/{activity}", anchor(text, start, start + len(words)), False, because)


def tagged(parent: QObject, theme: Theme | None = None, text: str = TEXT) -> EntryDocument:
    """Return the document of a text with a tag on each of its passages."""
    theme = theme or Theme(parent)
    made = EntryDocument(theme, scaling_device(theme), parent)
    wanted = [words for words in PASSAGES if words in text]
    made.load(text, tuple(tag_on(text, words, ACTIVITIES[at]) for at, words in enumerate(wanted)))
    return made


def painted(document: EntryDocument) -> dict[str, str]:
    """Return what stands under each tag's paint, read from the document itself."""
    found = {}
    for stretch in document.passages.stretches():
        cursor = QTextCursor(document.document)
        cursor.setPosition(stretch.start)
        cursor.setPosition(stretch.end, QTextCursor.MoveMode.KeepAnchor)
        found[stretch.tag.id] = written(cursor.selectedText())
    return found


def assert_true_to_words(document: EntryDocument) -> None:
    """Check that every tag is painted on its quoted words or is loose, and that what would be saved says the same."""
    shown = painted(document)
    text = document.text()
    assert text == written(raw_text(document.document))
    for tag in document.passages.tags:
        if tag.loose:
            assert tag.id not in shown
        else:
            assert shown[tag.id] == tag.quote
    for kept in document.passages.stored(text):
        if kept.anchor is not None and not kept.loose:
            assert text[kept.anchor.start : kept.anchor.end] == kept.anchor.quote == shown[kept.id]


snippets = st.sampled_from(
    ["x", " ", "🎉", "\u2029", "\u2028", "Luis opened with the chart.", "a longer piece 👩‍👩‍👧 of text", ""]
)
edits = st.tuples(st.floats(0, 1), st.floats(0, 0.4), snippets)
steps = st.lists(edits | st.sampled_from(["undo", "redo"]), max_size=14)


def edit(document: EntryDocument, where: float, share: float, snippet: str) -> None:
    """Replace a share of the text at a place by a snippet, as typing over a selection does."""
    raw = raw_text(document.document)
    start = round(where * len(raw))
    end = min(len(raw), start + round(share * len(raw) * (share > 0.2)))
    cursor = QTextCursor(document.document)
    cursor.setPosition(to_utf16(raw, start))
    cursor.setPosition(to_utf16(raw, end), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(snippet)


def walk(document: EntryDocument, taken: Iterable[object]) -> None:
    """Do edits, undo and redo one after the other, and check the tags after each."""
    for step in taken:
        if step == "undo":
            document.history.undo()
        elif step == "redo":
            document.history.redo()
        elif isinstance(step, tuple):
            edit(document, *step)
        assert_true_to_words(document)
