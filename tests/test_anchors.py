import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.anchors import Anchor, anchor, find, from_utf16, moved, narrowed, restored, to_utf16
from tests.edits import additions, passage, places, texts

VISIT = "We met at noon. Ana listened first. Then we planned. Ana listened first. We ended with a next step."


def test_a_passage_keeps_its_words_and_what_stands_around_them() -> None:
    found = passage(VISIT, "Ana listened first.", 1)
    assert VISIT[found.start : found.end] == found.quote == "Ana listened first."
    assert found.prefix == VISIT[found.start - 32 : found.start]
    assert found.suffix == VISIT[found.end : found.end + 32]
    first = passage(VISIT, "We met")
    assert (first.prefix, len(first.suffix)) == ("", 32)


def test_white_space_around_a_passage_is_left_out() -> None:
    assert anchor("one  two \n", 3, 10) == anchor("one  two \n", 5, 8)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 3), (0, 8), (3, 5)])
def test_a_passage_without_words_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="passage"):
        anchor("one  tw", start, end)


def test_a_deleted_sentence_is_not_found_in_its_twin() -> None:
    wanted = passage(VISIT, "Ana listened first.", 1)
    gone = VISIT[: wanted.start] + VISIT[wanted.end + 1 :]
    assert find(gone, wanted) is None


def test_words_without_anything_of_their_surroundings_are_not_taken() -> None:
    wanted = passage(VISIT, "Then we planned.")
    assert find("Quite another day began. Then we planned. Nobody came after all.", wanted) is None


def test_of_two_equal_places_neither_is_taken() -> None:
    block = "The council met in the town hall. Ana listened first. Later we drove home in the rain.\n"
    wanted = passage(block, "Ana listened first.")
    assert find("Monday.\n" + block + block, wanted) is None
    assert find("Monday.\n" + block, wanted) is not None


def test_of_two_places_that_both_changed_a_little_neither_is_taken() -> None:
    block = "The council met in the town hall. Ana listened first. Later we drove home in the rain.\n"
    wanted = passage(block, "Ana listened first.")
    assert find(block.replace("Later we", "Later, we") + block.replace("town hall", "town  hall"), wanted) is None
    assert find(block.replace("Later we", "Later, we"), wanted) is not None


def test_of_two_short_twins_in_a_row_none_is_taken_when_one_is_deleted() -> None:
    text = "We asked what they had tried. Nobody. Nobody. After a while Bo spoke of last year's training."
    wanted = passage(text, "Nobody.", 1)
    assert find("Today. " + text.replace("Nobody. Nobody.", "Nobody."), wanted) is None


@pytest.mark.parametrize("gap", ["", "Bo. "])
def test_a_twin_with_the_same_next_sentence_is_not_taken_for_a_deleted_one(gap: str) -> None:
    pair = "Ana listened first. After that we planned the next two steps together. "
    text = f"We met. {pair}In the evening all the others from the north side came. {pair}End."
    wanted = passage(text, "Ana listened first.", 1)
    assert find(text[: wanted.start] + gap + text[wanted.end + 1 :], wanted) is None
    assert find(text[: wanted.start] + gap + "End.", wanted) is None


def test_a_twin_of_the_last_sentence_is_not_taken_for_it() -> None:
    pair = "e planned the next two steps together. Bo left."
    text = f"W{pair} In the evening w{pair}"
    wanted = passage(text, "Bo left.", 1)
    assert find(text.removesuffix(" Bo left.") + " ", wanted) is None


def test_the_first_sentence_is_known_by_being_first() -> None:
    text = "Ana listened. Then we planned the next step with all. We ended."
    wanted = passage(text, "Ana listened.")
    changed = text.replace("the next step", "one step")
    assert find(changed, wanted) == passage(changed, "Ana listened.")
    assert find("At noon Bo came. " + changed, wanted) is None


def test_an_unchanged_text_gives_each_of_its_equal_sentences_back() -> None:
    text = "Ana listened first. " * 30
    found = [passage(text, "Ana listened first.", nth) for nth in range(30)]
    assert [find(text, each) for each in found] == found


def test_a_line_break_typed_inside_does_not_lose_the_words() -> None:
    wanted = passage(VISIT, "Then we planned.")
    broken = VISIT.replace("Then we", "Then\n  we")
    found = find(broken, wanted)
    assert found is not None
    assert found.quote == "Then\n  we planned."
    back = find(VISIT, found)
    assert back == wanted


