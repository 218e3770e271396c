"""Recording a handover: once, with proof, to somebody who is due it on that day."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from rangkul.delivery.components import component_of, is_per_head
from rangkul.delivery.enums import EntitlementState, Proof, Receiver
from rangkul.delivery.errors import AlreadySettled, KeyReused, OverlapReasonNeeded, UnableToHandOver
from rangkul.delivery.models import Cycle, Entitlement, Handover
from rangkul.delivery.policies import check_can_hand_over
from rangkul.delivery.recipients import registry_ids_for
from rangkul.kernel.clock import local_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.numerals import format_number
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes_queries

PIECE = "unit"
"""The item unit of things that differ from one to the next: their kind and size belong into the record (R007)."""


@dataclass(frozen=True, slots=True)
class HandoverForm:
    """What the person at the table fills in. `key` is made with the form and makes sending it twice harmless."""

    key: UUID
    receiver: str
    receiver_name: str
    proof: str
    handed_on: date
    item_detail: str = ""
    note: str = ""
    proof_file_id: UUID | None = None
    overlap_reason: str = ""

    @property
    def digest(self) -> str:
        """What was said, as SHA-256 over the fields other than the key."""
        said = {name: str(value) for name, value in asdict(self).items() if name != "key"}
        if not self.overlap_reason:
            del said["overlap_reason"]  # forms of before it was asked for keep their digest
        return sha256(repr(sorted(said.items())).encode()).hexdigest()


@action("delivery.handover.record")
def record_handover(*, entitlement_id: UUID, form: HandoverForm, by: Actor, at: datetime) -> Handover:
    """Record that an entitlement was handed over.

    The same form sent again returns the first handover; the same key with other content raises `KeyReused`; a second
    handover raises `AlreadySettled` saying who took it and when. Where the terms require a registry id, the one in
    force on the day of handover must be there (R018), and nothing may be received that does not go together with it
    (W02), else `UnableToHandOver`; `OverlapReasonNeeded` when a reason is enough and neither form nor decision gave one.
    """
    form = _checked(form, at)
    entitlement = Entitlement.objects.select_for_update(of=("self",)).get(pk=entitlement_id)
    check_can_hand_over(by, entitlement)
    earlier = Handover.objects.filter(key=form.key).first()
    if earlier is not None:
        if earlier.digest != form.digest or earlier.entitlement_id != entitlement.pk:
            raise KeyReused
        record("delivery.handover.repeat", by=by, at=at, on=earlier, area=entitlement.area_code)
        return earlier
    cycle = Cycle.objects.get(pk=entitlement.cycle_id)
    _check_open(cycle, form)
    _check_unsettled(entitlement)
    _check_meals(entitlement, cycle)
    _check_detail(cycle, form)
    registry_id = _check_registry_id(entitlement, cycle, form.handed_on)
    _check_overlap(entitlement, cycle, form, by)
    handover = Handover.objects.create(
        entitlement=entitlement,
        key=form.key,
        digest=form.digest,
        receiver=form.receiver,
        receiver_name=form.receiver_name,
        proof=form.proof,
        proof_file_id=form.proof_file_id,
        registry_id=registry_id,
        quantity=entitlement.quantity,
        item_detail=form.item_detail,
        handed_on=form.handed_on,
        recorded_at=at,
        recorded_by=by.user_id,
        recorded_by_name=by.name,
        note=form.note,
        overlap_reason=form.overlap_reason,
    )
    entitlement.state = EntitlementState.SETTLED
    entitlement.save(update_fields=["state"])
    record(
        "delivery.handover.record",
        by=by,
        at=at,
        on=handover,
        subjects=[(entitlement.subject_kind, entitlement.subject_id), ("cycle", cycle.pk)],
        area=entitlement.area_code,
        reason=form.overlap_reason,
        data=_told_of(entitlement, cycle, form),
    )
    return handover


def _told_of(entitlement: Entitlement, cycle: Cycle, form: HandoverForm) -> dict[str, str]:
    if component_of(cycle).is_sensitive:
        return {"receiver": form.receiver}
    return {
        "cycle": cycle.name,
        "item": cycle.item,
        "quantity": format_number(entitlement.quantity.normalize()),
        "unit": cycle.item_unit,
        "receiver": form.receiver,
    }


def _checked(form: HandoverForm, at: datetime) -> HandoverForm:
    name = clean(form.receiver_name)
    if not name:
        raise Refused(
            field="nama pengambil", value="", expected="nama orang yang mengambil", remedy="tulis seperti pada KTP"
        )
    if form.receiver not in Receiver.values or form.proof not in Proof.values:
        raise Refused(
            field="bukti",
            value=f"{form.receiver}/{form.proof}",
            expected="salah satu pilihan pada formulir",
            remedy="muat ulang halaman dan pilih lagi",
        )
    if form.handed_on > local_date(at, settings.TIME_ZONE):
        raise Refused(
            field="tanggal serah terima",
            value=form.handed_on.isoformat(),
            expected="hari ini atau sebelumnya",
            remedy="perbaiki tanggalnya",
        )
    return HandoverForm(
        key=form.key,
        receiver=form.receiver,
        receiver_name=name[:200],
        proof=form.proof,
        handed_on=form.handed_on,
        item_detail=clean(form.item_detail)[:200],
        note=clean(form.note)[:300],
        proof_file_id=form.proof_file_id,
        overlap_reason=clean(form.overlap_reason)[:300],
    )


def _check_open(cycle: Cycle, form: HandoverForm) -> None:
    if cycle.state != "OPEN":
        raise UnableToHandOver(
            f"Siklus {cycle.name} tidak sedang dibuka untuk penyaluran. Minta bidang membukanya lebih dulu."
        )
    if form.handed_on < cycle.period_start:
        raise Refused(
            field="tanggal serah terima",
            value=form.handed_on.isoformat(),
            expected=f"tidak sebelum {cycle.period_start.isoformat()}, awal siklus",
            remedy="perbaiki tanggalnya atau pilih siklus yang benar",
        )


def _check_detail(cycle: Cycle, form: HandoverForm) -> None:
    if cycle.item_unit == PIECE and not form.item_detail:
        raise Refused(
            field="jenis dan ukuran barang",
            value="",
            expected="barang apa yang diserahkan, misalnya kursi roda ukuran M",
            remedy="tulis jenis dan ukurannya, karena tiap alat berbeda",
        )


def _check_meals(entitlement: Entitlement, cycle: Cycle) -> None:
    if is_per_head(cycle) and not entitlement.quantity:
        raise UnableToHandOver(
            f"{entitlement.recipient_name} belum mencatat satu hari makan pun, jadi belum ada yang diserahterimakan."
        )


def _check_unsettled(entitlement: Entitlement) -> None:
    standing = entitlement.handovers.filter(voided_at__isnull=True).first()
    if standing is not None:
        raise AlreadySettled(
            recipient=entitlement.recipient_name,
            at=standing.recorded_at,
            by=standing.recorded_by_name,
            receiver=standing.receiver_name,
        )


def _check_registry_id(entitlement: Entitlement, cycle: Cycle, on: date) -> str:
    required = programmes_queries.terms_in_force(component_of(cycle), on).required_registry
    kind, subject = entitlement.subject_kind, entitlement.subject_id
    found = registry_ids_for(required, kind, [subject], on=on).get(subject, "")
    if required and not found and kind != "institution":
        raise UnableToHandOver(
            f"{entitlement.recipient_name} tidak memiliki ID {required} yang berlaku pada tanggal serah terima, "
            "sedangkan program ini mewajibkannya. Jangan serahkan; perbarui datanya lewat pengelola data."
        )
    return found


def _check_overlap(entitlement: Entitlement, cycle: Cycle, form: HandoverForm, by: Actor) -> None:
    subject = programmes_queries.Subject(
        kind=entitlement.subject_kind,
        id=entitlement.subject_id,
        name=entitlement.recipient_name,
        area_code=entitlement.area_code,
    )
    found = programmes_queries.check_overlap(component_of(cycle), subject, form.handed_on)
    forbidden = [each for each in found if each.is_forbidden]
    if forbidden:
        told = " ".join(programmes_queries.sentences_for(by, forbidden))
        raise UnableToHandOver(f"{told} Jangan serahkan; minta bidang memutuskan bantuan mana yang berlanjut.")
    frozen, reason = programmes_queries.reason_at_decision(entitlement.enrolment_id)
    asked = programmes_queries.needs_reason(found, frozen, reason)
    if asked and not form.overlap_reason:
        raise OverlapReasonNeeded(programmes_queries.sentences_for(by, asked))
