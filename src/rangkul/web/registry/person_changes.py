"""Changing what is known of a person: correct, merge two records, take a merge back."""

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
from rangkul.registry.queries import PersonHit, PersonView
from rangkul.web.registry.asking import ask
from rangkul.web.registry.forms import CorrectForm, MergeForm, ReasonForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.wording import date_in_words


def person_to_merge(actor: Actor, person_id: UUID) -> PersonView:
    """The person, when the actor may merge records. Raises Denied, NoSuchRecord."""
    view = queries.get_person(actor, person_id)
    if not policies.may_merge(actor, view.area_code):
        raise Denied(permission=policies.DECIDE_PAIR, message=_("Peran Anda tidak menggabungkan data ganda."))
    return view


@never_cache
def person_correct(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Correct fields of a person."""
    actor = acting(request)
    view = queries.get_person(actor, person_id)
    if not (actor.may(policies.CORRECT) and actor.covers(view.area_code)):
        message = _("Ajukan perubahan dari halaman orang ini; petugas lain memeriksa dan menerapkannya.")
        raise Denied(permission=policies.CORRECT, message=message)
    names = [name for name in CorrectForm.base_fields if name not in ("nik", "reason")]
    form = CorrectForm(request.POST or None, initial={name: getattr(view, name) for name in names})

    def save() -> tuple[str, str]:
        done = actions.correct_checked(
            person_id=person_id,
            changes=form.changes_to(view),
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            by=actor,
            at=clock.now(),
        )
        if done.change is None:
            return reverse("web:registry:person", args=[person_id]), _("Data sudah diperbaiki.")
        told = {"number": done.change.number}
        said = _("Data diri belum berubah: permohonan %(number)s menunggu pemeriksaan petugas lain.") % told
        return reverse("web:registry:change", args=[done.change.pk]), said

    back = reverse("web:registry:person", args=[person_id])
    lead = _(
        "%(name)s. Nama, NIK, jenis kelamin, tanggal lahir, dan nama ibu yang sudah tercatat baru berubah sesudah"
        " diperiksa petugas lain."
    )
    return ask(request, form, title=_("Perbaiki data"), lead=lead % {"name": view.name}, back=back, save=save)


@never_cache
def person_merge(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Merge another record into this person: those who look alike are offered, with reasons, or who is searched for.

    One person may stand there under two names that nothing connects; what is typed is sent, for it may be a NIK.
    """
    actor = acting(request)
    view = person_to_merge(actor, person_id)
    text = request.POST.get("q", "")
    hits = _found(actor, text, besides=view.id) if text else _alike(actor, view)
    form = MergeForm(request.POST if "other" in request.POST else None, hits=hits)
    back = reverse("web:registry:person", args=[person_id])
    if not hits or request.POST.get("other") == MergeForm.ANOTHER:
        context = {"view": view, "back": back, "text": text, "is_asked": bool(hits)}
        return render(request, "registry/person_merge_none.html", context)

    def save() -> tuple[str, str]:
        data = form.cleaned_data
        actions.merge_persons(
            keep_id=person_id, merge_id=UUID(data["other"]), reason=data["reason"], by=actor, at=clock.now()
        )
        return back, _("Kedua data sudah menjadi satu orang. Penggabungan dapat dibatalkan dari halaman ini.")

    return ask(
        request,
        form,
        title=_("Gabungkan data ganda"),
        lead=_kept_words(view),
        back=back,
        label=_("Gabungkan"),
        tone="danger",
        save=save,
    )


def _kept_words(view: PersonView) -> str:
    """Which number and date stay, and where the other ones go."""
    nik = f"NIK {view.masked_nik}" if view.masked_nik else _("tanpa NIK")
    born = date_in_words(view.birth_date) if view.birth_date else _("belum diketahui")
    told = {"name": view.name, "nik": nik, "born": born}
    kept = _("Data yang dipertahankan: %(name)s, %(nik)s, lahir %(born)s. Yang masih kosong dilengkapi dari data lain.")
    other = _(
        "NIK, tanggal, dan isian data yang lain tidak hilang: tetap tersimpan, terlihat pada halaman warganya di “Data yang"
        " digabungkan”, dan kembali bila penggabungan dibatalkan."
    )
    return f"{kept % told} {other}"


@never_cache
def person_undo_merge(request: HttpRequest, merged_id: UUID) -> HttpResponse:
    """Take a merge back."""
    actor = acting(request)
    kept = queries.find_survivor(actor, merged_id)
    person_to_merge(actor, kept or merged_id)
    form = ReasonForm(request.POST or None)

    def save() -> tuple[str, str]:
        person = actions.undo_merge(merged_id=merged_id, **form.cleaned_data, by=actor, at=clock.now())
        return reverse("web:registry:person", args=[person.pk]), _("Penggabungan dibatalkan.")

    return ask(
        request,
        form,
        title=_("Batalkan penggabungan"),
        back=reverse("web:registry:person", args=[kept or merged_id]),
        label=_("Batalkan penggabungan"),
        save=save,
    )


def _found(actor: Actor, text: str, *, besides: UUID) -> list[PersonHit]:
    return [hit for hit in queries.search_persons(actor, text, limit=10) if hit.id != besides]


def _alike(actor: Actor, view: PersonView) -> list[PersonHit]:
    newcomer = queries.newcomer_from(name=view.name, birth_date=view.birth_date, sex=view.sex, area=view.area_code)
    return [hit for hit in queries.candidates_for(actor, newcomer) if hit.id != view.id]
