"""Closed journals that are damaged on purpose, and what the deep check says of them."""

import shutil
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from isp_journal.credentials import Secret
from isp_journal.journal.opening import open_journal
from isp_journal.model import CheckReport
from isp_journal.storage import connect
from isp_journal.storage.data_key import DataKey


def copied(folder: Path, into: Path, *, backups: bool = False) -> Path:
    """Copy a closed journal, with or without its backups."""
    left_out = shutil.ignore_patterns() if backups else shutil.ignore_patterns("backups")
    return shutil.copytree(folder, into / folder.name, ignore=left_out)


def checked(folder: Path, secret: Secret | None = None) -> CheckReport:
    """Check a closed journal through its door."""
    journal = open_journal(folder, writing=False, secret=secret)
    try:
        return journal.checks.run()
    finally:
        journal.close()


def wrong(folder: Path, secret: Secret | None = None) -> list[str]:
    """Say what is wrong, each thing once."""
    return sorted({one.what for one in checked(folder, secret).problems})


def at(folder: Path, secret: Secret | None = None) -> list[str]:
    """Say where something is wrong."""
    return [one.where for one in checked(folder, secret).problems]


def spoiled(folder: Path, *statements: str, key: DataKey | None = None) -> None:
    """Write into a closed journal what no part of the app writes."""
    connection = driver.connect(str(connect.database(folder)), isolation_level=None)
    if key is not None:
        connection.execute(f'PRAGMA key="{key.spoken()}"')
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute("PRAGMA secure_delete=ON")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def asked(folder: Path, statement: str) -> list[Any]:
    """Ask a closed journal without a passphrase."""
    connection = driver.connect(str(connect.database(folder)), isolation_level=None)
    found = connection.execute(statement).fetchall()
    connection.close()
    return list(found)


def flip(file: Path, at_byte: int, bit: int = 0) -> None:
    """Flip one bit of a file."""
    with file.open("r+b") as opened:
        opened.seek(at_byte)
        byte = opened.read(1)[0]
        opened.seek(at_byte)
        opened.write(bytes([byte ^ 1 << bit]))


def replaced(file: Path, words: bytes, by: bytes) -> None:
    """Put other bytes of the same length in the place of bytes that stand in a file."""
    content = file.read_bytes()
    assert words in content
    assert len(words) == len(by)
    file.write_bytes(content.replace(words, by))
