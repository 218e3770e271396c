"""NIK: what the sixteen digits of a population number say, and what they only hint at."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.clock import age_on, format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.sixteen_digits import check_digits, mask, read_sixteen_digits

FIELD = "NIK"
FEMALE_DAY_OFFSET = 40
OLDEST_AGE = 110
Sex = Literal["L", "P"]
_SEX_NAMES = {"L": "laki-laki", "P": "perempuan"}


@dataclass(frozen=True, slots=True)
class NikWarning:
    """Something to look at, never a reason to refuse. ``message`` is Indonesian and holds no NIK."""

    code: Literal["TANGGAL_MUSTAHIL", "TANGGAL_LAHIR_BEDA", "JENIS_KELAMIN_BEDA", "PROVINSI_TIDAK_DIKENAL"]
    message: str


class Nik(str):
    """Sixteen digits: kecamatan of first registration (6), DDMMYY with day + 40 for women (6), serial (4).

    Made through ``Nik.parse``; the constructor takes canonical digits only. ``repr`` is masked so that logs
    and tracebacks do not show it. Source: domain.md B.3 (unverified, apart from + 40 seen in a sample file).
    """

    __slots__ = ()

    def __new__(cls, digits: str) -> Self:
        check_digits(digits, field=FIELD)
        day, month = int(digits[6:8]), int(digits[8:10])
        if not 1 <= month <= 12:
            raise _refused(digits, "bulan lahir (angka ke-9 dan 10) 01 sampai 12")
        if not (1 <= day <= 31 or 1 <= day - FEMALE_DAY_OFFSET <= 31):
            raise _refused(digits, "tanggal lahir (angka ke-7 dan 8) 01–31, atau 41–71 untuk perempuan")
        return super().__new__(cls, digits)

    @classmethod
    def parse(cls, raw: str | float) -> Self:
        """Reads a NIK from a form or a cell; spaces, dots and apostrophes are ignored.

        Raises Refused for letters, another length, a number rounded by a spreadsheet ("5.20114E+15"),
        serial 0000, month outside 1–12, day outside 1–31 and 41–71.
        """
        return cls(read_sixteen_digits(raw, field=FIELD))

    def __repr__(self) -> str:
        return f"Nik({self.masked!r})"

    @property
    def registered_area(self) -> AreaCode:
        """Kecamatan of the FIRST registration; it need not be where the person lives now."""
        return AreaCode.parse(self[:6])

    @property
    def sex(self) -> Sex:
        """ "P" when 40 was added to the day, "L" otherwise."""
        return "P" if int(self[6:8]) > FEMALE_DAY_OFFSET else "L"

    @property
    def serial(self) -> int:
        return int(self[12:])

    @property
    def masked(self) -> str:
        """First four and last two digits: birth date and most of the serial are hidden (study/security.md)."""
        return mask(self)

    def birth_date(self, *, reference: date) -> date | None:
        """The latest date with these digits on or before ``reference`` of somebody younger than 110 years.

        None when there is none, such as 31 February. The century is a guess: compare dates modulo 100 years.
        """
        for century in (reference.year // 100 * 100, reference.year // 100 * 100 - 100):
            try:
                born = date(century + self._short_year, self._month, self._day)
            except ValueError:
                continue
            if born <= reference and age_on(born, reference) < OLDEST_AGE:
                return born
        return None

    def warnings(
        self,
        *,
        birth_date: date | None,
        sex: str | None,
        reference: date,
        known_provinces: Container[str] | None = None,
    ) -> tuple[NikWarning, ...]:
        """What differs from the rest of the record; all of it may be right, so nothing is refused.

        ``sex`` is "L", "P", or empty when unknown (anything else raises ValueError); ``known_provinces``
        holds two-digit codes. The birth date is compared without its century.
        """
        if sex and sex not in _SEX_NAMES:
            raise ValueError('sex must be "L" or "P"')
        found: list[NikWarning] = []
        if self.birth_date(reference=reference) is None:
            found.append(NikWarning("TANGGAL_MUSTAHIL", "Tanggal lahir pada NIK tidak ada di kalender."))
        if birth_date and (birth_date.day, birth_date.month, birth_date.year % 100) != self._day_month_year:
            found.append(NikWarning("TANGGAL_LAHIR_BEDA", self._date_message(birth_date)))
        if sex and sex != self.sex:
            message = f"NIK menunjuk {_SEX_NAMES[self.sex]}, sedangkan data berisi {_SEX_NAMES[sex]}."
            found.append(NikWarning("JENIS_KELAMIN_BEDA", message))
        if known_provinces is not None and self[:2] not in known_provinces:
            message = f"Kode provinsi {self[:2]} pada NIK tidak ada dalam daftar wilayah."
            found.append(NikWarning("PROVINSI_TIDAK_DIKENAL", message))
        return tuple(found)

    def _date_message(self, recorded: date) -> str:
        hint = ""
        if (recorded.month, recorded.day, recorded.year % 100) == self._day_month_year:
            hint = " Tanggal dan bulan tampaknya tertukar."
        return f"Tanggal lahir pada NIK berbeda dengan {format_date(recorded)} pada data.{hint}"

    @property
    def _day_month_year(self) -> tuple[int, int, int]:
        return self._day, self._month, self._short_year

    @property
    def _day(self) -> int:
        day = int(self[6:8])
        return day - FEMALE_DAY_OFFSET if day > FEMALE_DAY_OFFSET else day

    @property
    def _month(self) -> int:
        return int(self[8:10])

    @property
    def _short_year(self) -> int:
        return int(self[10:12])


def make_nik(area: AreaCode, birth_date: date, sex: Sex, serial: int) -> Nik:
    """A NIK with these parts, for generators of synthetic people.

    ``area`` is a kecamatan, or a village whose kecamatan is taken; ``serial`` is 1–9999. Raises Refused.
    """
    if area.level < AreaLevel.DISTRICT:
        raise Refused(
            field="Kode wilayah", value=area, expected="kode kecamatan atau desa", remedy="pilih kecamatan lebih dulu"
        )
    if not 1 <= serial <= 9999:
        raise Refused(field="Nomor urut", value=serial, expected="1 sampai 9999", remedy="pilih nomor urut lain")
    day = birth_date.day + (FEMALE_DAY_OFFSET if sex == "P" else 0)
    return Nik(f"{area.digits[:6]}{day:02d}{birth_date.month:02d}{birth_date.year % 100:02d}{serial:04d}")


def _refused(digits: str, expected: str) -> Refused:
    return Refused(field=FIELD, value=digits, expected=expected, remedy="cocokkan dengan KTP atau kartu keluarga")
