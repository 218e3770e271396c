"""Completeness, assessment, decision: item-level reasons, versions, segregation of duties, delegation."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.accounts.models import Duty
from rangkul.desk import actions, queries
from rangkul.desk.actions import Found
from rangkul.desk.errors import CaseChanged, NoSuchCase, UnableToClose, UnableToDecide
from rangkul.desk.models import Assessment, Case, Decision, Requirement
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.organisation.actions import Receiver, give_delegation, revoke_delegation
from rangkul.platform.audit.models import AccessLog
from rangkul.platform.policy.actor import Actor
from rangkul.platform.workflow import UnableToMove
from tests.desk.flow_stage import FINDINGS, a_case_to_decide, assess, check, choose, decide
from tests.desk.stage import a_case, a_matched_case
from tests.people import NEIGHBOUR_VILLAGE, Cast

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def today() -> date:
    return clock.local_date(clock.now(), settings.TIME_ZONE)


def shown(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def delegate(giver: Actor, receiver: Actor, *, days: int = 3, position: str = "Koordinator Puskesos") -> Any:
    assert receiver.user_id is not None
    return give_delegation(
        receiver=Receiver(receiver.user_id, receiver.name), position=position, first_on=today(),
        last_on=today() + timedelta(days=days), reason="cuti", by=giver, at=clock.now(),
    )  # fmt: skip


def test_missing_items_say_why_and_the_citizen_reads_them(cast: Cast) -> None:
    officer = cast.actor("FRONT_OFFICE")
    case = choose(a_case(officer), officer)
    assert Requirement.objects.filter(case=case).count() == 4
    row = Requirement.objects.filter(case=case).first()
    assert row is not None
    with pytest.raises(Refused, match="alasan"):
        actions.check_requirements(case_id=case.pk, found={row.pk: Found("KURANG")}, by=officer, at=clock.now())
    check(case, officer, "ADA", "KURANG", "TIDAK_PERLU", "ADA")
    actions.return_case(case_id=case.pk, reason="", by=officer, at=clock.now())
    status = queries.public_status(case.ticket, "7890")
    assert status is not None
    assert [(item.label, item.reason, item.bring) for item in status.missing] == [
        ("KTP dan Kartu Keluarga", "fotokopi tidak terbaca", "aslinya")
    ]
    assert "KTP dan Kartu Keluarga" in status.public_note
    assert queries.public_status(case.ticket, "0000") is None
    actions.receive_case(case_id=case.pk, by=officer, at=clock.now())
    told = queries.public_status(case.ticket, "7890")
    assert told is not None
    assert told.missing == ()


def test_another_cases_items_and_another_village_are_refused(cast: Cast) -> None:
    officer = cast.actor("FRONT_OFFICE")
    case, other = choose(a_case(officer), officer), choose(a_case(officer), officer)
    row = Requirement.objects.filter(case=other).first()
    assert row is not None
    with pytest.raises(Refused):
        actions.check_requirements(case_id=case.pk, found={row.pk: Found("ADA")}, by=officer, at=clock.now())
    for actor in (cast.elsewhere("FRONT_OFFICE"), cast.actor("AUDITOR"), cast.actor("TKSK")):
        with pytest.raises(Denied):
            actions.check_requirements(case_id=other.pk, found={row.pk: Found("ADA")}, by=actor, at=clock.now())
    with pytest.raises(Refused, match="syarat"):
        assess_and_submit(other, cast)
    assert shown(other).state == "REGISTERED"


def assess_and_submit(case: Case, cast: Cast) -> None:
    Case.objects.filter(pk=case.pk).update(state="HANDLED")
    try:
        with transaction.atomic():
            assess(case, cast.actor("BACK_OFFICE"))
            actions.submit_case(case_id=case.pk, by=cast.actor("BACK_OFFICE"), at=clock.now())
    finally:
        Case.objects.filter(pk=case.pk).update(state="REGISTERED")


def test_a_paper_counts_as_there_and_a_lying_one_is_refused(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    case = choose(a_case(officer), officer)
    row = Requirement.objects.filter(case=case).first()
    assert row is not None
    for content, name in ((b"MZ\x90\x00" * 40, "ktp.pdf"), (b"", "ktp.pdf")):
        with pytest.raises(Refused):
            actions.attach_requirement(requirement_id=row.pk, content=content, name=name, by=officer, at=clock.now())
    kept = actions.attach_requirement(
        requirement_id=row.pk, content=PDF, name="../ktp'\"<x>.pdf", by=officer, at=clock.now()
    )
    assert (kept.state, "/" in kept.file_name) == ("ADA", False)
    assert kept.file_id is not None
    assert queries.open_case_file(officer, case.pk, kept.file_id).content == PDF
    for actor in (cast.elsewhere("BACK_OFFICE"), cast.actor("AUDITOR")):
        with pytest.raises(NoSuchCase):
            queries.open_case_file(actor, case.pk, kept.file_id)
    other = a_case(officer)
    with pytest.raises(NoSuchCase):
        queries.open_case_file(officer, other.pk, kept.file_id)


def test_assessments_are_versions_and_reading_them_is_logged(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    case = a_matched_case(cast)
    assess(case, officer)
    assess(case, officer)
    assert [each.version for each in Assessment.objects.order_by("version")] == [1, 2]
    assert FINDINGS.need.encode() not in bytes(Assessment.objects.all()[0].need_cipher)
    seen = queries.get_flow(officer, case.pk)
    assert (seen.assessments[0].version, seen.assessments[0].need) == (2, FINDINGS.need)
    assert AccessLog.objects.filter(fields=["kajian"], subject_id=case.pk).count() == 1
    assert queries.get_flow(cast.actor("AUDITOR"), case.pk).assessments[0].need == ""
    with pytest.raises(NoSuchCase):
        queries.get_flow(cast.elsewhere("BACK_OFFICE"), case.pk)
    for actor in (cast.elsewhere("BACK_OFFICE"), cast.actor("FRONT_OFFICE")):
        with pytest.raises(Denied):
            assess(case, actor)


def test_a_service_is_given_by_decision_only(cast: Cast) -> None:
    officer, head = cast.actor("BACK_OFFICE"), cast.actor("PUSKESOS_COORDINATOR")
    case = a_matched_case(cast)
    actions.handle_case(case_id=case.pk, by=officer, at=clock.now())
    choose(case, officer)

    def close(outcome: str, **words: str) -> Case:
        return actions.close_case(
            case_id=case.pk, outcome=outcome, note="", public_note="Sudah selesai", by=officer, at=clock.now(), **words
        )

    with pytest.raises(UnableToClose, match="penetapan"):
        close("TERTANGANI")
    check(case, officer, "ADA")
    assess(case, officer)
    actions.submit_case(case_id=case.pk, by=officer, at=clock.now())
    decide(case, head, "TOLAK")
    assert (shown(case).state, "tidak dapat" in shown(case).public_note) == ("DECIDED", True)
    with pytest.raises(UnableToClose, match="tidak disetujui"):
        close("TERTANGANI")
    with pytest.raises(Refused, match="sebab"):
        close("TIDAK_DAPAT")
    assert close("TIDAK_DAPAT", unmet_reason="SYARAT").state == "CLOSED"
    informed = choose(a_matched_case(cast), officer, "L10")
    assert actions.close_case(
        case_id=informed.pk, outcome="TERTANGANI", note="", public_note="Sudah beres", by=officer, at=clock.now()
    )


def test_who_assessed_does_not_decide(cast: Cast) -> None:
    coordinator = cast.actor("PUSKESOS_COORDINATOR")
    case = a_case_to_decide(cast)
    assess(case, coordinator)
    with pytest.raises(UnableToDecide, match="mengkaji"):
        decide(case, coordinator)
    with pytest.raises(Denied):
        decide(case, cast.actor("BACK_OFFICE"))
    manager = cast.actor("SLRT_MANAGER")
    assert decide(case, manager).decided_by == manager.user_id
    assert (shown(case).state, Decision.objects.count()) == ("DECIDED", 1)
    with pytest.raises(UnableToMove):
        decide(case, cast.actor("DIVISION_HEAD"))
    newest = Assessment.objects.order_by("-version")[0]
    with pytest.raises(IntegrityError, match="desk_decider_is_not_assessor"), transaction.atomic():
        Decision.objects.filter(case=case).update(assessed_by=newest.assessed_by, decided_by=newest.assessed_by)


def test_who_registered_does_not_decide_alone(cast: Cast) -> None:
    coordinator, manager = cast.actor("PUSKESOS_COORDINATOR"), cast.actor("SLRT_MANAGER")
    case = a_case_to_decide(cast, registered_by="PUSKESOS_COORDINATOR")
    assert decide(case, coordinator).needs_second
    assert shown(case).state == "ASSESSED"
    assert queries.find_decision_in_force(case.pk) is None
    with pytest.raises(UnableToDecide, match="sendirian"):
        actions.confirm_decision(case_id=case.pk, by=coordinator, at=clock.now())
    for actor in (cast.elsewhere("PUSKESOS_COORDINATOR"), cast.actor("BACK_OFFICE")):
        with pytest.raises(Denied):
            actions.confirm_decision(case_id=case.pk, by=actor, at=clock.now())
    assert "confirm" in queries.get_flow(manager, case.pk).may
    row = actions.confirm_decision(case_id=case.pk, by=manager, at=clock.now())
    assert (row.second_by, shown(case).state) == (manager.user_id, "DECIDED")
    assert queries.find_decision_in_force(case.pk) == row
    with pytest.raises(Refused):
        actions.confirm_decision(case_id=case.pk, by=cast.actor("DIVISION_HEAD"), at=clock.now())


@pytest.mark.requirement("R113")
@pytest.mark.requirement("R411")
def test_a_delegate_decides_in_the_givers_name_for_those_days(cast: Cast) -> None:
    coordinator, facilitator = cast.actor("PUSKESOS_COORDINATOR"), cast.actor("FACILITATOR")
    case = a_case_to_decide(cast)
    with pytest.raises(Denied):
        decide(case, facilitator)
    given = delegate(coordinator, facilitator)
    with pytest.raises(Denied):
        decide(case, facilitator, at=clock.now() + timedelta(days=5))
    elsewhere = a_case(cast.actor("FRONT_OFFICE", NEIGHBOUR_VILLAGE), area=NEIGHBOUR_VILLAGE)
    with pytest.raises(Denied):
        decide(elsewhere, facilitator)
    row = decide(case, facilitator)
    assert (row.on_behalf_of, row.giver_name, row.delegation_id) == ("Koordinator Puskesos", coordinator.name, given.pk)
    view = queries.get_flow(facilitator, case.pk).decisions[0]
    assert view.signature == f"a.n. Koordinator Puskesos, {facilitator.name}"


def test_a_delegation_ends_with_its_revocation_its_givers_duty_and_his_own_findings(cast: Cast) -> None:
    coordinator, facilitator = cast.actor("PUSKESOS_COORDINATOR"), cast.actor("FACILITATOR")
    case = a_case_to_decide(cast)
    given = delegate(coordinator, facilitator)
    with pytest.raises(Refused, match="Tanggal"):
        delegate(coordinator, cast.actor("BACK_OFFICE"))
    assess(case, coordinator)
    with pytest.raises(UnableToDecide, match="atas namanya"):
        decide(case, facilitator)
    with pytest.raises(Denied):
        revoke_delegation(delegation_id=given.pk, by=facilitator, at=clock.now())
    revoke_delegation(delegation_id=given.pk, by=coordinator, at=clock.now())
    fresh = a_case_to_decide(cast)
    with pytest.raises(Denied):
        decide(fresh, facilitator)
    delegate(coordinator, facilitator)
    assert queries.get_flow(facilitator, fresh.pk).authority is not None
    Duty.objects.filter(pk=coordinator.duty_id).update(valid_to=today())
    assert queries.get_flow(facilitator, fresh.pk).authority is None
    for wrong in (
        {"receiver": coordinator},
        {"receiver": facilitator, "days": -2},
        {"receiver": facilitator, "days": 900},
    ):
        with pytest.raises(Refused):
            delegate(coordinator, **wrong)  # type: ignore[arg-type]
    with pytest.raises(Denied):
        delegate(cast.actor("BACK_OFFICE"), facilitator)


@pytest.mark.requirement("R113")
def test_a_case_handed_up_is_the_districts_to_decide(cast: Cast) -> None:
    coordinator, manager = cast.actor("PUSKESOS_COORDINATOR"), cast.actor("SLRT_MANAGER")
    case = a_case_to_decide(cast)
    with pytest.raises(Refused):
        decide(case, coordinator, "NAIK", reason=" ")
    decide(case, coordinator, "NAIK")
    assert (shown(case).state, shown(case).decision_level) == ("ASSESSED", "KABUPATEN")
    with pytest.raises(Denied):
        decide(case, coordinator)
    with pytest.raises(Refused):
        decide(case, manager, "NAIK")
    deputy = cast.actor("PROGRAMME_OFFICER")
    with pytest.raises(Denied):
        decide(case, deputy, "ULANG")
    delegate(manager, deputy, position="Manajer SLRT")
    assert decide(case, deputy, "ULANG").on_behalf_of == "Manajer SLRT"
    assert shown(case).state == "HANDLED"
    for wrong in ({"verdict": "X"}, {"verdict": "SETUJU", "way": ""}):
        again = a_case_to_decide(cast)
        with pytest.raises(Refused):
            decide(again, coordinator, **wrong)


def test_the_second_of_two_officials_is_told_who_did_what(cast: Cast) -> None:
    officer, coordinator = cast.actor("BACK_OFFICE"), cast.actor("PUSKESOS_COORDINATOR")
    case = a_matched_case(cast)
    before = shown(case).revision
    actions.handle_case(case_id=case.pk, revision=before, by=coordinator, at=clock.now())
    with pytest.raises(CaseChanged) as told:
        assess(case, officer, revision=before)
    assert [(name, sentence) for name, _at, sentence in told.value.changes] == [(coordinator.name, "Mulai ditangani")]
    assert coordinator.name in str(told.value)
    assert not Assessment.objects.exists()
    assess(case, officer, revision=told.value.revision)
    with pytest.raises(CaseChanged):
        actions.close_case(
            case_id=case.pk, outcome="DITARIK", note="", public_note="Ditarik warga", by=officer, at=clock.now(),
            revision=before,
        )  # fmt: skip
    assert shown(case).state == "HANDLED"
