"""Lists of candidates: every reason with its evidence, what it touches, who gets nothing, frozen and walled."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Denied
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.actions.removal.run_candidates import run_candidates
from rangkul.programmes.candidate_lists import Finding, register_source
from rangkul.programmes.models import Candidate, CandidateRun, Component, Enrolment, ScreeningRun
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.candidate_rows import count_gone, list_candidates
from rangkul.programmes.queries.candidate_words import why_in_words
from rangkul.registry.models import Family, Membership, Person
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.programmes.proposal_stage import DAY, LONG_AGO, Stage
from tests.registry.factories import (
    a_nik,
    make_condition,
    make_family,
    make_outside,
    make_person,
    make_status,
    merged_in_a_row,
)

pytestmark = pytest.mark.django_db
Found = set[tuple[str, str, str]]


def run(stage: Stage, kind: str = "CORET", **more: object) -> CandidateRun:
    given = {"area": str(REGENCY), "as_of": DAY, "by": stage.officer, "at": stage.tick(), **more}
    return run_candidates(kind=kind, **given)  # type: ignore[arg-type]


def found(made: CandidateRun) -> Found:
    """(reason, advice, whom)."""
    return {(each.reason, each.advice, each.subject_name) for each in Candidate.objects.filter(run=made)}


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage.build(cast)


def enrolled(stage: Stage, *names: str) -> list[Enrolment]:
    families = [stage.family(name) for name in names]
    decide_batch(batch_id=stage.verified(*families).pk, by=stage.head, at=stage.tick())
    return [Enrolment.objects.get(family=family) for family in families]


def dies(person: Person, on: date = date(2026, 2, 1)) -> None:
    Membership.objects.filter(person=person).update(period=DateRange(LONG_AGO, date(2026, 2, 2)))
    Person.objects.filter(pk=person.pk).update(died_on=on)


@pytest.mark.requirement("R125")
def test_a_death_ends_what_was_the_dead_persons_and_a_lone_persons_family(stage: Stage) -> None:
    lone, several = enrolled(stage, "Sendiri", "Bersama")
    child = make_person("Anak Bersama")
    assert several.family is not None and lone.family is not None
    Membership.objects.create(person=child, family=several.family, relation="CHILD", period=DateRange(LONG_AGO, None))
    for row in (lone, several):
        dies(row.family.memberships.get(relation="HEAD").person)  # type: ignore[union-attr]
    insured = make_person("Berkartu")
    card = make_outside(insured, "PBI_JK", "0001")
    dies(insured)
    made = run(stage)
    assert found(made) == {
        ("MENINGGAL", "AKHIRI", "Sendiri"),
        ("MENINGGAL", "GANTI_PENGURUS", "Bersama"),
        ("MENINGGAL", "AKHIRI", "Berkartu"),
    }
    outside = Candidate.objects.get(outside_id=card.pk)
    assert (outside.outside_programme, outside.outside_number, outside.enrolment_id) == ("PBI_JK", "0001", None)
    assert (outside.evidence_source, outside.evidence_kind, outside.evidence_id, outside.evidence_on) == (
        "DEMO",
        "person",
        insured.pk,
        date(2026, 2, 1),
    )
    assert made.total == 3


@pytest.mark.requirement("R125")
def test_a_death_after_the_day_and_a_new_head_are_no_reason(stage: Stage) -> None:
    (row,) = enrolled(stage, "Bersama")
    assert row.family is not None
    heir = make_person("Ahli Waris")
    Membership.objects.create(person=heir, family=row.family, relation="HEAD", period=DateRange(date(2026, 2, 2), None))
    dies(row.family.memberships.get(person__name="Bersama").person)
    later = make_person("Nanti")
    make_outside(later, "PBI_JK")
    Person.objects.filter(pk=later.pk).update(died_on=date(2026, 3, 20))
    assert found(run(stage)) == set()


@pytest.mark.requirement("R125")
@pytest.mark.parametrize(("born", "expected"), [(date(2004, 3, 2), True), (date(2004, 3, 3), False)])
def test_a_kip_above_school_age(stage: Stage, born: date, expected: bool) -> None:
    """Twenty-two on the day itself is above 21, a day younger is not."""
    make_outside(make_person("Pelajar", birth_date=born), "KIP", "K-1")
    assert found(run(stage)) == ({("LULUS_SEKOLAH", "AKHIRI", "Pelajar")} if expected else set())


def test_a_kip_of_who_finished_secondary_school(stage: Stage) -> None:
    for name, code in (("Tamat", "5"), ("Belum", "4")):
        young = make_person(name, birth_date=date(2008, 1, 1), education_code=code, source="OPENSID")
        make_outside(young, "KIP", code)
    assert found(run(stage)) == {("LULUS_SEKOLAH", "AKHIRI", "Tamat")}
    assert Candidate.objects.get().facts["tamat"] is True


def test_who_moved_is_looked_at_and_who_left_the_regency_can_end(stage: Stage) -> None:
    near, far = enrolled(stage, "Dekat", "Jauh")
    for row, area in ((near, NEIGHBOUR_VILLAGE), (far, "73.13.01.2001")):
        type(row.family).objects.filter(pk=row.family_id).update(area_code=area)  # type: ignore[union-attr]
    assert found(run(stage)) == {("PINDAH", "PERIKSA", "Dekat"), ("PINDAH", "AKHIRI", "Jauh")}
    assert set(Candidate.objects.values_list("area_code", flat=True)) == {str(VILLAGE)}


def test_one_person_twice_on_one_list(stage: Stage) -> None:
    kept = make_person("Sitti", nik=a_nik(1), nik_status="ADA_PADAN")
    same = make_person("Siti", nik=a_nik(1), nik_status="GANDA")
    merged = make_person("Sity", merged_into=kept)
    other = make_person("Lain", nik=a_nik(2), nik_status="ADA_PADAN")
    for person, number in ((kept, "1"), (same, "2"), (merged, "3"), (other, "4")):
        make_outside(person, "PBI_JK", number)
    make_outside(same, "KIP", "9")
    doubles = Candidate.objects.filter(run=run(stage), reason="GANDA")
    assert doubles.count() == 2
    assert {each.facts["cara"] for each in doubles} <= {"NIK", "GABUNG"}
    assert not doubles.filter(outside_programme="KIP").exists()
    assert not doubles.filter(subject_id=other.pk).exists()


def test_who_no_longer_meets_the_rule_is_checked_never_ended(stage: Stage) -> None:
    rows = enrolled(stage, "Satu", "Dua")
    screened = ScreeningRun.objects.create(
        component=stage.component,
        terms=stage.terms,
        area_code=REGENCY,
        as_of=DAY,
        snapshot_at=stage.clock,
        created_at=stage.clock,
    )
    screened.results.create(subject_id=rows[0].family_id, area_code=VILLAGE, verdict="UNKNOWN")
    make_outside(make_family(rich := make_person("Mampu")), "PKH")
    make_status(rich, 7)
    made = run(stage)
    assert found(made) == {("TIDAK_LAYAK", "PERIKSA", "Dua"), ("DESIL_TINGGI", "PERIKSA", "Mampu")}
    decile = Candidate.objects.get(reason="DESIL_TINGGI")
    assert decile.facts == {"desil": 7, "batas": 4}
    assert Candidate.objects.get(reason="TIDAK_LAYAK").evidence_id == screened.pk


def test_who_was_merged_three_times_is_judged_as_who_they_are_now(stage: Stage) -> None:
    row, judged = enrolled(stage, "Satu", "Dua")
    Component.objects.update(unit="PERSON")
    chain = merged_in_a_row("Lama", "Tua", "Dulu", "Kini")
    Enrolment.objects.filter(pk=row.pk).update(family=None, person=chain[0])
    screened = ScreeningRun.objects.create(
        component=stage.component, terms=stage.terms, area_code=REGENCY, as_of=DAY, snapshot_at=stage.clock,
        created_at=stage.clock,
    )  # fmt: skip
    screened.results.create(subject_id=judged.family_id, area_code=VILLAGE, verdict="MET")
    assert found(run(stage)) == {("TIDAK_LAYAK", "PERIKSA", "Kini")}
    # judged under any of their records, they are judged
    screened.results.create(subject_id=chain[2].pk, area_code=VILLAGE, verdict="MET")
    assert found(run(stage)) == set()
    Person.objects.filter(pk=chain[1].pk).update(merged_into=None)
    survivors = Person.objects.in_bulk([each.pk for each in chain])
    assert [survivors[each.pk].survivor_id for each in chain] == [chain[1].pk, None, chain[3].pk, None]


def test_who_left_since_is_told_and_no_longer_proposed(stage: Stage) -> None:
    for name in ("Menetap", "Pindah", "Bubar"):
        make_status(make_family(make_person(name)), 1)
    for family in stage.families:
        make_status(family, 9)
    made = run(stage, "USUL")
    homes = {each.head_name: each for each in Family.objects.all()}
    Family.objects.filter(pk=homes["Pindah"].pk).update(area_code=NEIGHBOUR_VILLAGE)
    Family.objects.filter(pk=homes["Bubar"].pk).update(ended_on=date(2026, 3, 2))
    office = stage.officer
    rows = {row.name: row for row in list_candidates(office, made).rows}
    assert [(name, bool(rows[name].gone)) for name in sorted(rows)] == [
        ("Bubar", True), ("Menetap", False), ("Pindah", True),
    ]  # fmt: skip
    assert rows["Bubar"].gone == "KK berakhir 2 Maret 2026"
    assert [row.name for row in list_candidates(office, made, only_open=True).rows] == ["Menetap"]
    assert count_gone(office, made) == 2


@pytest.mark.requirement("W03")
@pytest.mark.requirement("R124")
def test_who_gets_nothing(stage: Stage) -> None:
    enrolled(stage, "Dilayani")
    for name, decile in (("Miskin", 2), ("Mampu", 8), ("Berkartu", 1)):
        make_status(make_family(make_person(name)), decile)
    make_outside(Person.objects.get(name="Berkartu"), "KIP")
    for family in stage.families:
        make_status(family, 1)
    assert found(run(stage, "USUL")) == {("TANPA_BANTUAN", "USULKAN", "Miskin")}


@pytest.mark.requirement("R224")
def test_disability_without_pbi_is_told_to_who_may_know(stage: Stage) -> None:
    for name in ("Tercakup", "Belum"):
        make_condition(make_person(name), "DISABILITAS")
    make_outside(Person.objects.get(name="Tercakup"), "PBI_JK")
    made = run(stage, "USUL")
    assert found(made) == {("DISABILITAS_TANPA_PBI", "USULKAN", "Belum")}
    assert policies.candidates_visible_to(stage.officer).count() == 1
    assert policies.candidates_visible_to(stage.operator).count() == 0


def test_another_room_may_tell_of_whom_it_did_not_find(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = enrolled(stage, "Kosong")
    visit = UUID(int=7)
    assert row.family_id is not None
    monkeypatch.setattr("rangkul.programmes.candidate_lists.SOURCES", {})
    register_source(
        "TIDAK_DITEMUKAN",
        "VERIVALI",
        lambda _area, _on: [Finding("family", row.family_id, visit, DAY)],  # type: ignore[arg-type]
    )
    assert found(run(stage)) == {("TIDAK_DITEMUKAN", "PERIKSA", "Kosong")}


@pytest.mark.requirement("W08")
def test_a_list_stays_as_it_was(stage: Stage) -> None:
    (row,) = enrolled(stage, "Kini")
    assert row.family is not None
    dies(row.family.memberships.get().person)
    made = run(stage)
    Person.objects.update(died_on=None, name="Lain")
    assert found(made) == {("MENINGGAL", "AKHIRI", "Kini")}
    with pytest.raises(IntegrityError, match="programmes_candidate_touches_one"), transaction.atomic():
        Candidate.objects.filter(run=made).update(enrolment=None)


def test_who_may_have_lists_made_and_whose_rows_they_see(stage: Stage) -> None:
    make_outside(died := make_person("Satu"), "PBI_JK")
    dies(died)
    run(stage)
    for actor, seen in ((stage.operator, 1), (stage.cast.elsewhere("VILLAGE_OPERATOR"), 0), (stage.kecamatan, 1)):
        assert policies.candidates_visible_to(actor).count() == seen
        assert policies.runs_visible_to(actor).count() == 1
        with pytest.raises(Denied):
            run(stage, by=actor)
    with pytest.raises(Denied):
        run(stage, area="73.13")
    assert policies.candidates_visible_to(stage.cast.actor("ADMINISTRATOR")).count() == 0


@pytest.mark.requirement("R125")
def test_a_visit_that_found_nobody_at_school_touches_the_kip_alone_and_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    young, grown = (
        make_person("Berhenti", birth_date=date(2010, 1, 1)),
        make_person("Dewasa", birth_date=date(2001, 1, 1)),
    )
    for person in (young, grown):
        make_outside(person, "KIP", person.name)
        make_outside(person, "PBI_JK", person.name)
    monkeypatch.setattr("rangkul.programmes.candidate_lists.SOURCES", {})
    visits = [Finding("person", each.pk, UUID(int=7), DAY) for each in (young, grown)]
    register_source("LULUS_SEKOLAH", "VERIVALI", lambda _area, _on: visits)
    assert found(run(stage)) == {("LULUS_SEKOLAH", "PERIKSA", "Berhenti"), ("LULUS_SEKOLAH", "AKHIRI", "Dewasa")}
    assert Candidate.objects.count() == 2
    assert "tidak bersekolah" in why_in_words(Candidate.objects.get(advice="PERIKSA"))
