"""Numbers as Indonesians write them: dots for thousands, a comma for decimals, Roman for months and quarters."""

import re
from decimal import Decimal

_WHOLE = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:[. ][0-9]{3}){1,4})", re.ASCII)
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def format_number(value: int | Decimal) -> str:
    """1462 is "1.462"; Decimal("12.5") is "12,5"; decimals are shown as they are, nothing is rounded."""
    number = value if isinstance(value, Decimal) else int(value)
    return format(number, ",f" if isinstance(number, Decimal) else ",d").translate({ord(","): ".", ord("."): ","})


def read_whole(text: str) -> int | None:
    """ "1462", "1.462" and "1 462" are 1462; "1.5", "1,462" and words are None, for nobody can tell what was meant."""
    stripped = text.strip()
    return int(re.sub(r"[. ]", "", stripped)) if _WHOLE.fullmatch(stripped) else None


def roman(number: int) -> str:
    """1–3999 in Roman numerals: 4 is "IV". Raises ValueError outside that range."""
    if not 1 <= number <= 3999:
        raise ValueError("Roman numerals run from 1 to 3999")
    written = ""
    for worth, sign in _ROMAN:
        count, number = divmod(number, worth)
        written += sign * count
    return written
