"""The deep check of a journal, part by part; what is wrong is said without a word of what somebody wrote."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlcipher3 import dbapi2 as driver

from isp_journal.errors import Cancelled, JournalDamaged, NotAJournal, SearchIndexDamaged
from isp_journal.model import Problem
from isp_journal.storage import (
    attachment_checks,
    backup_checks,
    index_checks,
    key_checks,
    page_checks,
    row_checks,
    schema_checks,
    text_checks,
    version_checks,
)
from isp_journal.storage.checking import REBUILD, RESTORE, STEPS, Check, Pace, Subject
from isp_journal.storage.compared_rows import changed
from isp_journal.storage.connect import database
from isp_journal.storage.faults import known

INDEX = "the search index against the texts"
# What the driver raises for places that SQLite gives up on, and for names whose bytes are no text.
UNREADABLE = (driver.Error, UnicodeDecodeError)
# Between two of these tries somebody else was writing.
TRIES = 20
BUSY_MS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the check: what it looks at, in words for the person, and the question."""

    name: str
    check: Check


SCHEMA = Part("tables, indexes and triggers", schema_checks.schema)
PARTS = (
    Part("the bytes of the closed file", page_checks.closed_bytes),
    Part("the length of the file", page_checks.length),
    Part("the seal of each page", page_checks.seals),
    Part("pages and indexes", page_checks.pages),
    Part("free pages", page_checks.free_pages),
    Part("what rows refer to", page_checks.references),
    Part("the settings of the search index", schema_checks.index_settings),
    Part("the search index and the number of entries", index_checks.index_counts),
    Part("ids, dates and places", row_checks.rows),
    Part("texts", text_checks.texts),
    Part("names", text_checks.names),
    Part("the words that tags point at", row_checks.anchors),
    Part("components and activities", text_checks.practices),
    Part("earlier versions", version_checks.versions),
    Part("attachments", attachment_checks.attachments),
    Part("key files", key_checks.key_files),
    Part("backups", backup_checks.backups),
)
COMPARED = "what did not change since the newest backup"
COUNT = len(PARTS) + 3
# Those that need a file which nobody writes to at this time, and a journal with or without a passphrase.
_SETTLED = {page_checks.closed_bytes, page_checks.length, page_checks.seals, page_checks.free_pages}
_LOCKED_ONLY = {page_checks.seals, key_checks.key_files}
_OPEN_ONLY = {page_checks.closed_bytes, page_checks.free_pages}


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a part: its name, and what is wrong; None for a part that could not be looked at."""

    name: str
    problems: tuple[Problem, ...] | None


def verify(subject: Subject, pace: Pace) -> Iterator[Found]:
    """Look at everything in a journal, through a connection of its own that is used for nothing else meanwhile.

    Nothing is changed. Raises Cancelled soon after somebody wanted to stop.
    """
    connection = subject.connection
    _attend(connection, pace)
    # Waiting for somebody who writes must not keep a stop waiting.
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    walk = _Walk(subject, pace)
    try:
        yield walk.answer(SCHEMA)
        yield walk.index()
        settled = _settle(connection, subject, pace)
        for part in PARTS:
            if part.check not in (_LOCKED_ONLY if subject.key is None else _OPEN_ONLY):
                able = settled or part.check not in _SETTLED
                yield walk.answer(part) if able else Found(part.name, None)
        yield walk.compared()
    finally:
        connection.set_progress_handler(None, 0)
        with suppress(driver.Error):
            connection.execute("ROLLBACK")


class _Walk:
    """One walk through all parts; once the schema itself is wrong, nothing that fails later is a fault of the app."""

    def __init__(self, subject: Subject, pace: Pace) -> None:
        self._subject = subject
        self._pace = pace
        self._is_schema_wrong = False

    def answer(self, part: Part) -> Found:
        """Answer one part; a place in the file that cannot be read is what is wrong, and no end of the check."""
        self._pace.begin(part.name)
        problems: list[Problem] = []
        try:
            # One by one, so that what was found before a place that cannot be read is told too.
            for one in part.check(self._subject, self._pace):
                problems.append(one)
        except UNREADABLE as error:
            problems.append(self._unreadable(error, part.name))
        self._pace.end()
        self._is_schema_wrong |= part is SCHEMA and bool(problems)
        return Found(part.name, tuple(problems))

    def index(self) -> Found:
        """Compare the index with the texts, in a transaction of its own, so that saving waits no longer than needed."""
        self._pace.begin(INDEX)
        connection = self._subject.connection
        try:
            connection.execute("PRAGMA query_only=OFF")
            true = self._is_index_true()
        except UNREADABLE as error:
            if _name(error).startswith(("SQLITE_BUSY", "SQLITE_READONLY")):
                return Found(INDEX, None)
            return Found(INDEX, (self._unreadable(error, INDEX),))
        finally:
            connection.execute("PRAGMA query_only=ON")
            self._pace.end()
        return Found(INDEX, () if true else (Problem(index_checks.WRONG, "", REBUILD),))

    def _is_index_true(self) -> bool:
        for _ in range(TRIES):
            try:
                return index_checks.is_index_true(self._subject.connection)
            except driver.OperationalError as error:
                if not _name(error).startswith("SQLITE_BUSY"):
                    raise
                self._pace.look()
        return index_checks.is_index_true(self._subject.connection)

    def compared(self) -> Found:
        """Compare the journal with its newest backup; where there is none, or no room to take it out, say nothing."""
        self._pace.begin(COMPARED)
        subject, pace = self._subject, self._pace
        try:
            with backup_checks.newest(subject, pace) as then:
                if then is None:
                    return Found(COMPARED, None)
                _attend(then, pace)
                return self.answer(Part(COMPARED, lambda _, __: changed(subject.connection, then, pace)))
        except OSError:
            return Found(COMPARED, None)
        except UNREADABLE as error:
            return Found(COMPARED, (self._unreadable(error, COMPARED),))

    def _unreadable(self, error: Exception, name: str) -> Problem:
        """Return what is wrong when SQLite itself gives up; a stop is a stop, and a bug stays a bug."""
        if self._pace.is_stopped:
            raise Cancelled from error
        meant = known(error, database(self._subject.folder))
        if meant is None and not self._is_schema_wrong:
            raise error
        if isinstance(meant, SearchIndexDamaged):
            return Problem(index_checks.WRONG, _name(error), REBUILD)
        todo = RESTORE if meant is None or isinstance(meant, JournalDamaged | NotAJournal) else meant.todo
        return Problem("A part of the file can't be read.", f"{name}: {_name(error)}", todo)


def _settle(connection: Any, subject: Subject, pace: Pace) -> bool:
    """Move the log into the file and begin to read, so that the file stays as it is until all is looked at.

    Whoever reads the file itself, with nothing in the log, keeps others from moving anything into it. Beside somebody
    who writes all the time that may not come about.
    """
    for _ in range(TRIES):
        pace.look()
        with suppress(driver.Error):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("BEGIN")
        with suppress(driver.Error):
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        if page_checks.is_settled(subject.folder):
            return True
        connection.execute("ROLLBACK")
    connection.execute("BEGIN")
    return False


def _attend(connection: Any, pace: Pace) -> None:
    """Let a connection break off when that is wanted, and read texts whose bytes are none."""
    connection.text_factory = _text
    connection.set_progress_handler(pace.interrupt, STEPS)


def _name(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _text(content: bytes) -> str:
    """Return a text also where its bytes are none, so that the row that holds it can be named."""
    return content.decode("utf-8", "surrogateescape")
