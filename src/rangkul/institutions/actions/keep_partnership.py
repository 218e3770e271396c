"""Agreements with partners: recorded with their paper, ended with a reason (R207, R215)."""

from datetime import date, datetime
from uuid import UUID

from rangkul.institutions.actions import steps
from rangkul.institutions.enums import PartyKind
from rangkul.institutions.errors import NoSuchInstitution, UnableToChange
from rangkul.institutions.models import Partnership
from rangkul.institutions.policies import check_can_record_partnership
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.files.actions import keep_file
from rangkul.platform.policy.actor import Actor


@action("institutions.partnership.record")
def record_partnership(
    *,
    number: str,
    subject: str,
    party: str,
    party_kind: str,
    area: str,
    since: date,
    until: date | None,
    by: Actor,
    at: datetime,
    scope: str = "",
    party_signer: str = "",
    contact: str = "",
    agency_id: UUID | None = None,
    document: tuple[str, bytes] | None = None,
) -> Partnership:
    """Record an agreement from a day until its last day; `document` is the signed paper (name, content).

    Raises Denied, Refused (odd dates, a file that is no PDF or picture), UnableToChange (the number is there already).
    """
    check_can_record_partnership(by, area)
    told = steps.said("Nomor perjanjian", number, most=100, remedy="tulis nomor seperti pada naskah")
    with steps.without_overlap(f"Perjanjian nomor {told} sudah dicatat. Periksa daftar kerja sama."):
        row = Partnership.objects.create(
            number=told,
            subject=steps.said("Tentang", subject, least=5),
            scope=clean(scope)[:4000],
            party=steps.said("Mitra", party, most=200),
            party_kind=steps.one_of("Jenis mitra", party_kind, PartyKind),
            party_signer=clean(party_signer)[:200],
            contact=clean(contact)[:200],
            agency_id=agency_id,
            area_code=area,
            period=steps.span(since, until),
            recorded_by_name=by.name[:200],
            recorded_at=at,
        )
    if document is not None:
        name, content = document
        kept = keep_file(
            content=content, name=name, kind="SCAN", owner=("partnership", row.pk), area=area, by=by, at=at
        )
        row.file_id = kept.pk
        row.save(update_fields=["file_id"])
    _note("institutions.partnership.record", row, by=by, at=at)
    return row


@action("institutions.partnership.end")
def end_partnership(*, partnership_id: UUID, on: date, reason: str, by: Actor, at: datetime) -> Partnership:
    """End an agreement before its time; `on` is the first day without it. Raises UnableToChange when it has ended."""
    row = Partnership.objects.select_for_update(of=("self",)).filter(pk=partnership_id).first()
    if row is None:
        raise NoSuchInstitution(partnership_id)
    check_can_record_partnership(by, row.area_code)
    if row.ended_reason or (row.period.upper is not None and row.period.upper <= on):
        raise UnableToChange("Perjanjian ini sudah berakhir pada tanggal itu.")
    row.period = steps.end_at(row.period, on, field="Berakhir")
    row.ended_reason = steps.said("Alasan", reason, least=5)
    row.save(update_fields=["period", "ended_reason"])
    _note("institutions.partnership.end", row, by=by, at=at, reason=row.ended_reason)
    return row


def _note(name: str, row: Partnership, *, by: Actor, at: datetime, reason: str = "") -> None:
    record(
        name,
        by=by,
        at=at,
        on=row,
        subjects=[("partnership", row.pk)],
        area=row.area_code,
        reason=reason,
        data={"number": row.number, "party": row.party},
    )
