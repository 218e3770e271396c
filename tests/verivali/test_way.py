"""The way of a campaign: planned, opened, divided, visited, reviewed, and what reaches the registry."""

from datetime import date
from typing import Any

import pytest

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.workflow import UnableToMove
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries
from rangkul.registry.models import ChangeRequest, Condition, DisabilityProfile, DuplicatePair, Person
from rangkul.verivali import actions, sealing
from rangkul.verivali.errors import (
    CorrectionClashes,
    NobodyLeft,
    NobodyOnDuty,
    NobodyToVisit,
    OwnVisit,
    RevisitDue,
    StillIncomplete,
    UnableToVerify,
)
from rangkul.verivali.models import Correction, Subject, Visit
from rangkul.verivali.queries import board_of, count_departed, list_mine, list_nobody_there
from tests.people import KECAMATAN, Cast
from tests.registry.factories import lent, make_family, make_outside, make_person, make_status
from tests.verivali.stage import (
    AS_OF,
    NEIGHBOUR_VILLAGE,
    VILLAGE,
    WG_FINE,
    begin,
    make_areas,
    open_for,
    plan,
    save,
    subject_of,
    visited,
    wg_answers,
    with_disability,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    make_areas()


def approve(visit: Visit, by: Any, **more: Any) -> Visit:
    return actions.approve_visit(visit_id=visit.pk, by=by, at=clock.now(), **more)


@pytest.mark.requirement("R118")
def test_opening_freezes_the_cohort_as_of_its_day(cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    here, there = with_disability("Siti Contoh"), with_disability("Ali Contoh", NEIGHBOUR_VILLAGE)
    with_disability("Almarhum Contoh", died_on=date(2025, 1, 1))
    campaign = actions.open_campaign(campaign_id=plan(officer).pk, by=officer, at=clock.now())
    with_disability("Baru Contoh")
    assert set(campaign.subjects.values_list("person_id", flat=True)) == {here.pk, there.pk}
    assert campaign.state == "OPEN"
    assert len(campaign.digest) == 64


def test_an_empty_cohort_opens_nothing(cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    campaign = plan(officer)
    with pytest.raises(NobodyToVisit):
        actions.open_campaign(campaign_id=campaign.pk, by=officer, at=clock.now())
    campaign.refresh_from_db()
    assert campaign.state == "DRAFT"


def test_a_draw_is_repeatable_and_by_village(cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    for number in range(6):
        with_disability(f"Siti {number}")
        with_disability(f"Ali {number}", NEIGHBOUR_VILLAGE)
    drawn = []
    for seed in ("satu", "satu", "dua"):
        made = plan(officer, sampling="PERCENT_VILLAGE", sample_size=34, revisit_percent=50, seed=seed)
        actions.open_campaign(campaign_id=made.pk, by=officer, at=clock.now())
        drawn.append(set(made.subjects.values_list("person_id", "area_code", "is_drawn")))
    assert drawn[0] == drawn[1] != drawn[2]
    villages = [area for _person, area, _drawn in drawn[0]]
    assert villages.count(VILLAGE) == villages.count(NEIGHBOUR_VILLAGE) == 3
    assert sum(is_drawn for _person, _area, is_drawn in drawn[0]) == 3


def test_what_cannot_be_planned_is_named(cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    with pytest.raises(Refused, match="Kuesioner"):
        plan(officer, questionnaire="usulan-10")
    with pytest.raises(Refused, match="Besar sampel"):
        plan(officer, sampling="COUNT_VILLAGE")
    with pytest.raises(Refused, match="Desil"):
        plan(officer, questionnaire="usulan-10", cohort="keluarga-desil", parameters={"decile": 11})
    with pytest.raises(Denied):
        plan(officer, area="73.13")


def test_dividing_needs_somebody_on_duty(cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    with_disability("Ali", NEIGHBOUR_VILLAGE)
    campaign = actions.open_campaign(campaign_id=plan(officer).pk, by=officer, at=clock.now())
    cast.user("FACILITATOR")  # of the other village
    with pytest.raises(NobodyOnDuty):
        actions.assign_evenly(campaign_id=campaign.pk, by=officer, at=clock.now())


def test_even_shares_keep_an_rt_together_and_can_be_handed_over(cast: Cast) -> None:
    officer, sups = cast.actor("DATA_OFFICER"), cast.actor("SUPERVISOR")
    for number in range(5):
        with_disability(f"Siti {number}", rt=f"00{number // 3 + 1}")
    cast.user("FACILITATOR")
    second = cast.user("FACILITATOR", VILLAGE, division="REHSOS")
    campaign = actions.open_campaign(campaign_id=plan(officer).pk, by=officer, at=clock.now())
    given = actions.assign_evenly(campaign_id=campaign.pk, area=KECAMATAN, by=sups, at=clock.now())
    assert sum(given.values()) == 5
    per_person = sorted(
        campaign.subjects.filter(assigned_to=user).count()
        for user in set(campaign.subjects.values_list("assigned_to", flat=True))
    )
    assert per_person == [2, 3]
    moved = actions.assign_by_hand(campaign_id=campaign.pk, village=VILLAGE, to=second.pk, by=sups, at=clock.now())
    assert moved in (2, 3)
    assert campaign.subjects.filter(assigned_to=second.pk).count() == 5
    with pytest.raises(Refused, match="Petugas"):
        actions.assign_by_hand(
            campaign_id=campaign.pk, village=NEIGHBOUR_VILLAGE, to=second.pk, by=sups, at=clock.now()
        )
    with pytest.raises(Denied):
        actions.assign_evenly(campaign_id=campaign.pk, by=cast.elsewhere("SUPERVISOR"), at=clock.now())


def test_the_facilitator_next_door_can_do_nothing(cast: Cast) -> None:
    subject = subject_of(open_for(cast, person := with_disability()), person)
    with pytest.raises(Denied):
        begin(subject, cast.elsewhere("FACILITATOR"))
    with pytest.raises(Denied, match="tidak dibagikan"):
        begin(subject, cast.actor("FACILITATOR", VILLAGE, division="REHSOS"))
    visit = begin(subject, cast.actor("FACILITATOR"))
    with pytest.raises(Denied):
        save(visit, cast.elsewhere("FACILITATOR"), visited_on=AS_OF)


def test_answers_about_health_are_encrypted(cast: Cast) -> None:
    subject = subject_of(open_for(cast, person := with_disability()), person)
    visit = visited(subject, cast.actor("FACILITATOR"), melihat="3")
    visit.refresh_from_db()
    assert set(visit.answers) == {"pendamping", "dilayani"}
    assert visit.answers_cipher is not None
    assert b"melihat" not in bytes(visit.answers_cipher)
    assert sealing.answers_of(visit)["melihat"] == "3"
    assert (visit.applicable, visit.answered) == (10, 8)


def test_a_visit_is_sent_when_it_is_whole(cast: Cast) -> None:
    facilitator = cast.actor("FACILITATOR")
    visit = begin(subject_of(open_for(cast, person := with_disability()), person), facilitator)
    with pytest.raises(Refused, match="Hasil dan tanggal"):
        actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    with pytest.raises(Refused, match="Tanggal kunjungan: hari dari ") as refused:
        save(visit, facilitator, visited_on=date(2025, 1, 1))
    assert "berisi “1 Januari 2025”" in refused.value.message
    with pytest.raises(Refused, match="Tanggal meninggal"):
        save(visit, facilitator, visited_on=AS_OF, result="DECEASED")
    save(visit, facilitator, visited_on=AS_OF, result="CONFIRMED")
    with pytest.raises(StillIncomplete, match="8 pertanyaan"):
        actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    with pytest.raises(Refused, match="daftar"):
        save(visit, facilitator, block="ranah", answers={"melihat": "9"})
    wg_answers(visit, facilitator)
    actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    with pytest.raises(UnableToVerify):
        save(visit, facilitator, visited_on=AS_OF)


def test_nobody_at_home_means_a_second_visit_and_then_review(cast: Cast) -> None:
    facilitator = cast.actor("FACILITATOR")
    subject = subject_of(open_for(cast, person := with_disability()), person)
    first = visited(subject, facilitator, result="NOT_FOUND")
    subject.refresh_from_db()
    assert (first.state, subject.state) == ("MISSED", "SECOND_VISIT")
    second = visited(subject, facilitator, result="NOT_FOUND")
    subject.refresh_from_db()
    assert (second.kind, second.state, subject.state) == ("SECOND", "SUBMITTED", "SUBMITTED")


@pytest.mark.requirement("R121")
def test_a_correction_reaches_the_registry_by_the_reviewers_hand(cast: Cast) -> None:
    facilitator, supervisor = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR")
    person = with_disability("Siti Contho")
    subject = subject_of(open_for(cast, person), person)
    visit = begin(subject, facilitator)
    save(visit, facilitator, visited_on=AS_OF, result="CONFIRMED", note="Tinggal di rumah anaknya.")
    save(visit, facilitator, verdicts={"name": ("2", "Siti Contoh"), "birth_date": ("1", ""), "rt": ("2", "003")})
    wg_answers(visit, facilitator)
    actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    person.refresh_from_db()
    assert person.name == "Siti Contho"
    approve(visit, supervisor)
    person.refresh_from_db()
    assert (person.name, person.rt) == ("Siti Contoh", "003")
    states = dict(Correction.objects.filter(visit=visit).values_list("field", "state"))
    assert states == {"name": "APPLIED", "birth_date": "CONFIRMED", "rt": "APPLIED"}
    assert b"Siti" not in bytes(Correction.objects.get(visit=visit, field="name").new_cipher or b"")


def test_a_clash_with_the_registry_waits_for_a_decision(cast: Cast) -> None:
    facilitator, supervisor = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR")
    person = with_disability("Siti Lama")
    subject = subject_of(open_for(cast, person), person)
    visit = begin(subject, facilitator)
    save(visit, facilitator, visited_on=AS_OF, result="CONFIRMED")
    save(visit, facilitator, verdicts={"name": ("2", "Siti Baru"), "rt": ("2", "003")})
    wg_answers(visit, facilitator)
    actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    registry_actions.correct_person(
        person_id=person.pk, changes={"name": "Siti Lain"}, by=lent(cast.actor("DATA_OFFICER")), at=clock.now()
    )
    with pytest.raises(CorrectionClashes, match="nama"):
        approve(visit, supervisor)
    clash = Correction.objects.get(visit=visit, field="name")
    with pytest.raises(UnableToVerify, match="berubah setelah halaman"):
        approve(visit, supervisor, decisions={clash.pk: "KEEP"}, revision=1)
    approve(visit, supervisor, decisions={clash.pk: "KEEP"}, revision=2)
    person.refresh_from_db()
    clash.refresh_from_db()
    assert (person.name, person.rt, clash.state) == ("Siti Lain", "003", "KEPT")


@pytest.mark.requirement("R205")
def test_the_cut_off_of_the_washington_group_becomes_a_condition(cast: Cast) -> None:
    facilitator, supervisor = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR")
    fine, hard = make_person("Ali Contoh"), make_person("Siti Contoh")
    campaign = open_for(cast, fine, hard, cohort="nik-belum-padan")
    approve(visited(subject_of(campaign, fine), facilitator, melihat="2"), supervisor)
    approve(visited(subject_of(campaign, hard), facilitator, berjalan="3"), supervisor)
    found = Condition.objects.filter(kind="DISABILITAS")
    assert [(row.person_id, row.source) for row in found] == [(hard.pk, "SURVEY")]


def test_a_death_that_is_found_is_recorded(cast: Cast) -> None:
    facilitator, supervisor = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR")
    person = with_disability()
    visit = begin(subject_of(open_for(cast, person), person), facilitator)
    save(visit, facilitator, visited_on=AS_OF, result="DECEASED", died_on=date(2026, 1, 2))
    actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    approve(visit, supervisor)
    person.refresh_from_db()
    assert person.died_on == date(2026, 1, 2)


def test_nobody_reviews_their_own_visit(cast: Cast) -> None:
    facilitator, supervisor = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR")
    person = with_disability()
    visit = visited(subject_of(open_for(cast, person), person), facilitator)
    Visit.objects.filter(pk=visit.pk).update(enumerator=supervisor.user_id)
    for deed in (
        lambda: approve(visit, supervisor),
        lambda: actions.return_visit(visit_id=visit.pk, reason="coba lagi", by=supervisor, at=clock.now()),
    ):
        with pytest.raises(OwnVisit):
            deed()
    with pytest.raises(Denied):
        approve(visit, facilitator)
    with pytest.raises(Denied):
        approve(visit, cast.elsewhere("SUPERVISOR"))


def test_what_is_sent_back_is_mended_in_the_same_visit(cast: Cast) -> None:
    facilitator, supervisor = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR")
    person = with_disability()
    subject = subject_of(open_for(cast, person), person)
    visit = visited(subject, facilitator)
    with pytest.raises(Refused, match="Alasan"):
        actions.return_visit(visit_id=visit.pk, reason=" ", by=supervisor, at=clock.now())
    actions.return_visit(visit_id=visit.pk, reason="Foto rumah belum ada", by=supervisor, at=clock.now())
    again = begin(subject, facilitator)
    assert again.pk == visit.pk
    actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    approve(visit, supervisor)
    with pytest.raises(UnableToVerify):
        approve(visit, supervisor)
    assert Subject.objects.get(pk=subject.pk).state == "APPROVED"


def test_a_drawn_subject_needs_a_second_enumerator_and_their_agreement_is_measured(cast: Cast) -> None:
    facilitator, supervisor, tksk = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR"), cast.actor("TKSK")
    person = with_disability()
    subject = subject_of(open_for(cast, person, revisit_percent=100), person)
    visit = visited(subject, facilitator)
    with pytest.raises(RevisitDue):
        approve(visit, supervisor)
    with pytest.raises(Refused, match="petugas lain"):
        actions.request_revisit(visit_id=visit.pk, to=facilitator.user_id, by=supervisor, at=clock.now())  # type: ignore[arg-type]
    actions.request_revisit(visit_id=visit.pk, to=tksk.user_id, by=supervisor, at=clock.now())  # type: ignore[arg-type]
    subject.refresh_from_db()
    second = visited(subject, tksk, melihat="2")
    assert (second.kind, second.agreed, second.compared) == ("REVISIT", 8, 9)
    with pytest.raises(UnableToVerify):
        approve(visit, supervisor)
    approve(second, supervisor)
    visit.refresh_from_db()
    assert visit.state == "SUPERSEDED"


@pytest.mark.requirement("R118")
def test_who_left_since_is_shown_taken_out_and_put_back(cast: Cast) -> None:
    officer, facilitator = cast.actor("DATA_OFFICER"), cast.actor("FACILITATOR")
    stays, moves, dies = with_disability("Siti Menetap"), with_disability("Ali Pindah"), with_disability("Indo Wafat")
    campaign = open_for(cast, stays, moves, dies)
    Person.objects.filter(pk=moves.pk).update(area_code=NEIGHBOUR_VILLAGE)
    Person.objects.filter(pk=dies.pk).update(died_on=date(2026, 2, 3))
    shown = {row.name: row.gone for row in list_mine(facilitator).rows}
    assert (shown["Siti Menetap"], shown["Indo Wafat"]) == ("", "meninggal 3 Februari 2026")
    assert shown["Ali Pindah"].startswith("pindah ke ")
    given: dict[str, Any] = {"campaign_id": campaign.pk, "at": clock.now()}
    with pytest.raises(Denied):
        actions.drop_departed(by=facilitator, **given)
    with pytest.raises(Denied, match="di luar wilayah"):
        actions.drop_departed(by=cast.elsewhere("SUPERVISOR"), area=VILLAGE, **given)
    assert actions.drop_departed(by=officer, **given) == 2
    whole = board_of(officer, campaign).whole
    assert (whole.total, whole.dropped, whole.free) == (3, 2, 0)
    with pytest.raises(NobodyLeft):
        actions.drop_departed(by=officer, **given)
    subject = subject_of(campaign, moves)
    assert (subject.state, subject.drop_reason) == ("DROPPED", shown["Ali Pindah"])
    with pytest.raises(UnableToVerify, match="dikeluarkan dari kegiatan: pindah"):
        begin(subject, facilitator)
    actions.restore_subject(subject_id=subject.pk, by=officer, at=clock.now())
    with pytest.raises(Refused, match="alasan"):
        actions.drop_subject(subject_id=subject.pk, reason=" ", by=officer, at=clock.now())
    assert actions.drop_subject(subject_id=subject.pk, reason="salah orang", by=officer, at=clock.now()).drop_reason


def test_a_list_of_the_dead_is_not_emptied_by_their_death(cast: Cast) -> None:
    dead = with_disability("Sudah Lama Wafat")
    campaign = open_for(cast, dead)
    Person.objects.filter(pk=dead.pk).update(died_on=AS_OF)
    assert count_departed(cast.actor("DATA_OFFICER"), campaign.pk) == 0


def test_a_closed_campaign_takes_nothing_more(cast: Cast) -> None:
    officer, facilitator = cast.actor("DATA_OFFICER"), cast.actor("FACILITATOR")
    person = with_disability()
    campaign = open_for(cast, person)
    actions.close_campaign(campaign_id=campaign.pk, by=officer, at=clock.now())
    with pytest.raises(UnableToVerify):
        begin(subject_of(campaign, person), facilitator)
    with pytest.raises(UnableToMove):
        actions.cancel_campaign(campaign_id=campaign.pk, reason="salah kelompok", by=officer, at=clock.now())


@pytest.mark.requirement("W07")
def test_somebody_recorded_dead_and_met_alive_is_asked_to_be_alive_again(cast: Cast) -> None:
    facilitator, supervisor, officer = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR"), cast.actor("DATA_OFFICER")
    person = make_person("Siti Contoh", died_on=date(2025, 6, 1))
    make_outside(person, "PBI_JK")
    visit = visited(subject_of(open_for(cast, person, cohort="penerima-meninggal"), person), facilitator)
    approve(visit, supervisor)
    change = ChangeRequest.objects.get(person=person)
    assert (change.kind, change.state) == ("BATAL_MENINGGAL", "SUBMITTED")
    assert visit.corrections.get(field="died_on").state == "HANDED_ON"
    with pytest.raises(Denied):
        registry_actions.check_change(change_id=change.pk, by=supervisor, at=clock.now())
    registry_actions.check_change(change_id=change.pk, by=officer, at=clock.now())
    person.refresh_from_db()
    assert person.died_on is None


@pytest.mark.requirement("R205")
def test_an_approved_visit_makes_a_validated_profile_and_the_board_moves(cast: Cast) -> None:
    facilitator, supervisor = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR")
    person = with_disability()
    visit = begin(subject_of(open_for(cast, person), person), facilitator)
    save(visit, facilitator, visited_on=AS_OF, result="CONFIRMED")
    wg_answers(visit, facilitator, berjalan="4", merawat_diri="3")
    tools = {"alat-dimiliki": "kruk kiri", "alat-dibutuhkan": "Kursi roda", "pendamping": "TIDAK", "dilayani": "TIDAK"}
    save(visit, facilitator, block="pendukung", answers=tools)
    actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    assert not DisabilityProfile.objects.exists()
    approve(visit, supervisor)
    profile = DisabilityProfile.objects.get(person=person)
    assert (profile.source, profile.severity, profile.types, profile.walking) == ("SURVEY", "BERAT", ["FISIK"], 4)
    assert (profile.recorded_by, profile.recorded_by_name) == (facilitator.user_id, facilitator.name)
    assert (profile.state, profile.validated_by, profile.caregiver) == ("SUDAH", supervisor.user_id, "BELUM_ADA")
    devices = {(each.kind, each.state) for each in profile.devices.all()}
    assert devices == {("KRUK", "LAYAK"), ("KURSI_RODA", "DIBUTUHKAN")}


@pytest.mark.requirement("R205")
def test_the_second_version_asks_what_a_profile_holds_and_that_is_validated(cast: Cast) -> None:
    """Neither the domain that is difficult nor what was known speaks for a type: who was told none has no profile."""
    facilitator = cast.actor("FACILITATOR")
    later, born, none = (with_disability(name) for name in ("Siti", "Ali", "Ani"))
    Condition.objects.update(disability_type="INTELEKTUAL")
    campaign = open_for(cast, later, born, none, version=2)
    told: dict[Any, dict[str, Any]] = {
        later: {"lainnya": "TIDAK", "jenis": ["MENTAL", "FISIK"], "sebab": "STROKE", "sejak": "2019-01-01"},
        born: {"lainnya": "TIDAK", "jenis": ["SENSORIK"], "sebab": "LAHIR"},
        none: {"lainnya": "TIDAK"},
    }
    for person, answers in told.items():
        visit = begin(subject_of(campaign, person), facilitator)
        save(visit, facilitator, visited_on=AS_OF, result="CONFIRMED")
        save(visit, facilitator, block="ranah", answers=WG_FINE | {"berjalan": "1" if person == none else "3"})
        save(visit, facilitator, block="disabilitas", answers=answers)
        save(visit, facilitator, block="pendukung", answers={"pendamping": "BUKAN_KELUARGA", "dilayani": "TIDAK"})
        sent = actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
        assert "lainnya" not in sent.answers  # about health: encrypted
        approve(sent, cast.actor("SUPERVISOR"))
    found = {row.person_id: row for row in DisabilityProfile.objects.all()}
    assert {
        key: (sorted(row.types), row.cause, row.since_on, row.caregiver, row.state) for key, row in found.items()
    } == {
        later.pk: (["FISIK", "MENTAL"], "STROKE", date(2019, 1, 1), "BUKAN_KELUARGA", "SUDAH"),
        born.pk: (["SENSORIK"], "LAHIR", date(1980, 5, 19), "BUKAN_KELUARGA", "SUDAH"),
    }


def test_without_a_disability_no_profile_is_made(cast: Cast) -> None:
    facilitator, supervisor = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR")
    person = make_person("Ali Contoh")
    visit = visited(subject_of(open_for(cast, person, cohort="nik-belum-padan"), person), facilitator)
    approve(visit, supervisor)
    assert not DisabilityProfile.objects.exists()


def resulted(cast: Cast, person: Person, result: str) -> None:
    """A visit with a result that asks nothing, approved."""
    facilitator = cast.actor("FACILITATOR")
    visit = begin(subject_of(open_for(cast, person), person), facilitator)
    save(visit, facilitator, visited_on=AS_OF, result=result)
    actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    approve(visit, cast.actor("SUPERVISOR"))


@pytest.mark.requirement("R118")
def test_a_double_that_was_found_goes_to_the_worklist(cast: Cast) -> None:
    person, other = with_disability("Siti Nurhaliza"), make_person("Siti Nurhalisa")
    make_person("Ambo Lain", birth_date=date(1950, 1, 1))
    resulted(cast, person, "DOUBLE")
    pair = DuplicatePair.objects.get()
    assert ({pair.left_id, pair.right_id}, pair.state) == ({person.pk, other.pk}, "OPEN")


@pytest.mark.requirement("R118")
@pytest.mark.parametrize("result", ["MOVED", "ABROAD"])
def test_who_moved_away_is_asked_to_leave_the_family_alone(cast: Cast, result: str) -> None:
    person, head = with_disability(), make_person("Kepala Contoh")
    family = make_family(head, person)
    resulted(cast, person, result)
    change = ChangeRequest.objects.get(family=family)
    assert (change.kind, change.state) == ("PINDAH_KELUAR", "SUBMITTED")
    registry_actions.check_change(change_id=change.pk, by=cast.actor("DATA_OFFICER"), at=clock.now())
    running = family.memberships.filter(period__endswith__isnull=True)
    family.refresh_from_db()
    assert ([row.person_id for row in running], family.ended_on) == ([head.pk], None)


@pytest.mark.requirement("W07")
def test_a_corrected_address_of_a_family_is_asked_for_and_applied_by_the_office(cast: Cast) -> None:
    facilitator, supervisor, officer = cast.actor("FACILITATOR"), cast.actor("SUPERVISOR"), cast.actor("DATA_OFFICER")
    head = make_person("Siti Contoh", address="Jalan Lama")
    family = make_family(head, address="Jalan Lama", rt="001")
    make_status(family, 2)
    campaign = open_for(cast, questionnaire="usulan-10", cohort="keluarga-desil", parameters={"decile": 4})
    visit = begin(subject_of(campaign, family), facilitator)
    told = {"address": ("2", "Jalan Baru 7"), "rt": ("1", "")}
    save(visit, facilitator, visited_on=AS_OF, result="HOUSE_GONE", verdicts=told)
    approve(actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now()), supervisor)
    change = ChangeRequest.objects.get(family=family)
    assert (change.kind, change.state) == ("ALAMAT", "SUBMITTED")
    family.refresh_from_db()
    assert (family.address, visit.corrections.get(field="address").state) == ("Jalan Lama", "HANDED_ON")
    with pytest.raises(Denied):
        registry_actions.check_change(change_id=change.pk, by=facilitator, at=clock.now())
    registry_actions.check_change(change_id=change.pk, by=officer, at=clock.now())
    family.refresh_from_db(), head.refresh_from_db()
    assert (family.address, family.rt, head.address, family.area_code) == (
        "Jalan Baru 7",
        "001",
        "Jalan Baru 7",
        VILLAGE,
    )
    then = registry_queries.get_family(officer, family.pk, on=date(2026, 1, 1))
    assert then.address == "Jalan Lama"
    (nobody,) = list_nobody_there("73.12", AS_OF)
    assert (nobody.kind, nobody.subject_id, nobody.visit_id) == ("family", family.pk, visit.pk)
    assert not list(list_nobody_there("73.13", AS_OF))
