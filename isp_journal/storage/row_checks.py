"""Whether rows say what rows can say: ids, instants, dates, places, the field's words, and what belongs together."""

from collections.abc import Iterator
from enum import StrEnum

from isp_journal.model import Kind, Mode, Problem, Role, Stage
from isp_journal.storage.checking import Pace, Rule, Subject, broken, tables
from isp_journal.storage.places import DAY_SHIFT

KEPT = ("journal", "person", "site", "site_stage", "label", "entry", "tag", "note", "import_batch", "attachment")
_HEX = "[0-9a-f]"
_UUID = "-".join(_HEX * length for length in (8, 4, 4, 4, 12))
_INSTANT = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]*"
_ENTRY = "SELECT 'entry', e.id, 'of', e.occurred_on FROM entry e WHERE"
_TAG = "SELECT 'tag', t.id, 'on entry', e.id, 'of', e.occurred_on FROM tag t JOIN entry e ON e.place = t.place WHERE"
_NOTE = "SELECT 'note', id, 'of', on_date FROM note WHERE"


def rows(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look at every row of every table for what it cannot say."""
    there = tables(subject)
    for rule in (*(rule for table in KEPT if table in there for rule in _of_table(table)), *_RULES):
        pace.look()
        yield from broken(subject, rule)


def anchors(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look whether each tag points at its own words, on every entry, also on those in the trash."""
    for rule in _ANCHORS:
        pace.look()
        yield from broken(subject, rule)


def _words(kind: type[StrEnum]) -> str:
    return ", ".join(f"'{word}'" for word in kind)


def _instant(column: str) -> str:
    return f"({column} IS NOT NULL AND ({column} NOT GLOB '{_INSTANT}' OR julianday({column}) IS NULL))"


def _of_table(table: str) -> Iterator[Rule]:
    which = f"SELECT '{table}', id FROM {table} WHERE"
    instants = " OR ".join(map(_instant, ("created_at", "updated_at", "trashed_at")))
    yield Rule("An id has a form that no id has.", f"{which} id NOT GLOB '{_UUID}'")
    yield Rule("A row says that an unknown journal wrote it.", f"{which} origin NOT GLOB '{_UUID}'")
    yield Rule("A row has a revision that cannot be.", f"{which} typeof(revision) <> 'integer' OR revision < 1")
    yield Rule("A row has an instant that cannot be.", f"{which} {instants}")


_DAY = (
    "(CAST(substr(e.occurred_on, 1, 4) AS INTEGER) * 12 + CAST(substr(e.occurred_on, 6, 2) AS INTEGER) - 1) << 5 "
    "| CAST(substr(e.occurred_on, 9, 2) AS INTEGER)"
)
_RULES = (
    Rule(
        "The journal's own row is missing, or there are several.",
        "SELECT count(*), 'rows' FROM journal HAVING count(*) <> 1",
    ),
    Rule(
        "The journal's own row says what it cannot say.",
        "SELECT 'journal', id FROM journal WHERE sample NOT IN (0, 1) "
        "OR (author IS NOT NULL AND author NOT IN (SELECT id FROM person))",
    ),
    Rule("An entry has a date that there is not.", f"{_ENTRY} date(e.occurred_on) IS NOT e.occurred_on"),
    Rule("An entry stands at another place than its date says.", f"{_ENTRY} ({_DAY}) IS NOT e.place >> {DAY_SHIFT}"),
    Rule(
        "An entry has a time that there is not.",
        f"{_ENTRY} e.occurred_time IS NOT NULL AND strftime('%H:%M', e.occurred_time) IS NOT e.occurred_time",
    ),
    Rule("An entry is of a kind that there is not.", f"{_ENTRY} e.kind NOT IN ({_words(Kind)})"),
    Rule("An entry has a mode that there is not.", f"{_ENTRY} e.mode IS NOT NULL AND e.mode NOT IN ({_words(Mode)})"),
    Rule(
        "A person has a role that there is not.", f"SELECT 'person', id FROM person WHERE role NOT IN ({_words(Role)})"
    ),
    Rule(
        "A site has a stage that there is not.",
        f"SELECT 'site', site_id FROM site_stage WHERE stage NOT IN ({_words(Stage)}) OR date(since) IS NOT since",
    ),
    Rule(
        "Somebody is put aside since an instant that cannot be.",
        f"SELECT 'person', id FROM person WHERE {_instant('archived_at')}",
    ),
    Rule(
        "A site is put aside since an instant that cannot be.",
        f"SELECT 'site', id FROM site WHERE {_instant('archived_at')}",
    ),
    Rule(
        "A tag's activity is not one of its component.",
        f"{_TAG} substr(t.activity, 1, length(t.component) + 1) IS NOT t.component || '.'",
    ),
    Rule(
        "A tag is shown on an entry that lies in the trash.",
        f"{_TAG} t.trashed_at IS NULL AND e.trashed_at IS NOT NULL",
    ),
    Rule(
        "A note's activity is not one of its component.",
        f"{_NOTE} activity IS NOT NULL AND substr(activity, 1, length(component) + 1) IS NOT component || '.'",
    ),
    Rule("A note has a date that there is not.", f"{_NOTE} date(on_date) IS NOT on_date"),
    Rule("A note has no words.", f"{_NOTE} trim(body) = ''"),
    Rule("An import says nothing of what it made.", "SELECT 'import', id FROM import_batch WHERE NOT json_valid(made)"),
    Rule(
        "A line of an import is not what it can be.",
        f"SELECT 'import', batch_id FROM import_line WHERE digest NOT GLOB '{_HEX * 64}' "
        f"OR entry_id NOT GLOB '{_UUID}'",
    ),
)
_ANCHORS = (
    Rule(
        "A tag has a passage that cannot be.",
        f'{_TAG} t.start IS NOT NULL AND (t.start < 0 OR t."end" <= t.start OR length(t.quote) <> t."end" - t.start)',
    ),
    # A tag that was taken off by itself remembers the words of that day.
    Rule(
        "A tag does not point at its words.",
        f"{_TAG} t.start IS NOT NULL AND t.trashed_at IS e.trashed_at "
        'AND substr(e.body, t.start + 1, t."end" - t.start) IS NOT t.quote',
    ),
)
