"""Recording a training or outreach event."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.organisation.enums import ActivityKind
from rangkul.organisation.models import Activity, Office
from rangkul.organisation.policies import check_can_record
from rangkul.organisation.queries.offices import get_office, list_divisions
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity as it is recorded; `area` is where its participants come from, `until` its last day if not the first.

    `division_id` runs it, with the division `partner_id` when it is a work of two (R228).
    """

    kind: str
    name: str
    held_on: date
    venue: str
    area: AreaCode
    until: date | None = None
    topic: str = ""
    division_id: UUID | None = None
    partner_id: UUID | None = None


@action("organisation.activity.record")
def record_activity(*, activity: NewActivity, by: Actor, at: datetime) -> Activity:
    """Record an activity of the office, past or planned.

    Raises `Refused` for an unknown kind or area, an empty name or venue, a last day that does not come later, or when the
    same name stands on that day already; `Denied` outside the actor's areas.
    """
    check_can_record(by, activity.area)
    name, venue = " ".join(activity.name.split()), " ".join(activity.venue.split())
    office = get_office()
    if activity.kind not in ActivityKind.values:
        raise Refused(
            field="Jenis kegiatan",
            value=activity.kind,
            expected="bimtek, sosialisasi, rapat koordinasi, pelatihan, keserasian sosial, atau kegiatan lain",
            remedy="pilih dari daftar",
        )
    for field, text in (("Nama kegiatan", name), ("Tempat", venue)):
        if not text:
            raise Refused(field=field, value="", expected="teks", remedy="isi seperti pada undangan")
    if activity.until is not None and activity.until <= activity.held_on:
        raise Refused(
            field="Hari terakhir",
            value=clock.format_date(activity.until),
            expected=f"sesudah {clock.format_date(activity.held_on)}",
            remedy="kosongkan bila kegiatan hanya satu hari",
        )
    _check_divisions(activity, office)
    reference_queries.get_area(activity.area)
    if Activity.objects.filter(office=office, name__iexact=name, held_on=activity.held_on).exists():
        raise Refused(
            field="Nama kegiatan",
            value=name,
            expected=f"kegiatan yang belum tercatat pada {clock.format_date(activity.held_on)}",
            remedy="buka kegiatan itu pada daftar, atau bedakan namanya (misalnya gelombang 2)",
        )
    made = Activity.objects.create(
        office=office,
        kind=activity.kind,
        name=name,
        topic=activity.topic.strip(),
        division_id=activity.division_id,
        partner_id=activity.partner_id,
        held_on=activity.held_on,
        until=activity.until,
        venue=venue,
        area_code=activity.area,
        recorded_at=at,
        recorded_by=by.user_id,
        recorded_by_name=by.name,
    )
    data = {"name": name, "kind": activity.kind, "held_on": activity.held_on.isoformat()}
    record("organisation.activity.record", by=by, at=at, on=made, area=activity.area, data=data)
    return made


def _check_divisions(activity: NewActivity, office: Office) -> None:
    asked = [each for each in (activity.division_id, activity.partner_id) if each is not None]
    known = list_divisions(office, on=activity.held_on).filter(pk__in=asked).count()
    if known < len(asked) or (activity.partner_id is not None and activity.division_id is None):
        raise Refused(
            field="Bidang",
            value="",
            expected="dua bidang yang berbeda, yang ada pada hari kegiatan" if len(asked) > 1 else "bidang pelaksana",
            remedy="pilih bidang pelaksana dan bidang mitra dari daftar",
        )
