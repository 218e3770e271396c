"""Pages that change an institution: particulars, registration, accreditation, management, beds, names, merges, splits."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.institutions import actions, policies, queries
from rangkul.institutions.actions import Ground, Part
from rangkul.institutions.queries import HomeView
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.files.actions import keep_file
from rangkul.platform.policy.actor import Actor
from rangkul.web.institutions.home_forms import (
    AccreditationForm,
    BedForm,
    BoardForm,
    DayForm,
    DescribeForm,
    GroundForm,
    MergeForm,
    RegistrationForm,
    RenameForm,
    SplitForm,
    starts_today,
)
from rangkul.web.institutions.homes import areas_of, crumbs_of, home_url
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import ask
from rangkul.web.shared.wording import today

MOST_RESIDENTS_LISTED = 500


def _opened(request: HttpRequest, institution_id: UUID, verb: str) -> tuple[Actor, HomeView]:
    """The institution, for an actor who may `verb` ("change", "keep") it. Raises NoSuchInstitution, Denied."""
    actor = acting(request)
    view = queries.get_home(actor, institution_id, on=today())
    if verb not in view.allowed:
        raise Denied(permission=policies.CHANGE_HOME, message=_("Lembaga ini di luar wilayah atau tugas Anda."))
    return actor, view


def _page(
    request: HttpRequest,
    view: HomeView,
    form: forms.Form,
    deed: Callable[[], Any],
    *,
    title: str,
    label: str,
    said: str,
    tab: str = "institution",
    lead: str = "",
    to: str | Callable[[], str] = "",
) -> HttpResponse:
    back = home_url(view.row.id, tab)
    return ask(
        request, form, deed=deed, template="institutions/form.html", said=said, to=to or back, title=title, lead=lead, label=label, back=back,
        crumbs=crumbs_of(view), has_file="file" in form.fields,
    )  # fmt: skip


@never_cache
def institution_describe(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Particulars."""
    actor, view = _opened(request, institution_id, "change")
    home = view.institution
    now = {name: getattr(home, name) for name in ("address", "phone", "owner", "serves_area", "client_count")}
    form = DescribeForm(request.POST or None, areas=_serving(actor), initial=now)
    return _page(
        request, view, form,
        lambda: actions.describe_institution(institution_id=institution_id, **form.cleaned_data, by=actor, at=clock.now()),
        title=_("Keterangan lembaga"), label=_("Simpan"), said=_("Keterangan lembaga disimpan."),
    )  # fmt: skip


