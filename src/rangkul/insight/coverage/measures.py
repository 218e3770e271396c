"""What can be asked of the coverage: measures with their base, units, and the groups a figure is broken down by.

A measure is a condition in SQL over the columns of `building`; every part of it is a constant of this module or a
number made here, so that nothing typed reaches the statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.insight.coverage import aids
from rangkul.registry.enums import DisabilityType, Severity

FAMILY, PERSON = "family", "person"
UNIT_LABELS: dict[str, str | Promise] = {FAMILY: gettext_lazy("keluarga (KK)"), PERSON: gettext_lazy("orang")}
UNDER_FIVE = 5
SEXES: tuple[tuple[str, str | Promise], ...] = (("L", gettext_lazy("laki-laki")), ("P", gettext_lazy("perempuan")))
AGES: tuple[tuple[str, int, int, str | Promise], ...] = (
    ("0-4", 0, 4, gettext_lazy("0 sampai 4 tahun")),
    ("5-17", 5, 17, gettext_lazy("5 sampai 17 tahun")),
    ("18-59", 18, 59, gettext_lazy("18 sampai 59 tahun")),
    ("60+", 60, 200, gettext_lazy("60 tahun ke atas")),
)
UNKNOWN = "-"
DISABILITY: tuple[tuple[str, str | Promise], ...] = (
    ("ya", gettext_lazy("dengan disabilitas")),
    ("tidak", gettext_lazy("tanpa disabilitas tercatat")),
)
KIND, SEVERITY = "jenis", "tingkat"
KINDS: tuple[tuple[str, str | Promise], ...] = (
    *((f"{KIND}-{code}", label) for code, label in DisabilityType.choices),
    (f"{KIND}-{UNKNOWN}", gettext_lazy("jenis disabilitas tidak tercatat")),
)
SEVERITIES: tuple[tuple[str, str | Promise], ...] = (
    *((f"{SEVERITY}-{code}", label) for code, label in Severity.choices),
    (f"{SEVERITY}-{UNKNOWN}", gettext_lazy("tingkat disabilitas tidak tercatat")),
)
"""Finer groups of disability. A family stands in every kind and every severity that one of its members has."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A question: of whom (`base`, a condition) how many (`condition`). `unit` is FAMILY or PERSON.

    `is_sensitive`: being counted tells of somebody's health. `component_id` for the gap of one component.
    """

    code: str
    unit: str
    label: str | Promise
    meaning: str | Promise
    condition: str
    base: str = "true"
    base_label: str | Promise = ""
    is_sensitive: bool = False
    component_id: UUID | None = None
    short: str | Promise = ""

    @property
    def heading(self) -> str | Promise:
        """The label where there is little room."""
        return self.short or self.label


@dataclass(frozen=True, slots=True)
class CoveredComponent:
    """A component whose rule was asked of everybody: `place` is its bit in `met` and `has`.

    `is_known`: who receives it is known here: an own component, or one of others whose membership the registry keeps.
    """

    id: UUID
    code: str
    name: str
    programme: str
    unit: str
    place: int
    is_sensitive: bool
    is_known: bool


_NOTHING = "aid = 0"
_SHORT: dict[str, str | Promise] = {
    "tanpa": gettext_lazy("Tanpa bantuan"),
    "berhak-tanpa": gettext_lazy("Berhak, tanpa bantuan"),
}
_PLAIN: tuple[Measure, ...] = tuple(
    Measure(
        code=code, unit=unit, label=label, meaning=meaning, condition=condition, base=base, base_label=base_label,
        is_sensitive=sensitive, short=_SHORT.get(code, ""),
    )
    for code, unit, label, meaning, condition, base, base_label, sensitive in (
        ("semua", FAMILY, gettext_lazy("Semua keluarga"), gettext_lazy("Keluarga yang hidup di registri."), "true", "true", "", False),
        ("semua", PERSON, gettext_lazy("Semua orang"), gettext_lazy("Orang yang hidup di registri."), "true", "true", "", False),
        (
            "tanpa", FAMILY, gettext_lazy("Tidak menerima apa pun"),
            gettext_lazy("Keluarga yang tidak menerima satu pun dari enam jenis bantuan, juga tidak lewat anggotanya."),
            _NOTHING, "true", gettext_lazy("keluarga"), False,
        ),
        (
            "tanpa", PERSON, gettext_lazy("Tidak menerima apa pun"),
            gettext_lazy("Orang yang sendiri maupun lewat keluarganya tidak menerima satu pun dari enam jenis bantuan."),
            _NOTHING, "true", gettext_lazy("orang"), False,
        ),
        (
            "berhak-tanpa", FAMILY, gettext_lazy("Berhak, tetapi tidak menerima apa pun"),
            gettext_lazy("Keluarga atau anggotanya memenuhi aturan sedikitnya satu bantuan yang penerimanya tercatat di sini, tetapi tidak menerima satu pun."),
            f"entitled AND {_NOTHING}", "entitled", gettext_lazy("keluarga yang memenuhi aturan suatu bantuan"), False,
        ),
        (
            "berhak-tanpa", PERSON, gettext_lazy("Berhak, tetapi tidak menerima apa pun"),
            gettext_lazy("Orang itu atau keluarganya memenuhi aturan sedikitnya satu bantuan yang penerimanya tercatat di sini, tetapi tidak menerima satu pun."),
            f"entitled AND {_NOTHING}", "entitled", gettext_lazy("orang yang memenuhi aturan suatu bantuan"), False,
        ),
        (
            "difabel-tanpa-pbi", PERSON, gettext_lazy("Penyandang disabilitas tanpa PBI-JK"),
            gettext_lazy("Penyandang disabilitas yang bukan peserta PBI-JK (KIS)."),
            f"disabled AND aid & {aids.KIS} = 0", "disabled", gettext_lazy("penyandang disabilitas"), True,
        ),
        (
            "difabel-pkh", PERSON, gettext_lazy("Penyandang disabilitas dalam PKH"),
            gettext_lazy("Penyandang disabilitas yang keluarganya menerima PKH."),
            f"disabled AND aid & {aids.PKH} <> 0", "disabled", gettext_lazy("penyandang disabilitas"), True,
        ),
        (
            "balita-tanpa", PERSON, gettext_lazy("Balita tanpa bantuan"),
            gettext_lazy("Anak di bawah lima tahun yang sendiri maupun lewat keluarganya tidak menerima apa pun."),
            f"age < {UNDER_FIVE} AND {_NOTHING}", f"age < {UNDER_FIVE}", gettext_lazy("balita"), False,
        ),
        (
            "hamil-tanpa", PERSON, gettext_lazy("Ibu hamil tanpa bantuan"),
            gettext_lazy("Ibu hamil yang sendiri maupun lewat keluarganya tidak menerima apa pun."),
            f"pregnant AND {_NOTHING}", "pregnant", gettext_lazy("ibu hamil"), True,
        ),
        (
            "gizi-tanpa-pangan", PERSON, gettext_lazy("Balita bermasalah gizi tanpa Sembako"),
            gettext_lazy("Balita yang menurut Dinas Kesehatan pendek, sangat pendek, gizi kurang atau gizi buruk, dan keluarganya tidak menerima Sembako."),
            f"malnourished AND aid & {aids.FOOD} = 0", "malnourished", gettext_lazy("balita bermasalah gizi"), True,
        ),
    )
)  # fmt: skip
GAPS = (
    (FAMILY, "berhak-tanpa"),
    (FAMILY, "tanpa"),
    (PERSON, "berhak-tanpa"),
    (PERSON, "difabel-tanpa-pbi"),
    (PERSON, "difabel-pkh"),
    (PERSON, "balita-tanpa"),
    (PERSON, "hamil-tanpa"),
    (PERSON, "gizi-tanpa-pangan"),
)
"""The gaps that have a page of their own, in its order."""
_BY_KEY = {(each.unit, each.code): each for each in _PLAIN}


def find_measure(code: str, unit: str, components: Sequence[CoveredComponent] = ()) -> Measure | None:
    """The measure of a code: a plain one, "g<bits>" one combination, "punya-<aid>", "belum-<component>"; else None."""
    if unit not in UNIT_LABELS:
        return None
    plain = _BY_KEY.get((unit, code))
    if plain is not None:
        return plain
    if code.startswith("g") and code[1:].isdecimal() and len(code) <= 3 and int(code[1:]) <= aids.EVERY:
        return combination(int(code[1:]), unit)
    if code.startswith("punya-"):
        return next((holding(each, unit) for each in aids.AIDS if each.code == code.removeprefix("punya-")), None)
    if code.startswith("belum-"):
        wanted = code.removeprefix("belum-")
        return next((gap_of(each) for each in components if each.code == wanted and each.unit == unit), None)
    return None


def combination(bits: int, unit: str) -> Measure:
    """Exactly these kinds of aid and no other."""
    return Measure(
        code=f"g{bits}",
        unit=unit,
        label=aids.combination_label(bits),
        meaning=_("Menerima tepat gabungan ini, tidak kurang dan tidak lebih."),
        condition=f"aid = {bits}",
        base_label=UNIT_LABELS[unit],
    )


def holding(aid: aids.Aid, unit: str) -> Measure:
    """One kind of aid, whatever else."""
    return Measure(
        code=f"punya-{aid.code}",
        unit=unit,
        label=aid.label,
        meaning=aid.meaning,
        condition=f"aid & {aid.bit} <> 0",
        base_label=UNIT_LABELS[unit],
    )


def gap_of(component: CoveredComponent) -> Measure:
    """Who meets the rule of a component and does not receive it."""
    bit = 1 << component.place
    return Measure(
        code=f"belum-{component.code}",
        unit=component.unit,
        label=_("Berhak %(name)s, belum menerima") % {"name": component.name},
        meaning=_("Memenuhi aturan %(name)s yang berlaku, dan belum menjadi penerimanya.") % {"name": component.name},
        condition=f"met & {bit} <> 0 AND has & {bit} = 0",
        base=f"met & {bit} <> 0",
        base_label=_("yang memenuhi aturan"),
        is_sensitive=component.is_sensitive,
        component_id=component.id,
    )


def age_condition(key: str) -> str:
    """The SQL condition of an age group; "" for one that is not."""
    if key == UNKNOWN:
        return "age IS NULL"
    return next((f"age BETWEEN {low} AND {high}" for code, low, high, _label in AGES if code == key), "")


AGE_KEY = (
    "CASE "
    + " ".join(f"WHEN age BETWEEN {low} AND {high} THEN '{code}'" for code, low, high, _label in AGES)
    + f" ELSE '{UNKNOWN}' END"
)
"""SQL for the key of the age group."""
