"""Record a death: the person leaves the family from the day after, the history stays."""

from datetime import date, datetime, timedelta
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import deaths, policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import EndReason
from rangkul.registry.models import Membership, Person


@action("registry.person.record_death")
def record_death(
    *,
    person_id: UUID,
    died_on: date,
    by: Actor,
    at: datetime,
    evidence: str = "",
    revision: int | None = None,
    reason: str = "",
) -> Person:
    """Record that the person died on a day, with the evidence seen (akta kematian, surat desa).

    A family whose head died keeps its name until a new head is named. Raises Refused (a day in the future or before
    the birth, or already recorded), Denied, StalePage.
    """
    person = steps.lock_person(person_id)
    policies.check_can_change_person(by, person)
    steps.check_revision(person, revision)
    steps.check_not_future("Tanggal meninggal", died_on, at)
    if person.died_on is not None:
        raise Refused(
            field="Tanggal meninggal",
            value=clock.format_date(died_on),
            expected="orang yang belum dicatat meninggal",
            remedy=f"sudah dicatat meninggal {clock.format_date(person.died_on)}",
        )
    if person.birth_date is not None and died_on < person.birth_date:
        raise Refused(
            field="Tanggal meninggal",
            value=clock.format_date(died_on),
            expected=f"tanggal sesudah lahir ({clock.format_date(person.birth_date)})",
            remedy="periksa tanggal pada surat kematian",
        )
    families = _end_memberships(person, died_on)
    person.died_on = died_on
    steps.save_next(person, at, ["died_on"])
    record(
        "registry.person.record_death",
        by=by,
        at=at,
        on=person,
        subjects=[("person", person.pk), *(("family", family_id) for family_id in families)],
        area=person.area_code,
        reason=reason,
        data={"name": person.name, "died_on": died_on.isoformat(), "evidence": evidence[:200]},
    )
    deaths.tell_died(person.pk, died_on, by=by, at=at)
    return person


def _end_memberships(person: Person, died_on: date) -> list[UUID]:
    families = []
    for row in Membership.objects.select_for_update(of=("self",)).filter(person=person, period__endswith__isnull=True):
        steps.close_at(row, died_on + timedelta(days=1), what="Tanggal meninggal")
        row.end_reason = EndReason.DIED
        row.save(update_fields=["period", "end_reason"])
        families.append(row.family_id)
    return families
