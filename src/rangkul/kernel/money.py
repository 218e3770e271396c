"""Money: whole rupiah, how amounts are read and written, and amounts in words."""

import re
from decimal import Decimal
from typing import NoReturn, Self

from rangkul.kernel.errors import Refused
from rangkul.kernel.numerals import format_number
from rangkul.kernel.text import clean

FIELD = "Jumlah uang"
_AMOUNT = re.compile(
    r"(?P<minus>-)? ?(?:RP\.? ?|IDR ?)?(?P<inner>-)?"
    r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)"
    r"(?:,(?P<sen>[0-9]+)|,-{1,2}|\.(?P<zeros>0{1,2}))?"
)
_WORDS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
_TERBILANG_END = 10**15


class Rupiah(int):
    """A whole number of rupiah; ``str`` is "Rp1.500.000". Sums, differences and multiples are Rupiah again.

    Below zero only by arithmetic or when asked for. Division that could leave a fraction raises TypeError.
    """

    __slots__ = ()

    def __new__(cls, amount: int) -> Self:
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise TypeError("an amount is a whole number of rupiah; use Rupiah.parse for other input")
        return super().__new__(cls, amount)

    @classmethod
    def parse(cls, raw: str | float | Decimal, *, allow_negative: bool = False) -> Self:
        """Reads "Rp 1.500.000,00", "1500000", "Rp1.500.000,-" or the number of a cell.

        The dot separates thousands, the comma separates sen. Raises Refused for text it cannot read,
        for a fraction of a rupiah, and for amounts below zero unless ``allow_negative``.
        """
        amount = cls(_read_text(raw) if isinstance(raw, str) else _read_number(raw))
        if amount < 0 and not allow_negative:
            raise _refused(raw, "jumlah nol atau lebih", "hapus tanda minus")
        return amount

    def __str__(self) -> str:
        return f"{'-' if self < 0 else ''}Rp{format_number(abs(int(self)))}"

    def __add__(self, other: int, /) -> "Rupiah":
        return Rupiah(int(self) + _whole(other))

    __radd__ = __add__

    def __sub__(self, other: int, /) -> "Rupiah":
        return Rupiah(int(self) - _whole(other))

    def __rsub__(self, other: int, /) -> "Rupiah":
        return Rupiah(_whole(other) - int(self))

    def __mul__(self, times: int, /) -> "Rupiah":
        return Rupiah(int(self) * _count(times))

    __rmul__ = __mul__

    def __floordiv__(self, parts: int, /) -> "Rupiah":
        return Rupiah(int(self) // _count(parts))

    def __mod__(self, parts: int, /) -> "Rupiah":
        return Rupiah(int(self) % _count(parts))

    def __truediv__(self, parts: int, /) -> NoReturn:
        raise TypeError("rupiah are whole: use // and hand out the remainder")

    def __neg__(self) -> "Rupiah":
        return Rupiah(-int(self))

    def __abs__(self) -> "Rupiah":
        return Rupiah(abs(int(self)))


def terbilang(n: int) -> str:
    """The number in Indonesian words, as on receipts: 1100 is "seribu seratus", 0 "nol", -2 "minus dua".

    Raises Refused from 10 to the 15th on.
    """
    if abs(n) >= _TERBILANG_END:
        raise Refused(
            field="Angka", value=n, expected="kurang dari seribu triliun", remedy="periksa jumlah nol pada angka"
        )
    if n < 0:
        return f"minus {_spoken(-n)}"
    return _spoken(int(n)) if n else "nol"


def _spoken(n: int) -> str:
    if n < 12:
        return _WORDS[n]
    if n < 20:
        return f"{_WORDS[n - 10]} belas"
    if n < 100:
        return f"{_WORDS[n // 10]} puluh {_WORDS[n % 10]}".rstrip()
    if n < 200:
        return f"seratus {_spoken(n - 100)}".rstrip()
    if n < 1000:
        return f"{_WORDS[n // 100]} ratus {_spoken(n % 100)}".rstrip()
    if n < 2000:
        return f"seribu {_spoken(n - 1000)}".rstrip()
    if n < 1_000_000:
        return f"{_spoken(n // 1000)} ribu {_spoken(n % 1000)}".rstrip()
    worth, word = next((worth, word) for worth, word in _SCALES if n >= worth)
    return f"{_spoken(n // worth)} {word} {_spoken(n % worth)}".rstrip()


def _read_text(raw: str) -> int:
    found = _AMOUNT.fullmatch(clean(raw).upper())
    if not found or (found["minus"] and found["inner"]):
        raise _refused(raw, "jumlah seperti 1.500.000 atau Rp1.500.000,00", "pakai titik hanya untuk ribuan")
    if found["sen"] and found["sen"].strip("0"):
        raise _refused(raw, "rupiah utuh tanpa sen", "bulatkan ke rupiah penuh; koma hanya untuk sen")
    amount = int(found["whole"].replace(".", ""))
    return -amount if found["minus"] or found["inner"] else amount


def _read_number(raw: float | Decimal) -> int:
    exact = Decimal(raw)
    if isinstance(raw, bool) or not exact.is_finite() or exact != exact.to_integral_value():
        raise _refused(raw, "rupiah utuh tanpa sen", "bulatkan ke rupiah penuh")
    return int(exact)


def _refused(raw: object, expected: str, remedy: str) -> Refused:
    return Refused(field=FIELD, value=raw, expected=expected, remedy=remedy)


def _whole(other: int) -> int:
    if isinstance(other, bool) or not isinstance(other, int):
        raise TypeError("only whole rupiah can be added to or taken from rupiah")
    return int(other)


def _count(times: int) -> int:
    if isinstance(times, Rupiah) or not isinstance(times, int):
        raise TypeError("rupiah are multiplied and divided by plain whole numbers only")
    return int(times)
