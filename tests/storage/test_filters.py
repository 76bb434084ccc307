import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.storage.filters import search_words


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", ""),
        ("   ", ""),
        ("agenda", '"agenda" *'),
        ("agenda ", '"agenda"'),
        ("team meet", '"team" "meet" *'),
        ('"team meeting" luis', '"team meeting" "luis" *'),
        ('"team meeting"', '"team meeting"'),
        ('"team meet', '"team meet" *'),
        ("didn't", '"didn" "t" *'),
        ("NEAR(a b)", '"NEAR" "a" "b"'),
        ("title:x OR -y*", '"title" "x" "OR" "y"'),
        ('""', ""),
        ("!?", ""),
    ],
)
def test_what_is_typed_is_searched_as_words_never_as_operators(typed: str, asked: str) -> None:
    assert search_words(typed) == asked


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_word_of_a_query_is_quoted(typed: str) -> None:
    outside = search_words(typed).split('"')[0::2]
    assert "".join(outside).replace("*", "").strip() == ""
