"""The link of a referral: issued with the letter, opened with the code, renewed or revoked by the desk."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from rangkul.desk import telling
from rangkul.desk.actions import referral_steps as of_referral
from rangkul.desk.actions import steps
from rangkul.desk.actions.referral_letter import tell_new_code
from rangkul.desk.errors import LinkNotInForce
from rangkul.desk.models import Referral, ReferralLink
from rangkul.desk.policies import check_can_serve, check_can_take_answer, is_in_force
from rangkul.desk.referral_links import GRACE, code_index, new_code
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor


def new_link(referral: Referral, *, by: Actor, at: datetime) -> tuple[ReferralLink, str]:
    """A link in force until `GRACE` after the day of the answer, with its code (told once, stored as an index)."""
    code, key = new_code(), new_id()
    zone = ZoneInfo(settings.TIME_ZONE)
    last = datetime.combine(referral.answer_due_on + timedelta(days=1), time(), zone) + GRACE
    link = ReferralLink.objects.create(
        pk=key,
        referral=referral,
        code_index=code_index(key, code),
        expires_at=max(last, at + GRACE),
        issued_at=at,
        issued_by_name=by.name[:200],
    )
    return link, code


@action("desk.referral.renew")
def renew_link(*, referral_id: UUID, by: Actor, at: datetime) -> tuple[ReferralLink, str]:
    """A new link with a new code, sent to the agency; the former one stops at once. Raises `Denied`, `AlreadyAnswered`, `Refused`."""
    referral, case = of_referral.lock(referral_id)
    check_can_serve(by, referral, "link")
    of_referral.check_fresh(referral, None)
    if referral.agency_id is None:
        raise Refused(
            field="Tautan",
            value="",
            expected="rujukan ke lembaga di luar",
            remedy="petugas di dalam menjawab dari daftar kerjanya",
        )
    _revoke(referral, reason="diganti dengan tautan baru", by=by, at=at)
    link, code = new_link(referral, by=by, at=at)
    tell_new_code(referral, code)
    telling.tell_receiver(referral, "desk.referral.renewed", key=f"referral:{referral.pk}:link:{link.pk}", at=at)
    of_referral.note_event("desk.referral.renew", referral, case, by=by, at=at)
    return link, code


@action("desk.referral.revoke")
def revoke_link(*, referral_id: UUID, reason: str, by: Actor, at: datetime) -> Referral:
    """Stop the link in force: whoever opens it from now on sees nothing. Raises `Denied`, `Refused` without a reason."""
    referral, case = of_referral.lock(referral_id)
    check_can_serve(by, referral, "link")
    why = steps.said("Alasan mencabut", reason, remedy="tulis mengapa, misalnya salah kirim")
    if not _revoke(referral, reason=why, by=by, at=at):
        raise LinkNotInForce("Tidak ada tautan yang berlaku; mungkin petugas lain sudah mencabutnya.")
    of_referral.note_event("desk.referral.revoke", referral, case, by=by, at=at, reason=why)
    return referral


@action("desk.referral.open")
def open_link(*, link_id: UUID, by: Actor, at: datetime) -> ReferralLink:
    """The right code was given: say on the timeline that the agency has opened its referral. Raises `LinkNotInForce`."""
    link = ReferralLink.objects.select_for_update(of=("self",)).select_related("referral").get(pk=link_id)
    check_can_take_answer(by, link.referral)
    if not is_in_force(expires_at=link.expires_at, revoked_at=link.revoked_at, now=at):
        raise LinkNotInForce("Tautan ini tidak berlaku lagi.")
    if link.opened_at is None:
        link.opened_at = at
        link.save(update_fields=["opened_at"])
    of_referral.note_event("desk.referral.open", link.referral, link.referral.case, by=by, at=at)
    return link


def _revoke(referral: Referral, *, reason: str, by: Actor, at: datetime) -> bool:
    changed = ReferralLink.objects.filter(referral=referral, revoked_at__isnull=True).update(
        revoked_at=at, revoked_by_name=by.name[:200], revoke_reason=reason[:300]
    )
    return bool(changed)
