"""Whether texts are texts, names are compared by what they are, and the catalogue knows what rows are about."""

from collections.abc import Iterator

from isp_journal.model import Problem
from isp_journal.storage.checking import TAKE_BACK, Pace, Subject
from isp_journal.storage.rows import folded

# What names a row of each table, and all that a person typed in it.
_SAID = {
    "entry": "id, ' of ' || occurred_on, title, body",
    "note": "id, ' of ' || on_date, body",
    "person": "id, '', name, organisation, pseudonym, position",
    "site": "id, '', name, pseudonym",
    "label": "id, '', name",
    "tag": "id, '', coalesce(quote, ''), coalesce(prefix, ''), coalesce(suffix, ''), because",
    "import_batch": "id, '', source",
}
_ABOUT = (("tag", "component"), ("tag", "activity"), ("note", "component"), ("note", "activity"))


def texts(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether all that should be text is text."""
    for table, columns in _SAID.items():
        for number, day, *said in subject.connection.execute(f"SELECT {columns} FROM {table}"):
            pace.look()
            if not all(map(is_text, said)):
                yield Problem("Some bytes of a text are no text.", f"{table} {number}{day}", TAKE_BACK)


def names(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether people and sites are found by the names that they have."""
    for table in ("person", "site"):
        pace.look()
        for number, name, compared in subject.connection.execute(f"SELECT id, name, folded FROM {table}"):
            if is_text(name) and folded(name) != compared:
                yield Problem("A name is compared as another one than it is.", f"{table} {number}", TAKE_BACK)


def practices(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether the catalogue knows each component and activity that a tag or a note is about."""
    for table, column in _ABOUT:
        pace.look()
        asked = f"SELECT {column}, min(id) FROM {table} WHERE {column} IS NOT NULL GROUP BY 1"
        for key, number in subject.connection.execute(asked):
            if not (is_text(key) and subject.knows(key)):
                yield Problem("The catalogue does not know what something is about.", f"{table} {number}", TAKE_BACK)


def is_text(said: object) -> bool:
    """Tell whether what stands where a text should be is one: no number, no bytes that are not UTF-8."""
    if not isinstance(said, str):
        return False
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True
