"""Assessment: need, situation, risk and recommendation, kept as versions, and handed in for a decision."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.enums import RequirementState, Risk, Way
from rangkul.desk.models import Assessment, Case, Requirement
from rangkul.desk.policies import check_can
from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

CONTEXT = "desk.assessment"
_OPEN_FOR = ("MATCHED", "HANDLED", "ASSESSED")


@dataclass(frozen=True, slots=True)
class Findings:
    """The short form (domain A.4, F5 in brief)."""

    need: str
    situation: str
    risk: str
    way: str
    recommendation: str


@action("desk.case.assess")
def assess_case(
    *, case_id: UUID, findings: Findings, by: Actor, at: datetime, revision: int | None = None
) -> Assessment:
    """Write the next version of the assessment; earlier ones stay. The case must be matched and not yet decided.

    Raises `Refused` (an empty part, an unknown risk or way, the wrong state), `CaseChanged`, `Denied`.
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "assess", case)
    if case.state not in _OPEN_FOR:
        raise Refused(
            field="Status kasus",
            value=case.get_state_display(),
            expected="sudah dicocokkan dan belum ditetapkan",
            remedy="cocokkan dengan registri lebih dulu",
        )
    if findings.risk not in Risk.values:
        raise Refused(field="Risiko", value=findings.risk, expected="rendah, sedang atau tinggi", remedy="pilih satu")
    if findings.way not in Way.values:
        raise Refused(field="Jalan", value=findings.way, expected="salah satu jalan pada formulir", remedy="pilih satu")
    row = Assessment.objects.create(
        case_id=case.pk,
        version=Assessment.objects.filter(case_id=case.pk).count() + 1,
        need_cipher=_sealed("Kebutuhan", findings.need),
        situation_cipher=_sealed("Keadaan", findings.situation),
        recommendation_cipher=_sealed("Rekomendasi", findings.recommendation),
        risk=findings.risk,
        way=findings.way,
        assessed_by=by.user_id,
        assessed_by_name=by.name,
        assessed_at=at,
    )
    steps.keep(case, at)
    steps.note_event("desk.case.assess", case, by=by, at=at, version=row.version, risk=row.risk, way=row.way)
    return row


def _sealed(field: str, text: str) -> bytes:
    return crypto.seal(steps.said(field, text), context=CONTEXT)


@action("desk.case.submit")
def submit_case(*, case_id: UUID, by: Actor, at: datetime, revision: int | None = None) -> Case:
    """Hand an assessed case in for a decision.

    Raises `Refused` while there is no assessment, or while a requirement of the service is unchecked or missing.
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "submit", case)
    if not Assessment.objects.filter(case_id=case.pk).exists():
        raise Refused(field="Kajian", value="", expected="sedikitnya satu kajian", remedy="tulis kajian lebih dulu")
    waiting = Requirement.objects.filter(
        case_id=case.pk,
        service_code=case.service_code,
        state__in=[RequirementState.UNCHECKED, RequirementState.MISSING],
    ).order_by("position")
    if waiting:
        raise Refused(
            field="Kelengkapan",
            value="; ".join(each.label for each in waiting),
            expected="setiap syarat ada atau tidak perlu",
            remedy="periksa syaratnya, atau kembalikan ke warga",
        )
    steps.move(case, "submit")
    steps.keep(case, at)
    steps.note_event("desk.case.submit", case, by=by, at=at)
    return case
