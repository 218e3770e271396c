"""The report of unmet need: what nobody could give, by reason, kind and place; each figure opens its list."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rangkul.desk import queries
from rangkul.desk.enums import Sector, Unmet
from rangkul.desk.policies import VIEW_UNMET, sees_needs
from rangkul.desk.queries import UNSAID, SurveyPeriod, UnmetFigures, UnmetRow
from rangkul.desk.satisfaction import FEWEST, to_withhold
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import as_cell
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.policies.proposals import VIEW as VIEW_PROPOSALS
from rangkul.programmes.queries import waiting as waiting_lists
from rangkul.reference import queries as reference_queries
from rangkul.web.desk.complaint_boards import chosen_period
from rangkul.web.desk.lists import StateTag, short, tone_of_state
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, number_in_words, today

REASONS = (*Unmet.values, UNSAID)
OPEN, CLOSED = "berjalan", "ditutup"
BARS = 12


@never_cache
@require_safe
def unmet(request: HttpRequest) -> HttpResponse:
    """Figures of a period (`?periode=`, `?wilayah=`); `?bentuk=csv` as a table to take along.

    Whoever may not open cases sees whole years only, one breakdown at a time, and no figure below `FEWEST`.
    """
    actor = acting(request)
    actor.check_may(VIEW_UNMET)
    sees = sees_needs(actor)
    period, periods = chosen_period(request)
    if not sees:
        periods = [each for each in periods if "-" not in each.code]
        period = period if period in periods else periods[0]
    area = _area(request, actor) if sees else ""
    figures = queries.unmet_figures(actor, period, area=area, today=today())
    length = _length(actor, area)
    places = reference_queries.labels_of({key.area[:length] for key in figures.counts} | ({area} if area else set()))
    if request.GET.get("bentuk") == "csv":
        return _csv(figures, period, places, length) if sees else _masked_csv(figures, period, places, length)
    kept = {"periode": period.code, **({"wilayah": area} if area else {})}
    tables = _tables(figures, places, length, kept) if sees else _masked_tables(figures, places, length)
    context = {
        "period": period,
        "periods": periods,
        "area": area,
        "area_label": places.get(area, area),
        "figures": figures,
        "is_few": not sees and 0 < figures.total < FEWEST,
        "fewest": FEWEST,
        "sees": sees,
        "tables": tables,
        "chart": [(_reason(each), count) for each in REASONS if (count := figures.by("reason")[(each,)])],
        "by_place": _by_place(figures, places, length) if sees else [],
        "waiting": _waiting(actor, area) if sees else None,
        "list_url": _list_url(kept),
        "csv_url": f"?{urlencode(kept | {'bentuk': 'csv'})}",
        "as_of": today(),
        "crumbs": _crumbs(actor),
    }
    return render(request, "desk/unmet.html", context)


@never_cache
@require_safe
def unmet_list(request: HttpRequest) -> HttpResponse:
    """The needs behind one figure, each with its case."""
    actor = acting(request)
    actor.check_may(VIEW_UNMET)
    actor.check_may("desk.case.view")
    period, _periods = chosen_period(request)
    area = _area(request, actor)
    reason, sector, state = (request.GET.get(name, "") for name in ("alasan", "jenis", "keadaan"))
    reason = reason if reason in REASONS else ""
    sector = sector if sector in (*Sector.values, UNSAID) else ""
    state = state if state in (OPEN, CLOSED) else ""
    page = queries.list_unmet(
        actor, period, today=today(), area=area, sector=sector, reason=reason,
        is_open=state == OPEN if state else None, after=request.GET.get("setelah", ""),
    )  # fmt: skip
    asked = {"periode": period.code, "wilayah": area, "jenis": sector, "alasan": reason, "keadaan": state}
    kept = {name: value for name, value in asked.items() if value}
    told = [
        period.label,
        reference_queries.area_label(area) if area else "",
        _sector(sector) if sector else "",
        _reason(reason) if reason else "",
        _state(state) if state else "",
    ]
    board = reverse("web:desk:unmet")
    context = {
        "told": " · ".join(filter(None, told)),
        "listing": _listing(page.rows),
        "total": page.total,
        "as_of": today(),
        "next_url": f"?{urlencode(kept | {'setelah': page.next_mark})}" if page.next_mark else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("setelah") else "",
        "crumbs": [*_crumbs(actor), {"label": _title(), "url": f"{board}?{urlencode({'periode': period.code})}"}],
    }
    return render(request, "desk/unmet_list.html", context)


def _by_place(figures: UnmetFigures, places: dict[str, str], length: int) -> list[tuple[str, int]]:
    """The places with most of it as bars, the rest as one."""
    counts: Counter[str] = Counter()
    for key, count in figures.counts.items():
        counts[key.area[:length]] += count
    most = counts.most_common(BARS)
    rest = counts.total() - sum(count for _area, count in most)
    bars = [(places.get(area, area), count) for area, count in most]
    return bars + ([(_("wilayah lain"), rest)] if rest else [])


def _waiting(actor: Actor, area: str) -> CaseList | None:
    """Who was found entitled and waits because a quota of the office is full, by programme; opens the waiting list."""
    if not actor.may(VIEW_PROPOSALS):
        return None
    page = reverse("web:programmes:waiting-list")
    rows = []
    for component, year, count in waiting_lists.lists_of(actor, area=area):
        asked = {"program": str(component.pk), "tahun": str(year), **({"wilayah": area} if area else {})}
        unit = str(waiting_lists.unit_of(component))
        cells = (
            Cell(text=component.name, url=f"{page}?{urlencode(asked)}"),
            Cell(text=str(year)),
            Cell(text=f"{number_in_words(count)} {unit}", numeric=True),
        )
        rows.append(Row(cells=cells))
    columns = (Column(label=_("Program")), Column(label=_("Tahun anggaran")), _number(_("menunggu")))
    return CaseList(caption=_("Layak, tetapi kuota penuh: daftar tunggu hari ini"), columns=columns, rows=rows)


def _tables(figures: UnmetFigures, places: dict[str, str], length: int, kept: dict[str, str]) -> list[CaseList]:
    by_state, by_sector = figures.by("reason", "is_open"), figures.by("sector", "reason")
    states = [("1", _("masih dicarikan jalan"), OPEN), ("", _("sudah ditutup"), CLOSED)]
    reasons = [
        Row(
            cells=(
                Cell(text=_reason(reason)),
                *(
                    _figure(by_state[(reason, mark)], kept | {"alasan": reason, "keadaan": state})
                    for mark, _label, state in states
                ),
                _figure(sum(by_state[(reason, mark)] for mark, _label, _state in states), kept | {"alasan": reason}),
            )
        )
        for reason in REASONS
        if any(by_state[(reason, mark)] for mark, _label, _state in states)
    ]
    by_place: Counter[tuple[str, str]] = Counter()
    for key, count in figures.counts.items():
        by_place[(key.area[:length], key.reason)] += count
    of_reasons = [each for each in REASONS if figures.by("reason")[(each,)]]
    first = _("Kecamatan") if length < _VILLAGE else _("Desa/kelurahan")
    return [
        CaseList(
            caption=_("Menurut sebab"),
            columns=(Column(label=_("Sebab")), *(_number(label) for _m, label, _s in states), _number(_("jumlah"))),
            rows=reasons,
        ),
        CaseList(
            caption=_("Menurut jenis kebutuhan"),
            columns=(Column(label=_("Jenis")), *map(_number, map(_reason, of_reasons)), _number(_("jumlah"))),
            rows=_crossed(by_sector, of_reasons, _sector, lambda each: kept | {"jenis": each}),
        ),
        CaseList(
            caption=_("Menurut wilayah"),
            columns=(Column(label=first), *map(_number, map(_reason, of_reasons)), _number(_("jumlah"))),
            rows=_crossed(
                by_place,
                of_reasons,
                lambda each: places.get(each, each),
                lambda each: kept | {"wilayah": each},
                opens=length < _VILLAGE,
            ),
        ),
    ]


def _crossed(
    counts: Counter[tuple[str, ...]] | Counter[tuple[str, str]],
    reasons: list[str],
    name: Callable[[str], str],
    kept: Callable[[str], dict[str, str]],
    *,
    opens: bool = False,
) -> list[Row]:
    """One row for each group, the largest first; its figures open their lists, its head the figures of a kecamatan."""
    groups: Counter[str] = Counter()
    for (group, _why), count in counts.items():
        groups[group] += count
    rows = []
    for group, total in sorted(groups.items(), key=lambda each: (-each[1], name(each[0]))):
        url = f"{reverse('web:desk:unmet')}?{urlencode(kept(group))}" if opens else ""
        figures = [_figure(counts[(group, each)], kept(group) | {"alasan": each}) for each in reasons]
        rows.append(Row(cells=(Cell(text=name(group), url=url), *figures, _figure(total, kept(group)))))
    return rows


def _masked_tables(figures: UnmetFigures, places: dict[str, str], length: int) -> list[CaseList]:
    return [
        CaseList(
            caption=caption,
            columns=(Column(label=head), _number(_("jumlah"))),
            rows=[Row(cells=(Cell(text=name), Cell(text=count, numeric=True))) for name, count in rows],
        )
        for caption, head, rows in _masked(figures, places, length)
        if rows
    ]


def _masked(
    figures: UnmetFigures, places: dict[str, str], length: int
) -> Iterable[tuple[str, str, list[tuple[str, str]]]]:
    """Each breakdown by itself, with every figure covered that is below `FEWEST` or would give such a one away."""
    areas: Counter[str] = Counter()
    for key, count in figures.counts.items():
        areas[key.area[:length]] += count
    reasons = Counter({each: figures.by("reason")[(each,)] for each in REASONS})
    sectors = Counter({key[0]: count for key, count in figures.by("sector").items()})
    yield _("Menurut sebab"), _("Sebab"), _covered(reasons, _reason)
    yield _("Menurut jenis kebutuhan"), _("Jenis"), _covered(sectors, _sector)
    yield _("Menurut wilayah"), _("Wilayah"), _covered(areas, lambda each: places.get(each, each))


def _covered(counts: Counter[str], name: Callable[[str], str]) -> list[tuple[str, str]]:
    hidden = to_withhold(dict(counts))
    shown = sorted(((name(each), each) for each, count in counts.items() if count))
    return [
        (label, _("tidak ditampilkan") if each in hidden else number_in_words(counts[each])) for label, each in shown
    ]


def _csv(figures: UnmetFigures, period: SurveyPeriod, places: dict[str, str], length: int) -> HttpResponse:
    labels = places if length >= _VILLAGE else reference_queries.labels_of({key.area for key in figures.counts})
    head = [_("Kode wilayah"), _("Desa/kelurahan"), _("Jenis"), _("Sebab"), _("Keadaan"), _("Jumlah"), _("Satuan")]
    rows = [
        [
            key.area, as_cell(labels.get(key.area, key.area)), _sector(key.sector), _reason(key.reason),
            _state(OPEN if key.is_open else CLOSED), count,
        ]
        for key, count in sorted(figures.counts.items(), key=lambda each: (each[0].area, each[0].sector, each[0].reason))
    ]  # fmt: skip
    return _table(head, rows, period)


def _masked_csv(figures: UnmetFigures, period: SurveyPeriod, places: dict[str, str], length: int) -> HttpResponse:
    head = [_("Rincian"), _("Golongan"), _("Jumlah"), _("Satuan")]
    rows: list[list[object]] = []
    if figures.total >= FEWEST:
        for caption, _head, lines in _masked(figures, places, length):
            rows += [[caption, as_cell(name), count] for name, count in lines]
    return _table(head, rows, period)


def _table(head: list[str], rows: list[list[object]], period: SurveyPeriod) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"kebutuhan-tak-terpenuhi-{period.code}-per-{today().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([*head, _("Periode"), _("Per tanggal")])
    for row in rows:
        writer.writerow([*row, _("kebutuhan"), period.label, today().isoformat()])
    return response


def _listing(rows: tuple[UnmetRow, ...]) -> CaseList:
    return CaseList(
        caption=_title(),
        hide_caption=True,
        columns=(
            Column(label=_("Kasus")),
            Column(label=_("Status")),
            Column(label=_("Sebab")),
            Column(label=_("Jenis")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Terdaftar")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.concerned_name or _("Belum diketahui"),
                        url=reverse("web:desk:case", args=[each.id]),
                        note=each.ticket,
                    ),
                    Cell(text=short(each.state_label), state=StateTag(tone_of_state(each.state))),
                    Cell(text=each.reason_label or _reason(UNSAID), note=each.receiver),
                    Cell(text=each.sector_label or _sector(UNSAID)),
                    Cell(text=each.area_label),
                    Cell(text=date_in_words(each.registered_at)),
                )
            )
            for each in rows
        ],
    )


def _figure(count: int, kept: dict[str, str]) -> Cell:
    return Cell(text=number_in_words(count), url=_list_url(kept) if count else "", numeric=True)


def _list_url(kept: dict[str, str]) -> str:
    return f"{reverse('web:desk:unmet-list')}?{urlencode(kept)}"


def _number(label: str) -> Column:
    return Column(label=label, numeric=True)


def _reason(code: str) -> str:
    return queries.reason_label(code) or _("sebab tidak dicatat")


def _sector(code: str) -> str:
    return queries.sector_label(code) or _("belum digolongkan")


def _state(state: str) -> str:
    return _("masih dicarikan jalan") if state == OPEN else _("sudah ditutup")


def _title() -> str:
    return _("Kebutuhan yang tidak terpenuhi")


def _crumbs(actor: Actor) -> list[dict[str, str]]:
    if not sees_needs(actor):
        return []
    return [{"label": _("Layanan"), "url": reverse("web:desk:case-list")}]


_KECAMATAN = len("00.00.00")
_VILLAGE = len("00.00.00.0000")


def _length(actor: Actor, area: str) -> int:
    """Up to which length of the code figures stand together: kecamatan for a whole district, else villages."""
    wide = [AreaCode.parse(area)] if area else list(actor.areas)
    return _KECAMATAN if any(each.level < AreaLevel.DISTRICT for each in wide) else _VILLAGE


def _area(request: HttpRequest, actor: Actor) -> str:
    """`?wilayah=` when it is an area of the actor's, else "" for all of them."""
    try:
        area = str(AreaCode.parse(request.GET.get("wilayah", "")))
    except Refused:
        return ""
    return area if actor.covers(area) else ""
