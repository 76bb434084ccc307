"""Makes the digests that hold the catalogue to the words of its source.

Reads the text of the Implementation Support Practitioner Profile 3.0 given on the command line, never the catalogue,
and writes one SHA-256 digest for each core activity's statement, each definition that the source has whole, each
domain's text, each reference and the citation. White space is folded and the agreed repairs of extraction damage are
made first.

    python tools/framework_digests.py SOURCE.txt > tests/framework_digests.json
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

COMPONENT_ACTIVITIES = (
    ("co-learning", 8),
    ("brokering", 3),
    ("power", 4),
    ("co-design", 3),
    ("tailored-support", 4),
    ("need-context", 9),
    ("approaches", 4),
    ("improvement-cycles", 7),
    ("relationships", 4),
    ("capacity", 7),
    ("leadership", 4),
    ("facilitation", 7),
)
CAPACITY_GOES_ON = (
    "Successful capacity building ",
    "- Intervention/approach-specific capacity:",
    "- General capacity:",
    "- Analytic capacity:",
    "- Adaptive capacity:",
)
NOT_ACTIVITIES = (
    *CAPACITY_GOES_ON,
    "- full participation ",
    "- mutual understanding ",
    "- shared responsibility ",
)
WITHOUT_FULL_STOP = (
    "tailored-support.4",
    "need-context.3",
    "approaches.1",
    "approaches.2",
    "approaches.3",
    "approaches.4",
    "capacity.6",
)
DEFINITION_STARTS = {
    "power": ("", "Address power imbalances "),
    "co-design": ("Co-design: ", "Co-design tools, "),
    "tailored-support": ("Tailored support: ", "Determine "),
    "need-context": ("Assess need and context: ", "Work with "),
    "approaches": ("Apply and integrate implementation science approaches: ", "Apply and integrate "),
    "improvement-cycles": ("cycles: ", "Use data throughout "),
    "relationships": ("Grow and sustain relationships: ", "Grow and sustain "),
    "capacity": ("Build capacity: ", "Increase the knowledge"),
    "leadership": ("Cultivate leadership: ", "Identify and strengthen "),
}
DOMAIN_HEADINGS = {
    "co-creation": "Co-Creation:",
    "ongoing-improvement": "Ongoing Improvement:",
    "sustaining-change": "Sustaining Change:",
}
AFTER_DOMAIN_TEXT = ("Core Component", "Core Components")
REFERENCE_REPAIRS = (
    ("Faciltators's", "Facilitator's"),
    ("Ecology and Society10(2)", "Ecology and Society 10(2)"),
    ("jmkg.68.1.1.24036", "jmkg.68.1.1."),
)
REFERENCE_CONTINUATIONS = ("http://", "strategies:", "1-19.")


class SourceError(Exception):
    """Says what in the source text was not as expected."""


@dataclass(frozen=True, slots=True)
class Quotations:
    """What the source says, folded and repaired, by the keys of the catalogue."""

    citation: str
    domains: dict[str, str]
    definitions: dict[str, str]
    statements: dict[str, str]
    references: tuple[str, ...]


def fold(text: str) -> str:
    """Return the text with every run of white space as one space and none at the ends."""
    return " ".join(text.split())


def digest(text: str) -> str:
    """Return the SHA-256 digest of a folded text in hexadecimal."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def read_quotations(source: str) -> Quotations:
    """Return all quotations found in the source text."""
    paragraphs = _paragraphs(source)
    return Quotations(
        citation=paragraphs[paragraphs.index("Citation") + 1].replace("*", ""),
        domains=_domains(paragraphs),
        definitions=_definitions(paragraphs),
        statements=_statements(source),
        references=_references(paragraphs),
    )


def _paragraphs(source: str) -> list[str]:
    """Split at blank lines; a list item begins a paragraph of its own."""
    paragraphs: list[str] = []
    lines: list[str] = []
    for line in [*source.splitlines(), ""]:
        if lines and (not line.strip() or line.startswith("- ")):
            paragraphs.append(fold(" ".join(lines)))
            lines = []
        if line.strip():
            lines.append(line)
    return paragraphs


def _statements(source: str) -> dict[str, str]:
    pages = source[source.rindex("Co-Creation:") :]
    items = [fold(line) for line in pages.splitlines() if line.startswith("- ")]
    activities = [item.removeprefix("- ") for item in items if not item.startswith(NOT_ACTIVITIES)]
    keys = [f"{key}.{place}" for key, count in COMPONENT_ACTIVITIES for place in range(1, count + 1)]
    if len(activities) != len(keys):
        raise SourceError(f"{len(keys)} core activities were expected, {len(activities)} found")
    return {key: _with_full_stop(key, text) for key, text in zip(keys, activities, strict=True)}


def _with_full_stop(key: str, text: str) -> str:
    if text.endswith(".") == (key in WITHOUT_FULL_STOP):
        raise SourceError(f"the full stop of {key} is not as expected: {text}")
    return text if text.endswith(".") else f"{text}."


def _definitions(paragraphs: list[str]) -> dict[str, str]:
    found = {}
    for key, (heading, start) in DEFINITION_STARTS.items():
        paragraph = _only(paragraphs, heading + start)
        found[key] = paragraph.removeprefix(heading)
    more = [_only(paragraphs, start).removeprefix("- ") for start in CAPACITY_GOES_ON]
    found["capacity"] = " ".join([found["capacity"], *more])
    return found


def _domains(paragraphs: list[str]) -> dict[str, str]:
    found = {}
    for key, heading in DOMAIN_HEADINGS.items():
        first = paragraphs.index(heading) + 1
        last = min(paragraphs.index(end, first) for end in AFTER_DOMAIN_TEXT if end in paragraphs[first:])
        found[key] = " ".join(paragraphs[first:last])
    return found


def _references(paragraphs: list[str]) -> tuple[str, ...]:
    references: list[str] = []
    for paragraph in paragraphs[paragraphs.index("References") + 1 :]:
        if paragraph.startswith(REFERENCE_CONTINUATIONS):
            references[-1] = f"{references[-1]} {paragraph}"
        else:
            references.append(paragraph)
    whole = "\n".join(references)
    for damaged, repaired in REFERENCE_REPAIRS:
        if whole.count(damaged) != 1:
            raise SourceError(f"{damaged!r} was expected once in the references")
        whole = whole.replace(damaged, repaired)
    return tuple(whole.split("\n"))


def _only(paragraphs: list[str], start: str) -> str:
    found = [paragraph for paragraph in paragraphs if paragraph.startswith(start)]
    if len(found) != 1:
        raise SourceError(f"one paragraph was expected to begin with {start!r}, {len(found)} do")
    return found[0]


def digests(quotations: Quotations) -> dict[str, object]:
    """Return the digest of each quotation in the shape of the digest file."""
    return {
        "citation": digest(quotations.citation),
        "domains": {key: digest(text) for key, text in quotations.domains.items()},
        "definitions": {key: digest(text) for key, text in quotations.definitions.items()},
        "statements": {key: digest(text) for key, text in quotations.statements.items()},
        "references": [digest(text) for text in quotations.references],
    }


def main(arguments: list[str]) -> int:
    """Print the digests of the source named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the digests of the profile's quotations.")
    parser.add_argument("source", type=Path, help="the profile as plain text, UTF-8")
    try:
        quotations = read_quotations(parser.parse_args(arguments).source.read_text(encoding="utf-8"))
    except (OSError, ValueError, SourceError) as error:
        print(f"No digests were made: {error}", file=sys.stderr)
        return 1
    print(json.dumps(digests(quotations), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
