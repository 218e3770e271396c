"""Removal batches: from candidates to a decision by another, what ends and what never does, undo, and who may."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.documents.models import Document
from rangkul.platform.files.models import StoredFile
from rangkul.platform.workflow import UnableToMove
from rangkul.programmes import actions
from rangkul.programmes.actions.removal.run_candidates import run_candidates
from rangkul.programmes.errors import UnableToPropose
from rangkul.programmes.models import (
    Candidate,
    Enrolment,
    ProposalLine,
    Quota,
    RemovalBatch,
    RemovalDecree,
    RemovalLine,
)
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.before_after import before_after, recommended_counts
from rangkul.programmes.queries.removals import get_removal, recommendations
from rangkul.registry.models import Membership, OutsideMembership, Person
from tests.people import REGENCY, VILLAGE, Cast
from tests.programmes.proposal_stage import DAY, LONG_AGO, Stage
from tests.registry.factories import make_family, make_outside, make_person, make_status

pytestmark = pytest.mark.django_db
DIED = date(2026, 2, 1)


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """Two families with rice: "Sendiri" lived alone and died, of "Bersama" the head died; a dead holder of PBI-JK."""
    stage = Stage.build(cast, quota=5)
    families = [stage.family("Sendiri"), stage.family("Bersama")]
    actions.decide_batch(batch_id=stage.verified(*families).pk, by=stage.head, at=stage.tick())
    Enrolment.objects.update(valid_from=LONG_AGO)
    child = make_person("Anak Bersama")
    Membership.objects.create(person=child, family=families[1], relation="CHILD", period=DateRange(LONG_AGO, None))
    make_outside(make_person("Berkartu"), "PBI_JK", "0001")
    heads = Person.objects.filter(name__in=("Sendiri", "Bersama", "Berkartu"))
    Membership.objects.filter(person__in=heads).update(period=DateRange(LONG_AGO, date(2026, 2, 2)))
    heads.update(died_on=DIED)
    run_candidates(kind="CORET", area=str(REGENCY), as_of=DAY, by=stage.officer, at=stage.tick())
    return stage


def opened(stage: Stage, **more: Any) -> list[RemovalBatch]:
    ids = list(Candidate.objects.values_list("pk", flat=True))
    return actions.open_removal(candidate_ids=ids, by=more.get("by", stage.operator), at=stage.tick()).batches


def rice(stage: Stage) -> RemovalBatch:
    opened(stage)
    return RemovalBatch.objects.get(component=stage.component)


def bring(stage: Stage, batch: RemovalBatch, state: str = "VERIFIED") -> RemovalBatch:
    given = {"musyawarah_on": date(2026, 2, 27), "musyawarah_place": "Balai desa", "musyawarah_attendance": 30}
    steps: tuple[tuple[str, Any, Any, dict[str, Any]], ...] = (
        ("SUBMITTED", actions.submit_removal, stage.operator, given),
        ("CHECKED", actions.check_removal, stage.kecamatan, {}),
        ("VERIFIED", actions.verify_removal, stage.officer, {}),
    )
    for reached, step, actor, more in steps:
        step(batch_id=batch.pk, by=actor, at=stage.tick(), **more)
        if reached == state:
            break
    return RemovalBatch.objects.get(pk=batch.pk)


def line_of(name: str) -> RemovalLine:
    return RemovalLine.objects.get(candidate__subject_name=name)


def decide(stage: Stage, batch: RemovalBatch, by: Any = None, **chosen: actions.RemovalChoice) -> RemovalDecree:
    lines = {line_of(name).pk: choice for name, choice in chosen.items()}
    return actions.decide_removal(batch_id=batch.pk, lines=lines, by=by or stage.head, at=stage.tick())


def heir() -> actions.RemovalChoice:
    return actions.RemovalChoice("REPLACE", successor_id=Person.objects.get(name="Anak Bersama").pk)


@pytest.mark.requirement("R125")
def test_from_evidence_to_decision(stage: Stage) -> None:
    batches = opened(stage)
    assert {(batch.component_id, batch.outside_programme) for batch in batches} == {
        (stage.component.pk, ""),
        (None, "PBI_JK"),
    }
    batch = bring(stage, rice_of(stage))
    decree = decide(stage, batch, Bersama=heir())
    ended, kept = (Enrolment.objects.get(family__head_name=name) for name in ("Sendiri", "Bersama"))
    assert (ended.state, ended.exit_reason, ended.valid_to) == ("ENDED", "MENINGGAL", DIED)
    assert "data warga" in ended.exit_evidence
    assert kept.state == "ACTIVE"
    line = line_of("Sendiri")
    assert (line.state, line.decree_id, line.effective_on) == ("DICORET", decree.pk, DIED)
    assert (line_of("Bersama").state, line_of("Bersama").successor) == (
        "REPLACED",
        Person.objects.get(name="Anak Bersama"),
    )
    assert Quota.objects.get().used == 1
    assert Document.objects.get(pk=decree.document_id).kind == "removal"
    assert Event.objects.get(name="programmes.enrolment.end").data["ended_by"] == decree.number


def rice_of(stage: Stage) -> RemovalBatch:
    return RemovalBatch.objects.get(component=stage.component)


@pytest.mark.requirement("R125")
def test_an_outside_programme_is_recommended_and_nothing_of_it_ends(stage: Stage) -> None:
    opened(stage)
    batch = bring(stage, RemovalBatch.objects.get(outside_programme="PBI_JK"))
    decide(stage, batch)
    assert OutsideMembership.objects.get().period.upper is None
    (line,) = recommendations(stage.officer)
    assert (line.state, line.outside_number) == ("NONAKTIF_DIUSULKAN", "0001")
    assert list(recommendations(stage.cast.elsewhere("VILLAGE_OPERATOR"))) == []
    taken = actions.export_recommendations(by=stage.officer, at=stage.tick(), programme="PBI_JK")
    assert [each.pk for each, _label in taken] == [line.pk]
    assert recommended_counts(stage.officer, since=LONG_AGO, until=DAY) == [("PBI-JK (KIS)", 1)]


def test_a_family_that_lost_its_head_never_ends_by_default(stage: Stage) -> None:
    batch = bring(stage, rice(stage))
    with pytest.raises(Refused) as refused:
        decide(stage, batch)
    assert refused.value.field == "Keputusan"
    stranger = make_person("Orang Lain")
    for successor in (None, stranger.pk, Person.objects.get(name="Bersama").pk):
        with pytest.raises(Refused) as refused:
            decide(stage, batch, Bersama=actions.RemovalChoice("REPLACE", successor_id=successor))
        assert refused.value.field == "Pengurus baru"
    assert Enrolment.objects.filter(state="ACTIVE").count() == 2
    assert not RemovalDecree.objects.exists()


@pytest.mark.requirement("W08")
def test_who_goes_on_receiving_is_kept_with_the_reason(stage: Stage) -> None:
    batch = bring(stage, rice(stage), "CHECKED")
    with pytest.raises(Refused):
        actions.keep_removal_line(line_id=line_of("Bersama").pk, reason=" ", by=stage.officer, at=stage.tick())
    actions.keep_removal_line(line_id=line_of("Bersama").pk, reason="ternyata hidup", by=stage.officer, at=stage.tick())
    actions.verify_removal(batch_id=batch.pk, by=stage.officer, at=stage.tick())
    decide(stage, batch)
    assert (line_of("Bersama").state, line_of("Bersama").kept_reason) == ("KEPT", "ternyata hidup")
    assert Enrolment.objects.get(state="ACTIVE").family_id == line_of("Bersama").family_id
    shown = get_removal(stage.operator, batch.pk, on=DAY)
    assert {each.line.state for each in shown.lines} == {"KEPT", "DICORET"}


def test_who_left_meanwhile_is_not_ended_twice(stage: Stage) -> None:
    batch = bring(stage, rice(stage))
    actions.end_enrolment(
        enrolment_id=line_of("Sendiri").enrolment_id,  # type: ignore[arg-type]
        reason="PINDAH", evidence="BA 1", on=DAY, by=stage.officer, at=stage.tick(),
    )  # fmt: skip
    decide(stage, batch, Bersama=heir())
    assert "sudah berakhir 2 Maret 2026" in line_of("Sendiri").kept_reason
    assert Quota.objects.get().used == 1


@pytest.mark.requirement("R017")
def test_four_eyes_and_divisions(stage: Stage) -> None:
    batch = bring(stage, rice(stage), "SUBMITTED")
    for step, actor in (
        (actions.check_removal, stage.cast.elsewhere("KECAMATAN_OFFICER")),
        (actions.check_removal, stage.operator),
    ):
        with pytest.raises(Denied):
            step(batch_id=batch.pk, by=actor, at=stage.tick())
    actions.check_removal(batch_id=batch.pk, by=stage.kecamatan, at=stage.tick())
    with pytest.raises(Denied, match="bidang lain"):
        actions.verify_removal(
            batch_id=batch.pk, by=stage.cast.actor("PROGRAMME_OFFICER", division="REHSOS"), at=stage.tick()
        )
    actions.verify_removal(batch_id=batch.pk, by=stage.officer, at=stage.tick())
    twin = type(stage.head)(**{
        **{name: getattr(stage.head, name) for name in stage.head.__dataclass_fields__}, "user_id": stage.officer.user_id,
    })  # fmt: skip
    with pytest.raises(Denied, match="empat mata"):
        decide(stage, batch, by=twin, Bersama=heir())
    decide(stage, batch, Bersama=heir())
    with pytest.raises(UnableToMove):
        decide(stage, batch, by=stage.cast.actor("OFFICE_HEAD"))
    assert RemovalDecree.objects.count() == 1


def test_the_next_village_neither_sees_nor_opens(stage: Stage) -> None:
    batch = rice(stage)
    for role, seen in (("VILLAGE_OPERATOR", True), ("KECAMATAN_OFFICER", True)):
        assert policies.visible_to(stage.cast.actor(role)).filter(pk=batch.pk).exists() is seen
        assert not policies.visible_to(stage.cast.elsewhere(role)).filter(pk=batch.pk).exists()
    RemovalLine.objects.update(state="DROPPED")
    with pytest.raises(UnableToPropose):
        opened(stage, by=stage.cast.elsewhere("VILLAGE_OPERATOR"))
    for role in ("KECAMATAN_OFFICER", "PROGRAMME_OFFICER"):
        with pytest.raises(Denied):
            opened(stage, by=stage.cast.actor(role))


def test_nobody_stands_in_two_batches_and_the_rest_is_kept(stage: Stage) -> None:
    rice(stage)
    with pytest.raises(UnableToPropose, match="sudah ada dalam daftar"):
        opened(stage)
    actions.drop_removal_line(line_id=line_of("Sendiri").pk, by=stage.operator, at=stage.tick())
    ids = list(Candidate.objects.values_list("pk", flat=True))
    again = actions.open_removal(candidate_ids=ids, by=stage.operator, at=stage.tick())
    assert [line.candidate.subject_name for line in again.lines] == ["Sendiri"]
    assert {name for name, _why in again.refused} == {"Bersama", "Berkartu"}
    assert RemovalBatch.objects.count() == 2


def test_the_village_completes_the_evidence(stage: Stage) -> None:
    rice(stage)
    line = line_of("Sendiri")
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    actions.describe_removal_line(
        line_id=line.pk, evidence="Akta kematian 12/2026", on=date(2026, 2, 3), content=pdf, file_name="akta.pdf",
        by=stage.operator, at=stage.tick(),
    )  # fmt: skip
    line.refresh_from_db()
    assert (line.evidence, line.effective_on) == ("Akta kematian 12/2026", date(2026, 2, 3))
    assert StoredFile.objects.get(pk=line.file_id).owner_id == line.pk
    for wrong in ({"evidence": " "}, {"evidence": "a", "on": date(2027, 1, 1)}, {"evidence": "a", "reason": "X"}):
        with pytest.raises(Refused):
            actions.describe_removal_line(line_id=line.pk, by=stage.operator, at=stage.tick(), **wrong)  # type: ignore[arg-type]


def test_returning_says_why_and_withdrawing_frees_the_names(stage: Stage) -> None:
    batch = bring(stage, rice(stage), "SUBMITTED")
    with pytest.raises(Refused):
        actions.return_removal(batch_id=batch.pk, reason="LAIN", by=stage.kecamatan, at=stage.tick())
    actions.return_removal(batch_id=batch.pk, reason="BERITA_ACARA", by=stage.kecamatan, at=stage.tick())
    actions.withdraw_removal(batch_id=batch.pk, reason="salah desa", by=stage.operator, at=stage.tick())
    assert set(RemovalLine.objects.filter(batch=batch).values_list("state", flat=True)) == {"DROPPED"}
    assert {batch.component_id for batch in opened(stage)} == {stage.component.pk}


@pytest.mark.requirement("W08")
def test_a_striking_off_is_taken_back_by_a_decision(stage: Stage) -> None:
    batch = bring(stage, rice(stage))
    decree = decide(stage, batch, Bersama=heir())
    line = line_of("Sendiri")
    given = {"line_id": line.pk, "reason": "salah orang", "evidence": "surat desa 3/2026", "at": stage.tick()}
    for actor in (stage.officer, stage.operator, stage.cast.actor("DIVISION_HEAD", division="REHSOS")):
        with pytest.raises(Denied):
            actions.reinstate(by=actor, **given)
    type(line.family).objects.filter(pk=line.family_id).update(ended_on=DIED)  # type: ignore[union-attr]
    with pytest.raises(Refused, match="masih hidup"):
        actions.reinstate(by=stage.head, **given)
    type(line.family).objects.filter(pk=line.family_id).update(ended_on=None)  # type: ignore[union-attr]
    with pytest.raises(Refused):
        actions.reinstate(by=stage.head, **{**given, "reason": ""})
    made = actions.reinstate(by=stage.head, **given)
    line.refresh_from_db()
    row = Enrolment.objects.get(pk=line.enrolment_id)
    assert (row.state, row.valid_to, row.exit_reason) == ("ACTIVE", None, "")
    assert (line.state, line.reason, line.decree_id, line.effective_on) == ("REINSTATED", "MENINGGAL", decree.pk, DIED)
    assert made.number != decree.number
    assert Quota.objects.get().used == 2
    with pytest.raises(Refused):
        actions.reinstate(by=stage.head, **given)


def test_no_seat_no_reinstatement(stage: Stage) -> None:
    decide(stage, bring(stage, rice(stage)), Bersama=heir())
    Quota.objects.update(amount=1)
    with pytest.raises(Refused) as refused:
        actions.reinstate(line_id=line_of("Sendiri").pk, reason="keliru", evidence="BA", by=stage.head, at=stage.tick())
    assert refused.value.field == "Kuota"
    assert line_of("Sendiri").state == "DICORET"


@pytest.mark.requirement("R125")
@pytest.mark.parametrize(
    ("change", "wall"),
    [
        ({"evidence": ""}, "programmes_struck_off_by_decision"),
        ({"effective_on": None}, "programmes_struck_off_by_decision"),
        ({"decree": None}, "programmes_struck_off_by_decision"),
        ({"reason": ""}, "programmes_struck_off_by_decision"),
        ({"enrolment": None}, "programmes_struck_off_is_own"),
        ({"state": "KEPT"}, "programmes_kept_with_reason"),
        ({"state": "REPLACED"}, "programmes_replaced_by_somebody"),
    ],
)
def test_the_database_itself_asks_for_reason_evidence_day_and_decision(
    stage: Stage, change: dict[str, object], wall: str
) -> None:
    decide(stage, bring(stage, rice(stage)), Bersama=heir())
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        RemovalLine.objects.filter(pk=line_of("Sendiri").pk).update(**change)


def test_before_and_after(stage: Stage) -> None:
    decide(stage, bring(stage, rice(stage)), Bersama=heir())
    (row,) = before_after(stage.officer, since=date(2026, 1, 1), until=DAY)
    assert (row.before, row.started, row.left, row.after, row.reasons) == (2, 0, 1, 1, [("meninggal", 1)])
    assert before_after(stage.cast.elsewhere("VILLAGE_OPERATOR"), since=date(2026, 1, 1), until=DAY) == []


@pytest.mark.requirement("R124")
@pytest.mark.requirement("W03")
def test_who_gets_nothing_goes_into_the_villages_proposal(stage: Stage) -> None:
    for name in ("Memenuhi", "Tanpa Id"):
        make_status(stage.family(name, listed=name == "Memenuhi"), 1)
    make_status(make_family(make_person("Cukup", VILLAGE)), 2)
    run = run_candidates(kind="USUL", area=str(REGENCY), as_of=DAY, by=stage.officer, at=stage.tick())
    ids = list(Candidate.objects.filter(run=run).values_list("pk", flat=True))
    given: dict[str, Any] = {"candidate_ids": ids, "component_id": stage.component.pk, "fiscal_year": 2026}
    done = actions.propose_candidates(by=stage.operator, at=stage.tick(), **given)
    assert [line.family.head_name for line in done.lines if line.family] == ["Memenuhi"]
    assert {name for name, _why in done.refused} == {"Tanpa Id", "Cukup"}
    assert all(why for _name, why in done.refused)
    with pytest.raises(UnableToPropose):
        actions.propose_candidates(by=stage.operator, at=stage.tick(), **given)
    assert ProposalLine.objects.filter(batch=done.batches[0]).count() == 1
    with pytest.raises(UnableToPropose):
        actions.propose_candidates(by=stage.cast.elsewhere("VILLAGE_OPERATOR"), at=stage.tick(), **given)
