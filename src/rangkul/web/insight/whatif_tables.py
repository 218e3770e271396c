"""A run as tables, charts and sheets: every figure with its unit, what is in force beside the scenario."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.insight.whatif.figures import (
    ABOVE,
    DISABLED,
    NOT_DISABLED,
    POOR,
    UNRANKED,
    AreaOutcome,
    ComponentOutcome,
    Outcome,
    Side,
)
from rangkul.insight.whatif.lists import ENROLLED_OUT, GAINED, LOST, REACHED
from rangkul.insight.whatif.scenario import NO_REGISTRY
from rangkul.registry.small_counts import THRESHOLD
from rangkul.web.insight.whatif_controls import label_of
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.maps import MapValue
from rangkul.web.shared.wording import money_in_words, number_in_words

Line = tuple[str, str, str, str]
"""Label, in force, scenario, difference."""


def summary_of(outcome: Outcome, query: str) -> CaseList:
    """One row a component: reach, money, errors, who wins and who loses, each a link to the people behind it."""
    return CaseList(
        caption=_("Menurut program"),
        columns=(
            Column(label=_("Program")),
            Column(label=_("Terjangkau"), numeric=True),
            Column(label=_("Biaya setahun"), numeric=True),
            Column(label=_("Terlewat (desil 1–%(d)s)") % {"d": outcome.scenario.poor}, numeric=True),
            Column(label=_("Salah sasaran"), numeric=True),
            Column(label=_("Bertambah"), numeric=True),
            Column(label=_("Berkurang"), numeric=True),
            Column(label=_("Peserta tersisih"), numeric=True),
        ),
        rows=[_summary_row(each, query) for each in outcome.components],
    )


def _summary_row(each: ComponentOutcome, query: str) -> Row:
    before, after, terms = each.before, each.after, each.terms
    return Row(
        is_late=bool(each.error),
        cells=(
            Cell(
                text=terms.label,
                note=_("satuan: %(unit)s") % {"unit": terms.unit},
                url=f"?{query}&rinci={terms.code}#rincian",
            ),
            Cell(
                text=number_in_words(after.reached),
                note=_("berlaku %(n)s") % {"n": number_in_words(before.reached)},
                url=_list_url(each, REACHED, query, after.reached),
                numeric=True,
            ),
            Cell(text=_money(after.cost), note=_("berlaku %(n)s") % {"n": _money(before.cost)}, numeric=True),
            Cell(text=_missed(each, after), note=_("berlaku %(n)s") % {"n": _missed(each, before)}, numeric=True),
            Cell(text=_wrong(after), note=_("berlaku %(n)s") % {"n": _wrong(before)}, numeric=True),
            Cell(text=number_in_words(each.gained), url=_list_url(each, GAINED, query, each.gained), numeric=True),
            Cell(text=number_in_words(each.lost), url=_list_url(each, LOST, query, each.lost), numeric=True),
            Cell(
                text=number_in_words(each.enrolled_out),
                note=_("dari %(n)s peserta") % {"n": number_in_words(each.enrolled)},
                url=_list_url(each, ENROLLED_OUT, query, each.enrolled_out),
                numeric=True,
            ),
        ),
    )


def _list_url(each: ComponentOutcome, which: str, query: str, count: int) -> str:
    if not count or each.terms.kind == "institution":
        return ""
    return f"{reverse('web:insight:whatif-list', args=[each.terms.code, which])}?{query}"


def _money(value: int | None) -> str:
    return _("tarif belum diisi") if value is None else money_in_words(value)


def _missed(each: ComponentOutcome, side: Side) -> str:
    return "–" if not each.poor else f"{number_in_words(each.missed(side))} ({percent(each.exclusion_error(side))})"


def _wrong(side: Side) -> str:
    return (
        "–"
        if side.inclusion_error is None
        else (f"{number_in_words(side.included_wrongly)} ({percent(side.inclusion_error)})")
    )


def percent(share: float | None) -> str:
    """ "12,5%"; a dash for nothing."""
    return "–" if share is None else f"{number_in_words(round(share * 100, 1), 1)}%"


def details_of(each: ComponentOutcome, poor: int) -> list[Line]:
    """Everything about one component, in force and scenario side by side."""
    was, now = each.before, each.after
    lines = [
        _line(_("Memenuhi aturan"), was.met, now.met),
        _line(_("Belum dapat dinilai"), was.unknown, now.unknown),
        _line(_("Terjangkau"), was.reached, now.reached),
    ]
    lines.append((_("Kuota"), _or(was.quota, _("tanpa kuota")), _or(now.quota, _("tanpa kuota")), ""))
    lines.append(
        (_("Biaya setahun"), _money(was.cost), _money(now.cost), _difference(was.cost, now.cost, money_in_words))
    )
    if was.uncosted or now.uncosted:
        lines.append(_line(_("Terjangkau tanpa nilai yang diketahui"), was.uncosted, now.uncosted))
    for cls, label in (
        (POOR, _("Terjangkau, desil 1–%(d)s") % {"d": poor}),
        (ABOVE, _("Terjangkau, desil di atas %(d)s (salah sasaran)") % {"d": poor}),
        (UNRANKED, _("Terjangkau, desil belum diketahui")),
    ):
        if each.terms.kind != "institution":
            lines.append(_line(label, was.by_class.get(cls, 0), now.by_class.get(cls, 0)))
    for key, label in sex_labels(each.terms.kind):
        if key in was.by_sex or key in now.by_sex:
            lines.append(_line(label, was.by_sex.get(key, 0), now.by_sex.get(key, 0)))
    for key, label in _disability_labels(each.terms.kind):
        if key in was.by_disability:
            lines.append(_line(label, was.by_disability[key], now.by_disability.get(key)))
    return lines


def sex_labels(kind: str) -> list[tuple[str, str]]:
    """How the sexes are called: of the person, or of the head of the family."""
    if kind == "family":
        return [("L", _("Kepala keluarga laki-laki")), ("P", _("Kepala keluarga perempuan")),
                ("", _("Jenis kelamin kepala keluarga belum tercatat"))]  # fmt: skip
    return [("L", _("Laki-laki")), ("P", _("Perempuan")), ("", _("Jenis kelamin belum tercatat"))]


def _disability_labels(kind: str) -> list[tuple[str, str]]:
    if kind == "family":
        return [
            (DISABLED, _("Dengan anggota penyandang disabilitas")),
            (NOT_DISABLED, _("Tanpa penyandang disabilitas")),
        ]
    return [(DISABLED, _("Penyandang disabilitas")), (NOT_DISABLED, _("Bukan penyandang disabilitas"))]


def _line(label: str, was: int | None, now: int | None) -> Line:
    return label, told(was), told(now), _difference(was, now, number_in_words)


def told(value: int | None) -> str:
    """A count, or that it is too small to be told."""
    return _("kurang dari %(n)s") % {"n": THRESHOLD} if value is None else number_in_words(value)


def _or(value: int | None, otherwise: str) -> str:
    return otherwise if value is None else number_in_words(value)


def _difference(was: int | None, now: int | None, words: Any) -> str:
    if was is None or now is None or was == now:
        return "" if was is None or now is None else "0"
    return f"{'+' if now > was else '−'}{words(abs(now - was))}"


def areas_within(each: ComponentOutcome, within: str) -> list[AreaOutcome]:
    """By kecamatan, or by village inside one."""
    width = 13 if within else 8
    summed: dict[str, list[int]] = {}
    for area in each.areas:
        if not area.code.startswith(within):
            continue
        row = summed.setdefault(area.code[:width], [0] * 5)
        for place, value in enumerate((area.population, area.before, area.after, area.gained, area.lost)):
            row[place] += value
    return [
        AreaOutcome(code=code, population=row[0], before=row[1], after=row[2], gained=row[3], lost=row[4])
        for code, row in sorted(summed.items())
    ]


def area_list(
    each: ComponentOutcome, rows: Iterable[AreaOutcome], names: dict[str, str], query: str, *, within: str
) -> CaseList:
    """The table of areas; a kecamatan opens its villages, gains and losses their lists."""
    code = each.terms.code
    return CaseList(
        caption=_("Menurut wilayah (%(unit)s)") % {"unit": each.terms.unit},
        columns=(
            Column(label=_("Wilayah")),
            Column(label=_("Seluruhnya"), numeric=True),
            Column(label=_("Berlaku"), numeric=True),
            Column(label=_("Skenario"), numeric=True),
            Column(label=_("Bertambah"), numeric=True),
            Column(label=_("Berkurang"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=names.get(row.code, row.code),
                        url="" if within else f"?{query}&rinci={code}&wilayah={row.code}#rincian",
                    ),
                    Cell(text=number_in_words(row.population), numeric=True),
                    Cell(text=number_in_words(row.before), numeric=True),
                    Cell(text=number_in_words(row.after), numeric=True),
                    Cell(
                        text=number_in_words(row.gained),
                        url=_area_url(each, GAINED, query, row.code, row.gained),
                        numeric=True,
                    ),
                    Cell(
                        text=number_in_words(row.lost),
                        url=_area_url(each, LOST, query, row.code, row.lost),
                        numeric=True,
                    ),
                )
            )
            for row in rows
        ],
    )


def _area_url(each: ComponentOutcome, which: str, query: str, area: str, count: int) -> str:
    url = _list_url(each, which, query, count)
    return f"{url}&wilayah={area}" if url else ""


def map_values(each: ComponentOutcome, within: str, query: str) -> list[MapValue]:
    """Share of everybody in a village that the scenario reaches, in percent; a village leads to its list."""
    return [
        MapValue(
            code=area.code,
            value=round(area.after / area.population * 100, 1) if area.population else None,
            url=_area_url(each, REACHED, query, area.code, area.after),
        )
        for area in each.areas
        if area.code.startswith(within)
    ]


def pairs_of(outcome: Outcome) -> list[tuple[str, int, int]]:
    """Reach of every component for the chart: label with unit, in force, scenario."""
    return [
        (f"{each.terms.name} ({each.terms.unit})", each.before.reached, each.after.reached)
        for each in outcome.components
    ]


SHEET = (
    "program", "satuan", "penduduk", "memenuhi_berlaku", "memenuhi_skenario", "terjangkau_berlaku", "terjangkau_skenario",
    "biaya_berlaku", "biaya_skenario", "terlewat_berlaku", "terlewat_skenario", "salah_sasaran_berlaku",
    "salah_sasaran_skenario", "desil_tidak_diketahui_skenario", "bertambah", "berkurang", "peserta", "peserta_tersisih",
)  # fmt: skip


def summary_sheet(outcome: Outcome) -> list[list[Any]]:
    """The figures as plain numbers, with the head, for a file."""
    rows: list[list[Any]] = [list(SHEET)]
    for each in outcome.components:
        was, now = each.before, each.after
        rows.append(
            [
                *(each.terms.label, each.terms.unit, each.population, was.met, now.met, was.reached, now.reached),
                *(was.cost, now.cost, each.missed(was), each.missed(now), was.included_wrongly, now.included_wrongly),
                *(now.by_class.get(UNRANKED, 0), each.gained, each.lost, each.enrolled, each.enrolled_out),
            ]
        )
    return rows


def area_sheet(outcome: Outcome, names: dict[str, str]) -> list[list[Any]]:
    """Every component by village, for a file."""
    rows: list[list[Any]] = [
        ["program", "satuan", "kode_wilayah", "wilayah", "penduduk", "terjangkau_berlaku", "terjangkau_skenario", "bertambah", "berkurang"]
    ]  # fmt: skip
    for each in outcome.components:
        rows += [
            [each.terms.label, each.terms.unit, area.code, names.get(area.code, area.code), area.population, area.before,
             area.after, area.gained, area.lost]
            for area in each.areas
        ]  # fmt: skip
    return rows


def changes_in_words(outcome: Outcome) -> list[tuple[str, list[str]]]:
    """What is other, component by component, for the page, the paper and the file."""
    return [(each.terms.label, _words(each)) for each in outcome.components if not each.change.is_empty]


def _words(each: ComponentOutcome) -> list[str]:
    terms, change = each.terms, each.change
    said = [
        f"{label_of(terms, name)}: {_plain(terms.parameters.get(name))} → {_plain(value)}"
        for name, value in change.parameters.items()
    ]
    if change.tariff is not None:
        said.append(f"{_('Nilai tiap penyaluran')}: {_money(terms.tariff)} → {money_in_words(change.tariff)}")
    if change.amount_text:
        was = " ".join(terms.amount_text.split()) or _money(terms.tariff)
        said.append(f"{_('Perhitungan nilai')}: {was} → {' '.join(change.amount_text.split())}")
    if change.ranking:
        said.append(f"{_('Urutan prioritas')}: {_order(terms.ranking)} → {_order(change.ranking)}")
    if change.registry:
        said.append(
            f"{_('Registri yang diwajibkan')}: {_registry(terms.required_registry)} → {_registry(change.registry)}"
        )
    if change.deliveries is not None:
        said.append(f"{_('Penyaluran setahun')}: {terms.deliveries} → {change.deliveries}")
    if change.quota is not None:
        said.append(f"{_('Kuota')}: {_or(terms.quota, _('tanpa kuota'))} → {number_in_words(change.quota)}")
    if change.without:
        said.append(_("Tanpa penerima: %(list)s") % {"list": ", ".join(change.without)})
    if change.rule_text:
        said.append(_("Aturan: %(text)s") % {"text": " ".join(change.rule_text.split())})
    return said


def _order(steps: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{text} {direction}" for text, direction in steps) or _("desil terendah dulu")


def _registry(name: str) -> str:
    return _("tidak ada") if name in ("", NO_REGISTRY) else name


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def compare_rows(sides: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Two runs beside what is in force, one row a component that either looks at."""
    codes = dict.fromkeys(each.terms.code for outcome in sides for each in outcome.components)
    rows = []
    for code in codes:
        found = [outcome.of(code) for outcome in sides]
        known = next(each for each in found if each is not None)
        rows.append(
            {
                "label": known.terms.label,
                "unit": known.terms.unit,
                "before": number_in_words(known.before.reached),
                "before_cost": _money(known.before.cost),
                "sides": [
                    None
                    if each is None
                    else {
                        "reached": number_in_words(each.after.reached),
                        "cost": _money(each.after.cost),
                        "gained": number_in_words(each.gained),
                        "lost": number_in_words(each.lost),
                        "missed": _missed(each, each.after),
                        "wrong": _wrong(each.after),
                        "error": each.error,
                    }
                    for each in found
                ],
            }
        )
    return rows
