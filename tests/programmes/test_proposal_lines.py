"""Who may be put into a batch: unit, place, registry id, screening, and nobody twice."""

from datetime import date

import pytest

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.programmes.actions.add_line import add_line
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.actions.propose_from_case import propose_from_case
from rangkul.programmes.actions.refuse_line import refuse_line
from rangkul.programmes.actions.remove_line import remove_line
from rangkul.programmes.actions.withdraw_batch import withdraw_batch
from rangkul.programmes.errors import AlreadyProposed, AlreadyServed, OverrideNeeded
from rangkul.programmes.models import ProposalBatch, ProposalLine, Screening
from rangkul.registry.models import Condition
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.programmes.proposal_stage import DAY, Stage, lines_of
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db
CASE = new_id()


def test_a_line_freezes_verdict_facts_and_terms(cast: Cast) -> None:
    stage = Stage.build(cast)
    family = stage.family("Satu")
    line = stage.add(stage.draft(), family)
    Condition.objects.filter(family=family).delete()
    line.refresh_from_db()
    screening = line.screening
    assert screening is not None
    assert (screening.verdict, screening.terms_id, screening.as_of) == ("MET", stage.terms.pk, DAY)
    assert screening.facts["rawan_pangan"] is True
    assert (line.registry_id, line.rank, line.override_reason) == ("DTKS-Satu", 1, "")


@pytest.mark.requirement("R018")
@pytest.mark.parametrize("reason", ["", "disepakati musyawarah"])
def test_without_an_id_in_force_nobody_is_proposed_whatever_the_reason(cast: Cast, reason: str) -> None:
    stage = Stage.build(cast)
    family, batch = stage.family("Tanpa", listed=False), stage.draft()
    with pytest.raises(Refused) as refused:
        stage.add(batch, family, reason=reason)
    assert refused.value.field == "ID DTKS"
    assert "2 Maret 2026 atas nama Tanpa" in refused.value.message
    assert "lewat Puskesos" in refused.value.message
    assert not ProposalLine.objects.exists()


@pytest.mark.requirement("R018")
@pytest.mark.parametrize(("until", "stands"), [(DAY, False), (date(2026, 3, 3), True)])
def test_an_id_that_ended_does_not_count(cast: Cast, until: date, stands: bool) -> None:
    stage = Stage.build(cast)
    family, batch = stage.family("Lama"), stage.draft()
    stage.end_listing(family, until)
    if stands:
        assert stage.add(batch, family).registry_id == "DTKS-Lama"
    else:
        with pytest.raises(Refused, match="ID DTKS"):
            stage.add(batch, family)


def test_terms_without_a_registry_ask_for_no_id(cast: Cast) -> None:
    stage = Stage.build(cast, registry="")
    assert stage.add(stage.draft(), stage.family("Bebas", listed=False)).registry_id == ""


def test_who_does_not_meet_the_rule_needs_a_reason(cast: Cast) -> None:
    stage = Stage.build(cast)
    family, batch = stage.family("Cukup", hungry=False), stage.draft()
    with pytest.raises(OverrideNeeded) as asked:
        stage.add(batch, family, reason="   ")
    assert asked.value.verdict == "NOT_MET"
    assert asked.value.sentences
    assert not Screening.objects.exists()
    line = stage.add(batch, family, reason="  rumahnya terbakar, disepakati musyawarah ")
    assert line.override_reason == "rumahnya terbakar, disepakati musyawarah"


def test_a_reason_nobody_asked_for_is_not_kept(cast: Cast) -> None:
    stage = Stage.build(cast)
    assert stage.add(stage.draft(), stage.family("Satu"), reason="titipan").override_reason == ""


@pytest.mark.requirement("R005")
def test_the_unit_of_the_component_is_the_unit_of_its_lines(cast: Cast) -> None:
    stage = Stage.build(cast)
    person = stage.family("Satu").memberships.get().person_id
    with pytest.raises(Refused) as refused:
        add_line(batch_id=stage.draft().pk, kind="person", subject_id=person, by=stage.operator, at=stage.tick())
    assert refused.value.field == "Satuan"
    assert "KK" in refused.value.message


@pytest.mark.parametrize("kind", ["FAMILY", "Family"])
def test_the_kind_may_be_written_large(cast: Cast, kind: str) -> None:
    stage = Stage.build(cast)
    family, batch = stage.family("Satu"), stage.draft()
    assert add_line(batch_id=batch.pk, kind=kind, subject_id=family.pk, by=stage.operator, at=stage.tick()).family_id


def test_a_family_of_the_next_village_is_not_found(cast: Cast) -> None:
    stage = Stage.build(cast)
    with pytest.raises(Refused, match="wilayah tugas"):
        stage.add(stage.draft(), stage.family("Sebelah", NEIGHBOUR_VILLAGE))


