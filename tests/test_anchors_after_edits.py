from hypothesis import given, settings
from hypothesis import strategies as st

from isp_journal.anchors import Anchor, anchor, find, moved, restored
from tests.edits import Typed, applied, passage, places, scripts, tagged


def holds(text: str, found: Anchor | None) -> bool:
    return found is None or found == anchor(text, found.start, found.end)


@settings(deadline=None, max_examples=300)
@given(tagged(), scripts)
def test_live_passages_never_hold_words_that_stood_outside_them(
    given_text: tuple[str, list[Anchor]], script: list[tuple[int, int, str]]
) -> None:
    typed, live = Typed(given_text[0]), tuple[Anchor | None, ...](given_text[1])
    for step in script:
        before = [set(typed.of(each)) if each else set() for each in live]
        earlier = live
        old_ids = set(typed.ids)
        position, removed, added, _ = applied(typed, step)
        live = moved(live, position, removed, added, typed.text)
        for each, was, own in zip(live, earlier, before, strict=True):
            assert holds(typed.text, each)
            if each is None:
                continue
            assert was is not None
            now = set(typed.of(each))
            assert now & own, "not one character of the passage is left"
            assert not (now & old_ids) - own, "a character from outside was taken in"
            if not was.start < position < position + removed < was.end and not was.start < position < was.end:
                assert now <= own, "written at the edge or outside, yet taken in"


@settings(deadline=None, max_examples=300)
@given(tagged(), scripts)
def test_edits_elsewhere_leave_a_passage_exactly_as_it_was(
    given_text: tuple[str, list[Anchor]], script: list[tuple[int, int, str]]
) -> None:
    typed, live = Typed(given_text[0]), tuple[Anchor | None, ...](given_text[1])
    for step in script:
        before = [typed.of(each) if each else [] for each in live]
        earlier = live
        position, removed, added, _ = applied(typed, step)
        live = moved(live, position, removed, added, typed.text)
        for each, was, own in zip(live, earlier, before, strict=True):
            if was and (position + removed <= was.start or position >= was.end):
                assert each is not None
                assert typed.of(each) == own


@settings(deadline=None, max_examples=300)
@given(tagged(), scripts)
def test_after_undo_of_everything_each_tag_is_at_its_first_place(
    given_text: tuple[str, list[Anchor]], script: list[tuple[int, int, str]]
) -> None:
    text, placed = given_text
    typed, live = Typed(text), tuple[Anchor | None, ...](placed)
    undos = []
    for step in script:
        position, removed, added, undo = applied(typed, step)
        live = moved(live, position, removed, added, typed.text)
        undos.append(undo)
    for undo in reversed(undos):
        undo.on(typed)
        live = moved(live, undo.position, undo.removed, len(undo.added), typed.text)
    assert typed.text == text
    assert [find(text, each) for each in placed] == placed
    assert [restored(text, now, [first]) for now, first in zip(live, placed, strict=True)] == placed


@settings(deadline=None, max_examples=300)
@given(tagged(), scripts)
def test_what_is_found_always_has_the_same_words(
    given_text: tuple[str, list[Anchor]], script: list[tuple[int, int, str]]
) -> None:
    typed = Typed(given_text[0])
    for step in script:
        applied(typed, step)
    for wanted in given_text[1]:
        found = find(typed.text, wanted)
        assert holds(typed.text, found)
        assert found is None or found.quote.split() == wanted.quote.split()


NAMES = "acorn birch cedar delta ember fjord grove heath inlet knoll larch maple north olive pearl quartz ridge slate"


@st.composite
def repeated_among_others(draw: st.DrawFn) -> tuple[str, Anchor]:
    """A text whose tagged sentence comes several times, each time among words that come nowhere else."""
    rest = draw(st.permutations(NAMES.split()))
    target = draw(
        st.sampled_from(["Ana listened first.", "We planned the next 😀 step together and wrote it down.", "Ok."])
    )
    parts = [target if number % 3 == 2 else f"The {name} lay {name[::-1]}." for number, name in enumerate(rest)]
    text = draw(st.sampled_from([" ", "\n", "\n\n"])).join(parts)
    return text, passage(text, target, draw(st.integers(0, 5)))


unlike = st.text(alphabet="ZXWV \n🦊", max_size=40)
foreign_scripts = st.lists(st.tuples(places, st.integers(0, 80), unlike), min_size=1, max_size=8)


@settings(deadline=None, max_examples=300)
@given(repeated_among_others(), foreign_scripts)
def test_among_equal_sentences_the_true_one_is_found_or_none(
    given_text: tuple[str, Anchor], script: list[tuple[int, int, str]]
) -> None:
    text, wanted = given_text
    typed = Typed(text)
    true = typed.of(wanted)
    for step in script:
        applied(typed, step)
    found = find(typed.text, wanted)
    if found:
        kept = [own for own, letter in zip(typed.of(found), found.quote, strict=True) if not letter.isspace()]
        assert kept == [own for own, letter in zip(true, wanted.quote, strict=True) if not letter.isspace()]


@settings(deadline=None, max_examples=300)
@given(repeated_among_others(), places, unlike)
def test_something_written_outside_a_passage_leaves_it_where_it_is_or_loose_among_equals(
    given_text: tuple[str, Anchor], place: int, added: str
) -> None:
    text, wanted = given_text
    typed = Typed(text)
    true = typed.of(wanted)
    position = place % (len(text) + 1)
    if wanted.start < position < wanted.end:
        position = wanted.end
    typed.edit(position, 0, added)
    found = find(typed.text, wanted)
    assert found is None or typed.of(found) == true
    assert found is not None or typed.text.count(wanted.quote) > 1
