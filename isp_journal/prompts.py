"""Questions that help a person to reflect: models with their steps, and single questions for the Write page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

QUESTIONS_FILE = "questions.json"
T = TypeVar("T")

_ONE_LINE = r"^[^\s#](?:[^\u0000-\u001f\u007f]*\S)?(?![\s\S])"

Line = Annotated[str, Meta(max_length=140, pattern=_ONE_LINE)]
Credit = Annotated[str, Meta(max_length=600, pattern=_ONE_LINE)]
Key = Annotated[str, Meta(max_length=40, pattern=r"^[a-z]+(?:-[a-z]+)*(?![\s\S])")]


class StepPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a model as its file has it."""

    heading: Line
    questions: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=3)]


class ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model of reflection as its file has it; `place` is its place in the list that a person chooses from."""

    key: Key
    place: Annotated[int, Meta(ge=1)]
    name: Line
    source: Credit
    steps: Annotated[tuple[StepPart, ...], Meta(min_length=1)]


class QuestionsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The single questions as their file has them."""

    questions: Annotated[tuple[Line, ...], Meta(min_length=1)]


class PromptFileError(Exception):
    """A file of questions was refused; `reason` says why, with the place in the file."""

    def __init__(self, path: Path, reason: str) -> None:
        """Keep where the file lies and the reason."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a model of reflection: a heading and one to three questions."""

    heading: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReflectionModel:
    """One model of reflection; `source` credits those who described it, the questions are ours."""

    key: str
    name: str
    source: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Prompts:
    """The models in the order in which they are offered, and the single questions."""

    models: tuple[ReflectionModel, ...]
    questions: tuple[str, ...]

    def model(self, key: str) -> ReflectionModel | None:
        """Return the model with this key, or None where an entry names one that is gone."""
        return next((model for model in self.models if model.key == key), None)


def load_prompts(folder: Path) -> Prompts:
    """Read the models and questions of a folder; PromptFileError says which file is refused and why."""
    questions = _read(folder / QUESTIONS_FILE, QuestionsFile).questions
    paths = sorted(path for path in folder.glob("*.json") if path.name != QUESTIONS_FILE)
    files = sorted((_read(path, ModelFile) for path in paths), key=lambda file: file.place)
    keys = [file.key for file in files]
    if len(set(keys)) != len(keys):
        raise PromptFileError(folder, "Two models have the same key")
    return Prompts(tuple(_model(file) for file in files), questions)


def skeleton(model: ReflectionModel, *, questions: bool = True) -> str:
    """Return the Markdown to write into: each step's heading, its questions as a quotation, and room below."""
    parts = []
    for step in model.steps:
        asked = "\n".join(f"> {question}" for question in step.questions)
        parts.append(f"## {step.heading}\n\n{asked}\n\n" if questions else f"## {step.heading}\n\n")
    return "\n\n".join(parts)


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise PromptFileError(path, f"It could not be read: {error.strerror}") from error
    except ValueError as error:
        raise PromptFileError(path, str(error)) from error


def _model(file: ModelFile) -> ReflectionModel:
    steps = tuple(Step(part.heading, part.questions) for part in file.steps)
    return ReflectionModel(file.key, file.name, file.source, steps)
