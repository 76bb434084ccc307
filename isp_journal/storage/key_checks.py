"""Whether the key file of a locked journal and its copy are whole and fit, before the day on which they are needed."""

from collections.abc import Iterator

from isp_journal.errors import KeyFileNewer
from isp_journal.model import Problem
from isp_journal.storage import key_file
from isp_journal.storage.checking import Pace, Subject
from isp_journal.storage.locked import KEY_FILE, NEW, OLD

AGAIN = "Close the journal and open it with its passphrase: the app puts this right from the other file."


def key_files(subject: Subject, pace: Pace) -> Iterator[Problem]:
    """Look at the key file and at its copy."""
    if subject.key is None:
        return
    identity = subject.connection.execute("SELECT id FROM journal").fetchone()
    for name in (KEY_FILE, OLD):
        pace.look()
        try:
            head = key_file.read(subject.folder / name).head
        except FileNotFoundError:
            yield Problem("A key file is not there.", name, AGAIN)
        except (key_file.Damaged, KeyFileNewer, IsADirectoryError):
            yield Problem("A key file is damaged.", name, AGAIN)
        else:
            if head.salt != subject.key.salt.hex() or (head.journal,) != identity:
                yield Problem("A key file belongs to another journal.", name, AGAIN)
    files = [subject.folder / name for name in (KEY_FILE, OLD)]
    # While the passphrase is being changed the copy may be the file of before.
    whole = all(file.is_file() for file in files) and not (subject.folder / NEW).exists()
    if whole and files[0].read_bytes() != files[1].read_bytes():
        yield Problem("The copy of the key file says something else, so an earlier passphrase may open it.", OLD, AGAIN)
