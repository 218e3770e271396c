"""NIK, family-card number and telephone as they are stored: sealed, with a blind index to find equal ones."""

from dataclasses import dataclass

from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.kernel.sixteen_digits import mask
from rangkul.platform import crypto

NIK = "registry.nik"
KK = "registry.kk"
PHONE = "registry.phone"
NOTE = "registry.note"
POINT = "registry.point"
ANSWER = "registry.answer"
LEFTOVER = "registry.leftover"
REST = "+"
"""The answer that holds, sealed, what a file says in columns that nobody knows: JSON {column: text}."""

Stored = bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Sealed:
    """A number as two columns: `cipher` to open, `index` to look up."""

    cipher: bytes
    index: bytes


def seal_nik(nik: Nik) -> Sealed:
    """The two columns of a NIK."""
    return Sealed(crypto.seal(nik, context=NIK), nik_index(nik))


def seal_kk(kk: NomorKK) -> Sealed:
    """The two columns of a family-card number."""
    return Sealed(crypto.seal(kk, context=KK), kk_index(kk))


def nik_index(digits: str) -> bytes:
    """Blind index of sixteen digits taken as a NIK."""
    return crypto.blind_index(digits, context=NIK)


def kk_index(digits: str) -> bytes:
    """Blind index of sixteen digits taken as a family-card number."""
    return crypto.blind_index(digits, context=KK)


def open_number(cipher: Stored | None, context: str) -> str:
    """The number itself; "" when there is none, or what it was is not known (an empty cipher)."""
    return crypto.unseal(bytes(cipher), context=context) if cipher else ""


def masked(cipher: Stored | None, context: str) -> str:
    """First four and last two digits, the rest hidden; "" when there is none."""
    digits = open_number(cipher, context)
    return mask(digits) if digits else ""


def masked_phone(cipher: Stored | None) -> str:
    """The last three digits of a telephone number; "" when there is none."""
    number = open_number(cipher, PHONE)
    return "*" * max(len(number) - 3, 0) + number[-3:] if number else ""
