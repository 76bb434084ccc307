import itertools
import random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal import word_diff
from isp_journal.word_diff import Piece, diff

WORDS = st.lists(
    st.sampled_from(["we", "met", "don't", "-", ".", "\n", " ", "  ", "漢", "字", "é", "e\u0301", "🌱"]), max_size=40
)
TEXTS = WORDS.map("".join) | st.text(max_size=60)


def said(before: str, after: str) -> str:
    """What a diff shows, on one line."""
    marks = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("The same.", "The same.", "The same."),
        ("", "All new.", "[+All new.+]"),
        ("All gone.", "", "[-All gone.-]"),
        ("We met on Monday.", "We met on Tuesday.", "We met on [-Monday-][+Tuesday+]."),
        ("We met.", "We met, and talked.", "We met[+, and talked+]."),
        ("I don't know.", "I didn't know.", "I [-don't-][+didn't+] know."),
        ("the quick brown fox", "a slow red fox", "[-the quick brown-][+a slow red+] fox"),
        ("She listened to a plan", "He spoke to the crowd", "[-She listened-][+He spoke+] to [-a plan-][+the crowd+]"),
        ("a piece of paper", "a stack of folders", "a [-piece of paper-][+stack of folders+]"),
        ("One.\nTwo.", "One.\nThree.", "One.\n[-Two-][+Three+]."),
        ("Old\nnew", "Older\nnewer", "[-Old-][+Older+]\n[-new-][+newer+]"),
        ("漢字を書く", "漢字を読む", "漢字を[-書く-][+読む+]"),
    ],
)
def test_a_change_is_shown_by_whole_words_and_phrases(before: str, after: str, shown: str) -> None:
    assert said(before, after) == shown


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind != two.kind for one, two in itertools.pairwise(pieces))


@given(TEXTS)
def test_a_text_beside_itself_is_one_piece(text: str) -> None:
    assert diff(text, text) == ((Piece("same", text),) if text else ())


@given(TEXTS, TEXTS)
def test_long_texts_are_parted_at_words_of_their_own(before: str, after: str) -> None:
    # With no room for an exact comparison every text is a long one.
    word_diff_exact, word_diff.EXACT = word_diff.EXACT, 2
    try:
        pieces = diff(before, after)
    finally:
        word_diff.EXACT = word_diff_exact
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def long_text(words: list[str]) -> str:
    return " ".join(words)


def test_texts_of_two_million_characters_are_compared_in_a_few_seconds() -> None:
    chance = random.Random(1)
    known = ["".join(chance.choices("abcdefghij", k=chance.randint(1, 9))) for _ in range(20_000)]
    words = [known[int(20_000 * chance.random() ** 3)] for _ in range(330_000)]
    edited, shuffled = list(words), list(words)
    for _ in range(300):
        edited[chance.randrange(len(edited))] = "changed"
    chance.shuffle(shuffled)
    for after, most in ((edited, 400), (shuffled, 50_000), (["a"] * 900_000, 3)):
        begun = perf_counter()
        pieces = diff(long_text(words), long_text(after))
        # Far below the hours that a comparison of each word with each other one would take.
        assert perf_counter() - begun < 30
        assert pieces
        assert sum(piece.kind == "new" for piece in pieces) <= most
    assert sum(piece.kind == "new" for piece in diff(long_text(words), long_text(edited))) > 250


def test_a_long_text_without_a_word_of_its_own_is_shown_as_replaced() -> None:
    pieces = diff("a b " * 50_000 + "c", "b " * 50_000 + "a " * 50_000 + "d")
    assert [piece.kind for piece in pieces][-2:] == ["gone", "new"]
