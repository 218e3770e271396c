"""Pages that show institutions: the list with beds and what expires, one institution in four tabs, the list as a file."""

import csv
from datetime import date
from uuid import UUID

from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.institutions import policies, queries
from rangkul.institutions.enums import Grade, InstitutionKind, Serves
from rangkul.institutions.queries import HomeFilter, HomeRow, HomeView
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.kernel.text import as_cell
from rangkul.platform.files.queries import open_file
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.web.institutions.home_forms import HomeFilterForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.panels import panels_for
from rangkul.web.shared.wording import date_in_words, local_moment, number_in_words, today

UNSAID = "–"


def home_url(institution_id: UUID, tab: str = "institution") -> str:
    """The address of an institution's page, or of one of its tabs."""
    return reverse(f"web:institutions:{tab}", args=[institution_id])


def areas_of(actor: Actor, *, with_villages: bool = False) -> list[tuple[str, str]]:
    """The actor's areas and those below them, for choosing one."""
    codes: dict[str, None] = {}
    for own in actor.areas:
        codes[str(own)] = None
        codes |= {child.code: None for child in reference_queries.list_children(own)}
        if with_villages:
            codes |= {village.code: None for village in reference_queries.list_villages(own)}
    labels = reference_queries.labels_of(set(codes)) if codes else {}
    return [(code, labels.get(code, code)) for code in sorted(codes)]


@never_cache
def institution_list(request: HttpRequest) -> HttpResponse:
    """Institutions with registration, accreditation and free beds, filtered; an institution's user goes to their own."""
    actor = acting(request)
    if not actor.may(policies.VIEW):
        return own_institution(request)
    form, wanted = _asked(request, actor)
    page = queries.list_homes(actor, wanted, on=today(), after=request.GET.get("setelah", ""))
    context = {
        "form": form,
        "chips": _chips(request, form, wanted),
        "page": page,
        "free": max(0, page.beds - page.residents - page.held),
        "listing": _listing(page.rows),
        "tabs": lists_of(actor, "institution-list"),
        "next_url": with_query(request, {"setelah": page.next_mark}) if page.next_mark else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "query": request.GET.urlencode(),
        "may_register": actor.may(policies.CHANGE),
        "as_of": today(),
        "soon": queries.SOON_DAYS,
    }
    return render(request, "institutions/institution_list.html", context)


@never_cache
def institution_export(request: HttpRequest) -> HttpResponse:
    """The list as CSV, with the same filters; figures, no persons."""
    actor = acting(request)
    policies.check_can_view(actor)
    _form, wanted = _asked(request, actor)
    page = queries.list_homes(actor, wanted, on=today(), limit=None)
    head = [
        _("Nama"), _("Nama lama"), _("Jenis"), _("Wilayah"), _("Berjalan"), _("Nomor tanda daftar"), _("Berlaku sampai"),
        _("Akreditasi"), _("Akreditasi sampai"), _("Tempat tidur"), _("Penghuni"), _("Kosong"), _("Per tanggal"),
    ]  # fmt: skip
    rows = [
        [
            each.name, "; ".join(each.former), each.kind_label, each.area_label, _("ya") if each.is_active else _("tidak"),
            each.registration_number, _iso(each.registered_until), each.grade, _iso(each.grade_until),
            _figure(each.beds), _figure(each.residents), _figure(each.free), today().isoformat(),
        ]
        for each in page.rows
    ]  # fmt: skip
    return as_csv("lembaga", head, rows)


@never_cache
def own_institution(request: HttpRequest) -> HttpResponse:
    """An institution's user is led to their institution."""
    actor = acting(request)
    if actor.institution_id is None or not actor.may(policies.VIEW_OWN):
        raise Denied(permission=policies.VIEW_OWN, message=_("Akun Anda tidak bertugas di sebuah lembaga."))
    return see_other(home_url(actor.institution_id))


