"""Recording what an aid changed: income, access to resources and the business, before and after (R012)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.enums import MeasureKind, ResourceAccess
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.events import told_of
from rangkul.programmes.models import Enrolment, Outcome
from rangkul.programmes.policies import outcomes as policies
from rangkul.registry.enums import Livelihood

MOST_INCOME = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was found: `kind` MeasureKind, income in whole rupiah a month, `access` ResourceAccess, `business_kind`
    Livelihood or "" where no business runs."""

    kind: str
    measured_on: date
    monthly_income: int
    access: str
    is_running: bool = False
    business_kind: str = ""
    note: str = ""


@action("programmes.outcome.record")
def record_outcome(*, enrolment_id: UUID, measure: Measure, by: Actor, at: datetime) -> Outcome:
    """Add one measurement to an enrolment; also to one that has ended, so that what lasted can be told.

    Raises NoSuchProposal, Denied, and Refused: a component that is not measured, a future day, an AFTER without a
    BEFORE or not later than it and the start of the aid, a second BEFORE, a second measurement of one day. The income
    is not written to the trail.
    """
    found = Enrolment.objects.select_for_update(of=("self",)).select_related("component__programme")
    enrolment = found.filter(pk=enrolment_id).first()
    if enrolment is None:
        raise NoSuchProposal(enrolment_id)
    policies.check_can_record(by, enrolment)
    measure = replace(measure, note=clean(measure.note))
    _check_answers(measure)
    _check_component(enrolment)
    _check_day(enrolment, measure, today=office_day(at))
    outcome = Outcome.objects.create(
        enrolment=enrolment,
        kind=measure.kind,
        measured_on=measure.measured_on,
        monthly_income=measure.monthly_income,
        access=measure.access,
        is_running=measure.is_running,
        business_kind=measure.business_kind,
        note=measure.note,
        recorded_at=at,
        recorded_by=by.user_id,
        recorded_by_name=by.name,
    )
    record(
        "programmes.outcome.record",
        by=by,
        at=at,
        on=outcome,
        kind="outcome",
        subjects=[(enrolment.subject_kind, enrolment.subject_id), ("enrolment", enrolment.pk)],
        area=enrolment.area_code,
        data={
            **told_of(enrolment.component),
            "measure": measure.kind,
            "measured_on": measure.measured_on.isoformat(),
        },
    )
    return outcome


def _check_component(enrolment: Enrolment) -> None:
    if not enrolment.component.tracks_outcome:
        raise Refused(
            field="Bantuan",
            value=enrolment.component.name,
            expected="bantuan yang hasilnya dipantau, misalnya UEP",
            remedy="pilih peserta bantuan yang dipantau",
        )


def _check_answers(measure: Measure) -> None:
    if not 0 <= measure.monthly_income <= MOST_INCOME:
        raise Refused(
            field="Penghasilan sebulan",
            value=measure.monthly_income,
            expected="rupiah penuh, 0 sampai 1.000.000.000",
            remedy="tulis penghasilan keluarga dalam sebulan",
        )
    if measure.access not in ResourceAccess.values:
        raise Refused(
            field="Akses sumber daya ekonomi",
            value=measure.access,
            expected="belum ada akses, sebagian, atau baik",
            remedy="pilih salah satu",
        )
    known = measure.business_kind in Livelihood.values
    if (measure.is_running and not known) or (measure.business_kind and not known):
        raise Refused(
            field="Jenis usaha",
            value=measure.business_kind,
            expected="salah satu dari lima kelompok usaha",
            remedy="pilih jenis usaha yang berjalan",
        )


def _check_day(enrolment: Enrolment, measure: Measure, *, today: date) -> None:
    if measure.measured_on > today:
        _refuse_day(measure, "hari ini atau sebelumnya", "tulis tanggal kunjungan")
    earlier = list(Outcome.objects.filter(enrolment=enrolment))
    before = next((each for each in earlier if each.kind == MeasureKind.BEFORE), None)
    if measure.kind == MeasureKind.BEFORE:
        if before is not None:
            _refuse_kind(
                "hanya satu pengukuran awal, yang sudah dicatat " + format_date(before.measured_on),
                "pilih sesudah bantuan",
            )
        return
    if measure.kind != MeasureKind.AFTER:
        _refuse_kind("sebelum atau sesudah bantuan", "pilih salah satu")
    if before is None:
        _refuse_kind("keadaan sebelum bantuan sudah dicatat", "catat dahulu keadaan sebelum bantuan")
    elif measure.measured_on <= before.measured_on:
        _refuse_day(
            measure,
            f"sesudah pengukuran awal tanggal {format_date(before.measured_on)}",
            "periksa tanggal kunjungan",
        )
    if measure.measured_on < enrolment.valid_from:
        _refuse_day(
            measure, f"sejak menjadi peserta tanggal {format_date(enrolment.valid_from)}", "periksa tanggal kunjungan"
        )
    if any(each.measured_on == measure.measured_on for each in earlier):
        _refuse_day(measure, "hari yang belum dicatat hasilnya", "periksa daftar hasil di bawah")


def _refuse_day(measure: Measure, expected: str, remedy: str) -> None:
    raise Refused(field="Tanggal pengukuran", value=format_date(measure.measured_on), expected=expected, remedy=remedy)


def _refuse_kind(expected: str, remedy: str) -> None:
    raise Refused(field="Waktu pengukuran", value="", expected=expected, remedy=remedy)
