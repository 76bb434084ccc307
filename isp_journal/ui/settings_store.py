"""How the person wants the window to look, and which journal it showed last; no names, titles or searches."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

LONGEST_UNLOCKED = 24 * 60


class Settings(NamedTuple):
    """The settings of the look; `geometry` is the window's place in Qt's own words, `columns` are widths per page.

    `model` is the key of the reflection model that was chosen last. `lock_after` are the minutes without a key or a
    movement after which a journal with a passphrase is locked; 0 is never.
    """

    theme: str = "system"
    text_size: int = 100
    motion: bool = True
    single_keys: bool = True
    model: str = ""
    journal: str = ""
    geometry: str = ""
    navigation: bool = True
    columns: dict[str, list[int]] = {}  # noqa: RUF012 - the default of a named tuple is never changed
    lock_after: int = 5


class SettingsStore:
    """Reads the settings once and writes each change to disk at once; a damaged file counts as none."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.settings = _read(file)

    def update(self, **changes: object) -> bool:
        """Change some settings and keep them; return whether the disk took them, else they hold until the end."""
        changed = _checked({**self.settings._asdict(), **changes})
        if changed == self.settings:
            return True
        self.settings = changed
        return self._write()

    def _write(self) -> bool:
        text = json.dumps(self.settings._asdict(), indent=1, sort_keys=True)
        beside = self.file.with_name(f"{self.file.name}.{os.getpid()}.new")
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(self.file)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            return False
        return True


def _read(file: Path) -> Settings:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    return _checked(kept) if isinstance(kept, dict) else Settings()


def _checked(kept: dict[str, Any]) -> Settings:
    good = Settings()
    for name, value in kept.items():
        if name in Settings._fields and _fits(name, value):
            good = good._replace(**{name: value})
    return good


def _fits(name: str, value: object) -> bool:
    wanted = type(getattr(Settings(), name))
    if type(value) is not wanted:
        return False
    if name == "theme":
        return value in {"system", "light", "dark", "contrast"}
    if name == "text_size":
        return isinstance(value, int) and 80 <= value <= 200
    if name == "lock_after":
        return isinstance(value, int) and 0 <= value <= LONGEST_UNLOCKED
    if name == "columns" and isinstance(value, dict):
        return all(_is_widths(widths) for widths in value.values())
    return True


def _is_widths(widths: object) -> bool:
    return isinstance(widths, list) and all(type(one) is int and 0 < one < 10_000 for one in widths)
