"""Background work of the organisation: the certificates of an activity."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.organisation.actions.certificates import JOB, bind_certificates, issue_certificate
from rangkul.organisation.models import Activity
from rangkul.organisation.policies import RECORD, VIEW
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import JobHandle, job


@job(JOB)
def write_certificates(handle: JobHandle, *, activity_id: str, scope: Mapping[str, Any]) -> dict[str, Any]:
    """Write every certificate that is lacking, each in a transaction of its own, then bind all of them.

    Interrupted and run again it goes on where it was: who has a certificate keeps it.
    """
    by = Actor(
        user_id=UUID(scope["user_id"]) if scope["user_id"] else None,
        name=scope["name"],
        role=scope["role"],
        permissions=frozenset({RECORD, VIEW}),
        areas=tuple(AreaCode.parse(each) for each in scope["areas"]),
    )
    activity = Activity.objects.get(pk=activity_id)
    waiting = list(
        activity.participants.filter(attended=True, certificate_id__isnull=True)
        .order_by("area_code", "name")
        .values_list("pk", flat=True)
    )
    for number, participant_id in enumerate(waiting, start=1):
        issue_certificate(participant_id=participant_id, by=by, at=clock.now())
        handle.progress(number, len(waiting), "menulis sertifikat")
    bind_certificates(activity_id=activity.pk, by=by, at=clock.now())
    return {"people": len(waiting)}
