"""Area codes: the dotted Kemendagri code the system lives by, and the BPS code it must also read."""

import re
from enum import IntEnum
from typing import Self

from rangkul.kernel.errors import Refused

_DOTTED = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?")
_UNDOTTED = re.compile(r"([0-9]{2})([0-9]{2})?([0-9]{2})?([0-9]{4})?")
_UNDOTTED_LENGTHS = {2, 4, 6, 10}
_BPS_LEVELS = {2: 1, 4: 2, 7: 3, 10: 4}


class AreaLevel(IntEnum):
    """Provinsi, kabupaten/kota, kecamatan, desa/kelurahan (pekon, nagari, gampong …)."""

    PROVINCE = 1
    REGENCY = 2
    DISTRICT = 3
    VILLAGE = 4


class AreaCode(str):
    """A Kemendagri code in dotted form: "73", "73.12", "73.12.01", "73.12.01.2001" (2 + 2 + 2 + 4 digits).

    Only the shape is checked; whether the area exists is a question for ``reference``.
    Source: domain.md B.3, region codes (layout taken from published lists; the decree itself was not seen).
    """

    __slots__ = ()

    def __new__(cls, code: str) -> Self:
        if not _DOTTED.fullmatch(code):
            raise Refused(
                field="Kode wilayah",
                value=code,
                expected="kode Kemendagri seperti 73.12 atau 73.12.01.2001",
                remedy="pakai kode Kemendagri, bukan kode BPS atau nama wilayah",
            )
        return super().__new__(cls, code)

    @classmethod
    def parse(cls, raw: str) -> Self:
        """Reads "73.12.01.2001" or "7312012001"; the result is dotted. Raises Refused."""
        text = raw.strip()
        found = _UNDOTTED.fullmatch(text) if len(text) in _UNDOTTED_LENGTHS else None
        return cls(".".join(part for part in found.groups() if part) if found else text)

    @property
    def level(self) -> AreaLevel:
        return AreaLevel(self.count(".") + 1)

    @property
    def parent(self) -> "AreaCode | None":
        """The area one level up; None for a province."""
        above, dot, _ = self.rpartition(".")
        return AreaCode(above) if dot else None

    @property
    def ancestors(self) -> "tuple[AreaCode, ...]":
        """The areas above this one, the province first; itself is not among them."""
        parts = self.split(".")
        return tuple(AreaCode(".".join(parts[:count])) for count in range(1, len(parts)))

    @property
    def bounds(self) -> tuple[str, str]:
        """Half-open range of text, in C collation, that holds this area and all below: '/' comes right after '.'."""
        return str(self), f"{self}/"

    @property
    def digits(self) -> str:
        """The code without dots: "7312012001"."""
        return self.replace(".", "")

    @property
    def is_kelurahan(self) -> bool:
        """True for a level-4 code whose last part starts with 1 (2 is a desa). Source: domain.md B.3, unverified."""
        return self.level is AreaLevel.VILLAGE and self.rpartition(".")[2].startswith("1")

    def contains(self, other: "AreaCode") -> bool:
        """True when ``other`` is this area or lies inside it."""
        return other == self or other.startswith(f"{self}.")


class BpsCode(str):
    """A BPS code: 2, 4, 7 or 10 digits (2 + 2 + 3 + 3). A different system: Tanggamus is 1802 here, 18.06 there.

    Source: domain.md B.3, region codes.
    """

    __slots__ = ()

    def __new__(cls, code: str) -> Self:
        if not (code.isascii() and code.isdigit() and len(code) in _BPS_LEVELS):
            raise Refused(
                field="Kode BPS",
                value=code,
                expected="2, 4, 7, atau 10 angka",
                remedy="pakai kode BPS tanpa titik, misalnya 7312 atau 7312010001",
            )
        return super().__new__(cls, code)

    @classmethod
    def parse(cls, raw: str) -> Self:
        """Reads a BPS code, with spaces around it or not. Raises Refused."""
        return cls(raw.strip())

    @property
    def level(self) -> AreaLevel:
        return AreaLevel(_BPS_LEVELS[len(self)])
