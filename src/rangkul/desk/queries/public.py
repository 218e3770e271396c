"""What a ticket holder may know of a case: how far it is, never who or what it is about."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection

from rangkul.desk.tickets import phone_tail_index, tidy

_ASK = "SELECT * FROM desk_public_status(%s, %s)"
_ASK_MISSING = "SELECT * FROM desk_public_missing(%s, %s)"


@dataclass(frozen=True, slots=True)
class MissingItem:
    """What the citizen has to bring: the item, why it was not enough, what to bring instead."""

    label: str
    reason: str
    bring: str


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """The stage of a case in the citizen's words; `public_note` was written for the citizen."""

    ticket: str
    state: str
    outcome: str
    registered_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    due_on: date | None
    public_note: str
    missing: tuple[MissingItem, ...] = ()


def public_status(ticket: str, phone_last4: str) -> PublicStatus | None:
    """The stage of the case with this ticket and these last four digits, or None.

    A wrong ticket and wrong digits are the same question to the database and the same answer: the index of the digits
    is worked out before anything is looked up. The caller counts tries (`rangkul.platform.policy.limits`).
    """
    wanted = tidy(ticket)
    digits = "".join(each for each in phone_last4 if each.isdigit())[-4:]
    tail = phone_tail_index(wanted, digits)
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [wanted, tail])
        row = cursor.fetchone()
        if row is None:
            return None
        status = PublicStatus(wanted, *row)
        if status.state != "RETURNED":
            return status
        cursor.execute(_ASK_MISSING, [wanted, tail])
        return replace(status, missing=tuple(MissingItem(*each) for each in cursor.fetchall()))