def test_a_neighbour_sentence_that_is_rewritten_or_deleted_does_not_lose_the_words() -> None:
    wanted = passage(VISIT, "Then we planned.")
    for changed in (
        VISIT.replace("Ana listened first. Then", "Bo spoke. Then"),
        VISIT.replace("Then we planned. Ana listened first.", "Then we planned."),
        VISIT.replace("We met at noon", "On a long Tuesday we met at noon"),
    ):
        found = find(changed, wanted)
        assert found is not None
        assert found.quote == wanted.quote


def carried(text: str, words_of_it: str, change: Callable[[str], str]) -> str | None:
    """What a passage says after a change of the text."""
    after = change(text)
    position, removed, added = narrowed(text, after, 0, len(text))
    (found,) = moved([passage(text, words_of_it)], position, removed, added, after)
    return found.quote if found else None


def test_words_written_inside_a_passage_belong_to_it() -> None:
    text = "First. Ana listened long. Last."
    assert carried(text, "Ana listened long.", lambda t: t.replace("long", "very long")) == "Ana listened very long."
    assert carried(text, "Ana listened long.", lambda t: t.replace("listened", "looked")) == "Ana looked long."
    assert carried(text, "listened", lambda t: t.replace("listened", "lisstened")) == "lisstened"


def test_words_written_at_its_start_or_end_stay_outside() -> None:
    text = "First. Ana listened. Last."
    (found,) = moved([passage(text, "Ana listened")], 19, 0, 5, "First. Ana listened well. Last.")
    assert found is not None
    assert found.quote == "Ana listened"
    (found,) = moved(
        [passage(text, "Ana listened")],
        7,
        0,
        4,
        "First. And Ana listened. Last.",
    )
    assert found is not None
    assert found.quote == "Ana listened"


def test_a_deletion_over_its_edge_leaves_the_rest_of_the_passage() -> None:
    text = "First. Ana listened long. Last."
    assert carried(text, "Ana listened long.", lambda t: t.replace("First. Ana ", "")) == "listened long."
    assert carried(text, "Ana listened long.", lambda t: t.replace(" long. Last", "")) == "Ana listened"


def test_a_passage_is_loose_when_no_word_of_it_is_left() -> None:
    text = "First. Ana listened long. Last."
    assert carried(text, "Ana listened", lambda t: t.replace("Ana listened ", "")) is None
    assert carried(text, "Ana listened", lambda t: t.replace("na listene", "")) is None
    assert carried(text, "Ana", lambda t: t.replace("Ana", "A na")) is None
    assert moved([None], 0, 0, 1, "x") == (None,)


def test_a_passage_whose_first_words_are_replaced_keeps_only_the_others() -> None:
    text = "First. Ana listened. Last."
    assert carried(text, "Ana listened", lambda t: t.replace("Ana", "Bo and Mira")) == "listened"
    assert carried(text, "Ana listened", lambda t: t.replace("listened", "spoke")) == "Ana"
    assert carried(text, "Ana listened", lambda t: t.replace(" listened", "")) == "Ana"


def test_a_single_word_is_corrected_but_not_exchanged() -> None:
    text = "First. We tried coaching. Last."
    assert carried(text, "coaching", lambda t: t.replace("coaching", "coacching")) == "coacching"
    (found,) = moved([passage(text, "coaching")], 17, 3, 1, text.replace("coaching", "cuhing"))
    assert found is not None
    assert found.quote == "cuhing"
    assert moved([passage(text, "coaching")], 17, 6, 1, text.replace("coaching", "cug")) == (None,)
    assert carried(text, "coaching", lambda t: t.replace("coaching", "calling")) is None


def test_an_edit_that_does_not_fit_the_text_leaves_no_wrong_words() -> None:
    wanted = passage(VISIT, "Then we planned.")
    assert moved([wanted], 0, 0, 3, VISIT) == (wanted,)
    assert moved([wanted], 0, 0, 0, "Nothing of it is here, but the text is long enough all the same.") == (None,)
    assert moved(
        [wanted], wanted.start + 2, 1, 1, "Nothing of it is here, and the text is long enough all the same."
    ) == (None,)


def test_words_that_are_cut_and_pasted_elsewhere_take_their_tag_along() -> None:
    placed = passage(VISIT, "Then we planned.")
    cut = VISIT.replace("Then we planned. ", "")
    (live,) = moved([placed], placed.start, 17, 0, cut)
    assert live is None
    assert restored(cut, live, [placed]) is None
    pasted = cut + "\nThen we planned. "
    back = restored(pasted, live, [placed], (len(cut), len(pasted)))
    assert back == passage(pasted, "Then we planned.")


def test_a_word_written_again_elsewhere_does_not_take_the_tag() -> None:
    text = "We met Ana at noon. Then we drove home through the rain."
    placed = passage(text, "Ana")
    text = text.replace("Ana ", "")
    live: Anchor | None = None
    for letter in " And Ana called.":
        text += letter
        live = restored(text, live, [placed], (len(text) - 1, len(text)))
    assert live is None


