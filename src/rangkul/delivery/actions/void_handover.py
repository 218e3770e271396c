"""Declaring a recorded handover void: a mistake is corrected by a second entry, never erased."""

from datetime import datetime
from uuid import UUID

from rangkul.delivery.enums import EntitlementState
from rangkul.delivery.errors import UnableToHandOver
from rangkul.delivery.models import Entitlement, Handover
from rangkul.delivery.policies import check_can_void
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("delivery.handover.void")
def void_handover(*, handover_id: UUID, reason: str, by: Actor, at: datetime) -> Handover:
    """Void a handover with a reason; the entitlement is open again while the cycle is.

    Raises `Refused` without a reason, `UnableToHandOver` when it is void already or the cycle is closed.
    """
    said = clean(reason)
    if len(said) < 5:
        raise Refused(
            field="alasan", value=reason, expected="alasan yang dapat dimengerti auditor", remedy="tulis satu kalimat"
        )
    entitlement = Entitlement.objects.select_for_update(of=("self",)).get(handovers=handover_id)
    handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover_id)
    check_can_void(by, entitlement)
    if handover.voided_at is not None:
        raise UnableToHandOver(f"Catatan ini sudah dibatalkan oleh {handover.voided_by_name}.")
    if entitlement.cycle.state == "CLOSED":
        raise UnableToHandOver("Siklus sudah ditutup; koreksi dilakukan lewat berita acara tersendiri.")
    handover.voided_at, handover.voided_by_name, handover.void_reason = at, by.name, said
    handover.save(update_fields=["voided_at", "voided_by_name", "void_reason"])
    entitlement.state = EntitlementState.PENDING
    entitlement.save(update_fields=["state"])
    record(
        "delivery.handover.void",
        by=by,
        at=at,
        on=handover,
        subjects=[(entitlement.subject_kind, entitlement.subject_id), ("cycle", entitlement.cycle_id)],
        area=entitlement.area_code,
        reason=said,
    )
    return handover
