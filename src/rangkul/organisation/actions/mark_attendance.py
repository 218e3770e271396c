"""Marking who of the list was there."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.organisation.models import Activity
from rangkul.organisation.policies import check_can_record
from rangkul.organisation.queries.activities import lock_activity
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("organisation.attendance.mark")
def mark_attendance(*, activity_id: UUID, present: Collection[UUID], by: Actor, at: datetime) -> Activity:
    """Mark the participants `present` as attending and all others of the activity as absent; may be done again.

    Raises `Refused` before the day of the activity, without participants, for somebody of another list, or when somebody
    with a certificate would become absent; `Denied` outside the actor's areas.
    """
    activity = lock_activity(by, activity_id)
    check_can_record(by, activity.area_code)
    if clock.local_date(at, activity.office.time_zone) < activity.held_on:
        raise Refused(
            field="Kehadiran",
            value="",
            expected=f"dicatat pada atau sesudah {clock.format_date(activity.held_on)}",
            remedy="tunggu sampai kegiatan berlangsung, atau perbaiki tanggalnya",
        )
    listed = set(activity.participants.values_list("pk", flat=True))
    there = set(present)
    if not listed or not there <= listed:
        raise Refused(
            field="Kehadiran",
            value="",
            expected="peserta pada daftar kegiatan ini",
            remedy="tambahkan peserta lebih dulu, lalu muat ulang halaman kehadiran",
        )
    certified = activity.participants.exclude(pk__in=there).exclude(certificate_id=None).order_by("name").first()
    if certified is not None:
        raise Refused(
            field="Kehadiran",
            value=certified.name,
            expected="hadir, karena sertifikatnya sudah terbit",
            remedy="cabut sertifikatnya dulu bila memang tidak hadir",
        )
    activity.participants.filter(pk__in=there).update(attended=True)
    activity.participants.exclude(pk__in=there).update(attended=False)
    activity.attendance_at = at
    activity.save(update_fields=["attendance_at"])
    data = {"people": len(listed), "present": len(there)}
    record("organisation.attendance.mark", by=by, at=at, on=activity, area=activity.area_code, data=data)
    return activity
