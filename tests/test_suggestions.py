import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.paths import resources
from isp_journal.suggestions import Suggester, stem


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    catalogue: Catalogue = load_catalogue(resources() / "frameworks")
    return Suggester(catalogue)


def test_a_search_phrase_in_the_passage_suggests_its_activity_and_names_the_words(suggester: Suggester) -> None:
    found = suggester.suggest("On the way out I told Dana that I always keep promises, even small ones.")
    assert found[0].activity.key == "relationships.1"
    assert found[0].words == "keep promises"


def test_the_words_are_quoted_as_they_stand_in_the_passage(suggester: Suggester) -> None:
    found = suggester.suggest("We talked about Lived Experiences of the families.")
    assert "Lived Experiences" in [suggestion.words for suggestion in found]


def test_everyday_words_suggest_nothing(suggester: Suggester) -> None:
    assert suggester.suggest("And then we went there, and she said what they had said before.") == []


def test_no_more_than_two_are_suggested(suggester: Suggester) -> None:
    every_phrase = "trust data meeting workshop families feedback leaders champion survey coaching network"
    assert len(suggester.suggest(every_phrase)) == 2


def test_endings_of_words_do_not_matter() -> None:
    assert stem("promises") == stem("promise")
    assert stem("listening") == stem("listened")


@given(text=st.text(max_size=120))
def test_whatever_is_written_the_words_come_from_it(suggester: Suggester, text: str) -> None:
    for suggestion in suggester.suggest(text + " keep promises İ keep promises"):
        assert suggestion.words in text + " keep promises İ keep promises"
