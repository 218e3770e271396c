"""Who may send which report of work, and which reports an actor may read."""

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.organisation.models import Post, SlrtOfficer, WorkReport
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW_REPORTS = "organisation.report.view"
SEND_WEEKLY = "organisation.report.send_weekly"
SEND_DAILY = "organisation.report.send_daily"


def reports_visible_to(actor: Actor) -> QuerySet[WorkReport]:
    """Reports inside the actor's areas for roles that read them; who only sends reads what they or their post sent."""
    found = WorkReport.objects.filter(inside_areas(actor))
    if actor.may(VIEW_REPORTS):
        return found
    if actor.may(SEND_DAILY):
        return found.filter(Q(kind="DAILY") | Q(sent_by=actor.user_id))
    if actor.may(SEND_WEEKLY):
        return found.filter(sent_by=actor.user_id)
    return WorkReport.objects.none()


def check_can_send_weekly(actor: Actor, officer: SlrtOfficer) -> None:
    """Raise `Denied` unless it is the facilitator's own report: nobody writes a week that somebody else worked."""
    actor.check_may(SEND_WEEKLY)
    if actor.user_id is None or officer.user_id != actor.user_id:
        raise Denied(permission=SEND_WEEKLY, message="Laporan mingguan dikirim oleh fasilitatornya sendiri.")


def check_can_send_daily(actor: Actor, post: Post) -> None:
    """Raise `Denied` unless the post lies in the actor's areas."""
    actor.check_may(SEND_DAILY)
    if not actor.covers(post.area_code):
        raise Denied(permission=SEND_DAILY, message="Puskesos ini di luar wilayah tugas Anda.")


def check_can_see_daily(actor: Actor, post: Post) -> None:
    """Raise `Denied` unless the actor sends or reads reports of that village."""
    if not (actor.may(SEND_DAILY) or actor.may(VIEW_REPORTS)) or not actor.covers(post.area_code):
        raise Denied(permission=VIEW_REPORTS, message="Puskesos ini di luar wilayah tugas Anda.")


def can_send_daily(actor: Actor, post: Post) -> bool:
    """Whether `check_can_send_daily` passes."""
    return actor.may(SEND_DAILY) and actor.covers(post.area_code)
