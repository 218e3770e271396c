"""Disability profiles: recorded, validated by a second official, counted on the board, hidden from who may not know."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import AccessLog
from rangkul.platform.policy.walls import scoped
from rangkul.registry import actions, queries, small_counts, washington
from rangkul.registry.errors import NoSuchRecord, StalePage
from rangkul.registry.models import Condition, DisabilityFinding, DisabilityProfile, Person
from rangkul.registry.queries.records import today
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_nik, make_condition, make_family, make_outside, make_person

pytestmark = pytest.mark.django_db

WHOLE = dict.fromkeys(washington.DOMAINS, 1) | {"walking": 4}
LATER = date(2027, 11, 22)


def recorded(actor: Any, person: Person, **changes: Any) -> DisabilityProfile:
    told: dict[str, Any] = {
        "types": ["FISIK"],
        "answers": WHOLE,
        "cause": "STROKE",
        "since_on": date(2020, 2, 1),
        "devices": [actions.Device("KURSI_RODA", "DIBUTUHKAN", "dewasa")],
        "caregiver": "BELUM_ADA",
        "communication": "LISAN",
    }
    return actions.record_disability(person_id=person.pk, **(told | changes), by=actor, at=clock.now())


def looking(actor: Any) -> Any:
    return actor.for_purpose("validasi data difabel")


# --- severity ---------------------------------------------------------------------------------------------------


def test_severity_never_falls_when_an_answer_gets_worse() -> None:
    order = ["RINGAN", "SEDANG", "BERAT"]
    for given_answers in product((1, 2, 3, 4), repeat=len(washington.DOMAINS)):
        answers = dict(zip(washington.DOMAINS, given_answers, strict=True))
        degree = order.index(washington.severity_of(answers))
        assert washington.is_over_cutoff(answers) == (degree > 0)
        for domain, answer in answers.items():
            worse = answers | {domain: min(4, answer + 1)}
            assert order.index(washington.severity_of(worse)) >= degree


def test_unasked_questions_give_no_degree() -> None:
    assert washington.severity_of({"seeing": 2}) == "BELUM_DINILAI"
    assert washington.severity_of({"seeing": 4}) == "BERAT"
    assert not washington.is_over_cutoff({})


# --- recording --------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R205")
def test_a_new_version_stands_beside_the_old_and_rules_follow(cast: Any) -> None:
    officer, person = cast.actor("BACK_OFFICE"), make_person()
    first = recorded(officer, person, devices=[], has_asked_devices=False, cause="")
    assert first.missing == ["cause", "devices"]
    second = recorded(officer, person, types=["FISIK", "SENSORIK"], expected_version=1)
    assert (second.version, second.severity, second.missing) == (2, "BERAT", [])
    now = Condition.objects.get(person=person, kind="DISABILITAS", period__endswith__isnull=True)
    assert (now.disability_type, now.severity) == ("GANDA", "BERAT")
    assert Condition.objects.get(person=person, kind="BUTUH_ALAT_BANTU").device == "kursi roda (dewasa)"
    view = queries.get_disability(looking(officer), person.pk)
    assert view.profile is not None
    assert view.profile.type_labels == ("fisik", "sensorik")
    assert [each.version for each in view.earlier] == [1]
    with pytest.raises(StalePage):
        recorded(officer, person, expected_version=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"types": []}, "Ragam disabilitas"),
        ({"types": ["GANDA"]}, "Ragam disabilitas"),
        ({"since_on": date(1950, 1, 1)}, "Sejak"),
        ({"since_on": today() + timedelta(days=2)}, "Sejak"),  # read before the run: midnight may lie between
        ({"answers": {"seeing": 7}}, "Kesulitan"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast: Any, changes: dict[str, Any], field: str) -> None:
    person = make_person()
    with pytest.raises(Refused) as refused:
        recorded(cast.actor("BACK_OFFICE"), person, **changes)
    assert refused.value.field == field
    assert not DisabilityProfile.objects.exists()
    assert not Condition.objects.exists()


def test_a_caregiver_of_the_family_is_in_it(cast: Any) -> None:
    officer, person, mother, stranger = (
        cast.actor("BACK_OFFICE"),
        make_person(),
        make_person("Ibu"),
        make_person("Lain"),
    )
    make_family(mother, person)
    with pytest.raises(Refused, match="anggota keluarga yang sama"):
        recorded(officer, person, caregiver="ANGGOTA_KELUARGA", caregiver_person_id=stranger.pk)
    recorded(officer, person, caregiver="ANGGOTA_KELUARGA", caregiver_person_id=mother.pk)
    view = queries.get_disability(looking(officer), person.pk)
    assert view.profile is not None
    assert view.profile.caregiver_name == "Ibu"


def test_both_ways_of_asking_are_kept(cast: Any) -> None:
    person = make_person()
    make_condition(person, "DISABILITAS", original_code="06", source="PBDT")
    DisabilityFinding.objects.create(
        person=person, instrument="REGSOSEK_428", answers={"428c": "1"}, found_on=date(2022, 11, 1), source="OTHER",
        created_at=clock.now(),
    )  # fmt: skip
    view = queries.get_disability(looking(cast.actor("BACK_OFFICE")), person.pk)
    assert [(each.answers, each.source_label) for each in view.findings] == [
        ((("428c", "1"),), "lainnya"),
        ((("kode", "06"),), "PBDT/BDT 2015"),
    ]


# --- who may ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["FRONT_OFFICE", "FACILITATOR", "DATA_OFFICER", "SUPERVISOR", "VILLAGE_OPERATOR"])
def test_without_the_right_to_health_nothing_shows_that_there_is_something(cast: Any, role: str) -> None:
    officer = cast.actor("BACK_OFFICE")
    ill, well = make_person("Sakit", nik=a_nik(1)), make_person("Sehat", nik=a_nik(2))
    ill_family, well_family = make_family(ill), make_family(well)
    recorded(officer, ill)
    actions.record_condition(kind="KUSTA", person_id=ill.pk, by=officer, at=clock.now())
    reader = cast.actor(role)
    for purposed in (reader, reader.for_purpose("ingin tahu")):
        with pytest.raises(Denied):
            queries.get_disability(purposed, ill.pk)
    seen, plain = queries.get_person(reader, ill.pk), queries.get_person(reader, well.pk)
    assert (seen.conditions, seen.hides_conditions) == (plain.conditions, plain.hides_conditions) == ((), True)
    family, other = queries.get_family(reader, ill_family.pk), queries.get_family(reader, well_family.pk)
    assert (family.conditions, family.hides_conditions) == (other.conditions, other.hides_conditions)
    assert queries.timeline_of_person(reader, ill.pk).entries == ()
    assert queries.timeline_of_family(reader, ill_family.pk).entries == ()
    assert not AccessLog.objects.exists()
    with pytest.raises(Denied):
        recorded(reader, ill)
    assert {entry.name for entry in queries.timeline_of_person(officer, ill.pk).entries} == {
        "registry.disability.record",
        "registry.condition.record",
    }


def test_the_right_role_next_door_is_refused(cast: Any) -> None:
    person = make_person("Tetangga", NEIGHBOUR_VILLAGE)
    officer = cast.actor("BACK_OFFICE")
    profile = recorded(cast.elsewhere("BACK_OFFICE"), person)
    with pytest.raises(Denied):
        recorded(officer, person)
    with pytest.raises(NoSuchRecord):
        queries.get_disability(looking(officer), person.pk)
    validator = cast.actor("SLRT_MANAGER")
    with pytest.raises(NoSuchRecord):
        actions.validate_disability(
            profile_id=profile.pk, due_on=LATER, by=replace(validator, areas=(VILLAGE,)), at=clock.now()
        )
    with scoped(officer):
        assert not DisabilityProfile.objects.exists()


def test_a_look_needs_a_purpose_and_is_logged(cast: Any) -> None:
    officer, person = cast.actor("BACK_OFFICE"), make_person()
    with pytest.raises(Denied, match="keperluan"):
        queries.get_disability(officer, person.pk)
    queries.get_disability(looking(officer), person.pk)
    look = AccessLog.objects.get()
    assert (look.purpose, look.fields, look.subject_id) == ("validasi data difabel", ["disability"], person.pk)


# --- validation -------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R205")
def test_somebody_else_validates_until_a_day(cast: Any) -> None:
    officer, manager, person = cast.actor("BACK_OFFICE"), cast.actor("SLRT_MANAGER"), make_person()
    profile = recorded(officer, person)
    both = replace(officer, permissions=officer.permissions | {"registry.disability.validate"})
    with pytest.raises(Denied, match="sendiri"):
        actions.validate_disability(profile_id=profile.pk, due_on=LATER, by=both, at=clock.now())
    with pytest.raises(Denied):
        actions.validate_disability(profile_id=profile.pk, due_on=LATER, by=officer, at=clock.now())
    with pytest.raises(Refused, match="akan datang"):
        actions.validate_disability(profile_id=profile.pk, due_on=today(), by=manager, at=clock.now())
    with pytest.raises(Refused):
        actions.return_disability(profile_id=profile.pk, remark=" ", by=manager, at=clock.now())
    actions.return_disability(profile_id=profile.pk, remark="Sejak kapan belum jelas", by=manager, at=clock.now())
    with pytest.raises(Refused, match="perbaikan"):
        actions.validate_disability(profile_id=profile.pk, due_on=LATER, by=manager, at=clock.now())
    mended = recorded(officer, person)
    with pytest.raises(StalePage):
        actions.validate_disability(profile_id=profile.pk, due_on=LATER, by=manager, at=clock.now())
    actions.validate_disability(profile_id=mended.pk, due_on=LATER, by=manager, at=clock.now())
    view = queries.get_disability(looking(officer), person.pk)
    assert view.profile is not None
    assert (view.profile.state, view.profile.validated_by_name, view.profile.due_on) == ("SUDAH", manager.name, LATER)
    assert view.earlier[0].remark == "Sejak kapan belum jelas"


# --- the board --------------------------------------------------------------------------------------------------


def many(count: int, area: str = VILLAGE, **condition: Any) -> list[Person]:
    people = [make_person(f"Warga {number}", area, birth_date=date(2000, 1, 1)) for number in range(count)]
    for person in people:
        make_condition(person, "DISABILITAS", **({"disability_type": "FISIK"} | condition))
    return people


@pytest.mark.requirement("R205", "R224", "R227")
def test_the_board_counts_number_and_quality(cast: Any) -> None:
    manager = cast.actor("SLRT_MANAGER")
    people = many(3) + many(2, NEIGHBOUR_VILLAGE, disability_type="MENTAL")
    old = make_person("Meninggal", died_on=date(2025, 1, 1))
    make_condition(old, "DISABILITAS")
    profile = recorded(cast.actor("BACK_OFFICE"), people[0], types=["FISIK", "SENSORIK"])
    actions.validate_disability(profile_id=profile.pk, due_on=LATER, by=manager, at=clock.now())
    make_outside(people[1], "PBI_JK")
    make_outside(make_family(people[2]), "PKH")
    Person.objects.filter(pk=people[0].pk).update(nik_status="ADA_PADAN", nik_index=b"x", nik_cipher=b"x", sex="L")
    board = queries.disability_board(manager, on=today())
    whole = board.measures
    assert (whole.total, whole.validated, whole.complete, whole.matched) == (5, 1, 1, 1)
    assert (whole.without_pbi, whole.in_pkh) == (4, 1)
    assert {line.key: line.measures.total for line in board.by_type} == {"FISIK": 2, "MENTAL": 2, "GANDA": 1}
    assert {line.key: line.measures.total for line in board.by_area} == {VILLAGE: 3, NEIGHBOUR_VILLAGE: 2}
    assert {line.key: line.measures.total for line in board.by_sex} == {"L": 1, "P": 4}
    assert {line.key: line.measures.total for line in board.by_age} == {"18-59": 5}
    assert queries.disability_board(manager, on=LATER).measures.validated == 0
    Person.objects.filter(pk=people[0].pk).update(nik_index=None, nik_cipher=None, nik_status="TIDAK_PUNYA")

    def listed(**wanted: Any) -> set[Any]:
        page = queries.list_disabled(looking(manager), queries.Filter(**wanted), on=today())
        assert page.total == len(page.rows)
        return {row.id for row in page.rows}

    assert listed(view="tanpa-pbi") == {each.pk for each in people} - {people[1].pk}
    assert listed(view="dalam-pkh") == {people[2].pk}
    assert listed(view="belum-validasi", area=str(VILLAGE)) == {people[1].pk, people[2].pk}
    assert listed(type="MENTAL") == {each.pk for each in people[3:]}
    assert listed(type="GANDA", age="18-59", sex="L") == {people[0].pk}
    assert AccessLog.objects.filter(subject_id=people[4].pk).count() == 2
    assert queries.count_waiting(manager, on=today()) == {"tercatat": 0, "jatuh-tempo": 0, "perbaikan": 0}
    assert queries.count_waiting(manager, on=LATER)["jatuh-tempo"] == 1


def test_the_newest_profile_of_merged_records_is_the_persons(cast: Any) -> None:
    """Two merges in a row leave profiles on old records: the board, its lists, worklist and devices count the person once."""
    officer, manager = cast.actor("BACK_OFFICE"), cast.actor("SLRT_MANAGER")
    old, middle, now = (make_person(name) for name in "ABC")
    alone = make_person("Lain")
    recorded(officer, old, types=["MENTAL"])
    profile = recorded(officer, middle, answers=WHOLE | {"walking": 2})
    recorded(officer, alone, answers=WHOLE | {"walking": 4})
    for record, into in ((old, middle), (middle, now)):
        actions.merge_persons(
            keep_id=into.pk, merge_id=record.pk, reason="satu orang", by=cast.actor("DATA_OFFICER"), at=clock.now()
        )
    actions.validate_disability(profile_id=profile.pk, due_on=LATER, by=manager, at=clock.now())

    def listed(**wanted: Any) -> list[str]:
        page = queries.list_disabled(looking(manager), queries.Filter(**wanted), on=today())
        assert page.total == len(page.rows)
        return [row.name for row in page.rows]

    def measured() -> tuple[int | None, ...]:
        board = queries.disability_board(manager, on=today())
        assert sum(line.measures.total or 0 for line in board.by_type) == board.measures.total
        return board.measures.total, board.measures.validated, board.measures.complete

    assert (measured(), listed()) == ((2, 1, 2), ["C", "Lain"])
    assert (listed(type="FISIK"), listed(view="belum-validasi")) == (["C", "Lain"], ["Lain"])
    assert queries.count_waiting(manager, on=today()) == {"tercatat": 1, "jatuh-tempo": 0, "perbaikan": 0}
    assert queries.count_waiting(manager, on=LATER)["jatuh-tempo"] == 1
    needs = queries.list_device_needs(looking(manager), on=today()).rows
    assert (needs[0].name, needs[0].is_validated, needs[-1].name) == ("C", True, "Lain")
    assert queries.disability_in_force(now.pk, on=today()).types == ("FISIK",)
    shown = queries.get_disability(looking(manager), now.pk).profile
    assert shown is not None and shown.id == profile.pk
    # newer versions are the person's own and go before what the merge brought
    aid = {"fund_source": "APBN", "given_on": today(), "evidence": "BAST 7/2026"}
    actions.meet_device(need_id=needs[0].id, by=looking(cast.actor("PROGRAMME_OFFICER")), at=clock.now(), **aid)
    own = DisabilityProfile.objects.get(person=now)
    assert (own.version, own.state, own.devices.get().state) == (2, "SUDAH", "LAYAK")
    with pytest.raises(StalePage):
        recorded(officer, now, expected_version=1)
    recorded(officer, now, types=["SENSORIK"], expected_version=2)
    assert (listed(type="SENSORIK"), queries.count_waiting(manager, on=LATER)["tercatat"]) == (["C"], 2)


def test_small_counts_are_hidden_from_who_may_not_know(cast: Any) -> None:
    many(7)
    many(3, disability_type="MENTAL")
    supervisor = cast.actor("SUPERVISOR")
    board = queries.disability_board(supervisor, on=today())
    assert (board.sees_names, board.measures.total) == (False, 10)
    assert {line.key: line.measures.total for line in board.by_type} == {"FISIK": None, "MENTAL": None}
    with pytest.raises(Denied):
        queries.list_disabled(looking(supervisor), queries.Filter(), on=today())
    with pytest.raises(Denied):
        queries.disability_board(cast.actor("ADMINISTRATOR"), on=today())
    assert queries.count_waiting(supervisor, on=today()) == {}


def test_no_hidden_count_follows_by_subtraction() -> None:
    for numbers in product((0, 1, 4, 5, 9), repeat=4):
        counts = dict(zip("abcd", numbers, strict=True))
        hidden = small_counts.hidden_keys(counts)
        assert {key for key, count in counts.items() if 0 < count < small_counts.THRESHOLD} <= hidden
        assert len(hidden) != 1 or sum(count > 0 for count in numbers) == 1


def test_the_board_costs_the_same_whatever_the_number(cast: Any) -> None:
    manager = cast.actor("SLRT_MANAGER")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.disability_board(manager, on=today())
        return len(captured)

    many(1)
    small = cost()
    many(12)
    many(8, NEIGHBOUR_VILLAGE, disability_type="SENSORIK")
    assert cost() == small <= 8


# --- assistive devices -----------------------------------------------------------------------------------------


@pytest.mark.requirement("R211")
def test_needs_are_one_ranked_list_met_once_from_a_budget(cast: Any) -> None:
    officer, programme = cast.actor("BACK_OFFICE"), looking(cast.actor("PROGRAMME_OFFICER"))
    people = [make_person(name=name) for name in ("Ringan", "Berat", "Sah")]
    for person, walking in zip(people, (2, 4, 2), strict=True):
        profile = recorded(officer, person, answers=WHOLE | {"walking": walking})
    actions.validate_disability(profile_id=profile.pk, due_on=LATER, by=cast.actor("PROGRAMME_OFFICER"), at=clock.now())

    def waiting(actor: Any = programme, **narrowed: Any) -> list[str]:
        return [row.name for row in queries.list_device_needs(actor, on=today(), **narrowed).rows]

    assert waiting() == ["Sah", "Berat", "Ringan"]
    assert (waiting(device="kruk"), waiting(area=NEIGHBOUR_VILLAGE), len(waiting(device="kursi roda"))) == ([], [], 3)
    assert waiting(looking(cast.elsewhere("BACK_OFFICE"))) == []
    need = queries.list_device_needs(programme, on=today()).rows[0]

    def given(by: Any = programme, **changes: Any) -> Any:
        told = {"fund_source": "APBN", "given_on": today(), "evidence": "BAST 7/2026"} | changes
        return actions.meet_device(need_id=need.id, by=by, at=clock.now(), **told)

    for wrong in ({"evidence": " "}, {"given_on": today() + timedelta(days=1)}, {"given_on": date(2001, 1, 1)}):
        with pytest.raises(Refused):
            given(**wrong)
    with pytest.raises(Denied):
        given(by=officer)
    with pytest.raises(NoSuchRecord):
        given(by=cast.elsewhere("BACK_OFFICE"))
    aid = given()
    with pytest.raises(Refused):
        given()
    assert (aid.device, waiting()) == ("kursi roda (dewasa)", ["Berat", "Ringan"])
    view = queries.get_disability(programme, people[2].pk).profile
    assert view is not None
    assert (view.version, view.state, [each.state for each in view.devices]) == (2, "SUDAH", ["LAYAK"])
    (line,) = queries.device_board(programme, on=today()).lines
    assert (line.device, line.waiting, line.given, line.by_source, line.share) == (
        "kursi roda",
        2,
        1,
        (1, 0, 0, 0, 0),
        33.3,
    )
    with pytest.raises(Denied):
        queries.list_device_needs(cast.actor("DATA_OFFICER"), on=today())
