"""What opens a locked journal: a passphrase, a recovery code, or the key that this computer keeps."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passphrase:
    """The words that a person types; they never show where the value is printed."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """The twelve words of the printed page, as they were typed."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ThisComputer:
    """The key that the desktop's own key store keeps, where the person wanted that."""


Secret = Passphrase | RecoveryCode | ThisComputer


@dataclass(frozen=True, slots=True)
class Protection:
    """The two secrets that a locked journal always has."""

    passphrase: Passphrase
    code: RecoveryCode
