"""Values written in a rule: numbers, text, yes/no and dates."""

import math
import re
from datetime import date

from lark import Token

from rangkul.rules.values import LIMIT
from rangkul.rules.vocabulary import FactType

_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}


class BadLiteralError(ValueError):
    """A literal the language does not have; `expected` says what to write."""

    def __init__(self, message: str, expected: str) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected


def read_literal(token: Token) -> tuple[FactType, bool | int | float | str]:
    """Type and value of a literal token. Raises BadLiteralError."""
    written = str(token)
    match token.type:
        case "BOOL_LIT":
            return FactType.BOOL, written == "true"
        case "INT_LIT":
            return FactType.INT, _whole(written)
        case "FLOAT_LIT":
            number = float(written)
            if not math.isfinite(number) or abs(number) >= LIMIT:
                raise BadLiteralError("bilangan terlalu besar.", f"bilangan di bawah {LIMIT}")
            return FactType.NUMBER, number
        case "STRING_LIT" if written[0] in "\"'":
            return FactType.TEXT, _text(written[1:-1])
        case "NULL_LIT":
            raise BadLiteralError(
                "`null` tidak dapat ditulis dalam aturan.", "`diketahui(fakta)` atau `!diketahui(fakta)`"
            )
        case _:
            raise BadLiteralError(
                "bentuk nilai ini tidak ada dalam bahasa aturan.", 'bilangan, "teks", true atau false'
            )


def read_date(written: str) -> date | None:
    """The date of a YYYY-MM-DD text, or None."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _whole(written: str) -> int:
    value = int(written, 16) if "x" in written else int(written) if len(written) < 20 else LIMIT
    if abs(value) >= LIMIT:
        raise BadLiteralError("bilangan terlalu besar.", f"bilangan di bawah {LIMIT}")
    return value


def _text(inner: str) -> str:
    def unescape(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPES:
            raise BadLiteralError(
                f"tanda `\\{match[1]}` dalam teks tidak dikenal.", "salah satu dari \\\" \\' \\\\ \\n \\t"
            )
        return _ESCAPES[match[1]]

    if any(ord(sign) < 32 and sign not in "\n\t" for sign in inner):
        raise BadLiteralError("teks memuat tanda yang tidak tampak.", "teks biasa")
    return re.sub(r"\\(.)", unescape, inner, flags=re.DOTALL)
