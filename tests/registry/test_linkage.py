"""Finding people who are registered twice: weighed in memory, put on a worklist, decided by somebody."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import AccessLog
from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.policy.walls import scoped
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry import actions, queries
from rangkul.registry.errors import NoSuchRecord, PairAlreadyDecided, UnableToMerge
from rangkul.registry.merging import _CHECKS, register_merge_check
from rangkul.registry.models import (
    Condition,
    DisabilityProfile,
    DuplicatePair,
    GroupMark,
    HealthRecord,
    Identity,
    LinkageModel,
    LinkageRun,
    Membership,
    Person,
    SourceRecord,
)
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, VILLAGE
from tests.registry.factories import a_kk, a_nik, make_family, make_identity, make_person, make_status

pytestmark = pytest.mark.django_db

OTHERS = ["Baco Ramli", "Hasnah", "Andi Tenri", "Ruslan Kasim", "Murni", "La Ode Basri", "Rosmini", "Syahrir"]


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 2, 0, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture
def officer(cast: Any) -> Any:
    return cast.actor("DATA_OFFICER")


def a_population() -> None:
    for number, name in enumerate(OTHERS):
        make_person(
            name, NEIGHBOUR_VILLAGE, birth_date=date(1960 + 5 * number, 1 + number, 3), mother_name=OTHERS[-number]
        )


def a_double(**fields: Any) -> tuple[Person, Person]:
    """Somebody with papers, and the same person as an old list had her: abbreviated, day and month exchanged."""
    known = make_person(
        "Siti Nurhaliza", nik=a_nik(1), birth_date=date(1984, 3, 7), mother_name="Becce Tang", nik_status="ADA_PADAN"
    )
    make_family(known, kk=a_kk(1))
    again = make_person("St. Nurhalisa", birth_date=date(1984, 7, 3), mother_name="Becce Tang", **fields)
    return known, again


def a_pair(one: Person, other: Person, now: datetime, **fields: Any) -> DuplicatePair:
    left, right = sorted((one, other), key=lambda each: each.pk)
    return DuplicatePair.objects.create(
        left=left,
        right=right,
        found_at=now,
        **({"weight": 12.5, "reasons": ["name:alike"], "area_code": VILLAGE} | fields),
    )


@pytest.mark.requirement("W06")
def test_a_search_puts_the_double_on_the_worklist_with_reasons(officer: Any, now: datetime) -> None:
    a_population()
    known, again = a_double()
    actions.request_linkage(area=REGENCY, by=officer, at=now)
    (job,) = run_waiting_jobs()
    assert (job.state, job.result["new"]) == ("DONE", 1), job.error
    (row,) = queries.list_pairs(officer).rows
    assert {row.left, row.right} == {known.name, again.name}
    assert "hari dan bulan lahir tertukar" in row.reasons
    run = LinkageRun.objects.get()
    assert (run.persons, run.pairs, run.model.version) == (len(OTHERS) + 2, 1, 1)  # type: ignore[union-attr]
    assert LinkageModel.objects.get().settings["settings"]["comparisons"]


def test_the_second_search_finds_nothing_new_and_keeps_decisions(officer: Any, now: datetime) -> None:
    a_population()
    a_double()
    for _round in range(2):
        actions.request_linkage(area=REGENCY, by=officer, at=now)
        run_waiting_jobs()
        pair = DuplicatePair.objects.get()
        if pair.state == "OPEN":
            actions.decide_pair(
                pair_id=pair.pk, decision="DIFFERENT", note="dua orang, sudah didatangi", by=officer, at=now
            )
    assert LinkageRun.objects.order_by("-pk").first().pairs_new == 0  # type: ignore[union-attr]
    assert queries.count_pairs(officer) == {"OPEN": 0, "SAME": 0, "DIFFERENT": 1, "UNSURE": 0}


def test_a_neighbour_in_one_digit_of_the_nik_is_no_double(officer: Any, now: datetime) -> None:
    a_population()
    make_person("Hamida", nik=a_nik(1), birth_date=date(1980, 5, 19))
    make_person("Rosdiana", nik=a_nik(2), birth_date=date(1980, 5, 19))
    actions.request_linkage(area=REGENCY, by=officer, at=now)
    run_waiting_jobs()
    assert not [(pair.left.name, pair.right.name, pair.weight, pair.reasons) for pair in DuplicatePair.objects.all()]


def test_people_of_one_import_are_compared_with_the_others_only(officer: Any, now: datetime) -> None:
    a_population()
    batch = "0192f0c0-0000-7000-8000-000000000001"
    known, again = a_double(batch_id=batch)
    twin = make_person("Siti Nurhalisah", birth_date=date(1984, 3, 7), mother_name="Becce Tang")
    actions.request_linkage(area=REGENCY, batch_id=batch, by=officer, at=now)  # type: ignore[arg-type]
    run_waiting_jobs()
    assert DuplicatePair.objects.exists()
    assert all(again.pk in (pair.left_id, pair.right_id) for pair in DuplicatePair.objects.all())
    assert {known.pk, twin.pk}.isdisjoint({again.pk})


def test_one_search_at_a_time(officer: Any, now: datetime) -> None:
    actions.request_linkage(area=REGENCY, by=officer, at=now)
    with pytest.raises(Refused, match="satu pencarian"):
        actions.request_linkage(area=REGENCY, by=officer, at=now)


def test_same_person_merges_with_the_chosen_values_and_undo_restores_them(officer: Any, now: datetime) -> None:
    known, again = a_double()
    Person.objects.filter(pk=known.pk).update(address="Jl. Lama")
    Person.objects.filter(pk=again.pk).update(address="Jl. Baru")
    pair = a_pair(known, again, now)
    with pytest.raises(ValueError, match="birth_date"):  # who somebody is takes a second official
        actions.decide_pair(
            pair_id=pair.pk, decision="SAME", note="x", keep_id=known.pk, take=["birth_date"], by=officer, at=now
        )
    actions.decide_pair(
        pair_id=pair.pk, decision="SAME", note="KTP-el dilihat", keep_id=known.pk, take=["address"], by=officer, at=now
    )  # fmt: skip
    known.refresh_from_db()
    again.refresh_from_db()
    pair.refresh_from_db()
    assert (known.address, known.birth_date, again.merged_into_id) == ("Jl. Baru", date(1984, 3, 7), known.pk)
    assert (pair.state, pair.kept_id) == ("SAME", known.pk)
    actions.undo_merge(merged_id=again.pk, reason="ternyata adiknya", by=officer, at=now)
    known.refresh_from_db()
    pair.refresh_from_db()
    assert (known.name, known.address) == ("Siti Nurhaliza", "Jl. Lama")
    assert pair.state == "OPEN"
    deeds = [event.name for event in list_events_about([("person", known.pk)])]
    assert {"registry.person.merge", "registry.pair.decide", "registry.person.undo_merge"} <= set(deeds)


def test_a_record_merged_since_is_stood_for_by_whoever_it_became(officer: Any, now: datetime) -> None:
    one, two, three = (
        make_person(name, birth_date=date(1984, 3, 7)) for name in ("Siti Nur", "St. Nur", "Hj. Siti Nur")
    )
    first, second, third = (a_pair(*each, now) for each in ((one, two), (one, three), (two, three)))
    decide = partial(actions.decide_pair, decision="SAME", note="KTP-el dilihat", by=officer, at=now)
    decide(pair_id=first.pk, keep_id=two.pk)
    view = queries.get_pair(officer, second.pk)
    assert {view.left.name, view.right.name} == {"St. Nur", "Hj. Siti Nur"}
    decide(pair_id=second.pk, keep_id=three.pk)
    assert {*queries.records_with(one.pk)} == {one.pk, two.pk, three.pk}
    assert (queries.count_pairs(officer)["OPEN"], queries.list_pairs(officer).rows) == (0, ())
    assert queries.next_open_pair(officer) is None
    with pytest.raises(PairAlreadyDecided, match="orang yang sama"):
        decide(pair_id=third.pk, keep_id=three.pk)
    actions.undo_merge(merged_id=two.pk, reason="ternyata adiknya", by=officer, at=now)
    assert {row.id for row in queries.list_pairs(officer).rows} == {second.pk, third.pk}


def test_a_decision_needs_a_reason_and_a_record_to_keep(officer: Any, now: datetime) -> None:
    known, again = a_double()
    pair = a_pair(known, again, now)
    with pytest.raises(Refused, match="alasan"):
        actions.decide_pair(pair_id=pair.pk, decision="DIFFERENT", by=officer, at=now)
    with pytest.raises(Refused, match="dipertahankan"):
        actions.decide_pair(pair_id=pair.pk, decision="SAME", note="sama", by=officer, at=now)


def test_a_decided_pair_is_decided_once_and_different_can_be_reopened(officer: Any, now: datetime) -> None:
    known, again = a_double()
    pair = a_pair(known, again, now)
    actions.decide_pair(pair_id=pair.pk, decision="UNSURE", note="menunggu KK", by=officer, at=now)
    actions.decide_pair(pair_id=pair.pk, decision="DIFFERENT", note="saudara", by=officer, at=now)
    with pytest.raises(PairAlreadyDecided):
        actions.decide_pair(pair_id=pair.pk, decision="SAME", note="x", keep_id=known.pk, by=officer, at=now)
    actions.reopen_pair(pair_id=pair.pk, note="keliru", by=officer, at=now)
    assert queries.count_pairs(officer)["OPEN"] == 1


def test_a_room_above_may_object_to_a_merge(officer: Any, now: datetime) -> None:
    known, again = a_double()
    register_merge_check("test", lambda keep, merge: ["Keduanya penerima aktif."] if keep == known.pk else [])
    try:
        with pytest.raises(UnableToMerge, match="penerima aktif"):
            actions.merge_persons(keep_id=known.pk, merge_id=again.pk, reason="sama", by=officer, at=now)
        actions.merge_persons(keep_id=again.pk, merge_id=known.pk, reason="sama", by=officer, at=now)
    finally:
        del _CHECKS["test"]


def test_pairs_with_a_neighbours_person_are_not_for_the_village(cast: Any, now: datetime) -> None:
    known, _again = a_double()
    next_door = make_person("Sitti Nurhaliza", NEIGHBOUR_VILLAGE)
    pair = a_pair(known, next_door, now, area_code="73.12.01")
    village = cast.actor("BACK_OFFICE")
    assert queries.count_pairs(village)["OPEN"] == 0
    with pytest.raises(NoSuchRecord):
        queries.get_pair(village, pair.pk)
    with pytest.raises(Denied):
        actions.decide_pair(pair_id=pair.pk, decision="UNSURE", note="?", by=village, at=now)
    with pytest.raises(Denied):
        actions.request_linkage(area=VILLAGE, by=village, at=now)
    with scoped(village):
        assert not DuplicatePair.objects.exists()
    with scoped(cast.actor("DATA_OFFICER")):
        assert DuplicatePair.objects.exists()


def test_an_old_merge_is_split_row_by_row(officer: Any, now: datetime) -> None:
    known, again = a_double()
    own = make_identity(again, "KKS", "600123")
    actions.merge_persons(keep_id=known.pk, merge_id=again.pk, reason="sama", by=officer, at=now)
    later = make_identity(known, "JKN", "000999")
    view = queries.get_split(officer, again.pk)
    assert {row.id: row.of_merged for row in view.rows if row.id in (own.pk, later.pk)} == {
        own.pk: True,
        later.pk: False,
    }
    actions.split_person(merged_id=again.pk, rows=[later.pk], reason="dua orang", by=officer, at=now)
    owners = dict(Identity.objects.values_list("value", "person_id"))
    assert owners == {"600123": known.pk, "000999": again.pk}
    again.refresh_from_db()
    assert again.merged_into_id is None


def test_a_split_gives_marks_profiles_and_health_to_the_right_one(cast: Any, now: datetime) -> None:
    """One profile, mark and measurement before the merge and one after; the newer ones belong to whom it swallowed."""
    officer, known, again = cast.actor("BACK_OFFICE"), *a_double()

    def who() -> dict[str, Any]:
        return {"by": officer, "at": clock.now()}

    def told(person: Person, kind: str, day: date) -> list[UUID]:
        profile = actions.record_disability(person_id=person.pk, types=[kind], answers={}, **who())
        mark = actions.mark_group(type_code="NAPZA", evidence="asesmen", person_id=person.pk, on=day, **who())
        measured = {"kind": "KEHAMILAN", "status": "HAMIL_KEK", "measured_on": day, "until_on": date(2027, 3, 1)}
        return [profile.pk, mark.pk, actions.record_health(person_id=person.pk, **measured, **who()).pk]

    older = told(again, "FISIK", date(2026, 9, 1))
    actions.end_group_mark(mark_id=older[1], reason="selesai", on=date(2026, 9, 9), **who())
    actions.merge_persons(keep_id=known.pk, merge_id=again.pk, reason="sama", **who())
    newer = told(known, "MENTAL", date(2026, 10, 1))
    shown = queries.get_split(officer, again.pk).rows
    view = {row.id: (row.of_merged, row.is_newer) for row in shown}
    assert next(row.label for row in shown if row.id == newer[0]).startswith("Profil disabilitas (mental)")
    assert [view[pk] for pk in (*older, *newer)] == [(True, False)] * 3 + [(False, True)] * 3
    assert AccessLog.objects.filter(subject_id=known.pk, fields__contains="health").exists()
    # who has no right to health sees nothing of it, cannot give it away, and what is hidden goes where it was
    unaware = cast.actor("DATA_OFFICER")
    assert not {*older, *newer} & {row.id for row in queries.get_split(unaware, again.pk).rows}
    with pytest.raises(Refused, match="milik salah satu"), transaction.atomic():
        actions.split_person(merged_id=again.pk, rows=newer, reason="dua orang", by=unaware, at=now)

    def owners() -> list[set[UUID]]:
        models: list[Any] = [DisabilityProfile, GroupMark, HealthRecord]
        return [{m.objects.get(pk=pk).person_id for m, pk in zip(models, ids, strict=True)} for ids in (older, newer)]

    with transaction.atomic():
        actions.split_person(merged_id=again.pk, rows=[], reason="dua orang", by=unaware, at=now)
        assert owners() == [{again.pk}, {known.pk}]
        assert Condition.objects.filter(person=again, kind="DISABILITAS").exists()
        transaction.set_rollback(True)
    chosen = [row.id for row in queries.get_split(officer, again.pk).rows if row.of_merged]
    actions.split_person(merged_id=again.pk, rows=[*chosen, *newer], reason="dua orang", by=officer, at=now)
    assert owners() == [{again.pk}, {again.pk}]
    versions = DisabilityProfile.objects.order_by("recorded_at").values_list("pk", "version", "is_current")
    assert list(versions) == [(older[0], 1, False), (newer[0], 2, True)]


def test_a_split_does_not_take_rows_of_strangers(officer: Any, now: datetime) -> None:
    known, again = a_double()
    stranger = make_identity(make_person("Orang Lain"), "KKS", "1")
    actions.merge_persons(keep_id=known.pk, merge_id=again.pk, reason="sama", by=officer, at=now)
    with pytest.raises(Refused, match="milik salah satu"):
        actions.split_person(merged_id=again.pk, rows=[stranger.pk], reason="dua orang", by=officer, at=now)
    again.refresh_from_db()
    assert again.merged_into_id == known.pk


def test_a_split_gives_back_the_family_that_the_merge_ended(officer: Any, now: datetime) -> None:
    known, again = a_double()
    family = make_family(again, kk=a_kk(2), since=date(2016, 1, 1))
    actions.merge_persons(keep_id=known.pk, merge_id=again.pk, reason="sama", by=officer, at=now)
    row = Membership.objects.get(family=family)
    assert row.period != DateRange(date(2016, 1, 1), None)
    actions.split_person(merged_id=again.pk, rows=[row.pk], reason="dua orang", by=officer, at=now)
    row.refresh_from_db()
    assert (row.person_id, row.period.upper) == (again.pk, None)


# --- three sources ------------------------------------------------------------------------------------------------


def test_three_sources_that_disagree_are_a_worklist(cast: Any, officer: Any, now: datetime) -> None:
    known, again = a_double()
    quiet = make_person("Tenri Ola", birth_date=date(1990, 1, 2))
    make_status(known, 2, source="DTSEN")
    actions.note_source(
        source="DUKCAPIL",
        as_of=date(2026, 9, 1),
        written=[
            actions.Written(person_id=known.pk, name="SITI NURHALIZA", birth_date=date(1984, 7, 3), nik=a_nik(1), nik_status="ADA_PADAN"),
            actions.Written(person_id=again.pk, name="Sitti Nurhaliza", nik=a_nik(9)),
            actions.Written(person_id=quiet.pk, name="Tenri Ola", birth_date=date(1990, 1, 2)),
        ],
        by=officer,
        at=now,
    )  # fmt: skip
    page = queries.list_disagreements(officer)
    assert {row.person_id: row.differs for row in page.rows} == {known.pk: ("born",), again.pk: ("nik",)}
    assert page.count == 2
    assert SourceRecord.objects.get(person=known).is_same_nik is True
    assert queries.list_disagreements(cast.elsewhere("BACK_OFFICE")).count == 0


def test_a_nik_that_dukcapil_does_not_know_is_listed_when_dtsen_lists_the_person(officer: Any, now: datetime) -> None:
    person = make_person("Baco", nik=a_nik(4), nik_status="ADA_TIDAK_PADAN")
    assert queries.list_disagreements(officer).count == 0
    make_status(person, 1, source="DTSEN")
    (row,) = queries.list_disagreements(officer).rows
    assert (row.differs, row.dtsen.source) == (("nik",), "DTSEN")
