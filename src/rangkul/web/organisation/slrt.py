"""Pages of SLRT's chart: manager, supervisors, facilitators with their case-loads, and what changes them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rangkul.accounts import queries as account_queries
from rangkul.desk import queries as desk_queries
from rangkul.desk.queries import Load
from rangkul.kernel import clock
from rangkul.organisation import actions, policies, queries
from rangkul.organisation.balance import Balance, balance_of
from rangkul.organisation.enums import SlrtRole
from rangkul.organisation.queries import Chart, Facilitator, GuidedGroup
from rangkul.platform.policy.actor import Actor
from rangkul.web.organisation.asking import form_page
from rangkul.web.organisation.post_forms import EndForm
from rangkul.web.organisation.slrt_forms import FormationForm, OfficerForm, OfficersForm
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import number_in_words, today

PAGE = "web:organisation:slrt"
SHOWN = 60
"""Villages without a facilitator named on the page; the rest is counted."""


class _Loads:
    """What lies on whom: open cases in a facilitator's villages, and those assigned to the account."""

    def __init__(self, actor: Actor, chart: Chart) -> None:
        self.by_village = desk_queries.loads_by_village(actor, on=today())
        self.by_user = desk_queries.loads_by_officer(actor, on=today())
        self.balance = balance_of({one.officer.pk: self.of(one).open for one in chart.facilitators})
        self.knows = actor.may("desk.case.view")

    def of(self, one: Facilitator) -> Load:
        """Open cases of the facilitator's villages."""
        return sum((self.by_village.get(code, Load()) for code in one.officer.areas), Load())

    def own(self, one: Facilitator) -> Load:
        """Open cases assigned to the facilitator's account."""
        return self.by_user.get(one.officer.user_id, Load()) if one.officer.user_id else Load()

    def of_group(self, group: GuidedGroup) -> Load:
        """Open cases of all villages of a group, each village once."""
        areas = {code for one in group.facilitators for code in one.officer.areas}
        return sum((self.by_village.get(code, Load()) for code in areas), Load())


@require_safe
def slrt(request: HttpRequest) -> HttpResponse:
    """The chart with its case-loads; uneven ones marked, villages without facilitator listed (R111–R113)."""
    actor = acting(request)
    chart = queries.read_chart(actor, on=today())
    loads = _Loads(actor, chart)
    if "bentuk" in request.GET:
        return file_response(f"bagan-slrt-{today().isoformat()}", _table(chart, loads), request.GET["bentuk"])
    may_change = policies.can_change_slrt(actor, queries.get_office())
    groups = [(group, loads.of_group(group), _facilitators(group, loads, may_change)) for group in chart.groups]
    counts = [loads.of(one).open for one in chart.facilitators]
    context = {
        "chart": chart,
        "as_of": today(),
        "groups": groups,
        "bars": [
            (
                _("%(name)s (%(n)s fasilitator)") % {"name": _name_of(group), "n": len(group.facilitators)},
                load.open,
            )
            for group, load, _list in groups
        ],
        "knows_loads": loads.knows,
        "mean": number_in_words(round(sum(counts) / len(counts), 1)) if counts else "–",
        "uneven": sum(each is not Balance.EVEN for each in loads.balance.values()),
        "uncovered": chart.uncovered[:SHOWN],
        "more_uncovered": max(len(chart.uncovered) - SHOWN, 0),
        "may_change": may_change,
    }
    return render(request, "organisation/slrt.html", context)


