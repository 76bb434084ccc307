"""Key stores of a desktop that lie in memory, as tests want them."""

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordDeleteError


class Store(KeyringBackend):
    """A key store that works as that of a desktop does."""

    # It says that it is the system's own, since others are not used.
    __module__ = "keyring.backends.SecretService"

    @properties.classproperty
    def priority(self) -> float:
        """Say that nobody is given this store who does not ask for it."""
        raise RuntimeError("for tests that name it")

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.silent: Exception | None = None
        self.forgetful = False
        self.stubborn = False

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        if not self.forgetful:
            self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        if self.stubborn:
            raise PasswordDeleteError("not now")
        del self.kept[service, username]

    def _answer(self) -> None:
        if self.silent is not None:
            raise self.silent


class PlainFile(Store):
    """A key store that is none of a system's."""

    __module__ = "keyrings.alt.file"


@contextmanager
def used(store: KeyringBackend) -> Iterator[None]:
    """Let a key store be the one of this computer."""
    before = keyring.get_keyring()
    keyring.set_keyring(store)
    try:
        yield
    finally:
        keyring.set_keyring(before)
