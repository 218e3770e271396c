"""Changing a family: add a member, move, split, name another head."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions, policies, queries
from rangkul.registry.queries import FamilyView
from rangkul.web.registry.asking import ask
from rangkul.web.registry.forms import HeadForm, MemberForm, MoveForm, SplitForm, fresh_form_id
from rangkul.web.shared.acting import acting
from rangkul.web.shared.wording import today


def family_to_change(actor: Actor, family_id: UUID, *, permission: str = policies.CORRECT) -> FamilyView:
    """The family, when the actor may change it (or with RECORD: add to it). Raises Denied, NoSuchRecord."""
    view = queries.get_family(actor, family_id)
    if not (actor.may(permission) and actor.covers(view.area_code)):
        if actor.may(policies.ASK_CHANGE):
            message = _("Ajukan perubahan dari halaman keluarga ini; petugas Dinas memeriksa dan menerapkannya.")
            raise Denied(permission=permission, message=message)
        raise Denied(permission=permission, message=_("Peran Anda tidak dapat mengubah data keluarga."))
    return view


@never_cache
def family_add_member(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Find a person, then say which place they take in the family."""
    actor = acting(request)
    view = family_to_change(actor, family_id)
    text = request.POST.get("q", "").strip()
    present = {member.person_id for member in view.members}
    hits = [hit for hit in queries.search_persons(actor, text, limit=10) if hit.id not in present] if text else []
    back = reverse("web:registry:family", args=[family_id])
    if not hits:
        context = {"view": view, "back": back, "text": text}
        return render(request, "registry/family_add_member.html", context)
    first = {"revision": view.revision, "on": today(), "person": hits[0].id if len(hits) == 1 else None}
    asked = request.POST if "relation" in request.POST else None
    form = MemberForm(asked, hits=hits, initial=first)
    if asked is None:
        context = {"view": view, "back": back, "text": text, "form": form}
        return render(request, "registry/family_add_member.html", context)

    def save() -> tuple[str, str]:
        data = form.cleaned_data
        actions.add_member(
            family_id=family_id,
            person_id=UUID(data["person"]),
            relation=data["relation"],
            on=data["on"],
            revision=data["revision"],
            by=actor,
            at=clock.now(),
        )
        return back, _("Anggota sudah ditambahkan.")

    return ask(request, form, title=_("Tambah anggota"), lead=view.label, back=back, label=_("Tambahkan"), save=save)


@never_cache
def family_move(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """The family lives elsewhere."""
    actor = acting(request)
    view = family_to_change(actor, family_id)
    first = {"revision": view.revision, "area": view.area_code, "on": today()}
    form = MoveForm(request.POST or None, actor=actor, initial=first)

    def save() -> tuple[str, str]:
        data = dict(form.cleaned_data)
        actions.move_family(family_id=family_id, to_area=data.pop("area"), **data, by=actor, at=clock.now())
        return reverse("web:registry:family", args=[family_id]), _("Alamat keluarga sudah diganti.")

    back = reverse("web:registry:family", args=[family_id])
    lead = _("%(name)s, sekarang di %(place)s") % {"name": view.label, "place": view.area_label}
    return ask(request, form, title=_("Keluarga pindah"), lead=lead, back=back, save=save)


@never_cache
def family_split(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Some members form a family of their own."""
    actor = acting(request)
    view = family_to_change(actor, family_id)
    first = {"revision": view.revision, "form_id": fresh_form_id(), "on": today()}
    form = SplitForm(request.POST or None, family=view, initial=first)

    def save() -> tuple[str, str]:
        data = form.cleaned_data
        family = actions.split_family(
            family_id=family_id,
            members=form.leaving(),
            kk=data["kk"],
            new_head_id=UUID(data["new_head"]) if data["new_head"] else None,
            on=data["on"],
            revision=data["revision"],
            reason=data["reason"],
            form_id=data["form_id"],
            by=actor,
            at=clock.now(),
        )
        return reverse("web:registry:family", args=[family.pk]), _("Keluarga baru sudah dibentuk.")

    return ask(
        request,
        form,
        title=_("Pecah KK"),
        lead=_("Pilih siapa yang keluar dan hubungannya di KK baru."),
        back=reverse("web:registry:family", args=[family_id]),
        label=_("Pecah KK"),
        save=save,
        when_repeated=lambda record_id: reverse("web:registry:family", args=[record_id]),
    )


@never_cache
def family_change_head(request: HttpRequest, family_id: UUID) -> HttpResponse:
    """Another member heads the family."""
    actor = acting(request)
    view = family_to_change(actor, family_id)
    form = HeadForm(request.POST or None, family=view, initial={"revision": view.revision, "on": today()})

    def save() -> tuple[str, str]:
        data = form.cleaned_data
        actions.change_head(
            family_id=family_id,
            person_id=UUID(data["head"]),
            former_relation=data["former"],
            on=data["on"],
            revision=data["revision"],
            reason=data["reason"],
            by=actor,
            at=clock.now(),
        )
        return reverse("web:registry:family", args=[family_id]), _("Kepala keluarga sudah diganti.")

    back = reverse("web:registry:family", args=[family_id])
    return ask(request, form, title=_("Ganti kepala keluarga"), lead=view.label, back=back, save=save)