def test_the_dead_and_the_merged_are_refused(cast: Cast) -> None:
    stage = Stage.build(cast)
    stage.component.unit = "PERSON"
    stage.component.save()
    stage.terms.required_registry = ""
    stage.terms.rule_text = "umur >= 17"
    stage.terms.save()
    batch = stage.draft()
    dead = make_person("Almarhum", died_on=date(2026, 1, 1))
    twin = make_person("Kembar", merged_into=make_person("Kembar"))
    for person, words in ((dead, "meninggal"), (twin, "digabung")):
        with pytest.raises(Refused, match=words):
            add_line(batch_id=batch.pk, kind="person", subject_id=person.pk, by=stage.operator, at=stage.tick())
    living = make_person("Hidup")
    add_line(batch_id=batch.pk, kind="person", subject_id=living.pk, by=stage.operator, at=stage.tick())


def test_a_family_that_ended_is_refused(cast: Cast) -> None:
    stage = Stage.build(cast)
    family = stage.family("Bubar")
    family.ended_on = date(2026, 1, 1)
    family.save()
    with pytest.raises(Refused, match="sudah tidak ada"):
        stage.add(stage.draft(), family)


def test_nobody_stands_in_two_open_batches(cast: Cast) -> None:
    stage = Stage.build(cast)
    family = stage.family("Satu")
    first, second = stage.draft(family), stage.draft()
    with pytest.raises(AlreadyProposed) as refused:
        stage.add(second, family)
    assert first.number in refused.value.message
    with pytest.raises(AlreadyProposed):
        stage.add(first, family)
    withdraw_batch(batch_id=first.pk, reason="keliru", by=stage.operator, at=stage.tick())
    assert stage.add(second, family).batch_id == second.pk


def test_who_is_served_already_is_not_proposed_again(cast: Cast) -> None:
    stage = Stage.build(cast)
    family = stage.family("Satu")
    decree = decide_batch(batch_id=stage.verified(family).pk, by=stage.head, at=stage.tick())
    with pytest.raises(AlreadyServed) as refused:
        stage.add(stage.draft(), family)
    assert "2 Maret 2026" in refused.value.message
    assert decree.number in refused.value.message


def test_who_was_refused_may_be_proposed_in_the_next_batch_only(cast: Cast) -> None:
    stage = Stage.build(cast)
    family, other = stage.family("Satu"), stage.family("Dua")
    batch = stage.bring_to(stage.draft(family, other), "CHECKED")
    refuse_line(line_id=lines_of(batch)[family.pk].pk, reason="TIDAK_DITEMUKAN", by=stage.officer, at=stage.tick())
    assert stage.add(stage.draft(), family).rank == 1


def test_a_line_is_taken_out_only_while_the_village_has_the_batch(cast: Cast) -> None:
    stage = Stage.build(cast)
    first, second = stage.family("Satu"), stage.family("Dua")
    batch = stage.draft(first, second)
    remove_line(line_id=lines_of(batch)[first.pk].pk, by=stage.operator, at=stage.tick())
    stage.bring_to(batch, "SUBMITTED")
    with pytest.raises(Refused, match="Status usulan"):
        remove_line(line_id=lines_of(batch)[second.pk].pk, by=stage.operator, at=stage.tick())
    with pytest.raises(Refused, match="Status usulan"):
        stage.add(batch, first)
    assert lines_of(batch).keys() == {second.pk}


def test_a_case_goes_into_the_open_draft_of_the_village(cast: Cast) -> None:
    stage = Stage.build(cast)
    clerk = cast.actor("BACK_OFFICE")
    lines = [
        propose_from_case(
            case_id=CASE,
            component_id=stage.component.pk,
            kind="family",
            subject_id=stage.family(name).pk,
            by=clerk,
            at=stage.tick(),
        )
        for name in ("Satu", "Dua")
    ]
    batch = ProposalBatch.objects.get()
    assert {line.batch_id for line in lines} == {batch.pk}
    assert (batch.state, batch.area_code, batch.created_by) == ("DRAFT", VILLAGE, clerk.user_id)
    assert {line.case_id for line in lines} == {CASE}


@pytest.mark.parametrize("role", ["FRONT_OFFICE", "KECAMATAN_OFFICER", "AUDITOR"])
def test_who_handles_no_cases_proposes_none(cast: Cast, role: str) -> None:
    stage = Stage.build(cast)
    family = stage.family("Satu")
    with pytest.raises(Denied):
        propose_from_case(
            case_id=CASE,
            component_id=stage.component.pk,
            kind="family",
            subject_id=family.pk,
            by=cast.actor(role),
            at=stage.tick(),
        )
    assert not ProposalBatch.objects.exists()


def test_the_desk_of_the_next_village_does_not_even_find_the_family(cast: Cast) -> None:
    stage = Stage.build(cast)
    with pytest.raises(Refused, match="wilayah tugas"):
        propose_from_case(
            case_id=CASE,
            component_id=stage.component.pk,
            kind="family",
            subject_id=stage.family("Satu").pk,
            by=cast.elsewhere("BACK_OFFICE"),
            at=clock.now(),
        )
