import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal import passphrases

CODE = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"


@pytest.mark.parametrize("text", ["Kirschkuchen", "tea at two pm", "am um im ab", "пароль из слов", "茶 水 木 火"])
def test_twelve_characters_or_four_words_can_be_taken(text: str) -> None:
    assert passphrases.refusal(text) == ""


@pytest.mark.parametrize("text", ["", " " * 12, "Kirschkuche", "three words", "a" * 1_001])
def test_what_is_short_or_endless_is_refused_with_the_reason(text: str) -> None:
    assert passphrases.refusal(text)


@pytest.mark.parametrize("text", ["twelve characters\n", "tab\tinside it", "half a sign \ud83d here"])
def test_signs_that_cannot_be_typed_again_are_refused(text: str) -> None:
    assert "typed again" in passphrases.refusal(text)


def test_a_recovery_code_is_not_taken_as_a_passphrase() -> None:
    assert "recovery code" in passphrases.refusal(CODE)


def test_one_sign_and_a_letter_with_its_accent_are_the_same() -> None:
    composed = "Müßiggang über Élan"
    assert passphrases.normal(unicodedata.normalize("NFD", composed)) == composed
    # What only looks alike stays apart.
    assert passphrases.normal("①② ﬁ") == "①② ﬁ"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "less than a minute"),
        (61.0, "about 1 minute"),
        (150.0, "about 2 minutes"),
        (7_300.0, "about 2 hours"),
        (3 * 86_400.0, "about 3 days"),
        (2.4 * 31_557_600.0, "about 2 years"),
        (1e30, "more than a thousand years"),
    ],
)
def test_a_time_is_told_in_words(seconds: float, words: str) -> None:
    assert passphrases.time_in_words(seconds) == words


def test_a_well_known_word_is_weak_and_words_of_ones_own_are_strong() -> None:
    weak = passphrases.estimate("password1234")
    strong = passphrases.estimate("harbour ladder violet Tuesday")
    assert weak.score < 2 < strong.score
    assert weak.words == "Somebody who has the file would need less than a minute to guess it."
    assert "thousand years" in strong.words
    assert passphrases.estimate("").score == 0


def test_a_very_long_text_is_judged_in_bounded_time() -> None:
    began = time.perf_counter()
    assert passphrases.estimate("aB3$ " * 20_000).words
    assert time.perf_counter() - began < 2


@given(st.text(max_size=150))
def test_every_text_is_judged(text: str) -> None:
    assert 0 <= passphrases.estimate(text).score <= 4
    passphrases.refusal(text)
