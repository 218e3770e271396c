"""Striking somebody off (dicoret): reason, evidence and day; the seat becomes free and the next one is prepared for it."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_component, office_day
from rangkul.programmes.actions.seats import Seats, unspent
from rangkul.programmes.actions.waiting_list import prepare_next
from rangkul.programmes.enums import EnrolmentState, ExitReason
from rangkul.programmes.errors import NoSuchProposal, UnableToEnd
from rangkul.programmes.events import told_of
from rangkul.programmes.models import Enrolment
from rangkul.programmes.policies import proposals as policies


@action("programmes.enrolment.end")
def end_enrolment(
    *, enrolment_id: UUID, reason: str, evidence: str, on: date, by: Actor, at: datetime, note: str = ""
) -> Enrolment:
    """ACTIVE → ENDED from the day `on`. The row stays for good, with its reason and evidence (W08, domain B.10).

    `reason` is an `ExitReason`, OTHER needs a note; `evidence` names the paper or visit that shows it. Raises Denied,
    Refused (no evidence, a day before the start or in the future), UnableToEnd when it has ended before.
    """
    enrolment = take_enrolment(enrolment_id)
    policies.check_can_end_enrolment(by, enrolment)
    return strike_off(enrolment, reason=reason, evidence=evidence, on=on, by=by, at=at, note=note)


def take_enrolment(enrolment_id: UUID) -> Enrolment:
    """The enrolment, locked after its component. Raises NoSuchProposal."""
    component_id = Enrolment.objects.filter(pk=enrolment_id).values_list("component_id", flat=True).first()
    if component_id is None:
        raise NoSuchProposal(enrolment_id)
    lock_component(component_id)
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("component__programme", "decree")
    return locked.get(pk=enrolment_id)


def strike_off(
    enrolment: Enrolment,
    *,
    reason: str,
    evidence: str,
    on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    ended_by: str = "",
) -> Enrolment:
    """End a locked enrolment; who may was checked before. `ended_by` is the number of the SK that decided it.

    Whoever waits next is laid before the deciding official; nobody is enrolled by this.
    Raises as `end_enrolment`.
    """
    if enrolment.state != EnrolmentState.ACTIVE:
        raise UnableToEnd(on=enrolment.valid_to, reason=str(enrolment.get_exit_reason_display()))
    _check(
        reason=reason,
        evidence=clean(evidence),
        note=clean(note),
        on=on,
        start=enrolment.valid_from,
        today=office_day(at),
    )
    enrolment.state = EnrolmentState.ENDED
    enrolment.valid_to = on
    enrolment.exit_reason, enrolment.exit_note, enrolment.exit_evidence = reason, clean(note), clean(evidence)
    enrolment.save()
    seats = Seats.lock(component_id=enrolment.component_id, fiscal_year=enrolment.fiscal_year, area=enrolment.area_code)
    seats.free(1, unspent(enrolment))
    label = str(ExitReason(reason).label)
    record(
        "programmes.enrolment.end",
        by=by,
        at=at,
        on=enrolment,
        kind="enrolment",
        subjects=[(enrolment.subject_kind, enrolment.subject_id)],
        area=enrolment.area_code,
        reason=f"{label}: {enrolment.exit_note}" if enrolment.exit_note else label,
        data={
            **told_of(enrolment.component),
            "decree": enrolment.decree.number,
            "code": reason,
            "on": on.isoformat(),
            "evidence": enrolment.exit_evidence,
            **({"ended_by": ended_by} if ended_by else {}),
        },
    )
    prepare_next(
        component_id=enrolment.component_id,
        fiscal_year=enrolment.fiscal_year,
        area=enrolment.area_code,
        cause=f"satu tempat kosong: penerima {label}",
        by=by,
        at=at,
    )
    return enrolment


def _check(*, reason: str, evidence: str, note: str, on: date, start: date, today: date) -> None:
    if reason not in ExitReason.values or (reason == ExitReason.OTHER and not note):
        raise Refused(
            field="Alasan",
            value=reason if note else "",
            expected="salah satu alasan dalam daftar; “lainnya” disertai catatan",
            remedy="pilih alasan penerima dicoret",
        )
    if not evidence:
        raise Refused(
            field="Bukti",
            value="",
            expected="surat, berita acara atau kunjungan yang membuktikannya",
            remedy="tulis nama dan nomor buktinya",
        )
    if on > today or on < start:
        raise Refused(
            field="Tanggal berakhir",
            value=format_date(on),
            expected=f"antara {format_date(start)} dan {format_date(today)}",
            remedy="periksa tanggal pada bukti",
        )
