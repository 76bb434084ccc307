from hypothesis import given
from hypothesis import strategies as st

from isp_journal.ui.panels.search_hits import hits, wanted

TEXT = "The greeting at the door. Élan, and Greetings; they do the morning greeting."


def found(typed: str, text: str = TEXT, answered: tuple[str, ...] = ()) -> list[str]:
    return [text[start:end] for start, end in hits(text, wanted(typed, answered))]


def test_the_last_word_is_a_beginning_while_it_is_typed() -> None:
    assert found("greet") == ["greeting", "Greetings", "greeting"]
    assert found("greeting ") == ["greeting", "greeting"]
    assert found("the") == ["The", "the", "they", "the"]


def test_case_and_accents_do_not_count() -> None:
    assert found("elan ") == ["Élan"]
    assert found("ÉLAN ") == ["Élan"]


def test_a_phrase_is_found_whole_or_not_at_all() -> None:
    assert found('"morning greeting"') == ["morning greeting"]
    assert found('"greeting morning"') == []
    assert found('"the door') == ["The", "the", "door", "the"]


def test_other_forms_of_a_word_that_the_index_knew_are_marked_too() -> None:
    assert found("greet ", "She greeted me with a greeting.", ("greeted",)) == ["greeted"]


def test_a_phrase_goes_over_the_break_of_a_line() -> None:
    assert found('"told them"', "nobody had told\u2029them") == ["told\u2029them"]


def test_nothing_typed_marks_nothing() -> None:
    assert found("") == found(' "" ') == found("!?") == []


@given(st.text(max_size=80), st.text(max_size=12))
def test_hits_lie_in_the_text_in_order_and_apart(text: str, typed: str) -> None:
    stretches = hits(text, wanted(typed))
    edges = [edge for stretch in stretches for edge in stretch]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in stretches)


@given(st.lists(st.sampled_from(["quiet", "visit", "Élan", "door"]), min_size=1, max_size=8))
def test_a_word_that_stands_there_is_found_as_often_as_it_stands_there(words: list[str]) -> None:
    text = " ".join(words)
    assert found(f"{words[0]} ", text) == [words[0]] * words.count(words[0])
