import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isp_journal.prompts import PromptFileError, Prompts, ReflectionModel, Step, load_prompts, skeleton

FOLDER = Path(__file__).parents[1] / "resources" / "prompts"


@pytest.fixture(scope="module")
def prompts() -> Prompts:
    return load_prompts(FOLDER)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "prompts"))


def test_three_models_are_offered_in_order(prompts: Prompts) -> None:
    assert [model.name for model in prompts.models] == [
        "What? So what? Now what?",
        "Gibbs' reflective cycle",
        "A critical incident",
    ]
    assert [len(model.steps) for model in prompts.models] == [3, 6, 5]


def test_each_model_credits_those_who_described_it(prompts: Prompts) -> None:
    sources = [model.source for model in prompts.models]
    for names, source in zip((("Borton", "Rolfe"), ("Gibbs",), ("Flanagan", "Tripp")), sources, strict=True):
        assert all(name in source for name in names)


def test_every_step_has_one_to_three_questions_and_none_stands_twice(prompts: Prompts) -> None:
    steps = [step for model in prompts.models for step in model.steps]
    assert all(1 <= len(step.questions) <= 3 for step in steps)
    questions = [question for step in steps for question in step.questions] + list(prompts.questions)
    assert all(question.endswith("?") for question in questions)
    assert len({question.casefold() for question in questions}) == len(questions)


def test_the_write_page_has_at_least_twenty_questions(prompts: Prompts) -> None:
    assert len(prompts.questions) >= 20
    assert "What did you see that told you the room had changed?" in prompts.questions


def test_words_on_screen_stay_calm(prompts: Prompts) -> None:
    words = [*prompts.questions, *(question for m in prompts.models for s in m.steps for question in s.questions)]
    assert [text for text in words if "!" in text] == []


def test_a_model_is_found_by_its_key(prompts: Prompts) -> None:
    assert prompts.model("gibbs-cycle") is prompts.models[1]
    assert prompts.model("gone") is None


def test_the_skeleton_has_a_heading_the_questions_and_room_to_write() -> None:
    model = ReflectionModel("two", "Two", "Nobody", (Step("First", ("What?", "Who?")), Step("Then", ("Why?",))))
    assert skeleton(model) == "## First\n\n> What?\n> Who?\n\n\n\n## Then\n\n> Why?\n\n"
    assert skeleton(model, questions=False) == "## First\n\n\n\n## Then\n\n"


def test_a_missing_file_of_questions_is_said(tmp_path: Path) -> None:
    with pytest.raises(PromptFileError, match=r"questions\.json: It could not be read"):
        load_prompts(tmp_path)


def test_a_broken_file_is_refused_with_its_name_and_the_reason(copied: Path) -> None:
    path = copied / "gibbs-cycle.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["steps"][1]["questions"] = []
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(PromptFileError) as caught:
        load_prompts(copied)
    assert caught.value.path == path
    assert "$.steps[1].questions" in caught.value.reason


def test_two_models_with_one_key_are_refused(copied: Path) -> None:
    shutil.copy(copied / "gibbs-cycle.json", copied / "again.json")
    with pytest.raises(PromptFileError, match="same key"):
        load_prompts(copied)


@settings(max_examples=50, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("prompts")
    (folder / "questions.json").write_bytes(content)
    with pytest.raises(PromptFileError):
        load_prompts(folder)
