"""The register book of outgoing letters by month, on the page and as PDF, XLSX or CSV; how numbers look."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rangkul.desk import queries
from rangkul.kernel import clock
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.documents import numbering
from rangkul.platform.documents.actions import set_series, take_register
from rangkul.platform.documents.register import (
    HEADINGS,
    RegisterLine,
    list_months,
    list_series_used,
    read_register,
    render_register,
)
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.web.desk.letter_forms import SeriesForm
from rangkul.web.desk.letter_steps import as_pdf
from rangkul.web.desk.letters import letters_crumb, links_of, month_of
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, today

FORMS = ("pdf", "xlsx", "csv")


@never_cache
@require_safe
def letter_book(request: HttpRequest) -> HttpResponse:
    """The numbers of a month (`?bulan=2026-11`), cancelled ones with their reason; `?bentuk=` gives it as a file."""
    actor = acting(request)
    actor.check_may("documents.register.view")
    month = month_of(request.GET.get("bulan", "")) or today().replace(day=1)
    series = request.GET.get("seri", "")[:40]
    form = request.GET.get("bentuk", "")
    if form in FORMS:
        return _as_file(actor, month, series, form)
    page = read_register(actor, month, series=series, page=_page(request))
    names = _series_names()
    kept = {"bulan": f"{month:%Y-%m}", **({"seri": series} if series else {})}
    months = list_months(actor)
    context = {
        "month": month,
        "month_name": _month_name(month),
        "months": [
            {"label": _month_name(each), "url": f"?bulan={each:%Y-%m}", "active": each == month} for each in months
        ],
        "series": [
            {"label": names.get(each, each), "url": f"?{urlencode(kept | {'seri': each})}", "active": each == series}
            for each in list_series_used(actor, month)
        ],
        "all_url": f"?bulan={month:%Y-%m}",
        "totals": [(names.get(each.series, each.series), each) for each in page.totals],
        "chosen": series,
        "listing": _listing(page.lines),
        "page": page,
        "files": [{"label": each.upper(), "url": f"?{urlencode(kept | {'bentuk': each})}"} for each in FORMS],
        "before_url": f"?{urlencode(kept | {'halaman': page.page - 1})}" if page.page > 1 else "",
        "next_url": f"?{urlencode(kept | {'halaman': page.page + 1})}" if page.page < page.pages else "",
        "scope": scope_of(actor),
        "is_partial": not _sees_all(actor),
        "as_of": clock.now(),
        "crumbs": letters_crumb(actor),
    }
    return render(request, "desk/letter_book.html", context)


@never_cache
def letter_series(request: HttpRequest) -> HttpResponse:
    """How the numbers of each series look this year; one of them (`?seri=`) can be changed."""
    actor = acting(request)
    actor.check_may("documents.series.set")
    office = organisation_queries.get_office()
    unit = organisation_queries.letterhead_data(office)["unit"]
    rows = _series_rows(unit)
    crumbs = letters_crumb(actor)
    context: dict[str, Any] = {
        "rows": rows,
        "year": str(today().year),
        "unit": unit,
        "crumbs": crumbs,
        "links": links_of(actor),
    }
    code = request.GET.get("seri", "")
    if not code and request.method != "POST":
        return render(request, "desk/letter_series.html", context)
    chosen = next((each for each in rows if each["series"] == code), None)
    if chosen is None:
        raise Http404
    initial = {"classification": chosen["classification"], "pattern": chosen["pattern"]}
    form = SeriesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        problem = attempt(
            lambda: set_series(
                series=code,
                office_code=unit,
                year=today().year,
                classification=data["classification"],
                pattern=data["pattern"],
                by=actor,
                at=clock.now(),
            )
        )
        if not problem:
            messages.success(request, _("Bentuk nomor disimpan. Nomor yang sudah terbit tidak berubah."))
            return see_other(reverse("web:desk:letter-series"))
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    back = reverse("web:desk:letter-series")
    return render(
        request, "desk/letter_series_form.html", context | {"chosen": chosen, "form": form, "back": back}, status=status
    )


def scope_of(actor: Actor) -> str:
    """Whose letters the book shows, in words."""
    return ", ".join(reference_queries.area_label(str(each)) for each in actor.areas[:3])


def _sees_all(actor: Actor) -> bool:
    office = organisation_queries.find_office()
    return office is not None and actor.covers(office.area_code)


def _as_file(actor: Actor, month: date, series: str, form: str) -> HttpResponse:
    book = read_register(actor, month, series=series, limit=None)
    at = clock.now()
    take_register(month=month, form=form, rows=len(book.lines), by=actor, at=at)
    name = f"buku-agenda-surat-keluar-{month:%Y-%m}"
    if form != "pdf":
        table = [list(HEADINGS), *(written(each.cells()) for each in book.lines)]
        return file_response(name, table, form)
    office = organisation_queries.get_office()
    signer = organisation_queries.expected_signer(office, on=clock.local_date(at, settings.TIME_ZONE))
    pdf = render_register(
        book.lines,
        office=organisation_queries.letterhead_data(office),
        signer=signer.block(),
        month=month,
        scope=scope_of(actor),
        totals=book.totals,
        at=at,
    )
    return as_pdf(pdf, name)


def _listing(lines: tuple[RegisterLine, ...]) -> CaseList:
    return CaseList(
        caption=_("Buku agenda surat keluar"),
        hide_caption=True,
        columns=(
            Column(label=_("Nomor surat")),
            Column(label=_("Tanggal")),
            Column(label=_("Perihal")),
            Column(label=_("Tujuan")),
            Column(label=_("Keterangan")),
        ),
        rows=[_row(each) for each in lines],
    )


def _row(each: RegisterLine) -> Row:
    about = each.about or (_("tertutup untuk peran Anda") if each.is_withheld else "–")
    cancelled = _("Batal: %(why)s") % {"why": each.revoked_reason} if each.is_revoked else ""
    return Row(
        cells=(
            Cell(
                text=each.number,
                url="" if each.is_withheld else reverse("web:platform:document", args=[each.id]),
                note=each.kind_label,
            ),
            Cell(text=date_in_words(each.issued_on, "pendek")),
            Cell(text=about, note=each.issued_by_name),
            Cell(text=each.recipient or "–"),
            Cell(text=cancelled or "–"),
        )
    )


def _series_names() -> dict[str, str]:
    """What each series numbers, in words."""
    papers = {"SK": _("Surat keputusan"), "bast": _("Berita acara serah terima"), "penyaluran": _("Daftar penyaluran")}
    return papers | {kind.series: kind.name for kind in queries.list_letter_kinds()}


def _series_rows(unit: str) -> list[dict[str, Any]]:
    """The series of every kind of letter and those of other papers of this year: how the next number looks, the last."""
    on = today()
    last = numbering.last_of(unit, on.year)
    made = []
    kinds = [(kind.series, kind.name, kind.classification, kind.pattern) for kind in queries.list_letter_kinds()]
    known = {series for series, *_rest in kinds}
    names = _series_names()
    kinds += [(each, names.get(each, each), numbering.SOCIAL, numbering.PATTERN) for each in sorted(set(last) - known)]
    for series, name, first_classification, first_pattern in kinds:
        classification, pattern = numbering.form_of(
            series, unit, classification=first_classification, pattern=first_pattern
        )
        made.append(
            {
                "series": series,
                "name": name,
                "classification": classification,
                "pattern": pattern,
                "last": last.get(series, 0),
                "sample": numbering.blank_number(
                    series, office_code=unit, on=on, classification=classification, pattern=pattern
                ),
                "url": f"?{urlencode({'seri': series})}",
            }
        )
    return made


def _month_name(month: date) -> str:
    return date_in_words(month).partition(" ")[2]


def _page(request: HttpRequest) -> int:
    text = request.GET.get("halaman", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
