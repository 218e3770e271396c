"""Taking the file for BPJS Kesehatan out of the house: whole NIK, with a purpose, and with a line in the trail."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.platform.audit.actions import action, note_accesses, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.actions.cover.locking import locked_list
from rangkul.programmes.enums import CoverState
from rangkul.programmes.models import CoverList
from rangkul.programmes.policies import cover as policies
from rangkul.programmes.queries.cover import NOTED
from rangkul.registry.exports.subjects import persons_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverEntry:
    """One row of the file. The form that BPJS Kesehatan wants was not seen: columns after common practice."""

    nik: str
    kk: str
    name: str
    birth_date: date | None
    sex: str
    address: str
    area_code: str


@action("programmes.cover.export")
def export_cover(*, list_id: UUID, by: Actor, at: datetime) -> tuple[CoverList, list[CoverEntry]]:
    """The persons of a list whom BPJS has not answered yet, with whole NIK; each is logged with the purpose.

    The first time, the list counts as sent. Raises NoSuchProposal, Denied.
    """
    found = locked_list(list_id, by)
    policies.check_can_export(by, found)
    lines = list(found.lines.filter(state=CoverState.PROPOSED).order_by("area_code", "id"))
    people = persons_by_id({each.person_id for each in lines}, on=office_day(at))
    note_accesses(by=by, kind="person", subject_ids=list(people), fields=["nik", "kk", NOTED], at=at)
    if found.sent_at is None:
        found.sent_at = at
        found.save(update_fields=["sent_at"])
    record(
        "programmes.cover.export",
        by=by,
        at=at,
        on=found,
        kind="cover",
        subjects=[("cover", found.pk)],
        area=found.area_code,
        reason=by.purpose,
        data={"number": found.number, "rows": len(people), "is_sensitive": True},
    )
    chosen = [people[each.person_id] for each in lines if each.person_id in people]
    return found, [
        CoverEntry(
            nik=each.nik,
            kk=each.kk,
            name=each.name,
            birth_date=each.birth_date,
            sex=each.person.sex if each.person else "",
            address=each.person.address if each.person else "",
            area_code=each.area_code,
        )
        for each in chosen
    ]
