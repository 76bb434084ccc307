"""The form of framework files: their parts and limits, and how one is read and checked for the catalogue."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

MAX_FILE_BYTES = 1024 * 1024

# The end of the text is a look-ahead: "$" would let a last line break through in Python, not in other readers.
_END = r"(?![\s\S])"
_HIDDEN = r"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069"
_ONE_LINE = rf"[^\s{_HIDDEN}](?:[^{_HIDDEN}]*[^\s{_HIDDEN}])?"
_WORDS = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_LINE = rf"^{_ONE_LINE}{_END}"
_PARAGRAPHS = rf"^{_ONE_LINE}(?:\n\n{_ONE_LINE})*{_END}"
_KEY = rf"^{_WORDS}{_END}"
_ACTIVITY_KEY = rf"^{_WORDS}\.[1-9][0-9]*{_END}"
_VERSION = rf"^[0-9]+(?:\.[0-9]+)*{_END}"
_EDITION = rf"^{_WORDS}-[0-9]+(?:\.[0-9]+)*{_END}"
_PATTERNS_IN_WORDS = {
    _LINE: "Expected one line of text without space around it or hidden characters",
    _PARAGRAPHS: "Expected paragraphs parted by one empty line, without space around them or hidden characters",
    _KEY: "Expected a key of lower-case words joined by hyphens",
    _ACTIVITY_KEY: "Expected the component's key, a full stop and the place in the list, counted from 1",
    _VERSION: "Expected numbers joined by full stops",
    _EDITION: "Expected the id, a hyphen and the version",
}

Key = Annotated[str, Meta(max_length=40, pattern=_KEY)]
ActivityKey = Annotated[str, Meta(max_length=44, pattern=_ACTIVITY_KEY)]
Version = Annotated[str, Meta(max_length=12, pattern=_VERSION)]
Edition = Annotated[str, Meta(max_length=53, pattern=_EDITION)]
Name = Annotated[str, Meta(max_length=80, pattern=_LINE)]
ShortName = Annotated[str, Meta(max_length=24, pattern=_LINE)]
Label = Annotated[str, Meta(max_length=45, pattern=_LINE)]
SearchWord = Annotated[str, Meta(max_length=40, pattern=_LINE)]
Question = Annotated[str, Meta(max_length=140, pattern=_LINE)]
Sentence = Annotated[str, Meta(max_length=1000, pattern=_LINE)]
Text = Annotated[str, Meta(max_length=4000, pattern=_PARAGRAPHS)]
SearchWords = Annotated[tuple[SearchWord, ...], Meta(max_length=12)]
DefinitionKind = Literal["quote", "summary"]


class ReferencePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One work that the framework cites, as its authors cite it."""

    key: Key
    text: Sentence


class ActivityPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One core activity: a short label beside the full statement, quoted word for word."""

    key: ActivityKey
    label: Label
    statement: Sentence
    search: SearchWords = ()
    cites: tuple[Key, ...] = ()


class ComponentPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One core component with its activities in order; its definition is the authors' own or a summary of ours."""

    key: Key
    name: Name
    short: ShortName
    definition: Text
    definition_kind: DefinitionKind
    activities: Annotated[tuple[ActivityPart, ...], Meta(min_length=1)]
    prompts: Annotated[tuple[Question, ...], Meta(max_length=6)] = ()
    search: SearchWords = ()
    cites: tuple[Key, ...] = ()


class DomainPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One domain with its components in order; its text is quoted from the authors."""

    key: Key
    name: Name
    text: Text
    components: Annotated[tuple[ComponentPart, ...], Meta(min_length=1)]
    cites: tuple[Key, ...] = ()


class FrameworkFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One edition of a framework of practice: domains, core components and core activities, with their sources."""

    id: Key
    version: Version
    edition: Edition
    name: Name
    authors: Annotated[tuple[Name, ...], Meta(min_length=1)]
    year: Annotated[int, Meta(ge=1900, le=2200)]
    citation: Sentence
    attribution: Text
    domains: Annotated[tuple[DomainPart, ...], Meta(min_length=1)]
    references: tuple[ReferencePart, ...] = ()


class FrameworkFileError(Exception):
    """A framework file was refused; `place` is a JSON path in it, `reason` says why."""

    def __init__(self, path: Path, place: str, reason: str) -> None:
        """Keep where the file lies, the place in it and the reason."""
        super().__init__(f"{path}, at {place}: {reason}")
        self.path = path
        self.place = place
        self.reason = reason


