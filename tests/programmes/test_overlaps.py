"""Double aid found before it happens: at proposal and decision, for the person, the family and the dwelling; and the report."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.actor import system_actor
from rangkul.programmes import actions
from rangkul.programmes.actions.decide_batch import LineDecision, decide_batch
from rangkul.programmes.actions.overlap_policy import keep_overlaps, set_overlap
from rangkul.programmes.actions.removal.open_removal import open_removal
from rangkul.programmes.entries import OverlapEntry, ProgrammeEntry
from rangkul.programmes.errors import OverlapForbidden, OverlapReasonNeeded
from rangkul.programmes.models import Candidate, Component, Enrolment, OverlapPolicy, Programme, ProposalBatch, Terms
from rangkul.programmes.queries.overlap_matrix import overlap_matrix
from rangkul.programmes.queries.overlap_report import list_overlaps, overlap_report
from rangkul.programmes.queries.overlaps import Overlap, check_overlap, overlaps_of, sentences_for
from rangkul.programmes.queries.subjects import Subject
from rangkul.registry.models import Family
from tests.people import REGENCY, VILLAGE, Cast
from tests.programmes.proposal_stage import DAY, Stage, lines_of
from tests.registry.factories import make_family, make_outside, make_person, merged_in_a_row

pytestmark = pytest.mark.django_db
BASIS = "Perbup 12/2026"


@pytest.fixture
def stage(cast: Cast) -> Stage:
    stage = Stage.build(cast)
    Programme.objects.create(code="bpnt", name="Sembako", fund_source="APBN", is_own=False, owner="Kemensos")
    return stage


def policy(stage: Stage, rule: str = "FORBIDDEN", level: str = "FAMILY", **more: object) -> OverlapPolicy:
    given = {
        "first": Programme.objects.get(code="rastra").pk,
        "second": Programme.objects.get(code="bpnt").pk,
        "level": level,
        "rule": rule,
        "basis": BASIS,
        "valid_from": date(2026, 1, 1),
        "by": stage.cast.actor("OFFICE_HEAD"),
        **more,
    }
    return set_overlap(at=stage.tick(), **given)  # type: ignore[arg-type]


def found_for(stage: Stage, family: Family, on: date = DAY) -> list[str]:
    subject = Subject("family", family.pk, family.head_name, VILLAGE)
    return [each.sentence() for each in check_overlap(stage.component, subject, on)]


@pytest.mark.requirement("W02")
def test_forbidden_aid_is_refused_at_proposal_with_both_names_since_when_and_whose_record(stage: Stage) -> None:
    policy(stage)
    family = stage.family("Satu")
    make_outside(family.memberships.get().person, "BPNT")
    draft = stage.draft()
    with pytest.raises(OverlapForbidden) as refused:
        stage.add(draft, family)
    for part in ("Satu", "Sembako", "Rastra", "1 Januari 2020", "data contoh", BASIS, "satu keluarga"):
        assert part in refused.value.message, part
    with pytest.raises(OverlapForbidden):
        actions.add_line(
            batch_id=draft.pk, kind="family", subject_id=family.pk, overlap_reason="tidak menolong", by=stage.operator,
            at=stage.tick(),
        )  # fmt: skip
    assert not lines_of(draft)


def test_without_a_policy_or_before_it_nothing_stands_in_the_way(stage: Stage) -> None:
    family = stage.family("Satu")
    make_outside(family, "BPNT")
    assert not found_for(stage, family)
    policy(stage, valid_from=DAY + timedelta(days=1))
    assert not found_for(stage, family)
    assert found_for(stage, family, DAY + timedelta(days=1))


def test_a_reason_lets_pass_is_kept_and_is_in_the_trail(stage: Stage) -> None:
    policy(stage, "WITH_REASON")
    family = stage.family("Satu")
    make_outside(family, "BPNT")
    draft = stage.draft()
    with pytest.raises(OverlapReasonNeeded):
        stage.add(draft, family)
    line = actions.add_line(
        batch_id=draft.pk, kind="family", subject_id=family.pk, overlap_reason="anggota 9 orang", by=stage.operator,
        at=stage.tick(),
    )  # fmt: skip
    assert (line.overlap_reason, line.overlaps[0]["other"]) == ("anggota 9 orang", "Sembako")
    assert Event.objects.get(name="programmes.proposal.add_line").data["overlap_reason"] == "anggota 9 orang"
    batch = stage.bring_to(ProposalBatch.objects.get(), "VERIFIED")
    assert decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick()).enrolments.count() == 1


@pytest.mark.requirement("W02")
def test_the_decision_looks_again_and_refuses_what_came_in_between(stage: Stage) -> None:
    policy(stage)
    late, free = stage.family("Satu"), stage.family("Dua")
    batch = stage.verified(late, free)
    make_outside(late, "BPNT")
    decree = decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    assert [each.family_id for each in decree.enrolments.all()] == [free.pk]
    line = lines_of(batch)[late.pk]
    assert (line.state, line.refusal_reason) == ("REFUSED", "TUMPANG_TINDIH")
    assert "Sembako" in line.refusal_note


def test_the_decision_asks_for_a_reason_that_nobody_gave_before(stage: Stage) -> None:
    policy(stage, "WITH_REASON")
    family = stage.family("Satu")
    batch = stage.verified(family)
    make_outside(family, "BPNT")
    with pytest.raises(Refused, match="Alasan tumpang tindih"):
        decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    assert not Enrolment.objects.exists()
    line = lines_of(batch)[family.pk]
    chosen = {line.pk: LineDecision(overlap_reason="bencana")}
    decide_batch(batch_id=batch.pk, lines=chosen, by=stage.head, at=stage.tick())
    assert lines_of(batch)[family.pk].overlap_reason == "bencana"
    assert Event.objects.get(name="programmes.enrolment.start").data["overlap_reason"] == "bencana"


@pytest.mark.requirement("B06")
def test_each_level_reaches_as_far_as_it_says(stage: Stage) -> None:
    head, child = make_person("Kepala"), make_person("Anak")
    family = make_family(head, child, address="Jl. Mawar 7", rt="01", rw="002")
    neighbour = make_family(make_person("Serumah"), address="jl mawar 7", rt="1", rw="2")
    make_family(make_person("Lain Rumah"), address="Jl. Mawar 8", rt="1", rw="2")
    make_outside(child, "BPNT")
    policy(stage, level="PERSON")
    assert not found_for(stage, family)
    policy(stage, level="FAMILY")
    assert len(found_for(stage, family)) == 1
    assert not found_for(stage, neighbour)
    policy(stage, level="DWELLING")
    assert "menurut alamatnya tinggal serumah" in found_for(stage, neighbour)[0]
    everybody = overlaps_of(stage.component, "family", list(Family.objects.values_list("pk", flat=True)), DAY)
    assert everybody.keys() == {family.pk, neighbour.pk}
    # The address is an assumption: it never refuses by itself.
    assert [each.is_forbidden for each in everybody[neighbour.pk]] == [False]
    assert [each.is_forbidden for each in everybody[family.pk]] == [True]


def test_sensitive_aid_is_not_named_to_who_may_not_know_of_health(stage: Stage) -> None:
    other = Programme.objects.create(code="kusta", name="Permakanan", fund_source="APBD_KAB", is_own=True)
    component = Component.objects.create(
        programme=other, code="kusta", name="Permakanan kusta", unit="FAMILY", aid_form="BARANG", is_sensitive=True
    )
    Terms.objects.create(
        component=component, version=1, valid=DateRange(date(2020, 1, 1), None), state="PUBLISHED",
        rule_text="rawan_pangan", rule_digest="-",
    )  # fmt: skip
    family = stage.family("Satu")
    batch = stage.verified(family)
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    Enrolment.objects.update(component=component)
    policy(stage, second=other.pk)
    with pytest.raises(OverlapForbidden) as refused:
        stage.add(stage.draft(), family)
    assert "kusta" not in refused.value.message.lower()
    assert "bantuan lain dari kantor ini" in refused.value.message


def test_only_the_head_of_office_and_the_data_officer_change_the_matrix(stage: Stage) -> None:
    for role in ("DIVISION_HEAD", "VILLAGE_OPERATOR", "PROGRAMME_OFFICER"):
        with pytest.raises(Denied):
            policy(stage, by=stage.cast.actor(role))
    policy(stage, by=stage.cast.actor("DATA_OFFICER"))
    for wrong, field in (
        ({"rule": "MAYBE"}, "Kebijakan"),
        ({"basis": "  "}, "Dasar hukum"),
        ({"second": Programme.objects.get(code="rastra").pk}, "Program"),
    ):
        with pytest.raises(Refused) as refused:
            policy(stage, **wrong)  # type: ignore[arg-type]
        assert refused.value.field == field


def test_a_change_ends_what_held_before_and_both_stay_readable(stage: Stage) -> None:
    policy(stage)
    policy(stage, "ALLOWED", valid_from=DAY)
    periods = [(each.rule, each.valid.lower, each.valid.upper) for each in OverlapPolicy.objects.order_by("valid")]
    assert periods == [("FORBIDDEN", date(2026, 1, 1), DAY), ("ALLOWED", DAY, None)]
    with pytest.raises(Refused, match="Berlaku sejak"):
        policy(stage, valid_from=DAY)
    found = overlap_matrix(stage.operator, on=DAY)
    signs = {(cell.row.code, cell.column.code): cell.sign for _one, cells in found.rows for cell in cells}
    assert signs["rastra", "bpnt"] == signs["bpnt", "rastra"] == "✓"
    assert len(found.others) == 1
    event = Event.objects.filter(name="programmes.overlap.set").order_by("at").last()
    assert event is not None
    assert (event.data["before"], event.data["after"]) == ("FORBIDDEN", "ALLOWED")


def test_the_catalogue_fills_what_is_not_known_and_overwrites_nothing(stage: Stage) -> None:
    entry = ProgrammeEntry(
        "rastra", "Rastra", "", True, "", "LINJAMSOS", "APBD_KAB", "", 1,
        overlap=(OverlapEntry("bpnt", "family", "FORBIDDEN", BASIS),),
    )  # fmt: skip
    programmes = {each.code: each for each in Programme.objects.all()}
    assert keep_overlaps([entry], programmes, at=stage.tick()) == 1
    assert keep_overlaps([entry], programmes, at=stage.tick()) == 0
    policy(stage, "ALLOWED", valid_from=DAY)
    assert keep_overlaps([entry], programmes, at=stage.tick()) == 0
    assert OverlapPolicy.objects.count() == 2


@pytest.mark.requirement("W02")
@pytest.mark.requirement("B06")
def test_the_report_counts_lists_and_becomes_a_removal_batch(stage: Stage) -> None:
    Terms.objects.update(tariff=120_000, deliveries_per_year=10)
    held, single = stage.family("Satu"), stage.family("Dua")
    batch = stage.verified(held, single)
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    make_outside(held.memberships.get().person, "BPNT", "0001")
    rule = policy(stage)
    office, elsewhere = (
        stage.cast.actor("PROGRAMME_OFFICER", division="LINJAMSOS"),
        stage.cast.elsewhere("VILLAGE_OPERATOR"),
    )
    [report] = overlap_report(office, on=DAY)
    own = report.first if rule.first.code == "rastra" else report.second
    other = report.second if rule.first.code == "rastra" else report.first
    assert (report.homes, own.recipients, own.rupiah, own.unpriced) == (1, 1, 1_200_000, 0)
    assert (other.recipients, other.rupiah, other.unpriced) == (1, 0, 1)
    assert [(code, total) for code, _label, total in report.villages] == [(VILLAGE, 1)]
    [row], more = list_overlaps(office, rule, on=DAY)
    assert ({row.first.holder, row.second.holder}, more) == ({"Keluarga Satu", "Satu"}, False)
    assert overlap_report(elsewhere, on=DAY)[0].homes == 0
    assert list_overlaps(elsewhere, rule, on=DAY, area=VILLAGE) == ([], False)
    given = {"policy_id": rule.pk, "area": REGENCY, "at": stage.tick()}
    assert len(actions.export_overlaps(by=office, **given)) == 1  # type: ignore[arg-type]
    side = "first" if rule.first.code == "rastra" else "second"
    with pytest.raises(Denied):
        actions.list_overlaps_as_candidates(side=side, by=stage.operator, **given)  # type: ignore[arg-type]
    run = actions.list_overlaps_as_candidates(side=side, by=office, **given)  # type: ignore[arg-type]
    candidate = Candidate.objects.get(run=run)
    assert (candidate.reason, candidate.advice, candidate.subject_name) == (
        "TUMPANG_TINDIH",
        "PERIKSA",
        "Keluarga Satu",
    )
    taken = open_removal(candidate_ids=[candidate.pk], by=stage.operator, at=stage.tick())
    assert [line.enrolment_id for line in taken.lines] == [Enrolment.objects.get(family=held).pk]
    assert Enrolment.objects.filter(state="ACTIVE").count() == 2


@pytest.mark.requirement("W02")
def test_the_report_knows_a_person_through_every_merge(stage: Stage) -> None:
    held = stage.family("Satu")
    batch = stage.verified(held)
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    Component.objects.update(unit="PERSON")
    chain = merged_in_a_row("Lama", "Tua", "Dulu", "Kini")
    Enrolment.objects.filter(family=held).update(family=None, person=chain[0])
    make_outside(chain[3], "BPNT", "0001")
    rule = policy(stage, level="PERSON")
    office = stage.cast.actor("PROGRAMME_OFFICER", division="LINJAMSOS")
    assert overlap_report(office, on=DAY)[0].homes == 1
    [row], _more = list_overlaps(office, rule, on=DAY)
    assert {row.first.holder, row.second.holder} == {"Kini"}


def test_the_same_aid_of_several_members_is_told_once() -> None:
    of = {"rule": "WITH_REASON", "level": "FAMILY", "programme": "Rastra", "other": "PBI-JK", "since": "2021-01-01"}
    many = [Overlap(**of, holder=f"Anggota {n}", holder_id=str(n), held_id=str(n)) for n in range(5)]  # type: ignore[arg-type]
    own = Overlap(**of, held_id="9")  # type: ignore[arg-type]
    told = sentences_for(system_actor("uji"), [*many, own])
    assert len(told) == 2
    assert told[0].startswith("Anggota 0, Anggota 1, Anggota 2 dan 2 lainnya sudah menerima PBI-JK")
    assert told[1].startswith("Penerima ini sudah menerima PBI-JK")
    hidden = [replace(each, is_sensitive=True) for each in many]
    assert len(sentences_for(system_actor("uji"), hidden)) == 1
