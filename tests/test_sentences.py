import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.sentences import sentence_at


def all_of(text: str) -> list[str]:
    """The sentences met on the way of the cursor through a text."""
    found: list[tuple[int, int]] = []
    for position in range(len(text) + 1):
        here = sentence_at(text, position)
        if here not in found:
            found.append(here)
    return [text[start:end] for start, end in found if start < end]


@pytest.mark.parametrize(
    "sentences",
    [
        ["We met.", "Then we planned!", "Why?", "An end without a stop"],
        ["Dr. Lind met Ana M. Lopez.", "Mr. and Mrs. Orr came, e.g. for tea, i.e. to talk.", "J. R. Orr left."],
        [
            "It took 3.5 hours vs. 2.0 before.",
            "At 10.30 p.m. we left.",
            "See p. 4 and no. 5 etc.",
            "He said no.",
            "We went on.",
        ],
        ["We waited... and waited… in vain.", "Then…", "Nothing."],
        ["She said “fine.” and left.", "“Really?” she asked.", "(All of it.)", "He said: “Go!”", "‘Now.’", "Done."],
        ["**We met.**", "*Then we left.*", "_All_ of us.", "See [the notes](https://example.org/a.b?c=1).", "End."],
        ["Die Leitung kam.", "¿Por qué?", "«Bien.»", "Élan came.", "😀 came too!", "Fin."],
        ["U.S. sites were first.", "Ana holds a Ph.D. in it.", "Ana and I.", "Then we left."],
    ],
)
def test_a_line_falls_into_its_sentences(sentences: list[str]) -> None:
    assert all_of(" ".join(sentences)) == sentences
    assert all_of("  ".join(sentences) + " ") == sentences


def test_sentences_of_a_script_without_spaces_end_too() -> None:
    assert all_of("第一句。第二句！最後") == ["第一句。", "第二句！", "最後"]


def test_a_line_is_never_crossed() -> None:
    assert all_of("We met\nand talked\n\nlong.") == ["We met", "and talked", "long."]


@pytest.mark.parametrize(
    "marker", ["## ", "- ", "* ", "+ ", "> ", "> > ", "1. ", "12) ", "- [ ] ", "  - [x] ", "> - ", ">"]
)
def test_the_marker_of_a_line_is_left_out(marker: str) -> None:
    text = f"Before.\n{marker}We met. We talked."
    for position in range(8, len(text) + 1):
        assert text[slice(*sentence_at(text, position))] in {"We met.", "We talked."}
    assert text[slice(*sentence_at(text, 8))] == "We met."


@pytest.mark.parametrize("text", ["", "   ", "a\n\nb", "---", "- ", "3. ", "```", "> ", "* * *"])
def test_a_line_without_words_gives_an_empty_place(text: str) -> None:
    position = 2 if text.startswith("a") else min(1, len(text))
    assert sentence_at(text, position) == (position, position)


def test_between_two_sentences_it_is_the_one_that_ended_until_the_next_begins() -> None:
    text = "We met.  We talked."
    assert [text[slice(*sentence_at(text, position))] for position in (7, 8, 9)] == ["We met.", "We met.", "We talked."]


def test_a_position_outside_the_text_is_its_nearest_end() -> None:
    assert sentence_at("We met. Then", 99) == (8, 12)
    assert sentence_at("We met. Then", -5) == (0, 7)


@given(st.text(alphabet="ab A.!?…”(*-#> \n1é😀", max_size=60), st.integers(-2, 62))
def test_a_sentence_stays_in_its_line_and_begins_and_ends_with_something(text: str, position: int) -> None:
    start, end = sentence_at(text, position)
    position = max(0, min(position, len(text)))
    assert 0 <= start <= end <= len(text)
    assert "\n" not in text[start:end]
    assert text[start:end] == text[start:end].strip(" ")
    assert "\n" not in text[min(start, position) : max(end, position)]
    if start == end:
        assert start == position


def test_the_last_sentence_of_a_long_single_paragraph_is_found() -> None:
    text = "Dr. Lind met Ana there, and we planned the next steps together. " * 500
    start, end = sentence_at(text, len(text))
    assert text[start:end] == "Dr. Lind met Ana there, and we planned the next steps together."
    assert end == len(text) - 1
