"""Completeness: which service it is, what of its requirements is there, what is missing and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.enums import RequirementState
from rangkul.desk.models import Case, Requirement
from rangkul.desk.policies import check_can
from rangkul.desk.queries.catalogue import find_service
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.files.actions import keep_file
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one requirement. `reason` says why it is missing, `bring` what the citizen should bring."""

    state: str
    reason: str = ""
    bring: str = ""


@action("desk.case.choose_service")
def choose_service(*, case_id: UUID, code: str, by: Actor, at: datetime, revision: int | None = None) -> Case:
    """Say which service of the catalogue the case is about: its requirements become rows, its time becomes the clock.

    The first choice starts the clock; another service later changes the time but not its beginning. Raises `Refused`
    for an unknown or the same service or a closed case, `CaseChanged`, `Denied`.
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "check", case)
    service = find_service(code)
    if service is None or case.service_code == service.code or case.state == "CLOSED":
        raise Refused(
            field="Layanan",
            value=code,
            expected="layanan lain dari katalog, selama kasus belum ditutup",
            remedy="pilih dari daftar",
        )
    before = case.service_code
    steps.take_service(case, service.code, at)
    case.classified_at = at
    steps.keep(case, at)
    steps.note_event("desk.case.choose_service", case, by=by, at=at, service=service.name, code=code, before=before)
    return case


@action("desk.case.check")
def check_requirements(
    *, case_id: UUID, found: Mapping[UUID, Found], by: Actor, at: datetime, revision: int | None = None
) -> Case:
    """Write down what is there, missing or not needed; rows that are not named stay as they are.

    Raises `Refused` (a missing item without a reason, an item of another case), `CaseChanged`, `Denied`. Whether the
    case then goes back to the citizen is another step (`return_case`).
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "check", case)
    if case.state == "CLOSED":
        raise Refused(
            field="Kasus", value=case.ticket, expected="kasus yang belum ditutup", remedy="muat ulang halaman"
        )
    rows = {each.pk: each for each in Requirement.objects.filter(case_id=case.pk, service_code=case.service_code)}
    if not found or not set(found) <= set(rows):
        raise Refused(
            field="Syarat",
            value="",
            expected="syarat dari layanan kasus ini",
            remedy="muat ulang halaman, lalu isi lagi",
        )
    for key, answer in found.items():
        _take(rows[key], answer, by=by, at=at)
    Requirement.objects.bulk_update(
        [rows[key] for key in found], ["state", "reason", "bring", "checked_by_name", "checked_at"]
    )
    states = [each.state for each in rows.values()]
    steps.keep(case, at)
    steps.note_event(
        "desk.case.check",
        case,
        by=by,
        at=at,
        there=states.count(RequirementState.PRESENT),
        missing=states.count(RequirementState.MISSING),
        total=len([state for state in states if state != RequirementState.NOT_APPLICABLE]),
    )
    return case


def _take(row: Requirement, answer: Found, *, by: Actor, at: datetime) -> None:
    if answer.state not in RequirementState.values:
        raise Refused(field=row.label, value=answer.state, expected="ada, kurang atau tidak perlu", remedy="pilih satu")
    is_missing = answer.state == RequirementState.MISSING
    reason, bring = clean(answer.reason), clean(answer.bring)
    if is_missing and len(reason) < 3:
        raise Refused(
            field=row.label,
            value=answer.reason,
            expected="alasan mengapa kurang, misalnya “fotokopi tidak terbaca”",
            remedy="tulis alasannya; warga membacanya",
        )
    row.state = answer.state
    row.reason, row.bring = (reason[:200], bring[:200]) if is_missing else ("", "")
    row.checked_by_name, row.checked_at = by.name, at


@action("desk.requirement.attach")
def attach_requirement(
    *, requirement_id: UUID, content: bytes | BinaryIO, name: str, by: Actor, at: datetime
) -> Requirement:
    """Put a paper to a requirement; it counts as there. An earlier file stays in the case's files.

    Raises `Refused` (empty, too big, another type than its name says, a zip bomb) and `Denied`.
    """
    row = Requirement.objects.select_for_update(of=("self",)).get(pk=requirement_id)
    case = steps.lock(row.case_id)
    check_can(by, "check", case)
    if case.state == "CLOSED" or row.service_code != case.service_code:
        raise Refused(
            field="Kasus", value=case.ticket, expected="kasus yang belum ditutup", remedy="muat ulang halaman"
        )
    stored = keep_file(
        content=content, name=name, kind="ATTACHMENT", owner=("case", case.pk), area=case.area_code, by=by, at=at
    )
    row.file_id, row.file_name = stored.pk, stored.name
    _take(row, Found(RequirementState.PRESENT), by=by, at=at)
    row.save()
    steps.keep(case, at)
    steps.note_event("desk.requirement.attach", case, by=by, at=at, item=row.label)
    return row
