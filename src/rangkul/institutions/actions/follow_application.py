"""A new institution on its way to registration: asked for, papers, visit, recommendation, decision (R217)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from rangkul.institutions.actions import steps
from rangkul.institutions.actions.keep_record import record_registration
from rangkul.institutions.actions.register_institution import register_institution
from rangkul.institutions.enums import InstitutionKind, Paper
from rangkul.institutions.errors import NoSuchInstitution, UnableToChange
from rangkul.institutions.models import Application, ApplicationStep
from rangkul.institutions.policies import check_can_apply, check_can_step
from rangkul.institutions.workflow import APPLICATION
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@action("institutions.application.apply")
def apply_for_registration(
    *,
    name: str,
    kind: str,
    area: str,
    leader_name: str,
    papers: Iterable[str],
    on: date,
    by: Actor,
    at: datetime,
    address: str = "",
    phone: str = "",
) -> Application:
    """Write down that a group asks to be registered, with the papers it brought. Raises Denied, Refused."""
    check_can_apply(by, area)
    place = reference_queries.get_area(area)
    steps.not_later("Tanggal pengajuan", on, steps.day_of(at))
    row = Application.objects.create(
        name=steps.said("Nama lembaga", name, most=200),
        kind=steps.one_of("Jenis lembaga", kind, InstitutionKind),
        area_code=place.code,
        address=clean(address)[:300],
        leader_name=steps.said("Ketua", leader_name, most=200),
        phone=clean(phone)[:50],
        papers=_known(papers),
        applied_on=on,
        state_since=on,
        recorded_by=by.user_id,
        recorded_at=at,
    )
    _step(row, "apply", on, "", by, at)
    return row


@action("institutions.application.hand_in")
def hand_in_papers(*, application_id: UUID, papers: Iterable[str], by: Actor, at: datetime) -> Application:
    """Which papers are there now, the whole list; for whoever checks them. Raises Denied, UnableToChange (decided)."""
    row = _lock(application_id)
    check_can_step(by, "check", row)
    if APPLICATION.state(row.state).is_final:
        raise UnableToChange("Permohonan ini sudah diputuskan; berkasnya tidak berubah lagi.")
    before, row.papers = set(row.papers), _known(papers)
    if row.state == "APPLIED" or not before - set(row.papers):
        _keep(row)
        note = ", ".join(str(Paper(each).label) for each in row.papers if each not in before)
        _step(row, "hand_in", steps.day_of(at), note, by, at)
        return row
    raise UnableToChange(
        "Berkas yang sudah dinyatakan lengkap tidak dapat dikurangi. Tolak permohonan bila berkasnya tidak sah."
    )


@action("institutions.application.check")
def check_application(*, application_id: UUID, on: date, note: str, by: Actor, at: datetime) -> Application:
    """The papers are complete. Raises UnableToChange with what is missing."""
    row = _lock(application_id)
    check_can_step(by, "check", row)
    if row.missing:
        raise UnableToChange(f"Berkas belum lengkap: {', '.join(row.missing)}. Minta pemohon melengkapinya.")
    return _move(row, "check", on, note, by, at)


@action("institutions.application.visit")
def visit_application(*, application_id: UUID, on: date, note: str, by: Actor, at: datetime) -> Application:
    """Somebody was there on a day and writes what they found."""
    row = _lock(application_id)
    check_can_step(by, "visit", row)
    return _move(row, "visit", on, steps.said("Hasil kunjungan", note, least=5, most=4000), by, at)


@action("institutions.application.recommend")
def recommend_application(*, application_id: UUID, on: date, note: str, by: Actor, at: datetime) -> Application:
    """Recommend registration; whoever recommends does not decide."""
    row = _lock(application_id)
    check_can_step(by, "recommend", row)
    row.recommended_by = by.user_id
    return _move(row, "recommend", on, steps.said("Rekomendasi", note, least=5, most=4000), by, at)


@action("institutions.application.register")
def register_application(
    *, application_id: UUID, number: str, on: date, until: date | None, by: Actor, at: datetime
) -> Application:
    """Register: the institution enters the directory with its registration in force from the day. Four eyes."""
    row = _lock(application_id)
    check_can_step(by, "register", row)
    APPLICATION.move(row.state, "register")
    told = steps.said("Nomor tanda daftar", number, most=100, remedy="tulis nomor surat tanda terdaftar")
    office = _for_the_office(by)
    row.institution = register_institution(
        name=row.name,
        kind=row.kind,
        area=row.area_code,
        address=row.address,
        leader_name=row.leader_name,
        phone=row.phone,
        by=office,
        at=at,
    )
    record_registration(institution_id=row.institution.pk, number=told, since=on, until=until, by=office, at=at)
    return _move(row, "register", on, told, by, at)


@action("institutions.application.refuse")
def refuse_application(*, application_id: UUID, on: date, note: str, by: Actor, at: datetime) -> Application:
    """Refuse with the reason."""
    row = _lock(application_id)
    check_can_step(by, "refuse", row)
    return _move(row, "refuse", on, steps.said("Alasan penolakan", note, least=5, most=4000), by, at)


@action("institutions.application.withdraw")
def withdraw_application(*, application_id: UUID, on: date, note: str, by: Actor, at: datetime) -> Application:
    """The applicant takes it back."""
    row = _lock(application_id)
    check_can_step(by, "withdraw", row)
    return _move(row, "withdraw", on, steps.said("Alasan penarikan", note, least=5, most=4000), by, at)


def _for_the_office(by: Actor) -> Actor:
    """Who decides on an application need not keep the directory: the decision itself is the right to enter it."""
    from dataclasses import replace

    from rangkul.institutions.policies import CHANGE, CHANGE_HOME

    return replace(by, permissions=by.permissions | {CHANGE, CHANGE_HOME})


def _known(papers: Iterable[str]) -> list[str]:
    given = set(papers)
    return [each.value for each in Paper if each.value in given]


def _lock(application_id: UUID) -> Application:
    row = Application.objects.select_for_update(of=("self",)).filter(pk=application_id).first()
    if row is None:
        raise NoSuchInstitution(application_id)
    return row


def _keep(row: Application) -> None:
    row.revision += 1
    row.save()


def _move(row: Application, verb: str, on: date, note: str, by: Actor, at: datetime) -> Application:
    steps.not_later("Tanggal", on, steps.day_of(at))
    row.state = APPLICATION.move(row.state, verb)
    row.state_since = on
    _keep(row)
    _step(row, verb, on, clean(note), by, at)
    return row


def _step(row: Application, verb: str, on: date, note: str, by: Actor, at: datetime) -> None:
    ApplicationStep.objects.create(application=row, verb=verb, on=on, note=note, by_name=by.name[:200], at=at)
    subjects = [("application", row.pk)] + ([("institution", row.institution_id)] if row.institution_id else [])
    record(
        f"institutions.application.{verb}",
        by=by,
        at=at,
        on=row,
        subjects=subjects,
        area=row.area_code,
        reason=note,
        data={"name": row.name, "on": on.isoformat()},
    )
