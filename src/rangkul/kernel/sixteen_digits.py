"""Reading a sixteen-digit number (NIK, nomor KK) from a form or a spreadsheet without losing a digit unseen."""

import math
import re

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean

LENGTH = 16
AS_TEXT = "format kolom sebagai teks (Text) di Excel lalu isi ulang angkanya dari dokumen asli"
_ASIDE = str.maketrans("", "", " .'’‘`´")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?[eE][+-]?[0-9]+")
_NUMBER_AS_TEXT = re.compile(r"([0-9]{16})[.,]0{1,2}")
_EXACT_BELOW = 2**53


def read_sixteen_digits(raw: str | float, *, field: str) -> str:
    """Sixteen ASCII digits. Spaces, dots, apostrophes and invisible characters are taken out of text.

    Spreadsheets keep fifteen digits of a number and put a zero in the sixteenth place, so a *number* that
    ends in 0 cannot be trusted and is refused; as text it is accepted. Raises Refused.
    """
    if isinstance(raw, str):
        text = clean(raw)
        if whole := _NUMBER_AS_TEXT.fullmatch(text):
            return _from_number(int(whole[1]), raw, field)
        if _SCIENTIFIC.fullmatch(text):
            raise _lost_digits(field, raw)
        return _from_text(text.translate(_ASIDE), raw, field)
    if isinstance(raw, bool) or (isinstance(raw, float) and not (math.isfinite(raw) and raw.is_integer())):
        raise Refused(field=field, value=raw, expected="16 angka", remedy="isi dengan 16 angka sesuai dokumen")
    if isinstance(raw, float) and abs(raw) >= _EXACT_BELOW:
        raise _lost_digits(field, raw)
    return _from_number(int(raw), raw, field)


def check_digits(value: str, *, field: str) -> str:
    """The value itself when it is exactly sixteen ASCII digits whose serial (last four) is not zero."""
    if len(value) != LENGTH or not (value.isascii() and value.isdigit()):
        return _from_text(value, value, field)
    if value.endswith("0000"):
        raise Refused(
            field=field,
            value=value,
            expected="4 angka terakhir 0001 sampai 9999",
            remedy="periksa kembali dokumen; bila berasal dari Excel, " + AS_TEXT,
        )
    return value


def mask(value: str) -> str:
    """First four and last two digits only; hiding just the serial would leave a number that can be guessed."""
    return value[:4] + "*" * (len(value) - 6) + value[-2:]


def _from_number(number: int, raw: object, field: str) -> str:
    digits = _from_text(str(number), raw, field)
    if digits.endswith("0"):
        raise _lost_digits(field, raw)
    return digits


def _from_text(digits: str, raw: object, field: str) -> str:
    if not (digits.isascii() and digits.isdigit()):
        raise Refused(
            field=field,
            value=raw,
            expected="16 angka tanpa huruf atau tanda lain",
            remedy="ganti huruf yang mirip angka (misalnya O dengan 0) sesuai dokumen" if digits else "isi 16 angka",
        )
    if len(digits) != LENGTH:
        raise Refused(
            field=field,
            value=raw,
            expected=f"16 angka, yang terbaca {len(digits)} angka",
            remedy="cocokkan dengan KTP atau kartu keluarga",
        )
    return digits


def _lost_digits(field: str, raw: object) -> Refused:
    return Refused(
        field=field,
        value=raw,
        expected="16 angka lengkap, bukan angka yang dibulatkan oleh Excel",
        remedy=AS_TEXT,
    )