def officer_appoint(request: HttpRequest) -> HttpResponse:
    """Appoint the people of a pasted list; who has an account of the same name and role is tied to it."""
    actor = acting(request)
    actor.check_may(policies.CHANGE_SLRT)
    policies.check_can_change_slrt(actor, queries.get_office())
    form = OfficersForm(request.POST or None, initial={"since": today()})
    accounts = {name.lower(): user for user, name in _accounts(SlrtRole.values)}
    return form_page(
        request,
        form,
        title=_("Angkat petugas SLRT"),
        examples=(
            _("Nama Manajer; manajer"),
            _("Nama Supervisor; supervisor; Kecamatan / Kecamatan"),
            _("Nama Fasilitator; fasilitator; Desa, Kecamatan / Desa; Nama Supervisor"),
        ),
        label=_("Angkat"),
        back=reverse(PAGE),
        save=lambda: actions.appoint_officers(accounts=accounts, by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Petugas SLRT diangkat."),
    )


def officer_change(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Other villages, another supervisor, another account."""
    actor = acting(request)
    actor.check_may(policies.CHANGE_SLRT)
    policies.check_can_change_slrt(actor, queries.get_office())
    officer = queries.get_officer(actor, officer_id)
    guides = queries.list_supervisors(actor, on=today()) if officer.role == SlrtRole.FACILITATOR else []
    form = OfficerForm(
        request.POST or None,
        supervisors=[(str(each.pk), each.name) for each in guides],
        accounts=[(str(user), name) for user, name in _accounts([officer.role])],
        initial={
            "areas": "\n".join(officer.areas),
            "supervisor_id": officer.supervisor_id,
            "user_id": officer.user_id,
        },
    )
    return form_page(
        request,
        form,
        title=_("Ubah tugas"),
        lead=f"{officer.name}, {officer.get_role_display()}",
        label=_("Simpan"),
        back=reverse(PAGE),
        save=lambda: actions.change_officer(
            officer_id=officer_id,
            areas=form.cleaned_data["areas"],
            supervisor_id=form.cleaned_data.get("supervisor_id"),
            user_id=form.cleaned_data.get("user_id"),
            by=actor,
            at=clock.now(),
        ),
        said=_("Tugas diubah."),
    )


def officer_end(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """End somebody's service."""
    actor = acting(request)
    actor.check_may(policies.CHANGE_SLRT)
    policies.check_can_change_slrt(actor, queries.get_office())
    officer = queries.get_officer(actor, officer_id)
    form = EndForm(request.POST or None, initial={"on": today()})
    return form_page(
        request,
        form,
        title=_("Akhiri penugasan"),
        lead=f"{officer.name}, {officer.get_role_display()}",
        label=_("Akhiri penugasan"),
        tone="danger",
        back=reverse(PAGE),
        save=lambda: actions.end_officer(officer_id=officer_id, by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Penugasan diakhiri."),
    )


def formation(request: HttpRequest) -> HttpResponse:
    """Lay down how many people SLRT shall have."""
    actor = acting(request)
    actor.check_may(policies.CHANGE_SLRT)
    policies.check_can_change_slrt(actor, queries.get_office())
    planned = {seats.role: seats.planned for seats in queries.read_chart(actor, on=today()).seats}
    form = FormationForm(
        request.POST or None,
        initial={
            "since": today(),
            **{role.lower(): planned[role] for role in planned},
            "manager": planned["MANAGER"] or 1,
        },
    )

    def save() -> None:
        told = form.cleaned_data
        seats = {str(role): told[str(role).lower()] for role in SlrtRole}
        actions.set_formation(seats=seats, since=told["since"], basis=told["basis"], by=actor, at=clock.now())

    return form_page(
        request,
        form,
        title=_("Formasi SLRT"),
        lead=_("Berapa orang seharusnya bertugas; kursi kosong tampak pada bagan."),
        label=_("Simpan formasi"),
        back=reverse(PAGE),
        save=save,
        said=_("Formasi disimpan."),
    )


def _accounts(roles: Iterable[str]) -> list[tuple[UUID, str]]:
    """Accounts that work in one of these roles today, by name."""
    office = queries.get_office()
    wanted = {"MANAGER": "SLRT_MANAGER", "SUPERVISOR": "SUPERVISOR", "FACILITATOR": "FACILITATOR"}
    codes = {wanted[role] for role in roles}
    found = account_queries.list_officers_on_duty("desk.case.view", within=office.area_code, on=today())
    return list(dict.fromkeys((each.user_id, each.name) for each in found if each.role in codes))


def _name_of(group: GuidedGroup) -> str:
    return group.supervisor.name if group.supervisor else _("Tanpa supervisor")


class _Toned:
    """A state that brings its own tone."""

    def __init__(self, tone: str) -> None:
        self.tone = tone


def _facilitators(group: GuidedGroup, loads: _Loads, may_change: bool) -> CaseList:
    said = {Balance.HIGH: _("lebih berat"), Balance.LOW: _("lebih ringan"), Balance.EVEN: _("seimbang")}
    tones = {Balance.HIGH: "warn", Balance.LOW: "new", Balance.EVEN: "neutral"}
    rows = []
    for one in sorted(group.facilitators, key=lambda each: -loads.of(each).open):
        load, mark = loads.of(one), loads.balance[one.officer.pk]
        change = reverse("web:organisation:officer-change", args=[one.officer.pk]) if may_change else ""
        rows.append(
            Row(
                cells=(
                    Cell(text=one.officer.name, url=change, note=", ".join(one.places) or _("belum ada desa")),
                    Cell(text=str(len(one.places)), numeric=True),
                    Cell(text=number_in_words(load.open), numeric=True),
                    Cell(text=number_in_words(load.late), numeric=True),
                    Cell(text=number_in_words(loads.own(one).open), numeric=True),
                    Cell(text=said[mark], state=_Toned(tones[mark])),
                ),
            )
        )
    return CaseList(
        caption=_("Fasilitator"),
        hide_caption=True,
        columns=(
            Column(label=_("Fasilitator")),
            Column(label=_("Desa"), numeric=True),
            Column(label=_("Kasus terbuka"), numeric=True),
            Column(label=_("Terlambat"), numeric=True),
            Column(label=_("Ditugaskan sendiri"), numeric=True),
            Column(label=_("Beban")),
        ),
        rows=rows,
    )


def _table(chart: Chart, loads: _Loads) -> Iterator[list[str]]:
    yield [
        _("Supervisor"),
        _("Fasilitator"),
        _("Wilayah tugas"),
        _("Kasus terbuka"),
        _("Terlambat"),
        _("Ditugaskan sendiri"),
        _("Per tanggal"),
    ]
    for group in chart.groups:
        for one in group.facilitators:
            load = loads.of(one)
            figures = [str(load.open), str(load.late), str(loads.own(one).open)]
            yield written([_name_of(group), one.officer.name, " / ".join(one.places), *figures, today()])
