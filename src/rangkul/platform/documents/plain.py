"""Data of a document as JSON: dates in words, ids and amounts as they are, nothing that could be code."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise

from rangkul.kernel import clock
from rangkul.platform.documents.errors import UnableToIssue

# What the fonts that come with Typst can show (Libertinus Serif and its fallbacks, tried character by character).
_COVERED = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x3A3, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x202F, 0x2040),
    (0x2074, 0x208E), (0x20A0, 0x20BF), (0x2190, 0x22FF), (0x2500, 0x2606), (0x2713, 0x2714),
)  # fmt: skip
_SHOWN = frozenset(chr(each) for first, last in _COVERED for each in range(first, last + 1))
_SCRIPTS = {
    "ARABIC": "Arab", "BALINESE": "Bali", "BATAK": "Batak", "BUGINESE": "Lontara", "CJK": "Han", "DEVANAGARI": "Dewanagari",
    "HANGUL": "Hangul", "HIRAGANA": "Jepang", "JAVANESE": "Jawa", "KATAKANA": "Jepang", "MAKASAR": "Makassar",
    "REJANG": "Rejang", "SUNDANESE": "Sunda", "TAMIL": "Tamil", "THAI": "Thai",
}  # fmt: skip


def printable(text: str) -> str:
    """The text in characters that the fonts have; a word in brackets tells what stood there else: "[emoji]", "[aksara Arab]".

    Invisible characters are dropped. An official PDF/UA must not hold a character without a shape, one odd name must not
    stop a whole list, and a reader must see that something stood there and what, not an empty box.
    """
    text = unicodedata.normalize("NFC", str(text))
    if _SHOWN.issuperset(text):
        return text
    shown: list[str] = []
    for each in text:
        shape = _shape(each)
        if shape and not (len(shape) > 1 and shown and shown[-1] == shape):  # one word for a whole run of signs
            shown.append(shape)
    return "".join(shown)


def _shape(character: str) -> str:
    if character in _SHOWN or character == "\n":
        return character
    if character.isspace():
        return " "
    category, name = unicodedata.category(character), unicodedata.name(character, "")
    if category.startswith("C") or name.startswith("VARIATION SELECTOR"):
        return ""
    if category in ("So", "Sk"):
        return "[emoji]"
    return f"[aksara {_SCRIPTS.get(name.partition(' ')[0], 'lain')}]"


def to_plain(value: Any) -> Any:
    """The value as JSON knows it. Dates become "6 Desember 2018" (a moment: its day in the office's zone)."""
    if value is None or isinstance(value, bool | str):
        return printable(value) if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime):
        return clock.format_date(clock.local_date(value, settings.TIME_ZONE))
    if isinstance(value, date):
        return clock.format_date(value)
    if isinstance(value, Decimal | UUID | Promise):
        return printable(str(value))
    if is_dataclass(value) and not isinstance(value, type):
        return to_plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(each) for each in value]
    raise UnableToIssue(f"a document cannot hold a {type(value).__name__}")


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, as hex."""
    return sha256(canonical(value).encode()).hexdigest()
