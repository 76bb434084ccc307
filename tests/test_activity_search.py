import pytest

from isp_journal.activity_search import ActivityIndex, Match
from isp_journal.framework import Catalogue, load_catalogue
from isp_journal.paths import resources


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(resources() / "frameworks")


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> ActivityIndex:
    return ActivityIndex(catalogue)


def labels(matches: list[Match]) -> list[str]:
    return [match.activity.label for match in matches]


def test_two_letters_find_the_labels_with_a_word_that_begins_so_before_all_others(index: ActivityIndex) -> None:
    found = index.matches("di")
    in_label = [match for match in found if match.spans]
    assert "Regulate distress in relationships" in labels(in_label)
    assert found[: len(in_label)] == in_label


def test_the_typed_letters_are_told_where_they_stand_in_the_label(index: ActivityIndex) -> None:
    match = next(match for match in index.matches("DIS") if match.activity.key == "relationships.4")
    assert [match.activity.label[start:end] for start, end in match.spans] == ["dis"]


def test_all_typed_words_must_fit_in_any_order(index: ActivityIndex) -> None:
    assert "Regulate distress in relationships" in labels(index.matches("relat dist"))
    assert "Regulate distress in relationships" not in labels(index.matches("dist capacity"))


def test_a_synonym_finds_an_activity_whose_label_has_other_words(index: ActivityIndex) -> None:
    match = next(match for match in index.matches("keep promises") if match.activity.key == "relationships.1")
    assert match.spans == ()


def test_the_middle_of_a_word_finds_nothing_of_its_own(index: ActivityIndex) -> None:
    assert "Regulate distress in relationships" not in labels(index.matches("ess"))


def test_a_slip_of_the_fingers_is_forgiven_where_nothing_else_fits(index: ActivityIndex) -> None:
    assert "Regulate distress in relationships" in labels(index.matches("distrss"))
    assert any("feedback" in label.casefold() for label in labels(index.matches("fedback")))


def test_letters_that_are_like_no_word_find_nothing(index: ActivityIndex) -> None:
    assert index.matches("xyzzyq") == []
    assert index.matches("   ") == []


def test_accents_and_case_do_not_matter(index: ActivityIndex) -> None:
    assert labels(index.matches("DÍSTRESS")) == labels(index.matches("distress"))


def test_the_whole_list_is_in_the_order_of_the_catalogue(index: ActivityIndex, catalogue: Catalogue) -> None:
    assert [match.activity for match in index.all] == list(catalogue.default.activities)
