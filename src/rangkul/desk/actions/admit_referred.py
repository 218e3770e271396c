"""A referral that ended with a bed: the person is admitted and the referral done, in one step."""

from datetime import date, datetime
from uuid import UUID

from rangkul.desk.actions import referral_steps as of_referral
from rangkul.desk.actions.answer_referral import answer_referral
from rangkul.desk.enums import ReferralState
from rangkul.desk.errors import UnableToMatch
from rangkul.desk.models import Referral
from rangkul.desk.policies import check_can_referral
from rangkul.institutions import actions as institutions_actions
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor


@action("desk.referral.admit")
def admit_referred(
    *,
    referral_id: UUID,
    institution_id: UUID,
    since: date,
    reason: str,
    by: Actor,
    at: datetime,
    bed_group_id: UUID | None = None,
    overfill_reason: str = "",
) -> Referral:
    """Admit the person of a referred case and write the referral down as done; the case comes back to be closed.

    Raises Denied, NoSuchCase, AlreadyAnswered (the second of two officials), UnableToMatch while the case has no person, and whatever the
    admission refuses (no free bed, lives elsewhere already …); then nothing changes.
    """
    referral, case = of_referral.lock(referral_id)
    check_can_referral(by, "answer", case)
    of_referral.check_fresh(referral, None)
    if case.person_id is None:
        raise UnableToMatch("Kasus belum dicocokkan dengan warga di registri. Cocokkan dulu, lalu catat masuknya.")
    institutions_actions.admit_resident(
        institution_id=institution_id,
        person_id=case.person_id,
        since=since,
        referral_id=referral_id,
        reason=reason,
        by=by,
        at=at,
        bed_group_id=bed_group_id,
        overfill_reason=overfill_reason,
    )
    name = institutions_queries.spoken_name(institution_id)
    of_referral.note_event("desk.referral.admit", referral, case, by=by, at=at, institution=name)
    return answer_referral(
        referral_id=referral_id,
        answer=ReferralState.DONE,
        text=f"Diterima dan tinggal di {name} sejak {clock.format_date(since)}.",
        by=by,
        at=at,
    )
