"""Take back a death that was recorded wrongly: the person lives, and is in the family again as if never gone."""

from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import deaths, numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import EndReason, Relation
from rangkul.registry.models import Family, Membership, Person


@action("registry.person.take_back_death")
def take_back_death(
    *,
    person_id: UUID,
    by: Actor,
    at: datetime,
    evidence: str,
    revision: int | None = None,
    reason: str = "",
) -> Person:
    """Take back that the person died, with the evidence seen (surat keterangan hidup, kunjungan verivali).

    The membership that ended with the death runs on, unless the person was put into another family since. A family
    that ended with it lives again. Who headed the family comes back as another member when somebody else heads it by
    now. Raises Refused (not recorded dead, no evidence), Denied, StalePage, NikAlreadyRegistered, KkAlreadyRegistered.
    """
    person = steps.lock_person(person_id)
    policies.check_can_change_person(by, person)
    steps.check_revision(person, revision)
    died_on = person.died_on
    if died_on is None:
        raise Refused(
            field="Tanggal meninggal",
            value="",
            expected="orang yang tercatat meninggal",
            remedy=f"{person.name} tidak tercatat meninggal; muat ulang halaman",
        )
    if not clean(evidence):
        raise Refused(
            field="Bukti",
            value="",
            expected="bukti bahwa orang ini masih hidup",
            remedy="tulis nomor surat keterangan hidup, atau kunjungan yang menemukannya",
        )
    person.died_on = None
    with steps.readable(nik=numbers.open_number(person.nik_cipher, numbers.NIK)):
        steps.save_next(person, at, ["died_on"])
    families = _reopen(person, at)
    record(
        "registry.person.take_back_death",
        by=by,
        at=at,
        on=person,
        subjects=[("person", person.pk), *(("family", family_id) for family_id in families)],
        area=person.area_code,
        reason=reason,
        data={"name": person.name, "died_on": died_on.isoformat(), "evidence": clean(evidence)[:200]},
    )
    deaths.tell_taken_back(person.pk, died_on, by=by, at=at)
    return person


def _reopen(person: Person, at: datetime) -> list[UUID]:
    """The membership that the death ended runs on; returns the family it is of."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(person=person)
    row = rows.filter(end_reason=EndReason.DIED).order_by("-period").first()
    if row is None or rows.filter(period__startswith__gte=row.period.upper).exists():
        return []
    family = steps.lock_family(row.family_id)
    _live_again(family, row.period.upper, at)
    relation = row.relation
    if relation == Relation.HEAD and _has_head(family, person):
        relation = Relation.OTHER
    elif relation == Relation.HEAD and family.head_name != person.name:
        family.head_name = person.name
        steps.save_next(family, at, ["head_name"])
    if relation == row.relation:
        row.period, row.end_reason = DateRange(row.period.lower, None), ""
        row.save(update_fields=["period", "end_reason"])
    else:
        row.end_reason = EndReason.CORRECTION
        row.save(update_fields=["end_reason"])
        Membership.objects.create(
            person=person, family=family, relation=relation, period=DateRange(row.period.upper, None)
        )
    return [family.pk]


def _live_again(family: Family, ended_on: date, at: datetime) -> None:
    """A family that ended because its last member was said to be dead is one again."""
    if family.ended_on is None or family.ended_on > ended_on + timedelta(days=1):
        return
    family.ended_on = None
    with steps.readable(kk=numbers.open_number(family.kk_cipher, numbers.KK)):
        steps.save_next(family, at, ["ended_on"])


def _has_head(family: Family, person: Person) -> bool:
    rows = Membership.objects.filter(family=family, relation=Relation.HEAD, period__endswith__isnull=True)
    return rows.exclude(person=person).exists()
