"""Whether attachments are what they were when they were added, by the digest that they are kept under."""

import hashlib
from collections.abc import Iterator

from isp_journal.model import Problem
from isp_journal.storage.checking import TAKE_BACK, Pace, Rule, Subject, broken, tables

_ON = "'attachment', a.id, 'on entry', e.id, 'of', e.occurred_on FROM attachment a JOIN entry e ON e.place = a.place"
_RULES = (
    Rule("An attachment has another size than its bytes.", f"SELECT {_ON} JOIN blob b ON b.digest = a.digest "
         "WHERE a.size <> b.size"),
    Rule("An attachment has no name.", f"SELECT {_ON} WHERE trim(a.name) = '' OR trim(a.media) = ''"),
    Rule("An attachment is shown on an entry that lies in the trash.", f"SELECT {_ON} "
         "WHERE a.trashed_at IS NULL AND e.trashed_at IS NOT NULL"),
)  # fmt: skip


def attachments(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look at the bytes of every attachment, each content once."""
    if "attachment" not in tables(subject):
        return
    for rule in _RULES:
        pace.look()
        yield from broken(subject, rule)
    for number, digest in subject.connection.execute("SELECT rowid, digest FROM blob").fetchall():
        pace.look()
        asked = "SELECT CAST(bytes AS BLOB) FROM blob WHERE rowid = ?"
        if hashlib.sha256(subject.connection.execute(asked, (number,)).fetchone()[0]).hexdigest() != digest:
            named = subject.connection.execute(f"SELECT {_ON} WHERE a.digest = ?", (digest,)).fetchone()
            where = f"bytes {digest[:8]}" if named is None else " ".join(map(str, named))
            yield Problem("The bytes of an attachment are not those that were added.", where, TAKE_BACK)