def read_framework_file(path: Path) -> FrameworkFile:
    """Read and check one framework file; FrameworkFileError says where and why it is refused."""
    text = _read(path)
    try:
        content = msgspec.json.decode(text, type=FrameworkFile)
    except msgspec.DecodeError as error:
        raise FrameworkFileError(path, *_place_and_reason(str(error))) from error
    for place, reason in (*_repeated_names(text), *_faults(content)):
        raise FrameworkFileError(path, place, reason)
    return content


def schema_text() -> str:
    """Return the JSON schema of framework files, as it lies beside them."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Framework file of ISP Journal",
        **msgspec.json.schema(FrameworkFile),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def folded(text: str) -> str:
    """Return the text as names are compared: white space as one space, case aside."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            raise FrameworkFileError(path, "$", "There is no such file")
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise FrameworkFileError(path, "$", f"The file could not be read: {error.strerror}") from error
    if len(raw) > MAX_FILE_BYTES:
        raise FrameworkFileError(path, "$", "The file is larger than 1 MiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FrameworkFileError(path, "$", f"The file is not UTF-8 text (byte {error.start})") from error


def _place_and_reason(message: str) -> tuple[str, str]:
    # The decoder gives the place only as a part of its message: "… - at `$.domains[0].key`".
    reason, _, place = message.partition(" - at `")
    for pattern, words in _PATTERNS_IN_WORDS.items():
        if repr(pattern) in reason:
            reason = words
    return place.removesuffix("`") or "$", reason


def _repeated_names(text: str) -> Iterator[tuple[str, str]]:
    """Find names written twice in one object, which the decoder would pass over in silence."""
    repeated: list[tuple[object, str]] = []

    def keep(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            names = [name for name, _ in pairs]
            repeated.append((made, next(name for name in names if names.count(name) > 1)))
        return made

    content = json.loads(text, object_pairs_hook=keep)
    for place, part in _walk("$", content) if repeated else ():
        for made, name in repeated:
            if part is made:
                yield f"{place}.{name}", "This name is written twice in one object"


def _walk(place: str, part: object) -> Iterator[tuple[str, object]]:
    yield place, part
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _walk(f"{place}.{name}", inner)
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from _walk(f"{place}[{index}]", inner)


def _faults(content: FrameworkFile) -> Iterator[tuple[str, str]]:
    """Find what the types cannot say: the place and the reason of each fault."""
    if content.edition != f"{content.id}-{content.version}":
        yield "$.edition", f"Expected the id and the version, {content.id}-{content.version}"
    domains = [(f"$.domains[{index}]", domain) for index, domain in enumerate(content.domains)]
    components = [(f"{at}.components[{i}]", part) for at, domain in domains for i, part in enumerate(domain.components)]
    activities = [(f"{at}.activities[{i}]", part) for at, comp in components for i, part in enumerate(comp.activities)]
    references = [(f"$.references[{index}]", part) for index, part in enumerate(content.references)]
    yield from _doubles("key", ((f"{at}.key", part.key) for at, part in domains))
    yield from _doubles("name", ((f"{at}.name", part.name) for at, part in domains))
    yield from _doubles("key", ((f"{at}.key", part.key) for at, part in components))
    yield from _doubles("name", ((f"{at}.name", part.name) for at, part in components))
    yield from _doubles("short name", ((f"{at}.short", part.short) for at, part in components))
    yield from _doubles("label", ((f"{at}.label", part.label) for at, part in activities))
    yield from _doubles("key", ((f"{at}.key", part.key) for at, part in references))
    for at, component in components:
        yield from _wrong_activity_keys(at, component)
    known = {reference.key for reference in content.references}
    searched = [(at, part.search) for at, part in components] + [(at, part.search) for at, part in activities]
    for at, words in searched:
        yield from _doubles("search word", ((f"{at}.search[{i}]", word) for i, word in enumerate(words)))
    cited = [(at, part.cites) for at, part in domains] + [(at, part.cites) for at, part in components]
    for at, cites in (*cited, *((at, part.cites) for at, part in activities)):
        yield from _unknown_references(at, cites, known)


def _doubles(what: str, values: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for place, value in values:
        first = seen.setdefault(folded(value), place)
        if first != place:
            yield place, f"The {what} {value!r} stands at {first} already"


def _wrong_activity_keys(at: str, component: ComponentPart) -> Iterator[tuple[str, str]]:
    for index, activity in enumerate(component.activities):
        if activity.key != f"{component.key}.{index + 1}":
            yield f"{at}.activities[{index}].key", f"Expected {component.key}.{index + 1}, as it stands in the list"


def _unknown_references(at: str, cites: tuple[str, ...], known: set[str]) -> Iterator[tuple[str, str]]:
    for index, key in enumerate(cites):
        if key not in known:
            yield f"{at}.cites[{index}]", f"There is no reference with the key {key!r}"