def test_words_pasted_twice_stay_loose() -> None:
    placed = passage(VISIT, "Then we planned.")
    cut = VISIT.replace("Then we planned. ", "")
    pasted = cut + "Then we planned. " * 2
    assert restored(pasted, None, [placed], (len(cut), len(pasted))) is None


def test_words_typed_again_in_their_place_come_back() -> None:
    placed = passage(VISIT, "Then we planned.")
    text, live = VISIT, moved([placed], 0, 0, 0, VISIT)[0]
    for at in reversed(range(placed.start, placed.end)):
        text = text[:at] + text[at + 1 :]
        (live,) = moved([live], at, 1, 0, text)
    assert live is None
    for at in range(placed.start, placed.end):
        text = text[:at] + VISIT[at] + text[at:]
        (live,) = moved([live], at, 0, 1, text)
        live = restored(text, live, [placed], (at, at + 1))
    assert live == placed


def test_a_passage_with_its_own_words_does_not_jump_to_older_ones() -> None:
    placed = passage(VISIT, "Then we planned.")
    text = VISIT.replace("Then we planned.", "Then we both planned.")
    live = passage(text, "Then we both planned.")
    copied = text.replace("We ended", "Then we planned. We ended")
    assert restored(copied, live, [placed]) == live


def test_a_passage_does_not_leave_its_place_for_its_older_words() -> None:
    live = passage(VISIT, "We met")
    assert restored(VISIT, live, [passage(VISIT, "Then we planned.")]) == live


@given(st.text(max_size=60), st.integers(0, 70))
def test_utf16_positions_go_there_and_back(text: str, position: int) -> None:
    position = min(position, len(text))
    units = to_utf16(text, position)
    assert units == len(text[:position].encode("utf-16-le", "surrogatepass")) // 2
    assert from_utf16(text, units) == position


def test_a_utf16_position_inside_a_character_is_the_one_before_it() -> None:
    assert [from_utf16("a😀b", units) for units in range(6)] == [0, 1, 1, 2, 3, 3]
    assert [to_utf16("a😀b", position) for position in range(5)] == [0, 1, 3, 4, 4]
    assert [from_utf16("aéb", units) for units in range(5)] == [0, 1, 2, 3, 3]
    assert [from_utf16("ab", units) for units in range(4)] == [0, 1, 2, 2]


@given(texts(), places, st.integers(0, 20), additions, st.integers(0, 5), st.integers(0, 5))
def test_the_least_edit_makes_the_same_text(
    text: str, place: int, removed: int, added: str, wider: int, longer: int
) -> None:
    position = place % (len(text) + 1)
    removed = min(removed, len(text) - position)
    after = text[:position] + added + text[position + removed :]
    begin = max(0, position - wider)
    at, taken, put = narrowed(text, after, begin, position + removed - begin + longer)
    assert text[:at] + after[at : at + put] + text[at + taken :] == after
    assert begin <= at <= at + taken <= min(len(text), position + removed + longer)
    if not removed or not added:
        assert (taken, put) == (0, 0) or taken <= removed or put <= len(added)
        assert not (taken and put)


def test_a_word_put_for_another_is_taken_whole() -> None:
    assert narrowed("We met Ana today", "We met Mira today", 7, 3) == (7, 3, 4)
    assert narrowed("We met Ana today", "We met Mira today", 0, 16) == (7, 3, 4)
    assert narrowed("We met Ana today", "We met Anna today", 0, 16) == (9, 0, 1)
    assert narrowed("We met Ana today", "We met Ana, today", 0, 16) == (10, 0, 1)
    assert narrowed("We met Ana, today", "We met Ana. today", 0, 17) == (10, 1, 1)


def test_a_block_whose_format_changed_is_no_edit() -> None:
    assert narrowed(VISIT, VISIT, 0, len(VISIT) + 2)[1:] == (0, 0)


def long_text() -> tuple[str, list[Anchor]]:
    text = "".join(
        f"On day {day} we met “{day * 7919 % 1009}” and Ana listened first. Then we planned.\n" for day in range(500)
    )
    text = text[:30_000]
    return text, [passage(text, f"we met “{day * 7919 % 1009}” and Ana listened first.") for day in range(5, 405, 10)]


def test_forty_passages_are_found_in_a_long_changed_text() -> None:
    text, placed = long_text()
    changed = "A new first line.\n" + re.sub(r"Ana listened first\. Then", "Ana listened first. And then", text)
    found = [find(changed, each) for each in placed]
    assert [each.quote if each else None for each in found] == [each.quote for each in placed]
