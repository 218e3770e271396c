"""Registering persons and families: whoever may be known already is shown first."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.registry import actions, policies, queries
from rangkul.registry.enums import Relation
from rangkul.registry.errors import KkAlreadyRegistered, NikAlreadyRegistered
from rangkul.web.registry.asking import ask, sent_again
from rangkul.web.registry.forms import FamilyForm, PersonForm, fresh_form_id
from rangkul.web.registry.search import listing_of
from rangkul.web.shared.acting import acting


@never_cache
def person_register(request: HttpRequest) -> HttpResponse:
    """Register somebody; people who look alike interrupt once, before the answers are checked."""
    actor = acting(request)
    if not any(policies.can_register_person(actor, area) for area in actor.areas):
        raise Denied(permission=policies.REGISTER_PERSON, message=_("Peran Anda tidak dapat mendaftarkan warga."))
    first = {"form_id": fresh_form_id(), "name": request.GET.get("nama", "")}
    form = PersonForm(request.POST or None, actor=actor, initial=first)

    def interrupt() -> HttpResponse | None:
        data = form.cleaned_data
        _check_numbers(form)
        if form.errors or request.POST.get("seen") == "1":
            return None
        known = ("name", "nik", "kk", "birth_date", "sex")
        newcomer = queries.newcomer_from(**{name: data[name] for name in known})
        hits = queries.candidates_for(actor, newcomer)
        if not hits:
            return None
        context = {"listing": listing_of(hits), "sent": sent_again(request, "seen"), "name": data["name"]}
        return render(request, "registry/person_candidates.html", context)

    def save() -> tuple[str, str]:
        done = actions.register_checked(particulars=form.cleaned_data, by=actor, at=clock.now())
        said = _("%(name)s sudah terdaftar.") % {"name": done.person.name}
        if done.change is not None:
            said = f"{said} {said_of_join(done.change.number)}"
        return reverse("web:registry:person", args=[done.person.pk]), said

    return ask(
        request,
        form,
        title=_("Daftarkan warga"),
        lead=_("NIK dan KK tidak wajib. Warga tanpa NIK mendapat nomor identitas sementara."),
        back=reverse("web:registry:search"),
        label=_("Daftarkan"),
        save=save,
        before_check=interrupt,
        when_repeated=lambda record_id: reverse("web:registry:person", args=[record_id]),
    )


def said_of_join(number: str) -> str:
    """That a place in a family waits for somebody else, with the number of the request."""
    told = {"number": number}
    return _("Masuk KK berlaku sesudah permohonan %(number)s diperiksa petugas lain; layanan boleh berjalan.") % told


def _check_numbers(form: PersonForm) -> None:
    """Say at once, not only after checking the answers, that a number is taken."""
    data = form.cleaned_data
    area = queries.nik_known_elsewhere(data["nik"]) if data["nik"] else None
    if area is not None:
        form.add_error("nik", NikAlreadyRegistered(queries.area_label(area)).message)


@never_cache
def family_register(request: HttpRequest) -> HttpResponse:
    """Register a family that begins with its head, a person already registered (`?kepala=`)."""
    actor = acting(request)
    raw = (request.POST.get("head") if request.method == "POST" else request.GET.get("kepala")) or ""
    try:
        head = queries.get_person(actor, UUID(raw))
    except ValueError:
        raise Http404 from None
    first = {
        "form_id": fresh_form_id(),
        "head": head.id,
        **{name: getattr(head, name) for name in ("address", "hamlet", "rt", "rw")},
        "area": head.area_code,
    }
    form = FamilyForm(request.POST or None, actor=actor, initial=first)

    def check() -> HttpResponse | None:
        area = queries.kk_known_elsewhere(form.cleaned_data["kk"]) if form.cleaned_data["kk"] else None
        if area is not None:
            form.add_error("kk", KkAlreadyRegistered(queries.area_label(area)).message)
        return None

    def save() -> tuple[str, str]:
        data = {name: value for name, value in form.cleaned_data.items() if name != "head"}
        family = actions.register_family(**data, members=[(head.id, Relation.HEAD)], by=actor, at=clock.now())
        return reverse("web:registry:family", args=[family.pk]), _(
            "Keluarga sudah terdaftar. Anggotanya masuk lewat “Ajukan perubahan”."
        )

    return ask(
        request,
        form,
        title=_("Daftarkan keluarga"),
        lead=_("Kepala keluarga: %(name)s") % {"name": head.name},
        back=reverse("web:registry:person", args=[head.id]),
        label=_("Daftarkan"),
        save=save,
        before_check=check,
        when_repeated=lambda record_id: reverse("web:registry:family", args=[record_id]),
    )
