"""The satisfaction survey of public services: its nine elements, its four marks, its score and its classes.

Source: Peraturan Menteri PANRB 14/2017 (nine elements, marks 1 to 4, weighted mean × 25, four classes); read through the
study (domain, F10, own knowledge) and, for elements, marks and formula, ONE public copy that agrees with it (`search`, 22 November
2026: rennn9/GASPUL_BACKEND, rumus_perhitungan_ikm_lengkap.md). A second copy was looked for and not found, and the annex
itself was not read: an office compares the limits of `CLASSES` with the regulation before it publishes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 4
FACTOR = 25
"""From the mean of the marks (1 to 4) to the score (25 to 100)."""
FEWEST = 5
"""Fewer answers than this could point to a citizen: their marks are not shown."""


@dataclass(frozen=True, slots=True)
class Element:
    """One of the nine: how citizens are asked, and the words of marks 1, 2, 3 and 4."""

    code: str
    label: str | Promise
    question: str | Promise
    words: tuple[str | Promise, str | Promise, str | Promise, str | Promise]


ELEMENTS: tuple[Element, ...] = (
    Element(
        "U1",
        _("Persyaratan"),
        _("Apakah syarat yang diminta sesuai dengan layanannya?"),
        (_("tidak sesuai"), _("kurang sesuai"), _("sesuai"), _("sangat sesuai")),
    ),
    Element(
        "U2",
        _("Prosedur"),
        _("Apakah cara mengurusnya mudah?"),
        (_("tidak mudah"), _("kurang mudah"), _("mudah"), _("sangat mudah")),
    ),
    Element(
        "U3",
        _("Waktu"),
        _("Apakah Anda dilayani dengan cepat?"),
        (_("tidak cepat"), _("kurang cepat"), _("cepat"), _("sangat cepat")),
    ),
    Element(
        "U4",
        _("Biaya"),
        _("Apakah Anda diminta membayar?"),
        (_("ya, mahal"), _("ya, cukup mahal"), _("ya, murah"), _("tidak, gratis")),
    ),
    Element(
        "U5",
        _("Hasil layanan"),
        _("Apakah hasilnya sesuai dengan yang dijanjikan?"),
        (_("tidak sesuai"), _("kurang sesuai"), _("sesuai"), _("sangat sesuai")),
    ),
    Element(
        "U6",
        _("Kemampuan petugas"),
        _("Apakah petugas mampu menangani urusan Anda?"),
        (_("tidak mampu"), _("kurang mampu"), _("mampu"), _("sangat mampu")),
    ),
    Element(
        "U7",
        _("Sikap petugas"),
        _("Apakah petugas sopan dan ramah?"),
        (_("tidak sopan"), _("kurang sopan"), _("sopan dan ramah"), _("sangat sopan dan ramah")),
    ),
    Element(
        "U8",
        _("Sarana"),
        _("Bagaimana tempat dan perlengkapannya?"),
        (_("buruk"), _("cukup"), _("baik"), _("sangat baik")),
    ),
    Element(
        "U9",
        _("Penanganan pengaduan"),
        _("Bila ada keluhan, bagaimana ditanggapi?"),
        (_("tidak ada tempat mengadu"), _("ada, tidak ditanggapi"), _("ditanggapi"), _("ditanggapi dengan baik")),
    ),
)


@dataclass(frozen=True, slots=True)
class Grade:
    """A class of service: scores from `least` (two decimals) up to the next class."""

    letter: str
    label: str | Promise
    least: Decimal


GRADES: tuple[Grade, ...] = (
    Grade("A", _("sangat baik"), Decimal("88.31")),
    Grade("B", _("baik"), Decimal("76.61")),
    Grade("C", _("kurang baik"), Decimal("65.00")),
    Grade("D", _("tidak baik"), Decimal("25.00")),
)


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of `answers` answers: the mean mark of each element, and the score of the whole with its class.

    `means` are the NRR per element; `value` is the sum of NRR × 1/9, times 25, half a hundredth rounded up.
    """

    answers: int
    means: tuple[Decimal, ...]
    value: Decimal
    grade: Grade

    def worst(self) -> Element:
        """The element with the lowest mean: where to begin."""
        return ELEMENTS[min(range(len(ELEMENTS)), key=lambda place: self.means[place])]


def grade_of(value: Decimal) -> Grade:
    """The class of a score of two decimals. Raises ValueError below 25 or above 100, which no marks give."""
    if not GRADES[-1].least <= value <= HIGHEST * FACTOR:
        raise ValueError(f"{value} is no score")
    return next(grade for grade in GRADES if value >= grade.least)


def score_of(totals: Sequence[int], answers: int) -> Score | None:
    """The score of `answers` complete answers whose marks add up to `totals` for each of the nine; None without answers.

    The weight of each element is 1/9 exactly. (Sheets that calculate with 0.11 can't reach more than 99.)
    """
    if answers == 0:
        return None
    if len(totals) != len(ELEMENTS):
        raise ValueError(f"{len(totals)} totals for {len(ELEMENTS)} elements")
    means = [Fraction(total, answers) for total in totals]
    if not all(LOWEST <= mean <= HIGHEST for mean in means):
        raise ValueError("a mean outside 1 to 4")
    value = _rounded(sum(means, Fraction(0)) / len(ELEMENTS) * FACTOR, "0.01")
    return Score(answers, tuple(_rounded(mean, "0.001") for mean in means), value, grade_of(value))


def _rounded(value: Fraction, to: str) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(to), ROUND_HALF_UP)


def to_withhold(counts: dict[str, int], *, fewest: int = FEWEST) -> frozenset[str]:
    """Which groups must not be shown, so that neither they nor what is left of the total tells of fewer than `fewest`.

    A group that is too small is withheld; and because the total is shown, further groups (the smallest first) until those
    withheld together are at least `fewest` and more than one. Groups without answers say nothing and are left alone.
    """
    by_size = sorted((size, name) for name, size in counts.items() if size)
    hidden = {name for size, name in by_size if size < fewest}
    for _size, name in by_size:
        together = sum(counts[each] for each in hidden)
        if not hidden or (together >= fewest and len(hidden) > 1):
            break
        hidden.add(name)
    return frozenset(hidden)
