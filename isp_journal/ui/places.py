"""Where the person was in the window, for Back, Forward and the palette; kept in memory alone."""

from typing import NamedTuple

MOST = 50


class Place(NamedTuple):
    """A page, and what it shows: `ask` is the page's method that opens `target`, `title` is how it is listed."""

    page: str
    ask: str = ""
    target: str = ""
    title: str = ""


class Spot(NamedTuple):
    """Where somebody was on a page, in ids and numbers alone: what is shown, the cursor and how far it is scrolled."""

    target: str = ""
    cursor: int = 0
    anchor: int = 0
    scroll: int = 0
    part: str = ""


class Standing(NamedTuple):
    """Where somebody was in the window: a place without its title, and the spot on its page where that can tell."""

    place: Place
    spot: Spot | None


class Places:
    """A walk through the window that can be gone back and forth."""

    def __init__(self) -> None:
        self._walk: list[Place] = []
        self._at = -1

    def visit(self, place: Place) -> None:
        """Note where the person went; what was ahead is forgotten."""
        if self._at >= 0 and self._walk[self._at][:3] == place[:3]:
            self._walk[self._at] = place
            return
        self._walk = [*self._walk[: self._at + 1], place][-MOST:]
        self._at = len(self._walk) - 1

    def back(self) -> Place | None:
        """Go back one place, or return None at the first."""
        if self._at <= 0:
            return None
        self._at -= 1
        return self._walk[self._at]

    def forward(self) -> Place | None:
        """Go forward one place, or return None at the last."""
        if self._at + 1 >= len(self._walk):
            return None
        self._at += 1
        return self._walk[self._at]

    def retitle(self, title: str, otherwise: str) -> None:
        """Note how the present place is called now, if it has no better title."""
        if self._at >= 0:
            here = self._walk[self._at]
            self._walk[self._at] = here._replace(title=title or here.title or otherwise)

    @property
    def here(self) -> Place | None:
        """The place of now, or None before the first."""
        return self._walk[self._at] if self._at >= 0 else None

    def forget_titles(self) -> None:
        """Forget what the places are called, since a title is somebody's words."""
        self._walk = [place._replace(title="") for place in self._walk]

    def latest(self, limit: int = 5) -> list[Place]:
        """Return the last places before the present one, each once, newest first."""
        here = self._walk[self._at][:3] if self._at >= 0 else None
        found: dict[tuple[str, ...], Place] = {}
        for place in reversed(self._walk):
            if place[:3] != here:
                found.setdefault(place[:3], place)
        return list(found.values())[:limit]
