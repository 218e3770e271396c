"""Who may see and record activities, and which participants."""

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.organisation.models import ActionItem, Activity, Participant
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW = "organisation.activity.view"
RECORD = "organisation.activity.record"
SIGN = "organisation.certificate.sign"


def visible_to(actor: Actor) -> QuerySet[Activity]:
    """Activities inside the actor's areas, and those of an area above: a training of the district calls its villages."""
    if not actor.may(VIEW):
        return Activity.objects.none()
    above = Q(area_code__in=[code for area in actor.areas for code in area.ancestors])
    return Activity.objects.filter(inside_areas(actor) | above)


def participants_visible_to(actor: Actor) -> QuerySet[Participant]:
    """Participants from villages inside the actor's areas."""
    if not actor.may(VIEW):
        return Participant.objects.none()
    return Participant.objects.filter(inside_areas(actor))


def items_visible_to(actor: Actor) -> QuerySet[ActionItem]:
    """Action items of the activities the actor may see."""
    return ActionItem.objects.filter(activity__in=visible_to(actor))


def check_can_record(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may record an activity of that area, its participants and its attendance."""
    actor.check_may(RECORD)
    if not actor.covers(area):
        raise Denied(permission=RECORD, message="Kegiatan ini di luar wilayah tugas Anda.")


def can_record(actor: Actor, area: str) -> bool:
    """Whether `check_can_record` passes."""
    return actor.may(RECORD) and actor.covers(area)


def check_can_sign_certificates(actor: Actor, activity: Activity) -> None:
    """Raise `Denied` unless the actor signs certificates there, and somebody else asked for them."""
    actor.check_may(SIGN)
    if not actor.covers(activity.area_code):
        raise Denied(permission=SIGN, message="Kegiatan ini di luar wilayah tugas Anda.")
    if actor.user_id is not None and actor.user_id == activity.certificates_asked_by:
        raise Denied(permission=SIGN, message="Anda yang menyiapkan sertifikat ini; tanda tangan oleh orang lain.")


def can_sign_certificates(actor: Actor, activity: Activity) -> bool:
    """Whether `check_can_sign_certificates` passes."""
    try:
        check_can_sign_certificates(actor, activity)
    except Denied:
        return False
    return True
