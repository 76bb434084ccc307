"""The start of the program: the window, or a command in the terminal."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from isp_journal import hardening

# What shells expect of a program that was ended with Ctrl+C.
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window when no command is given, else do what the command says; returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    hardening.allow_no_core_dumps()
    asked = _window(given)
    if asked is not None:
        return _open_window(*asked) if has_screen() else _without_screen(asked[0])
    try:
        from isp_journal import cli  # the window comes first on screen without the commands

        if arguments is None:
            hardening.withhold_memory()
        return cli.run(given, program=arguments is None)
    except KeyboardInterrupt:  # Ctrl+C before the commands were there: nothing was begun
        return STOPPED


def window() -> int:
    """Open the window for the start menu, where nobody reads a terminal."""
    return main()


def has_screen() -> bool:
    """Tell whether a window can be shown; whoever names a platform for Qt knows what they want."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_window(journal: Path | None, page: str | None) -> int:
    from isp_journal import app  # only the window needs Qt

    return app.run(journal, page, guard=hardening.withhold_memory)


def _without_screen(journal: Path | None) -> int:
    """Do the main job where there is no screen: print the history of a component, and paint the pages into a folder."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    hardening.withhold_memory()
    # only where no window can be shown
    from isp_journal import app, cli
    from isp_journal.journal.sample import sample_of_today
    from isp_journal.paths import pictures

    folder = journal or sample_of_today()
    print("There is no screen here, so this is the sample journal in the terminal." if journal is None else "")
    print("History of 'Grow and sustain relationships', the ten newest:\n", flush=True)
    code = cli.run(["--journal", str(folder), "history", "relationships", "--limit", "10"], program=True)
    if code == 0:
        painted = app.paint_pictures(folder, pictures())
        if painted:
            print(f"\n{len(painted)} pictures of the main pages are in {pictures()}.")
        print("`isp-journal --help` names the commands of the terminal.")
    return code


def _window(given: Sequence[str]) -> tuple[Path | None, str | None] | None:
    """Return the journal and the page that the window is asked for, or None when a command is to be read."""
    said: dict[str, str] = {}
    words = iter(given)
    for word in words:
        option, equals, value = word.partition("=")
        if option not in ("--journal", "--page"):
            return None
        said[option] = value if equals else next(words, "")
    if "" in said.values():
        return None
    folder = said.get("--journal")
    return Path(folder) if folder is not None else None, said.get("--page")


if __name__ == "__main__":
    sys.exit(main())
