"""Giving a duty to another official for a time, and taking it back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.models import Delegation
from rangkul.organisation.policies.delegations import check_can_give, check_can_revoke
from rangkul.organisation.queries.offices import get_office
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Receiver:
    """The official who decides in the meantime."""

    user_id: UUID
    name: str


@action("organisation.delegation.give")
def give_delegation(
    *,
    receiver: Receiver,
    position: str,
    first_on: date,
    last_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    number: str = "",
) -> Delegation:
    """Give one's own duty to another official from `first_on` to `last_on`, both included.

    Only a duty that one holds oneself can be given: what was received by delegation is not passed on. Raises `Refused`
    (oneself, days that run backwards or lie behind us, longer than a year, days already given) and `Denied`.
    """
    check_can_give(by)
    assert by.user_id is not None
    assert by.duty_id is not None
    _check(receiver, first_on, last_on, by, at)
    why = clean(reason)
    if len(why) < 3:
        raise Refused(field="Alasan", value=reason, expected="misalnya cuti atau dinas luar", remedy="tulis alasannya")
    row = Delegation(
        office=get_office(),
        duty_id=by.duty_id,
        giver_id=by.user_id,
        giver_name=by.name,
        position=clean(position)[:150],
        receiver_id=receiver.user_id,
        receiver_name=receiver.name[:200],
        period=DateRange(first_on, last_on + timedelta(days=1)),
        number=clean(number)[:100],
        reason=why[:300],
        given_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            field="Tanggal",
            value=f"{clock.format_date(first_on)} sampai {clock.format_date(last_on)}",
            expected="hari yang belum didelegasikan kepada orang lain",
            remedy="cabut delegasi yang ada lebih dulu, atau pilih tanggal lain",
        ) from error
    record(
        "organisation.delegation.give",
        by=by,
        at=at,
        on=row,
        reason=why,
        data={
            "to": row.receiver_name,
            "position": row.position,
            "from": clock.format_date(first_on),
            "until": clock.format_date(last_on),
        },
    )
    return row


def _check(receiver: Receiver, first_on: date, last_on: date, by: Actor, at: datetime) -> None:
    if receiver.user_id == by.user_id:
        raise Refused(field="Penerima", value=receiver.name, expected="petugas lain", remedy="pilih petugas lain")
    today = clock.local_date(at, settings.TIME_ZONE)
    if last_on < first_on or first_on < today or (last_on - first_on).days >= LONGEST_DAYS:
        raise Refused(
            field="Tanggal",
            value=f"{clock.format_date(first_on)} sampai {clock.format_date(last_on)}",
            expected="mulai hari ini atau sesudahnya, berakhir sesudah mulai, paling lama satu tahun",
            remedy="periksa kedua tanggal",
        )


@action("organisation.delegation.revoke")
def revoke_delegation(*, delegation_id: UUID, by: Actor, at: datetime) -> Delegation:
    """Take a delegation back at once; what was decided in the meantime stands. Raises `Refused` when it was before."""
    row = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation_id)
    check_can_revoke(by, row)
    if row.revoked_at is not None:
        raise Refused(
            field="Delegasi", value=row.receiver_name, expected="delegasi yang masih berlaku", remedy="sudah dicabut"
        )
    row.revoked_at, row.revoked_by_name = at, by.name
    row.save(update_fields=["revoked_at", "revoked_by_name"])
    record("organisation.delegation.revoke", by=by, at=at, on=row, data={"to": row.receiver_name})
    return row
