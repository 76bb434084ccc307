from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QTextEdit

from isp_journal.ui.editor.history import History


class Bench:
    """An editor with a history, and a list that steps of ours write into."""

    def __init__(self) -> None:
        self.editor = QTextEdit()
        self.history = History(self.editor.document())
        self.tags: list[str] = []

    def type(self, letters: str) -> None:
        for letter in letters:
            self.editor.insertPlainText(letter)

    def tag(self, name: str) -> None:
        self.tags.append(name)
        self.history.push(lambda: self.tags.remove(name), lambda: self.tags.append(name))

    def now(self) -> tuple[str, tuple[str, ...]]:
        return self.editor.toPlainText(), tuple(self.tags)


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.editor.deleteLater()


def test_typing_and_tagging_are_undone_and_redone_in_the_order_they_were_done(bench: Bench) -> None:
    states = [bench.now()]
    bench.type("one")
    states.append(bench.now())
    bench.tag("A")
    states.append(bench.now())
    bench.tag("B")
    states.append(bench.now())
    bench.type(" two")
    states.append(bench.now())
    bench.tag("C")
    states.append(bench.now())
    for before in reversed(states[:-1]):
        bench.history.undo()
        assert bench.now() == before
    assert not bench.history.can_undo()
    for after in states[1:]:
        bench.history.redo()
        assert bench.now() == after
    assert not bench.history.can_redo()


def test_letters_after_a_tag_are_a_step_of_their_own_also_after_undo(bench: Bench) -> None:
    bench.type("one")
    bench.tag("A")
    bench.type("two")
    bench.history.undo()
    bench.type("2")
    bench.history.undo()
    assert bench.now() == ("one", ("A",))


def test_a_new_tag_ends_what_could_be_redone_in_the_text(bench: Bench) -> None:
    bench.type("one")
    bench.history.undo()
    bench.tag("A")
    assert not bench.history.can_redo()
    bench.history.redo()
    assert bench.now() == ("", ("A",))


def test_new_letters_end_what_could_be_redone_of_the_tags(bench: Bench) -> None:
    bench.type("one")
    bench.tag("A")
    bench.history.undo()
    bench.type("!")
    assert not bench.history.can_redo()
    bench.history.redo()
    assert bench.now() == ("one!", ())


def test_a_replacement_in_many_pieces_is_one_step_between_two_tags(bench: Bench) -> None:
    bench.type("one two")
    bench.tag("A")
    bench.editor.selectAll()
    bench.editor.insertPlainText("three\nfour\nfive")
    bench.tag("B")
    bench.history.undo()
    bench.history.undo()
    assert bench.now() == ("one two", ("A",))
    bench.history.redo()
    bench.history.redo()
    assert bench.now() == ("three\nfour\nfive", ("A", "B"))


def test_without_anything_done_undo_and_redo_leave_all_as_it_is(bench: Bench) -> None:
    assert bench.history.undo() is None
    assert bench.history.redo() is None
    assert bench.now() == ("", ())
