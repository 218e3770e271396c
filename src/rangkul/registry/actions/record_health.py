"""Recording what the health office tells: a pregnancy, a small child's nutrition; dated, with its source."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import HEALTH_STATUSES, ConditionKind, HealthKind, HealthSource, HealthStatus, Sex, Source
from rangkul.registry.models import Condition, HealthRecord, Person

UNDER_FIVE_MONTHS = 60
"""A small child (balita) is one of 0 to 59 months."""


@action("registry.health.record")
def record_health(
    *,
    person_id: UUID,
    kind: str,
    status: str,
    measured_on: date,
    by: Actor,
    at: datetime,
    source: str = HealthSource.HEALTH_CENTRE,
    until_on: date | None = None,
    reported_period: str = "",
    note: str = "",
    batch_id: UUID | None = None,
) -> HealthRecord:
    """Record a status as the health office gave it; it is never computed here.

    `until_on` is the expected day of birth for a pregnancy, `reported_period` the month reported on ("2026-10"). The
    condition that rules ask about (hamil) follows, until that day. Raises Refused, Denied.
    """
    person = steps.lock_person(person_id)
    policies.check_can_record_health(by, person)
    which, what = HealthKind(kind), HealthStatus(status)
    steps.check_not_future("Tanggal pemeriksaan", measured_on, at)
    if what not in HEALTH_STATUSES[which]:
        allowed = ", ".join(str(HealthStatus(each).label) for each in sorted(HEALTH_STATUSES[which]))
        raise Refused(field="Status", value=what.label, expected=allowed, remedy="pilih status dari daftar itu")
    _check_person(which, person, measured_on)
    if which == HealthKind.SERVICE and HealthSource(source) == HealthSource.OTHER:
        raise Refused(
            field="Sumber",
            value=HealthSource(source).label,
            expected="Dinas Kesehatan, puskesmas atau posyandu, yang memberikan layanan itu",
            remedy="pilih sumbernya; Dinas Sosial tidak memberikan PMT dan layanan Posyandu",
        )
    if which == HealthKind.PREGNANCY and (until_on is None or until_on <= measured_on):
        raise Refused(
            field="Perkiraan lahir",
            value=clock.format_date(until_on) if until_on else "",
            expected="tanggal sesudah pemeriksaan",
            remedy="salin hari perkiraan lahir dari buku KIA",
        )
    known = HealthRecord.objects.filter(person=person, kind=which, measured_on=measured_on, source=source)
    if known.exists():
        raise Refused(
            field="Tanggal pemeriksaan",
            value=clock.format_date(measured_on),
            expected="pemeriksaan yang belum tercatat dari sumber ini",
            remedy="sudah tercatat",
        )
    row = HealthRecord.objects.create(
        person=person,
        kind=which,
        status=what,
        measured_on=measured_on,
        until_on=until_on,
        source=HealthSource(source),
        reported_period=clean(reported_period)[:7],
        note_cipher=crypto.seal(clean(note)[:500], context=numbers.NOTE) if clean(note) else None,
        batch_id=batch_id,
        recorded_by_name=by.name,
        created_at=at,
    )
    if which == HealthKind.PREGNANCY and until_on is not None:
        _follow(person, measured_on, until_on, at=at)
    record(
        "registry.health.record",
        by=by,
        at=at,
        on=row,
        kind="person",
        subjects=steps.subjects_of_person(person.pk, steps.day_of(at)),
        area=person.area_code,
        data={"is_sensitive": True},
    )
    return row


def _check_person(kind: HealthKind, person: Person, on: date) -> None:
    if kind == HealthKind.PREGNANCY and person.sex == Sex.MALE:
        raise Refused(
            field="Jenis data",
            value=kind.label,
            expected="warga perempuan",
            remedy="periksa orangnya atau jenis kelaminnya",
        )
    if kind == HealthKind.NUTRITION:
        born = person.birth_date
        months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day) if born else -1
        if not 0 <= months < UNDER_FIVE_MONTHS:
            raise Refused(
                field="Jenis data",
                value=kind.label,
                expected="anak 0 sampai 59 bulan pada hari pemeriksaan",
                remedy="periksa tanggal lahir dan tanggal pemeriksaan",
            )


def _follow(person: Person, on: date, until: date, *, at: datetime) -> None:
    overlapping = Condition.objects.filter(
        person=person, kind=ConditionKind.PREGNANT, period__overlap=steps.since(on, until)
    )
    if not overlapping.exists():
        Condition.objects.create(
            person=person,
            kind=ConditionKind.PREGNANT,
            period=steps.since(on, until),
            source=Source.OTHER,
            created_at=at,
        )
