import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.storage.filters import search_words


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", ""),
        ("   ", ""),
        ("agend", '"agend" *'),
        ("agenda ", '"agenda"'),
        ("team meet", '"team" AND "meet" *'),
        ('"team meeting" luis', '"team meeting" AND "luis" *'),
        ('"team meeting"', '"team meeting"'),
        ('"team meet', '"team meet" *'),
        ("didn't", '"didn" AND "t" *'),
        ("NEAR(a b)", '"NEAR" AND "a" AND "b"'),
        ("title:x OR -y*", '"title" AND "x" AND "OR" AND "y"'),
        ('""', ""),
        ("!?", ""),
        ("meeti", '("meeti" * OR "meet")'),
        ("planni", '("planni" * OR "plann" OR "plan")'),
    ],
)
def test_what_is_typed_is_searched_as_words_never_as_operators(typed: str, asked: str) -> None:
    assert search_words(typed) == asked


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_word_of_a_query_is_quoted(typed: str) -> None:
    outside = "".join(search_words(typed).split('"')[0::2])
    assert set(outside.replace("AND", "").replace("OR", "")) <= set(" *()")
