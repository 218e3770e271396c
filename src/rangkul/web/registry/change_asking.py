"""Asking for a change: choose the event, find whom else it concerns, fill in, check the answers, keep as a draft."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions, policies, queries
from rangkul.registry.enums import FAMILY_CHANGES, ChangeKind, Relation
from rangkul.registry.queries import FamilyView, PersonView, Returner
from rangkul.web.registry.asking import ask
from rangkul.web.registry.change_forms import form_of
from rangkul.web.registry.forms import area_choices, fresh_form_id
from rangkul.web.shared.acting import acting
from rangkul.web.shared.wording import today

SLUGS = {kind: kind.value.lower().replace("_", "-") for kind in ChangeKind}
_BY_SLUG = {slug: kind for kind, slug in SLUGS.items()}
_DATES = ("on", "birth_date")
_FOUND = 10


@dataclass(frozen=True, slots=True)
class About:
    """Whom a request is about: a family, or a person with the family they are in now."""

    family: FamilyView | None
    person: PersonView | None

    @property
    def name(self) -> str:
        """For headings."""
        return self.person.name if self.person else self.family.label if self.family else ""

    @property
    def area(self) -> str:
        """Where they live."""
        return self.person.area_code if self.person else self.family.area_code if self.family else ""

    @property
    def url(self) -> str:
        """The page it began on."""
        if self.person:
            return reverse("web:registry:person", args=[self.person.id])
        return reverse("web:registry:family", args=[self.family.id]) if self.family else reverse("web:registry:search")

    @property
    def query(self) -> str:
        """For links to the next step."""
        found = (
            {"orang": str(self.person.id)} if self.person else {"keluarga": str(self.family.id)} if self.family else {}
        )
        return urlencode(found)


@never_cache
def change_new(request: HttpRequest) -> HttpResponse:
    """What happened? Events of a family, of one of its members, or of somebody who comes from outside."""
    actor = acting(request)
    about = _about(actor, request)
    check_may_ask(actor, about.area)
    family_kinds = [kind for kind in ChangeKind if kind in FAMILY_CHANGES]
    own = _kinds_of(about.person) if about.person else []
    if about.family and not about.person:
        own = family_kinds
    if not about.name:
        own = [ChangeKind.MOVE_IN]
    context = {
        "about": about,
        "choices": [
            {"label": str(kind.label), "url": f"{reverse('web:registry:change-ask', args=[SLUGS[kind]])}?{about.query}"}
            for kind in own
        ],
        "members": [
            {"label": member.name, "hint": str(member.relation_label), "url": f"?orang={member.person_id}"}
            for member in (about.family.members if about.family and not about.person else ())
        ],
        "back": about.url,
    }
    return render(request, "registry/change_new.html", context)


@never_cache
def change_ask(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one event; the answers are checked once more, then kept as a draft with room for papers."""
    actor = acting(request)
    what = _BY_SLUG.get(kind)
    if what is None:
        raise Http404
    about = _about(actor, request)
    check_may_ask(actor, about.area)
    _check_fits(what, about)
    found: list[tuple[str, str]] = []
    if what in (ChangeKind.JOIN, ChangeKind.MARRIAGE):
        text = request.POST.get("q", "").strip()  # a number may be typed: never in an address
        found = _found(actor, what, about, text)
        if not found:
            return _search(request, what, about, text)
    asked = request.POST if "form_id" in request.POST else None
    initial = {"form_id": fresh_form_id(), "on": None, **_first_values(what, about)}
    form = form_of(
        what,
        asked,
        family=about.family,
        person=about.person,
        own_areas=[about.area] if about.area else own_villages(actor),
        found=found,
        initial=initial,
        known=_known(actor, what, request.POST.get("nik", "")),
    )

    def save() -> tuple[str, str]:
        change = actions.draft_change(
            kind=what,
            happened_on=form.happened_on(today()),
            proposed=form.proposed(),
            family_id=about.family.id if about.family and what in FAMILY_CHANGES else None,
            person_id=about.person.id if about.person and what not in FAMILY_CHANGES else None,
            area=str(form.cleaned_data.get("area", "")),
            to_area=form.to_area(),
            note=form.cleaned_data.get("note") or form.cleaned_data.get("reason") or "",
            form_id=form.cleaned_data["form_id"],
            by=actor,
            at=clock.now(),
        )
        said = _("Permohonan %(number)s disimpan. Lampirkan dokumennya, lalu ajukan.") % {"number": change.number}
        return _page(change.pk), said

    return ask(
        request if asked is not None else as_first_look(request),
        form,
        title=f"{what.label[:1].upper()}{what.label[1:]}",
        lead=about.name,
        back=about.url,
        label=_("Simpan permohonan"),
        save=save,
        when_repeated=_page,
    )