@never_cache
def institution(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Profile: registration in force, management, beds by room as of today."""
    actor = acting(request)
    view = queries.get_home(actor, institution_id, on=today())
    panels = panels_for("institution", request, actor, institution_id)
    context = {**frame(view, "institution"), "rows": _profile(view), "panels": panels}
    return render(request, "institutions/institution.html", context)


@never_cache
def institution_record(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Registrations and accreditations by dates."""
    view = queries.get_home(acting(request), institution_id, on=today())
    return render(request, "institutions/institution_record.html", frame(view, "institution-record"))


@never_cache
def institution_history(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """What became of it: names, kinds, merges and splits, with their papers."""
    view = queries.get_home(acting(request), institution_id, on=today())
    return render(request, "institutions/institution_history.html", frame(view, "institution-history"))


@never_cache
def change_file(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """The paper of a change."""
    actor = acting(request)
    _institution, file_id = queries.has_file(actor, change_id)
    return as_download(actor, file_id)


def as_download(actor: Actor, file_id: UUID) -> HttpResponse:
    """A kept file, after the caller has shown that the actor may see what it belongs to."""
    opened = open_file(actor, file_id, check=lambda _actor, _file: None)
    response = HttpResponse(opened.content, content_type=opened.stored.media_type)
    response["Content-Disposition"] = f'attachment; filename="{opened.stored.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def as_csv(name: str, head: list[str], rows: list[list[str]]) -> HttpResponse:
    """A CSV with byte order mark, cells safe for spreadsheets, the day in its name."""
    moment = local_moment(clock.now()).date().isoformat()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{moment}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows([[as_cell(cell) for cell in row] for row in rows])
    return response


def frame(view: HomeView, here: str) -> dict[str, object]:
    """What every tab of an institution shows around itself."""
    names = [("institution", _("Profil")), ("resident-list", _("Penghuni")), ("institution-record", _("Izin dan akreditasi")),
             ("institution-history", _("Riwayat"))]  # fmt: skip
    tabs = [
        {"label": label, "url": home_url(view.row.id, name), "active": name == here}
        for name, label in names
        if name != "resident-list" or "residents" in view.allowed
    ]
    if "own" in view.allowed:
        tabs += [
            {"label": _("Permintaan tempat"), "url": reverse("web:institutions:request-list"), "active": False},
            {"label": _("Makan penghuni"), "url": reverse("web:delivery:meal-list"), "active": False},
        ]
    return {
        "view": view,
        "home": view.institution,
        "row": view.row,
        "tabs": tabs,
        "as_of": view.on,
        "crumbs": [{"label": _("Lembaga"), "url": reverse("web:institutions:institution-list")}],
    }


def crumbs_of(view: HomeView) -> list[dict[str, str]]:
    """The way back to an institution."""
    return [
        {"label": _("Lembaga"), "url": reverse("web:institutions:institution-list")},
        {"label": view.row.name, "url": home_url(view.row.id)},
    ]


def lists_of(actor: Actor, here: str) -> list[dict[str, object]]:
    """The lists of this room, for whoever may open them."""
    every = [
        ("institution-list", _("Lembaga"), policies.VIEW),
        ("request-list", _("Permintaan tempat"), policies.VIEW_REQUESTS),
        ("directory", _("Tujuan rujukan"), policies.VIEW),
        ("application-list", _("Pendaftaran LKS baru"), policies.VIEW_APPLICATIONS),
        ("partnership-list", _("Kerja sama (MoU)"), policies.VIEW_PARTNERSHIPS),
    ]
    return [
        {"label": label, "url": reverse(f"web:institutions:{name}"), "active": name == here}
        for name, label, permission in every
        if actor.may(permission)
    ]


def _asked(request: HttpRequest, actor: Actor) -> tuple[HomeFilterForm, HomeFilter]:
    areas = areas_of(actor)
    given = request.GET
    form = HomeFilterForm(
        initial={name: given.get(name, "") for name in ("q", "jenis", "wilayah", "akreditasi", "kosong")}
        | {name: name in given for name in ("habis", "tutup")},
        areas=areas,
    )
    kind, grade, free = (given.get(name, "") for name in ("jenis", "akreditasi", "kosong"))
    area = given.get("wilayah", "")
    return form, HomeFilter(
        text=given.get("q", "")[:100],
        kind=kind if kind in InstitutionKind.values else "",
        area=area if area in dict(areas) else "",
        grade=grade if grade in [*Grade.values, "NONE"] else "",
        free_for=free if free in [*Serves.values, "ANY"] else "",
        is_expiring="habis" in given,
        with_closed="tutup" in given,
    )


def _chips(request: HttpRequest, form: HomeFilterForm, wanted: HomeFilter) -> list[dict[str, str]]:
    """The filters in force in words, each with the address without it."""
    found = []
    for name, value in (
        ("q", wanted.text),
        ("jenis", wanted.kind),
        ("wilayah", wanted.area),
        ("akreditasi", wanted.grade),
        ("kosong", wanted.free_for),
        ("habis", wanted.is_expiring),
        ("tutup", wanted.with_closed),
    ):
        if not value:
            continue
        field = form.fields[name]
        said = str(field.label)
        if isinstance(field, ChoiceField):
            said = f"{said}: {dict(field.choices).get(str(value), value)}"  # type: ignore[arg-type]
        elif value is not True:
            said = f"{said}: {value}"
        found.append({"label": said, "url": with_query(request, {name: None, "setelah": None})})
    return found


def _listing(rows: tuple[HomeRow, ...]) -> CaseList:
    return CaseList(
        caption=_("Lembaga"),
        hide_caption=True,
        columns=(
            Column(label=_("Lembaga")),
            Column(label=_("Wilayah")),
            Column(label=_("Tanda daftar")),
            Column(label=_("Akreditasi")),
            Column(label=_("Penghuni"), numeric=True),
            Column(label=_("Kosong"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.name, url=home_url(each.id), note=_note(each)),
                    Cell(text=each.area_label),
                    _registered(each),
                    _graded(each),
                    Cell(text=_of_beds(each), numeric=True),
                    Cell(text=UNSAID if each.free is None else number_in_words(each.free), numeric=True),
                )
            )
            for each in rows
        ],
    )


def _note(row: HomeRow) -> str:
    words = [row.kind_label]
    if row.former:
        words.append(_("dahulu %(names)s") % {"names": ", ".join(row.former)})
    if not row.is_active:
        words.append(_("tidak berjalan"))
    return " · ".join(words)


class Tag:
    """A cell's tag with a tone of its own."""

    def __init__(self, tone: str) -> None:
        self.tone = tone


def _registered(row: HomeRow) -> Cell:
    if not row.registration_number:
        return Cell(text=_("belum terdaftar"), state=Tag("warn"))
    if row.registered_until is None:
        return Cell(text=_("terdaftar"), state=Tag("good"))
    words = {"date": date_in_words(row.registered_until, "pendek")}
    if row.registered_until < today():
        return Cell(text=_("habis %(date)s") % words, state=Tag("bad"))
    tone = "warn" if "registration" in row.expiring else "good"
    return Cell(text=_("sampai %(date)s") % words, state=Tag(tone))


def _graded(row: HomeRow) -> Cell:
    if row.grade:
        words = {"grade": row.grade, "date": date_in_words(row.grade_until, "pendek")}
        tone = "warn" if "accreditation" in row.expiring else "good"
        return Cell(text=_("%(grade)s sampai %(date)s") % words, state=Tag(tone))
    if row.grade_until is not None:
        return Cell(text=_("habis %(date)s") % {"date": date_in_words(row.grade_until, "pendek")}, state=Tag("bad"))
    return Cell(text=_("belum"), state=Tag("neutral"))


def _of_beds(row: HomeRow) -> str:
    if row.beds is None:
        return number_in_words(row.residents) if row.residents is not None else UNSAID
    return _("%(residents)s dari %(beds)s") % {
        "residents": number_in_words(row.residents or 0),
        "beds": number_in_words(row.beds),
    }


def _profile(view: HomeView) -> list[dict[str, object]]:
    home = view.institution
    found: list[dict[str, object]] = [
        {"label": _("Jenis"), "value": view.row.kind_label},
        {"label": _("Pemilik"), "value": view.owner_label},
        {"label": _("Tempat"), "value": view.row.area_label},
        {"label": _("Menerima warga dari"), "value": view.serves_label},
        {"label": _("Alamat"), "value": home.address},
        {"label": _("Telepon"), "value": home.phone},
        {"label": _("Ketua"), "value": home.leader_name},
        {"label": _("Tanda daftar"), "value": _registration_words(view.row)},
        {"label": _("Akreditasi"), "value": _graded(view.row).text},
    ]
    if view.row.residents is None:
        found.append({"label": _("Klien menurut laporan lembaga"), "value": number_in_words(home.client_count)})
    return found


def _registration_words(row: HomeRow) -> str:
    return f"{row.registration_number}, {_registered(row).text}" if row.registration_number else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _figure(number: int | None) -> str:
    return "" if number is None else str(number)
