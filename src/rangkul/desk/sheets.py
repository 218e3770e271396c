"""Numbers of paper intake sheets: each sheet is entered once, and a mistyped number is noticed."""

import secrets

from rangkul.desk.tickets import LETTERS
from rangkul.kernel.errors import Refused

_ALPHABET = LETTERS[:29]
"""A prime number of letters: then one wrong letter, or two changed about, never gives another number that fits."""
_LENGTH = 8


def new_sheet() -> str:
    """A number such as "L-K7Q4-M2XH": seven letters by chance (34 bits) and one that checks them. Kept nowhere."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH - 1))
    return _shown(body + _check(body))


def read_sheet(text: str) -> str:
    """The number as it is kept, "" for none; dashes, spaces and small letters do not matter. Raises `Refused`."""
    bare = "".join(letter for letter in text.upper() if letter.isalnum())
    if not bare:
        return ""
    tail = bare.removeprefix("L") if len(bare) == _LENGTH + 1 else bare
    if len(tail) != _LENGTH or set(tail) - set(_ALPHABET) or _check(tail[:-1]) != tail[-1]:
        raise Refused(
            field="Nomor lembar", value=text, expected="nomor seperti di pojok lembar, misalnya L-K7Q4-M2XH",
            remedy="baca lagi nomornya huruf demi huruf; kosongkan bila lembarnya tidak bernomor",
        )  # fmt: skip
    return _shown(tail)


def find_sheet(text: str) -> str:
    """The number, when the text is a whole sheet number; "" for anything else."""
    try:
        return read_sheet(text) if len(text) >= _LENGTH else ""
    except Refused:
        return ""


def _check(body: str) -> str:
    return _ALPHABET[
        sum(place * _ALPHABET.index(letter) for place, letter in enumerate(body, start=2)) % len(_ALPHABET)
    ]


def _shown(tail: str) -> str:
    return f"L-{tail[:4]}-{tail[4:]}"
