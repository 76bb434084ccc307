"""YAML front matter: words, lists and fields alone, without aliases, types or depth that could do harm."""

import re
from collections.abc import Iterator, Mapping

import yaml

from isp_journal.formats.field_values import Unfit

DEEPEST = 6
# An entry with the most tags that are read (2 000), each with all of its fields, has 24 000 of them.
MOST_PARTS = 28_000
_EMPTY = {"", "~", "null", "Null", "NULL"}
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"---[ \t]*\n")
# Fields whose values are keys and fixed words: they need no quotation marks unless they hold something unexpected.
_KEYS = {"id", "date", "kind", "mode", "activity"}
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9./ -]*[A-Za-z0-9]")
# What YAML would read as a line break or refuse, though it may stand in a title or a quotation.
_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


def parted(text: str) -> tuple[str, str]:
    """Return front matter and body of a Markdown file; without front matter the whole text is the body."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return "", text
    return text[opening.end() : closing.start()], text[closing.end() :].removeprefix("\n")


def read(text: str) -> dict[str, object]:
    """Return the fields that front matter tells, all values as words, lists and fields; raises Unfit."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        events = iter(_counted(yaml.parse(text, Loader=loader)))
        said = _first(events)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark is not None else ""
        raise Unfit(f"its front matter is not YAML{where}") from None
    if said is None or said == "":
        return {}
    if not isinstance(said, dict):
        raise Unfit("its front matter has no named fields")
    return said


def written(fields: Mapping[str, object]) -> str:
    """Return fields as front matter, in their order; values are words, numbers, lists of words or lists of fields."""
    lines = ["---"]
    for name, value in fields.items():
        if isinstance(value, list):
            lines.append(f"{name}:")
            lines += [line for one in value for line in _item(one)]
        else:
            lines.append(f"{name}: {_scalar(value, name)}")
    return "\n".join([*lines, "---"]) + "\n"


def _item(value: object) -> list[str]:
    if not isinstance(value, dict):
        return [f"  - {_scalar(value)}"]
    lines = [f"    {name}: {_scalar(part, name)}" for name, part in value.items()]
    return [f"  - {lines[0].lstrip()}", *lines[1:]]


def _scalar(value: object, name: str = "") -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    words = str(value)
    if name in _KEYS and _PLAIN.fullmatch(words):
        return words
    return '"' + _ESCAPED.sub(_escape, words) + '"'


def _escape(found: re.Match[str]) -> str:
    sign = found.group()
    short = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
    return short.get(sign, f"\\u{ord(sign):04x}")


def _counted(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """Let events through while they are few, not deep, and neither aliases nor types."""
    depth = 0
    for number, event in enumerate(events):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unfit("its front matter refers to itself, which is not read")
        if getattr(event, "tag", None) not in (None, "!"):
            raise Unfit("its front matter names a type, which is not read")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or number > MOST_PARTS:
            raise Unfit("its front matter is nested too deeply or too long")
        yield event


def _first(events: Iterator[yaml.Event]) -> object:
    """Return the first document of a stream of events; there may be no second."""
    said: object = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            said = _value(next(events), events)
    if documents > 1:
        raise Unfit("its front matter has several parts")
    return said


def _value(event: yaml.Event, events: Iterator[yaml.Event]) -> object:
    if isinstance(event, yaml.ScalarEvent):
        return None if event.style is None and event.value in _EMPTY else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return list(_parts(events, yaml.SequenceEndEvent))
    said: dict[str, object] = {}
    parts = _parts(events, yaml.MappingEndEvent)
    for name in parts:
        if not isinstance(name, str):
            raise Unfit("its front matter has a field without a name")
        if name in said:
            raise Unfit(f"the field '{name[:40]}' stands in it more than once")
        said[name] = next(parts)
    return said


def _parts(events: Iterator[yaml.Event], end: type[yaml.Event]) -> Iterator[object]:
    for event in events:
        if isinstance(event, end):
            return
        yield _value(event, events)
