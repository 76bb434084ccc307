import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal import recovery_words

CODE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"


def test_a_new_code_is_twelve_known_words_that_fit_and_no_two_are_the_same() -> None:
    codes = {recovery_words.fresh() for _ in range(20)}
    assert len(codes) == 20
    for code in codes:
        assert len(code.split()) == recovery_words.WORDS
        assert recovery_words.problems(code) == ()
        assert recovery_words.fits(code)
        assert len(recovery_words.bits(code)) * 8 == recovery_words.BITS


@pytest.mark.parametrize(
    "typed",
    [
        CODE.upper(),
        f"  {CODE}\n",
        CODE.replace(" ", "\t\n"),
        CODE.replace(" ", ", "),
        " ".join(f"{number}. {word}" for number, word in enumerate(CODE.split(), 1)),
    ],
)
def test_a_code_is_the_same_however_it_is_copied_from_paper(typed: str) -> None:
    assert recovery_words.normal(typed) == CODE
    assert recovery_words.fits(typed)
    assert recovery_words.bits(typed) == recovery_words.bits(CODE)


def test_a_word_that_no_code_has_is_told_by_its_place() -> None:
    assert recovery_words.problems("abandon bananas about") == (1,)
    assert recovery_words.problems("") == ()


@pytest.mark.parametrize("typed", ["", "abandon", f"{CODE} about", CODE.replace("about", "abandon"), "x " * 12])
def test_words_that_are_no_code_do_not_fit(typed: str) -> None:
    assert not recovery_words.fits(typed)


def test_a_beginning_is_completed_in_the_order_of_the_list() -> None:
    assert recovery_words.complete(" ABO") == ["about", "above"]
    assert recovery_words.complete("abandon") == ["abandon"]
    assert recovery_words.complete("zzz") == []
    assert recovery_words.complete(" ") == []


@given(st.text(max_size=200))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert not recovery_words.fits(typed)
    assert recovery_words.normal(recovery_words.normal(typed)) == recovery_words.normal(typed)
    count = len(recovery_words.normal(typed).split())
    assert all(place < count for place in recovery_words.problems(typed))
    recovery_words.complete(typed)
