"""What somebody who holds a ticket and its four digits may learn and do, whether it is a case or a complaint."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from rangkul.desk.enums import ComplaintOutcome, ReferralState
from rangkul.desk.queries.complaint_categories import labels_of_categories
from rangkul.desk.queries.public import PublicStatus, public_status
from rangkul.desk.tickets import phone_tail_index, tidy
from rangkul.platform import crypto

_PLACE = "SELECT kind, id, area_code, attached, is_told FROM desk_ticket_place(%s, %s)"
_COMPLAINT = "SELECT * FROM desk_public_complaint(%s, %s)"
_REFERRALS = "SELECT * FROM desk_public_referrals(%s, %s)"


@dataclass(frozen=True, slots=True)
class PublicReferral:
    """What became of a case elsewhere: to whom, whether somebody went along, what they answered in a word."""

    agency: str
    state: str
    is_accompanied: bool
    sent_at: datetime
    answered_at: datetime | None
    answer_due_on: date

    @property
    def state_label(self) -> str:
        return str(ReferralState(self.state).label) if self.state in ReferralState.values else self.state


@dataclass(frozen=True, slots=True)
class PublicComplaint:
    """How far a complaint is, and the words that were written for the complainant."""

    ticket: str
    state: str
    category: str
    outcome: str
    registered_at: datetime
    updated_at: datetime
    answered_at: datetime | None
    objected_at: datetime | None
    closed_at: datetime | None
    due_on: date | None
    answer: str
    review: str

    @property
    def category_label(self) -> str:
        return labels_of_categories().get(self.category, "")

    @property
    def outcome_label(self) -> str:
        return str(ComplaintOutcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """A ticket whose digits were right. `kind` is "case" or "complaint"; the id is for the program, not for the page."""

    kind: str
    id: UUID
    area: str
    attached: int
    is_told: bool
    case: PublicStatus | None
    complaint: PublicComplaint | None
    referrals: tuple[PublicReferral, ...]


def find_own_ticket(ticket: str, digits: str) -> OwnTicket | None:
    """The case or complaint with this ticket and these four digits, or None.

    Every question is asked every time, whatever the ones before found: a wrong ticket, wrong digits and a right answer
    cost the same. The caller counts tries.
    """
    wanted, four = tidy(ticket), "".join(each for each in digits if each.isdigit())[-4:]
    tail = phone_tail_index(wanted, four)
    status = public_status(wanted, four)
    place, told, referrals = _ask(_PLACE, wanted, tail), _ask(_COMPLAINT, wanted, tail), _ask(_REFERRALS, wanted, tail)
    if not place:
        return None
    kind, subject, area, attached, is_told = place[0]
    return OwnTicket(
        kind=kind,
        id=subject,
        area=area,
        attached=attached,
        is_told=is_told,
        case=status if kind == "case" else None,
        complaint=_complaint(wanted, told[0]) if kind == "complaint" and told else None,
        referrals=tuple(PublicReferral(*row) for row in referrals),
    )


def _ask(question: str, wanted: str, tail: bytes) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [wanted, tail])
        return list(cursor.fetchall())


def _complaint(ticket: str, row: tuple[Any, ...]) -> PublicComplaint:
    facts: list[Any] = [ticket, *row[:-2], _opened(row[-2]), _opened(row[-1])]
    return PublicComplaint(*facts)


def _opened(cipher: object) -> str:
    return crypto.unseal(bytes(cipher), context="desk.answer") if isinstance(cipher, bytes | memoryview) else ""