@never_cache
def registration_record(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """A registration with number, deed and validity."""
    actor, view = _opened(request, institution_id, "change")
    form = RegistrationForm(request.POST or None, initial=starts_today())
    return _page(
        request, view, form,
        lambda: actions.record_registration(institution_id=institution_id, **form.cleaned_data, by=actor, at=clock.now()),
        title=_("Catat tanda daftar"), label=_("Catat tanda daftar"), said=_("Tanda daftar dicatat."),
        tab="institution-record",
    )  # fmt: skip


@never_cache
def accreditation_record(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """An accreditation with class, body and validity."""
    actor, view = _opened(request, institution_id, "change")
    form = AccreditationForm(request.POST or None)
    return _page(
        request, view, form,
        lambda: actions.record_accreditation(institution_id=institution_id, **form.cleaned_data, by=actor, at=clock.now()),
        title=_("Catat akreditasi"), label=_("Catat akreditasi"), said=_("Akreditasi dicatat."), tab="institution-record",
    )  # fmt: skip


@never_cache
def board_appoint(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Somebody manages the institution."""
    actor, view = _opened(request, institution_id, "keep")
    form = BoardForm(request.POST or None, initial=starts_today())
    return _page(
        request, view, form,
        lambda: actions.appoint_board_member(institution_id=institution_id, **form.cleaned_data, by=actor, at=clock.now()),
        title=_("Tambah pengurus"), label=_("Simpan pengurus"), said=_("Pengurus disimpan."),
    )  # fmt: skip


@never_cache
def board_end(request: HttpRequest, institution_id: UUID, member_id: UUID) -> HttpResponse:
    """A term ends."""
    actor, view = _opened(request, institution_id, "keep")
    member = next((each for each in view.board if each.pk == member_id), None)
    name = f"{member.name}, {member.position}" if member is not None else ""
    form = DayForm(request.POST or None, initial=starts_today())
    return _page(
        request, view, form,
        lambda: actions.end_board_member(member_id=member_id, on=form.cleaned_data["on"], by=actor, at=clock.now()),
        title=_("Akhiri masa jabatan"), lead=name, label=_("Akhiri masa jabatan"), said=_("Masa jabatan diakhiri."),
    )  # fmt: skip


@never_cache
def bed_set(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """How many beds a room has from a day on."""
    actor, view = _opened(request, institution_id, "keep")
    form = BedForm(request.POST or None, initial=starts_today() | {"name": request.GET.get("kamar", "")})
    return _page(
        request, view, form,
        lambda: actions.set_beds(institution_id=institution_id, **form.cleaned_data, by=actor, at=clock.now()),
        title=_("Kamar dan tempat tidur"), label=_("Simpan kamar"), said=_("Kamar disimpan."),
    )  # fmt: skip


@never_cache
def institution_rename(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Another name or kind, with the study and the decree."""
    actor, view = _opened(request, institution_id, "change")
    home = view.institution
    now = {"name": home.name, "kind": home.kind, "is_sensitive": home.is_sensitive} | starts_today()
    form = RenameForm(request.POST or None, request.FILES or None, initial=now)

    def rename() -> None:
        told = form.cleaned_data
        actions.rename_institution(
            institution_id=institution_id, name=told["name"], kind=told["kind"], is_sensitive=told["is_sensitive"],
            ground=_ground(form, view, actor), by=actor, at=clock.now(),
        )  # fmt: skip

    return _page(
        request, view, form, rename, title=_("Ganti nama atau jenis"), label=_("Ganti"), said=_("Perubahan dicatat."),
        lead=_("Nama lama tetap tersimpan dan tetap ditemukan. Penghuni dan riwayat tidak berubah."),
        tab="institution-history",
    )  # fmt: skip


@never_cache
def institution_merge(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Other institutions become part of this one."""
    actor, view = _opened(request, institution_id, "change")
    others = queries.list_targets(actor, without=institution_id)
    form = MergeForm(request.POST or None, request.FILES or None, others=others, initial=starts_today())
    return _page(
        request, view, form,
        lambda: actions.merge_institutions(
            from_ids=[UUID(each) for each in form.cleaned_data["sources"]], into_id=institution_id,
            ground=_ground(form, view, actor), by=actor, at=clock.now(),
        ),
        title=_("Gabungkan lembaga ke sini"), label=_("Gabungkan"), said=_("Lembaga digabungkan; penghuni dan kamar ikut."),
        lead=_("Penghuni dan kamar lembaga yang dipilih berpindah ke %(name)s mulai tanggal itu; riwayatnya tetap ada.")
        % {"name": view.row.name},
        tab="institution-history",
    )  # fmt: skip


@never_cache
def institution_split(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """A new institution comes out of this one."""
    actor, view = _opened(request, institution_id, "change")
    living = queries.list_residents(actor, institution_id, on=today(), limit=MOST_RESIDENTS_LISTED)
    form = SplitForm(
        request.POST or None, request.FILES or None, rooms=view.row.rooms,
        residents=[(each.id, each.name) for each in living.rows], initial=starts_today(),
    )  # fmt: skip
    made: list[UUID] = []

    def split() -> None:
        told = form.cleaned_data
        part = Part(
            name=told["name"], kind=told["kind"], room_ids=_ids(told.get("rooms")),
            residency_ids=_ids(told.get("residents")),
        )  # fmt: skip
        ground = _ground(form, view, actor)
        new = actions.split_institution(
            institution_id=institution_id, parts=[part], ground=ground, by=actor, at=clock.now()
        )
        made.append(new[0].pk)

    return _page(
        request, view, form, split, title=_("Pecah lembaga"), label=_("Pecah"), said=_("Lembaga baru dibentuk."),
        lead=_("Yang tidak dipilih tetap di %(name)s.") % {"name": view.row.name}, tab="institution-history",
        to=lambda: home_url(made[0]),
    )  # fmt: skip


@never_cache
def institution_close(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """The institution stops."""
    actor, view = _opened(request, institution_id, "change")
    form = GroundForm(request.POST or None, request.FILES or None, initial=starts_today())
    return _page(
        request, view, form,
        lambda: actions.close_institution(
            institution_id=institution_id, ground=_ground(form, view, actor), by=actor, at=clock.now()
        ),
        title=_("Tutup lembaga"), label=_("Tutup lembaga"), said=_("Lembaga ditutup."), tab="institution-history",
    )  # fmt: skip


def _ground(form: forms.Form, view: HomeView, actor: Actor) -> Ground:
    """The ground of a change, with its paper kept."""
    told, kept = form.cleaned_data, None
    if told.get("file"):
        kept = keep_file(
            content=told["file"].read(), name=told["file"].name, kind="SCAN", owner=("institution", view.row.id),
            area=view.row.area_code, by=actor, at=clock.now(),
        ).pk  # fmt: skip
    return Ground(on=told["on"], reason=told["reason"], decree=told["decree"], file_id=kept)


def _ids(chosen: list[str] | None) -> frozenset[UUID]:
    return frozenset(UUID(each) for each in chosen or [])


def _serving(actor: Actor) -> list[tuple[str, str]]:
    """Areas an institution may serve: the actor's, those below and those above."""
    from rangkul.reference import queries as reference_queries

    above = {str(code) for own in actor.areas for code in own.ancestors}
    labels = reference_queries.labels_of(above) if above else {}
    return [(code, labels.get(code, code)) for code in sorted(above)] + areas_of(actor)
