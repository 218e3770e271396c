"""Text from outside: tidied for storing, and made harmless for spreadsheets."""

import re
import unicodedata

_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs"}
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?)")
_PHONE = re.compile(r"\+[0-9]+(?:[ -][0-9]+)*")
_PHONE_DIGITS = range(8, 16)


def clean(text: str) -> str:
    """Unicode NFC on one line: control and zero-width characters gone, runs of spaces made one, ends trimmed."""
    if text.isascii() and text.isprintable():  # nearly every text: nothing to normalise, and no space but " "
        return " ".join(text.split())
    kept = (" " if each.isspace() else each for each in text if each.isspace() or not _is_invisible(each))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def looks_like_formula(text: str) -> bool:
    """True when a spreadsheet could run the text: first visible character is = + - @, or it starts with tab or CR.

    Spaces and invisible characters in front are skipped, because spreadsheets skip some of them too.
    """
    for each in text:
        if each in _FORMULA_STARTS:
            return True
        if not each.isspace() and not _is_invisible(each):
            return False
    return False


def as_cell(text: str) -> str:
    """The text as it may be written to CSV or XLSX: formulas get an apostrophe in front, all else is unchanged.

    Signed plain numbers ("-5", "+1.500,25") and phone numbers ("+62 812-3456-7890") are left as they are.
    """
    if not looks_like_formula(text) or _PLAIN_NUMBER.fullmatch(text) or _is_phone(text):
        return text
    return "'" + text


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and sum(each.isdigit() for each in text) in _PHONE_DIGITS


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _DROPPED_CATEGORIES
