"""The start of the program: the window, or a command in the terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window when no command is given, else do what the command says; returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    asked = _window(given)
    if asked is not None:
        from isp_journal import app  # only the window needs Qt

        return app.run(*asked)
    from isp_journal import cli  # the window comes first on screen without the commands

    return cli.run(given, program=arguments is None)


def window() -> int:
    """Open the window for the start menu, where nobody reads a terminal."""
    return main()


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
