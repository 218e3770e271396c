"""The slip with the code that opens a referral's link: it goes with the letter, and is printed anew when the link is renewed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.desk.letters.content import content_of
from rangkul.desk.letters.referral import ABOUT_REFERRAL
from rangkul.desk.models import Letter, ReferralLink
from rangkul.desk.queries.referrals import get_referral
from rangkul.desk.referral_links import code_index, shown_code
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSlip:
    """What the slip says. `replaces` tells that earlier slips open nothing any more; `number` is "" before the letter has one."""

    agency: str
    ticket: str
    number: str
    sent_at: datetime
    answer_by: date
    code: str
    expires_at: datetime
    replaces: bool


def read_code_slip(actor: Actor, referral_id: UUID, *, at: datetime) -> CodeSlip | None:
    """The slip of the link in force, None when there is no link or its code is not on record; the look is logged.

    Raises `NoSuchCase`, `Denied` for who does not handle links of this referral.
    """
    view = get_referral(actor, referral_id)
    if "link" not in view.allowed:
        raise Denied(
            permission="desk.referral.link", message="Kode ini dibuka petugas yang mengurus tautan rujukannya."
        )
    letter = Letter.objects.filter(pk=view.letter_id).first() if view.letter_id else None
    links = list(ReferralLink.objects.filter(referral_id=view.id).order_by("-issued_at", "-id"))
    link = next((each for each in links if each.revoked_at is None and each.expires_at > at), None)
    if letter is None or link is None:
        return None
    code = str(content_of(letter)[1][ABOUT_REFERRAL]["code"])
    if bytes(link.code_index) != code_index(link.pk, code):
        return None
    reader = actor.for_purpose(actor.purpose or f"mencetak lembar kode rujukan {view.ticket}")
    note_access(by=reader, kind="case", subject_id=view.case_id, fields=["kode jawaban rujukan"], at=at)
    return CodeSlip(
        agency=view.agency, ticket=view.ticket, number=letter.number, sent_at=view.sent_at,
        answer_by=view.answer_due_on, code=shown_code(code), expires_at=link.expires_at, replaces=len(links) > 1,
    )  # fmt: skip
