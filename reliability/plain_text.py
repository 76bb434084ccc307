"""Words in plain text: after a whole session in the window, every file that the program may write is searched for them.

Three people do the same: two with a passphrase, of whom one is ended from outside, and one without, whose words must be
found. What the window prints is kept in a file too, as a desktop keeps it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reliability import planted, session

SOURCE = Path(__file__).parent.parent
# Where a program of an account may leave something; all of it is searched.
FOLDERS = {
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
    "TMPDIR": "tmp",
    "HOME": "home",
}
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Left:
    """What a session left on the disk: its files, their bytes, and the words in them."""

    files: tuple[Path, ...]
    size: int
    hits: tuple[planted.Hit, ...]


def run(folder: Path) -> dict[str, Any]:
    """Let three people have a session, and search what they left; returns counts."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="p") as place:
        root = Path(place)
        closed = left_by(root / "c", locked=True, killed=False)
        killed = left_by(root / "k", locked=True, killed=True)
        control = left_by(root / "o", locked=False, killed=False)
    hits = [*closed.hits, *killed.hits]
    missed = sorted(set(planted.KEPT) - {one.use for one in control.hits})
    return {
        "files": len(closed.files) + len(killed.files),
        "bytes": closed.size + killed.size,
        "words": len(planted.USES),
        "hits": len(hits),
        "control_hits": len(control.hits),
        "wrong": [
            *sorted({f"{kind(one.file)}: the word for {one.use}" for one in hits}),
            *(f"the control: the word for {use} was not found" for use in missed),
        ],
    }


def left_by(root: Path, *, locked: bool, killed: bool) -> Left:
    """Let somebody have a session whose files all lie below a folder, and search them."""
    session.give(root)
    account = root / "a"
    for name in (*FOLDERS.values(), "streams"):
        (account / name).mkdir(parents=True, mode=0o700)
    words = ["-m", "reliability.session", str(root), "locked" if locked else "open", "killed" if killed else "closed"]
    with (account / "streams" / "out").open("wb") as out, (account / "streams" / "err").open("wb") as errors:
        ran = subprocess.run(
            [sys.executable, *words],
            check=False,
            cwd=SOURCE,
            env=surroundings(account),
            stdout=out,
            stderr=errors,
            timeout=LONGEST,
        )
    if (ran.returncode < 0) != killed or ran.returncode > 0:
        raise RuntimeError((account / "streams" / "err").read_text(errors="replace")[-2_000:])
    files = sorted(one for one in account.rglob("*") if one.is_file())
    hits = tuple(planted.hits(files, account, planted.words()))
    return Left(tuple(files), sum(one.stat().st_size for one in files), hits)


def surroundings(account: Path) -> dict[str, str]:
    """Return an environment in which a program writes below a folder, and has no desktop to tell anything to."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "QT_LOGGING"))}
    around |= {name: str(account / folder) for name, folder in FOLDERS.items()}
    around |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    around.setdefault("QT_QPA_PLATFORM", "offscreen")
    return around


def kind(file: Path) -> str:
    """Return what kind of file it is, such as `config/QtProject.conf`, without what is another each time."""
    parts = file.parts[file.parts.index("a") + 1 :]
    shown = parts if len(parts) < 4 else (*parts[:3], "…", f"*{file.suffix}")
    return "/".join(shown)
