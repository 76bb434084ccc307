"""The key that a journal's pages are encrypted with; it is random and never made from a passphrase."""

import secrets
from dataclasses import dataclass, field
from typing import Self

KEY_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class DataKey:
    """A random key with the salt that stands in the first bytes of the file; neither shows where it is printed."""

    key: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> Self:
        """Return a new key from the system's own source of chance."""
        return cls(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(SALT_BYTES))

    def spoken(self) -> str:
        """Return the key as SQLCipher takes it raw, without a derivation of its own."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"