@never_cache
def change_edit(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Fill in a draft, or one that was returned, anew."""
    actor = acting(request)
    view = queries.get_change(actor, change_id)
    if not view.may_edit or view.row.state not in ("DRAFT", "RETURNED"):
        raise Denied(permission=policies.ASK_CHANGE, message=_("Permohonan ini tidak dapat diubah isinya."))
    what = ChangeKind(view.row.kind)
    person = queries.get_person(actor, view.person_id) if view.person_id else None
    family_id = view.family_id or (person.family.family_id if person and person.family else None)
    about = About(queries.get_family(actor, family_id) if family_id else None, person)
    kept = view.values.get("partner") or view.values.get("to_family")
    known = dict(view.proposed)
    found = [(str(kept), known.get(_("pasangan")) or known.get(_("KK tujuan")) or "–")] if kept else []
    initial = {"form_id": change_id, "on": view.row.happened_on, "note": view.note, "reason": view.note}
    values = _first_values(what, about) | view.values | view.values.get("changes", {})
    if view.values.get("without_head"):
        values["new_head"] = "tanpa"
    values |= {
        name: date.fromisoformat(values[name]) for name in _DATES if isinstance(values.get(name), str) and values[name]
    }
    form = form_of(
        what,
        request.POST if request.method == "POST" else None,
        family=about.family,
        person=about.person,
        own_areas=[view.row.area_code],
        found=found,
        initial=values | initial,
        known=_known(actor, what, request.POST.get("nik") or values.get("nik") or ""),
    )

    def save() -> tuple[str, str]:
        actions.edit_change(
            change_id=change_id,
            happened_on=form.happened_on(today()),
            proposed=form.proposed(),
            to_area=form.to_area(),
            note=form.cleaned_data.get("note") or form.cleaned_data.get("reason") or "",
            by=actor,
            at=clock.now(),
        )
        return _page(change_id), _("Permohonan sudah diperbarui.")

    title = _("Ubah isi permohonan %(number)s") % {"number": view.row.number}
    return ask(request, form, title=title, lead=about.name, back=_page(change_id), save=save)


def check_may_ask(actor: Actor, area: str) -> None:
    """Raise Denied unless the actor may ask there, or (with no area yet) at all."""
    if area:
        policies.check_can_ask_change(actor, area)
    elif not actor.may(policies.ASK_CHANGE):
        raise Denied(permission=policies.ASK_CHANGE, message=_("Peran Anda tidak dapat mengajukan perubahan data."))


def own_villages(actor: Actor) -> list[str]:
    """Villages of the actor's areas."""
    return [code for code, _label in area_choices(actor)]


def as_first_look(request: HttpRequest) -> HttpRequest:
    """A search sent by POST shows the empty form, as a link would."""
    request.method = "GET"
    return request


def _page(change_id: Any) -> str:
    return reverse("web:registry:change", args=[change_id])


def _about(actor: Actor, request: HttpRequest) -> About:
    person_id, family_id = _id(request.GET.get("orang")), _id(request.GET.get("keluarga"))
    if person_id is not None:
        person = queries.get_person(actor, person_id)
        link = person.family
        return About(queries.get_family(actor, link.family_id) if link else None, person)
    return About(queries.get_family(actor, family_id) if family_id is not None else None, None)


def _check_fits(kind: ChangeKind, about: About) -> None:
    if kind == ChangeKind.MOVE_IN:
        return
    if (kind in FAMILY_CHANGES and about.family is None) or (kind not in FAMILY_CHANGES and about.person is None):
        raise Http404
    if kind == ChangeKind.ALIVE and about.person is not None and about.person.died_on is None:
        raise Http404


def _kinds_of(person: PersonView) -> list[ChangeKind]:
    """Events that can be asked for: of the dead, that they live, or that the record is wrong."""
    if person.died_on is not None:
        return [ChangeKind.ALIVE, ChangeKind.CORRECTION]
    return [kind for kind in ChangeKind if kind not in FAMILY_CHANGES and kind != ChangeKind.ALIVE]


def _first_values(kind: ChangeKind, about: About) -> dict[str, Any]:
    if kind == ChangeKind.CORRECTION and about.person:
        view = about.person
        names = ("name", "nik_status", "sex", "birth_place", "birth_date", "mother_name", "marital_status")
        return {name: getattr(view, name) for name in (*names, "address", "hamlet", "rt", "rw")}
    if kind == ChangeKind.BIRTH and about.family:
        mothers = [each.name for each in about.family.members if each.relation == Relation.SPOUSE and each.sex == "P"]
        return {"mother_name": mothers[0] if len(mothers) == 1 else "", "relation": Relation.CHILD}
    if kind == ChangeKind.ADDRESS and about.family:
        return {name: getattr(about.family, name) for name in ("address", "hamlet", "rt", "rw")}
    return {"area": about.area} if kind == ChangeKind.MOVE_IN else {}


def _found(actor: Actor, kind: ChangeKind, about: About, text: str) -> list[tuple[str, str]]:
    if not text or about.person is None:
        return []
    try:
        hits = queries.search_persons(actor, text, limit=_FOUND)
    except Refused:
        return []
    hits = [hit for hit in hits if hit.id != about.person.id and hit.died_on is None]
    if kind == ChangeKind.MARRIAGE:
        return [(str(hit.id), " · ".join(filter(None, [hit.name, hit.masked_nik, hit.area_label]))) for hit in hits]
    own = about.person.family.family_id if about.person.family else None
    families = {hit.family_id: hit for hit in hits if hit.family_id and hit.family_id != own}
    return [
        (str(family_id), " · ".join([_("Keluarga %(head)s") % {"head": hit.head_name}, hit.area_label]))
        for family_id, hit in families.items()
    ]


def _known(actor: Actor, kind: ChangeKind, nik: str) -> Returner | None:
    """Who has the NIK of somebody who moves in: asked about before anybody is registered twice."""
    return queries.find_returner(actor, nik) if kind == ChangeKind.MOVE_IN and nik else None


def _search(request: HttpRequest, kind: ChangeKind, about: About, text: str) -> HttpResponse:
    context = {"about": about, "kind_label": kind.label, "text": text, "back": about.url}
    context["is_marriage"] = kind == ChangeKind.MARRIAGE
    return render(request, "registry/change_search.html", context)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
