"""The persons, families and institutions that programmes are about: found for an actor, named for a list, still there?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import CountingUnit, RefusalReason
from rangkul.programmes.models.subject import AboutSubject
from rangkul.registry import policies as registry_policies
from rangkul.registry.queries.away import away_among
from rangkul.registry.queries.identity import registry_ids_in_force
from rangkul.registry.queries.labels import labels_for
from rangkul.registry.queries.merged import records_of, records_with
from rangkul.registry.queries.views import SubjectLabel

KIND_OF_UNIT = {CountingUnit.PERSON: "person", CountingUnit.FAMILY: "family", CountingUnit.INSTITUTION: "institution"}
UNIT_OF_KIND = {kind: unit for unit, kind in KIND_OF_UNIT.items()}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a line is about: `gone` says why they can't be served any more, "" while they can."""

    kind: str
    id: UUID
    name: str
    area_code: str
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """How a subject stands in a list; `number` is masked."""

    name: str
    number: str = ""
    url: str = ""
    address: str = ""


def kind_of(text: str) -> str:
    """ "person", "family" or "institution" from any spelling of case ("FAMILY"). Raises `Refused`."""
    kind = text.lower()
    if kind not in UNIT_OF_KIND:
        raise Refused(
            field=_("Penerima"),
            value=text,
            expected=_("seorang warga, sebuah keluarga, atau sebuah lembaga"),
            remedy=_("muat ulang halaman, lalu pilih lagi dari daftar"),
        )
    return kind


def about(kind: str, subject_id: UUID) -> Q:
    """The rows about one subject; of a person also those that were written for records merged since. One query at most."""
    if kind_of(kind) == "person":
        return Q(person_id__in=records_with(subject_id))
    return written_for(kind, subject_id)


def written_for(kind: str, subject_id: UUID) -> Q:
    """The rows about exactly this record."""
    return Q(**{f"{kind_of(kind)}_id": subject_id})


PERSON_NOW = Coalesce(F("person__survivor_id"), F("person_id"))
"""The person whom a row about a person's record belongs to now; see `registry.endings.PERSON_NOW`."""


def owners_of(kind: str, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """{record: subject} for the subjects themselves and, of persons, records merged into them; one query at most."""
    own = {each: each for each in ids}
    return own | records_of(own) if kind_of(kind) == "person" else own


def served_among(kind: str, ids: Iterable[UUID], enrolments: QuerySet[Any]) -> dict[UUID, str]:
    """{subject: number of the decree} of those whom one of these enrolments serves, by whichever of their records."""
    owner, key = owners_of(kind, ids), f"{kind_of(kind)}_id"
    found = enrolments.filter(**{f"{key}__in": list(owner)}).values_list(key, "decree__number")
    return {owner[record]: number for record, number in found}


def find_subject(actor: Actor, kind: str, subject_id: UUID) -> Subject | None:
    """The subject when the actor may see it; merged records are not found (their survivor is)."""
    if kind == "person":
        person = registry_policies.visible_to(actor).filter(pk=subject_id).first()
        if person is None:
            return None
        gone = _gone_of(person) or (RefusalReason.MOVED if moved_among([person.pk]) else "")
        return Subject(kind, person.pk, person.name, person.area_code, gone)
    if kind == "family":
        family = registry_policies.families_visible_to(actor).filter(pk=subject_id).first()
        return (
            None if family is None else Subject(kind, family.pk, family.head_name, family.area_code, _gone_of(family))
        )
    house = _houses([subject_id]).first()
    if house is None or not actor.covers(house.area_code):
        return None
    return Subject(kind, house.pk, house.name, house.area_code, _gone_of(house))


def subject_of(row: AboutSubject, *, has_moved: bool = False) -> Subject:
    """The subject of a line or enrolment as the registry has it now (the row's own actor check has been done).

    `has_moved`: the caller has asked `moved_among`, for many at once.
    """
    thing = row.person or row.family or row.institution
    assert thing is not None
    name = row.family.head_name if row.family else thing.name  # type: ignore[union-attr]
    gone = _gone_of(thing) or (RefusalReason.MOVED if has_moved else "")
    return Subject(row.subject_kind, thing.pk, name, thing.area_code, gone)


def obstacle(subject: Subject, *, area: str) -> tuple[str, str]:
    """(refusal reason, sentence) why the subject can't be decided on now, ("", "") when nothing stands in the way."""
    if subject.gone == RefusalReason.DUPLICATE:
        return subject.gone, _("Data ini digabung dengan data lain; usulkan lagi dengan data yang berlaku.")
    if subject.gone == RefusalReason.DIED:
        return subject.gone, _("Menurut registri, penerima sudah meninggal.")
    if subject.gone == RefusalReason.MOVED:
        return subject.gone, _("Menurut registri, penerima tidak lagi tinggal di desa pengusul.")
    if subject.gone:
        return subject.gone, _("Menurut registri, keluarga atau lembaga ini sudah tidak ada.")
    if subject.area_code != area:
        return RefusalReason.MOVED, _("Menurut registri, penerima tidak lagi tinggal di desa pengusul.")
    return "", ""


def moved_among(persons: Iterable[UUID]) -> set[UUID]:
    """Those of the persons who moved away and have not come back. One query at most."""
    return set(away_among(persons, on=clock.local_date(clock.now(), settings.TIME_ZONE)))


def required_ids(required_registry: str, kind: str, ids: Iterable[UUID], *, on: date) -> dict[UUID, str]:
    """{subject id: id in the required register in force on a day}, without those who have none.

    Institutions are in no poverty register and are never asked.
    """
    return {} if kind == "institution" else registry_ids_in_force(required_registry, kind, ids, on=on)


def labels_of(rows: Iterable[AboutSubject]) -> dict[UUID, Label]:
    """{subject id: label} for lines or enrolments of mixed kinds, in at most three queries."""
    wanted: dict[str, set[UUID]] = {}
    for row in rows:
        wanted.setdefault(row.subject_kind, set()).add(row.subject_id)
    labels: dict[UUID, Label] = {}
    for kind in ("person", "family"):
        if kind in wanted:
            found = labels_for(kind, wanted[kind])
            labels |= {key: Label(each.name, each.masked_nik, each.url) for key, each in found.items()}
    if "institution" in wanted:
        labels |= {house.pk: Label(house.name, address=house.address) for house in _houses(wanted["institution"])}
    return labels


def labels_for_any(kind: str, ids: Iterable[UUID]) -> dict[UUID, SubjectLabel]:
    """{id: label} of persons, families or institutions; unknown ids are left out. The caller has checked rights."""
    if kind != "institution":
        return labels_for(kind, ids)
    return {each.pk: SubjectLabel(each.name, "", each.area_code, _address_of(each.pk)) for each in _houses(ids)}


def _houses(ids: Iterable[UUID]) -> QuerySet[Any]:
    return apps.get_model("institutions", "Institution").objects.filter(pk__in=list(ids))


def _address_of(institution_id: UUID) -> str:
    try:
        return reverse("web:institutions:institution", args=[institution_id])
    except NoReverseMatch:
        return ""


def _gone_of(thing: object) -> str:
    """The refusal reason that follows from the registry's own record, "" when the subject can be served."""
    if getattr(thing, "merged_into_id", None) is not None:
        return RefusalReason.DUPLICATE
    if getattr(thing, "died_on", None) is not None:
        return RefusalReason.DIED
    has_ended = getattr(thing, "ended_on", None) is not None or not getattr(thing, "is_active", True)
    return RefusalReason.NOT_FOUND if has_ended else ""
