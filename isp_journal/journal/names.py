"""Names of people, sites and labels as a journal keeps them."""

from isp_journal.errors import Refused
from isp_journal.journal.entries import clean

LONGEST = 200


def checked(name: str, whose: str) -> str:
    """Return a name with plain spaces; raises Refused for an empty or endless one."""
    plain = " ".join(clean(name).split())
    if not plain:
        raise Refused(f"{whose} needs a name.", todo="Type one.")
    if len(plain) > LONGEST:
        raise Refused(f"A name can have {LONGEST} characters at most.", todo="Choose a shorter one.")
    return plain
