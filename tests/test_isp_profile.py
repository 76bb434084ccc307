import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from isp_journal.framework import Activity, Framework, load_framework

ROOT = Path(__file__).parents[1]
# Made by tools/framework_digests.py from the text of the profile itself.
DIGESTS: dict[str, Any] = json.loads((ROOT / "tests" / "framework_digests.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def isp() -> Framework:
    return load_framework(ROOT / "resources" / "frameworks" / "isp-3.0.json")


def digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def test_every_statement_is_word_for_word_that_of_the_profile(isp: Framework) -> None:
    assert {activity.key: digest(activity.statement) for activity in isp.activities} == DIGESTS["statements"]


def test_every_definition_called_a_quote_is_word_for_word_and_the_others_are_called_summaries(isp: Framework) -> None:
    quotes = {part.key: digest(part.definition) for part in isp.components if part.definition_kind == "quote"}
    assert quotes == DIGESTS["definitions"]
    summaries = {part.key for part in isp.components if part.definition_kind == "summary"}
    assert summaries == {"co-learning", "brokering", "facilitation"}


def test_domain_texts_references_and_citation_are_those_of_the_profile(isp: Framework) -> None:
    assert {domain.key: digest(domain.text) for domain in isp.domains} == DIGESTS["domains"]
    assert [digest(reference.text) for reference in isp.references] == DIGESTS["references"]
    assert digest(isp.citation) == DIGESTS["citation"]


def test_the_listed_repairs_are_made_in_the_references(isp: Framework) -> None:
    references = "\n".join(reference.text for reference in isp.references)
    assert "Facilitator's Guide" in references
    assert "Society 10(2)" in references
    assert "24036" not in references


def test_domains_components_and_activities_stand_in_the_order_of_the_profile(isp: Framework) -> None:
    order = {domain.name: [(part.key, len(part.activities)) for part in domain.components] for domain in isp.domains}
    assert order == {
        "Co-creation": [("co-learning", 8), ("brokering", 3), ("power", 4), ("co-design", 3), ("tailored-support", 4)],
        "Ongoing improvement": [("need-context", 9), ("approaches", 4), ("improvement-cycles", 7)],
        "Sustaining change": [("relationships", 4), ("capacity", 7), ("leadership", 4), ("facilitation", 7)],
    }
    assert [domain.key for domain in isp.domains] == ["co-creation", "ongoing-improvement", "sustaining-change"]


def test_short_names_are_those_of_the_window(isp: Framework) -> None:
    assert ", ".join(component.short for component in isp.components) == (
        "Co-learning, Brokering, Power differentials, Co-design, Tailored support, Need and context, "
        "Implementation science, Improvement cycles, Relationships, Capacity, Leadership, Facilitation"
    )


def test_every_activity_has_search_words_and_every_component_two_or_three_questions(isp: Framework) -> None:
    assert {activity.key for activity in isp.activities if not 3 <= len(activity.search) <= 6} == set()
    assert {component.key for component in isp.components if not 2 <= len(component.prompts) <= 3} == set()
    assert {component.key for component in isp.components if not component.search} == set()


def test_questions_are_questions_and_none_stands_twice(isp: Framework) -> None:
    questions = [question for component in isp.components for question in component.prompts]
    assert all(question.endswith("?") for question in questions)
    assert len(set(questions)) == len(questions)


def test_the_attribution_names_every_author(isp: Framework) -> None:
    assert all(author in isp.attribution for author in isp.authors)


def test_typing_dis_finds_what_the_tag_picker_is_to_show(isp: Framework) -> None:
    def words(activity: Activity) -> list[str]:
        return " ".join([activity.label, *activity.search]).casefold().split()

    assert [activity.key for activity in isp.activities if any(word.startswith("dis") for word in words(activity))] == [
        "brokering.1",
        "power.1",
        "need-context.2",
        "relationships.4",
    ]
