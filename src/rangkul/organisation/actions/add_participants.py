"""Putting the people of a pasted list on the list of an activity."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.organisation.models import Activity, Participant
from rangkul.organisation.participants import MOST_LINES, read_lines
from rangkul.organisation.policies import check_can_record
from rangkul.organisation.queries.activities import lock_activity
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("organisation.participant.add")
def add_participants(*, activity_id: UUID, lines: str, by: Actor, at: datetime) -> Activity:
    """Add everybody of a list "nama; peran; desa", one a line, or nobody.

    Raises `UnableToAddParticipants` with a refusal for each wrong line (its number, what stood there, what was expected,
    what to do), `Refused` for an empty or too long list, `Denied` outside the actor's areas.
    """
    activity = lock_activity(by, activity_id)
    check_can_record(by, activity.area_code)
    listed = frozenset((name.lower(), area) for name, area in activity.participants.values_list("name", "area_code"))
    found = read_lines(lines, within=activity.area_code, listed=listed)
    if len(listed) + len(found) > MOST_LINES:
        raise Refused(
            field="Daftar peserta",
            value=f"{len(listed) + len(found)} orang",
            expected=f"paling banyak {MOST_LINES} peserta satu kegiatan",
            remedy="catat gelombang berikutnya sebagai kegiatan tersendiri",
        )
    Participant.objects.bulk_create(
        Participant(
            activity=activity,
            name=line.name,
            role=line.role,
            area_code=line.area_code,
            has_disability=line.has_disability,
        )
        for line in found
    )
    data = {"people": len(found), "areas": len({line.area_code for line in found})}
    record("organisation.participant.add", by=by, at=at, on=activity, area=activity.area_code, data=data)
    return activity
