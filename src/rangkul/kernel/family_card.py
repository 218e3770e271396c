"""Nomor KK: the number of a family card, which changes whenever the card is reissued or split."""

from datetime import date
from typing import Self

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.kernel.sixteen_digits import check_digits, mask, read_sixteen_digits

FIELD = "Nomor KK"


class NomorKK(str):
    """Sixteen digits: kecamatan (6), DDMMYY of issue (6), serial (4); no + 40 rule. Not a stable family id.

    The date is not enforced: the layout is unverified (domain.md B.3) and old cards differ, so a card that
    exists is never refused for it. ``repr`` is masked so that logs do not show the number.
    """

    __slots__ = ()

    def __new__(cls, digits: str) -> Self:
        return super().__new__(cls, check_digits(digits, field=FIELD))

    @classmethod
    def parse(cls, raw: str | float) -> Self:
        """Reads the number from a form or a cell; spaces, dots and apostrophes are ignored.

        Raises Refused for letters, another length, a number rounded by a spreadsheet, and serial 0000.
        """
        return cls(read_sixteen_digits(raw, field=FIELD))

    def __repr__(self) -> str:
        return f"NomorKK({self.masked!r})"

    @property
    def registered_area(self) -> AreaCode:
        """Kecamatan where the card was issued."""
        return AreaCode.parse(self[:6])

    @property
    def masked(self) -> str:
        """First four and last two digits only."""
        return mask(self)

    def issued_on(self, reference: date) -> date | None:
        """The latest date with these digits on or before ``reference``; None when the digits hold no date.

        None for a day of 41–71 usually means that a woman's NIK was typed into the field of the KK.
        """
        for century in (reference.year // 100 * 100, reference.year // 100 * 100 - 100):
            try:
                issued = date(century + int(self[10:12]), int(self[8:10]), int(self[6:8]))
            except ValueError:
                continue
            if issued <= reference:
                return issued
        return None


def make_nomor_kk(area: AreaCode, issued_on: date, serial: int) -> NomorKK:
    """A family-card number with these parts, for generators; ``serial`` is 1–9999. Raises Refused."""
    if area.level < AreaLevel.DISTRICT:
        raise Refused(
            field="Kode wilayah", value=area, expected="kode kecamatan atau desa", remedy="pilih kecamatan lebih dulu"
        )
    if not 1 <= serial <= 9999:
        raise Refused(field="Nomor urut", value=serial, expected="1 sampai 9999", remedy="pilih nomor urut lain")
    return NomorKK(f"{area.digits[:6]}{issued_on:%d%m}{issued_on.year % 100:02d}{serial:04d}")
