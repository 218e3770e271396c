"""Registration and accreditation as dated rows."""

from datetime import date, datetime, timedelta
from uuid import UUID

from rangkul.institutions.actions import steps
from rangkul.institutions.enums import Grade
from rangkul.institutions.models import Accreditation, Registration
from rangkul.institutions.policies import check_can_change_home
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

YEARS = {Grade.A: 5, Grade.B: 3, Grade.C: 2}
"""For how many years a class is given (Permensos 17/2012), proposed when no last day is written."""


@action("institutions.registration.record")
def record_registration(
    *,
    institution_id: UUID,
    number: str,
    since: date,
    until: date | None,
    by: Actor,
    at: datetime,
    issued_by: str = "",
    deed_number: str = "",
    deed_on: date | None = None,
    notary: str = "",
) -> Registration:
    """Record a registration (tanda daftar) from a day until its last day, None without one.

    A running registration without an end, or one that reaches into the new one, ends the day before. Raises Denied,
    Refused (no number, odd dates), UnableToChange (a later registration is there already).
    """
    institution = steps.lock_open(institution_id)
    check_can_change_home(by, institution)
    told = steps.said("Nomor tanda daftar", number, most=100, remedy="tulis nomor seperti pada surat tanda daftar")
    period = steps.span(since, until)
    for running in institution.registrations.filter(period__contains=since, period__startswith__lt=since):
        running.period = steps.end_at(running.period, since, field="Berlaku mulai")
        running.save(update_fields=["period"])
    with steps.without_overlap("Sudah ada tanda daftar untuk tanggal itu. Periksa tanggal mulai dan tanggal akhirnya."):
        row = Registration.objects.create(
            institution=institution,
            number=told,
            issued_by=clean(issued_by)[:200],
            deed_number=clean(deed_number)[:100],
            deed_on=deed_on,
            notary=clean(notary)[:200],
            period=period,
            recorded_by_name=by.name[:200],
            recorded_at=at,
        )
    newest = institution.registrations.order_by("-period__startswith").first()
    if newest is not None and newest.pk == row.pk:
        institution.registration_number, institution.registered_until = told, until
        institution.save(update_fields=["registration_number", "registered_until"])
    steps.note_event("institutions.registration.record", institution, by=by, at=at, number=told, on=row)
    return row


@action("institutions.accreditation.record")
def record_accreditation(
    *,
    institution_id: UUID,
    grade: str,
    body: str,
    number: str,
    since: date,
    until: date | None,
    by: Actor,
    at: datetime,
) -> Accreditation:
    """Record an accreditation; without a last day it runs the years of its class (A five, B three, C two).

    Raises Denied, Refused, UnableToChange (another class stands on one of these days).
    """
    institution = steps.lock_open(institution_id)
    check_can_change_home(by, institution)
    kind = Grade(steps.one_of("Peringkat", grade, Grade))
    told = steps.said("Lembaga akreditasi", body, most=200, remedy="tulis lembaga yang menilai, misalnya BALKS")
    period = steps.span(since, until or _usual_last_day(since, kind))
    for running in institution.accreditations.filter(period__contains=since, period__startswith__lt=since):
        running.period = steps.end_at(running.period, since, field="Berlaku mulai")
        running.save(update_fields=["period"])
    with steps.without_overlap("Sudah ada akreditasi untuk tanggal itu. Periksa tanggal mulai dan tanggal akhirnya."):
        row = Accreditation.objects.create(
            institution=institution,
            grade=kind,
            body=told,
            number=clean(number)[:100],
            period=period,
            recorded_by_name=by.name[:200],
            recorded_at=at,
        )
    steps.note_event("institutions.accreditation.record", institution, by=by, at=at, grade=kind, on=row)
    return row


def _usual_last_day(since: date, grade: Grade) -> date:
    year = since.year + YEARS[grade]
    same_day = date(year, since.month, min(since.day, 28)) if since.month == 2 else since.replace(year=year)
    return same_day - timedelta(days=1)
