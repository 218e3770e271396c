"""Figures of coverage in tables, maps and files: links to the list where it may be opened, words where it may not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rangkul.insight.coverage import queries
from rangkul.insight.coverage.aids import AIDS
from rangkul.insight.coverage.cells import cell_of
from rangkul.insight.coverage.measures import (
    AGES,
    DISABILITY,
    KINDS,
    SEVERITIES,
    SEXES,
    UNIT_LABELS,
    UNKNOWN,
    Measure,
)
from rangkul.insight.coverage.queries import Combination, Figure, Wanted
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.maps import MapValue
from rangkul.web.shared.wording import number_in_words

VILLAGE_LENGTH = len("73.12.01.2001")
_FIELD = {
    "wilayah": "area",
    "jk": "sex",
    "umur": "age",
    "disabilitas": "disability",
    "tingkat": "disability",
    "jenis": "disability",
}


def list_url(wanted: Wanted) -> str:
    """The address of the list behind a cell."""
    return f"{reverse('web:insight:coverage-list')}?{urlencode(cell_of(wanted))}"


def page_url(name: str, wanted: Wanted) -> str:
    """The page of figures for the cell's area and groups."""
    return f"{reverse(name)}?{urlencode(cell_of(wanted))}"


def told(count: int | None) -> str:
    """A count, or the word for one that is protected."""
    return _("disamarkan") if count is None else number_in_words(count)


def share_told(figure: Figure) -> str:
    """The share in percent; "–" when it can't be told."""
    return "–" if figure.share is None else f"{number_in_words(round(figure.share, 1))}%"


def narrowed(wanted: Wanted, **fields: str) -> Wanted:
    """The cell, further narrowed."""
    return replace(wanted, **fields)  # type: ignore[arg-type]


def count_cell(actor: Actor, wanted: Wanted, count: int | None) -> Cell:
    """A number that leads to its list."""
    opens = bool(count) and queries.can_open_cell(actor, wanted)
    return Cell(text=told(count), url=list_url(wanted) if opens else "", numeric=True)


def combination_rows(actor: Actor, wanted: Wanted, found: Sequence[Combination], total: int) -> list[dict[str, Any]]:
    """Rows of the table of combinations: a mark for each aid, the number with its link, the share."""
    rows = []
    for each in found:
        own = replace(wanted, measure=_combination(each, wanted.unit))
        opens = bool(each.count) and queries.can_open_cell(actor, own)
        rows.append(
            {
                "marks": [(str(aid.label), held) for aid, held in zip(AIDS, each.held, strict=True)],
                "label": each.label,
                "count": told(each.count),
                "url": list_url(own) if opens else "",
                "share": "–"
                if each.count is None or not total
                else f"{number_in_words(round(each.count / total * 100, 1))}%",
            }
        )
    return rows


def _combination(each: Combination, unit: str) -> Measure:
    from rangkul.insight.coverage.measures import combination

    return combination(each.bits, unit)


def area_table(
    actor: Actor, wanted: Wanted, measures: Sequence[Measure], tables: Mapping[str, Sequence[Figure]], page: str
) -> CaseList:
    """Areas one level below: how many there are, and each measure with its list; the name drills down."""
    labels = {figure.key: figure.label for each in measures for figure in tables[each.code]}
    counts = {each.code: {figure.key: figure for figure in tables[each.code]} for each in measures}
    rows = []
    for key in sorted(labels):
        inside = replace(wanted, area=key)
        bases = [counts[each.code][key].base for each in measures if key in counts[each.code]]
        cells = [
            Cell(text=labels[key], url=page_url(page, inside) if len(key) < VILLAGE_LENGTH else ""),
            Cell(text=told(bases[0] if bases else 0), numeric=True),
        ]
        for each in measures:
            figure = counts[each.code].get(key)
            cells.append(count_cell(actor, replace(inside, measure=each), figure.count if figure else 0))
        rows.append(Row(cells=cells))
    return CaseList(
        caption=_("Menurut wilayah (%(unit)s)") % {"unit": UNIT_LABELS[wanted.unit]},
        columns=(
            Column(label=_("Wilayah")),
            Column(label=capfirst(str(measures[0].base_label or UNIT_LABELS[wanted.unit])), numeric=True),
            *(Column(label=str(each.heading), numeric=True) for each in measures),
        ),
        rows=rows,
    )


def group_table(actor: Actor, wanted: Wanted, figures: Sequence[Figure], by: str, caption: str) -> CaseList:
    """One breakdown of one measure: base, number with its list, share."""
    return CaseList(
        caption=caption,
        columns=(
            Column(label=_("Kelompok")),
            Column(label=capfirst(str(wanted.measure.base_label or UNIT_LABELS[wanted.unit])), numeric=True),
            Column(label=str(wanted.measure.label), numeric=True),
            Column(label=_("Bagian"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=figure.label),
                    Cell(text=told(figure.base), numeric=True),
                    count_cell(actor, replace(wanted, **{_FIELD[by]: figure.key}), figure.count),  # type: ignore[arg-type]
                    Cell(text=share_told(figure), numeric=True),
                )
            )
            for figure in figures
        ],
    )


def map_values(wanted: Wanted, figures: Iterable[Figure], page: str, actor: Actor) -> list[MapValue]:
    """The share of each area for the map; a village leads to its list, what is above drills down."""
    values = []
    for figure in figures:
        inside = replace(wanted, area=figure.key)
        if len(figure.key) < VILLAGE_LENGTH:
            url = page_url(page, inside)
        else:
            url = list_url(inside) if figure.count and queries.can_open_cell(actor, inside) else ""
        share = figure.share
        values.append(
            MapValue(
                code=figure.key,
                value=None if share is None else round(share, 1),
                url=url,
                told=_("disamarkan, terlalu sedikit") if figure.count is None else "",
            )
        )
    return values


def groups_in_words(wanted: Wanted) -> str:
    """What narrows the cell beside its area: "perempuan, 60 tahun ke atas"."""
    known = {
        **{("sex", code): str(label) for code, label in SEXES},
        **{("age", code): str(label) for code, _low, _high, label in AGES},
        **{("disability", code): str(label) for code, label in (*DISABILITY, *SEVERITIES, *KINDS)},
        ("sex", UNKNOWN): _("jenis kelamin tidak tercatat"),
        ("age", UNKNOWN): _("umur tidak tercatat"),
    }
    chosen = [("sex", wanted.sex), ("age", wanted.age), ("disability", wanted.disability)]
    return ", ".join(known[each] for each in chosen if each in known)
