"""PPKS and PSKS: the official lists, marks with evidence and end, counts for those who may not see the names."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import AccessLog
from rangkul.platform.policy.walls import scoped
from rangkul.registry import actions, groups, queries
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import GroupMark, HealthRecord, Person
from rangkul.registry.queries.records import today
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import lent, make_family, make_person

pytestmark = pytest.mark.django_db


def marked(actor: Any, code: str, **about: Any) -> GroupMark:
    return actions.mark_group(type_code=code, evidence="asesmen", by=actor, at=clock.now(), **about)


def test_the_list_of_an_earlier_day_names_people_as_then(cast: Any) -> None:
    officer, then = cast.actor("BACK_OFFICE"), date(2026, 2, 28)
    head, son = make_person("Besse Contoh"), make_person("Baso Contoh")
    family = make_family(head, son)
    for code, about in (("LUT", {"person_id": head.pk}), ("FM", {"family_id": family.pk})):
        marked(officer, code, on=date(2026, 1, 1), **about)
    by, at = lent(cast.actor("DATA_OFFICER")), clock.now()
    actions.correct_person(person_id=head.pk, changes={"name": "Besse Betul"}, by=by, at=at)
    actions.change_head(family_id=family.pk, person_id=son.pk, on=date(2026, 3, 1), by=by, at=at)
    for code, was, now in (("LUT", "Besse Contoh", "Besse Betul"), ("FM", "Besse Contoh", "Baso Contoh")):
        told = [[row.about for row in queries.list_marked(officer, code, on=on).rows] for on in (then, today())]
        assert told == [[was], [now]]


def test_the_lists_are_the_official_ones() -> None:
    types = groups.every_type()
    assert [sum(each.kind == kind for each in types) for kind in ("PPKS", "PSKS")] == [26, 12]
    assert len({each.code for each in types}) == 38
    assert all(each.law and each.meaning and each.about for each in types)
    assert not any(each.holds_on(date(2012, 1, 1)) for each in types)
    hidden = {"PD", "ADK", "ODHA", "NAPZA", "KTK", "AKTK"}
    assert hidden <= {each.code for each in types if each.is_sensitive}
    assert not hidden & {each.code for each in groups.types_for("person", on=today(), sees_sensitive=False)}


def test_a_mark_has_evidence_a_beginning_and_an_end(cast: Any) -> None:
    officer, person = cast.actor("BACK_OFFICE"), make_person()
    family = make_family(person)
    mark = marked(officer, "LUT", person_id=person.pk, on=date(2026, 1, 1))
    marked(officer, "PMLG", person_id=person.pk)
    with pytest.raises(Refused, match="sudah tercatat"):
        marked(officer, "LUT", person_id=person.pk)
    with pytest.raises(Refused, match="jenis untuk keluarga"):
        marked(officer, "LUT", family_id=family.pk)
    with pytest.raises(Refused, match="daftar"):
        marked(officer, "XYZ", person_id=person.pk)
    with pytest.raises(Refused, match="Bukti"):
        actions.mark_group(type_code="FM", evidence=" ", family_id=family.pk, by=officer, at=clock.now())
    with pytest.raises(Refused, match="Alasan"):
        actions.end_group_mark(mark_id=mark.pk, reason="", by=officer, at=clock.now())
    actions.end_group_mark(mark_id=mark.pk, reason="diasuh anak", on=date(2026, 6, 1), by=officer, at=clock.now())
    with pytest.raises(Refused, match="sudah berakhir"):
        actions.end_group_mark(mark_id=mark.pk, reason="lagi", by=officer, at=clock.now())
    marked(officer, "LUT", person_id=person.pk)  # again, later
    views = queries.marks_of(officer, persons=[person.pk], families=[family.pk], on=today())
    assert [(each.type.code, each.is_in_force) for each in views].count(("LUT", True)) == 1
    assert next(each for each in views if not each.is_in_force).end_reason == "diasuh anak"
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMark.objects.create(
            person=person, type_code="LUT", period=DateRange(date(2026, 2, 1), None), evidence="x", source="DESK",
            marked_by_name="x", created_at=clock.now(),
        )  # fmt: skip


def test_the_right_role_next_door_marks_and_sees_nobody(cast: Any) -> None:
    person = make_person("Tetangga", NEIGHBOUR_VILLAGE)
    mark = marked(cast.elsewhere("BACK_OFFICE"), "LUT", person_id=person.pk)
    officer = cast.actor("BACK_OFFICE")
    with pytest.raises(Denied):
        marked(officer, "PMLG", person_id=person.pk)
    with pytest.raises(NoSuchRecord):
        actions.end_group_mark(mark_id=mark.pk, reason="x", by=officer, at=clock.now())
    assert queries.marks_of(officer, persons=[person.pk], on=today()) == ()
    with scoped(officer):
        assert not GroupMark.objects.exists()
    front = cast.actor("FRONT_OFFICE")
    with pytest.raises(Denied):
        marked(front, "ODHA", person_id=make_person().pk)


def test_counts_for_all_names_for_some(cast: Any) -> None:
    officer, manager = cast.actor("BACK_OFFICE"), cast.actor("SLRT_MANAGER")
    people = [make_person(f"Warga {number}") for number in range(6)]
    for person in people:
        marked(officer, "NAPZA", person_id=person.pk)
    marked(officer, "ODHA", person_id=people[0].pk)
    marked(officer, "LUT", person_id=people[1].pk)
    marked(officer, "FM", family_id=make_family(people[2]).pk)
    marked(officer, "FM", person_id=people[3].pk)

    def told(actor: Any, **more: Any) -> dict[str, tuple[int | None, int | None]]:
        found = queries.group_counts(actor, on=today(), **more)
        return {each.type.code: (each.persons, each.families) for each in found}

    assert told(manager)["ODHA"] == (1, 0)
    assert told(manager)["FM"] == (1, 1)  # units are never added
    assert told(manager, area=str(NEIGHBOUR_VILLAGE))["NAPZA"] == (0, 0)
    assert told(manager, area=str(VILLAGE))["NAPZA"] == (6, 0)
    reader = told(cast.actor("SUPERVISOR"))
    assert (reader["ODHA"], reader["NAPZA"], reader["LUT"]) == ((None, 0), (6, 0), (1, 0))
    with pytest.raises(Denied):
        queries.list_marked(cast.actor("SUPERVISOR").for_purpose("x"), "NAPZA", on=today())
    with pytest.raises(Denied, match="keperluan"):
        queries.list_marked(manager, "NAPZA", on=today())
    assert queries.list_marked(manager.for_purpose("pendataan"), "NAPZA", on=today()).total == 6
    assert AccessLog.objects.filter(purpose="pendataan", fields=["groups"]).count() == 6
    assert [row.about for row in queries.list_marked(cast.actor("SUPERVISOR"), "LUT", on=today()).rows] == ["Warga 1"]
    with CaptureQueriesContext(connection) as captured:
        queries.group_counts(manager, on=today())
    assert len(captured) == 1


def test_marks_of_merged_records_are_counted_and_listed_as_the_person_once(cast: Any) -> None:
    """Three records of one human, two merges in a row: the oldest and the middle one were marked, one of them twice over."""
    officer, manager = cast.actor("BACK_OFFICE"), cast.actor("SLRT_MANAGER")
    old, middle, now = make_person("A"), make_person("B"), make_person("C")
    for record in (old, middle):
        marked(officer, "LUT", person_id=record.pk)
    marked(officer, "PMLG", person_id=old.pk)
    marked(officer, "LUT", person_id=make_person("Lain").pk)
    for record, into in ((old, middle), (middle, now)):
        Person.objects.filter(pk=record.pk).update(merged_into=into)

    def told(code: str, **more: Any) -> tuple[int | None, int, list[Any]]:
        counted = {each.type.code: each.persons for each in queries.group_counts(manager, on=today(), **more)}
        page = queries.list_marked(manager, code, on=today(), **more)
        assert counted[code] == page.total
        return counted[code], page.total, sorted(row.about for row in page.rows)

    assert told("LUT") == (2, 2, ["C", "Lain"])
    assert told("PMLG") == (1, 1, ["C"])
    assert queries.count_marked_by_district(officer, ["LUT", "PMLG"], on=today()) == {VILLAGE[:8]: 2}
    (mark,) = queries.list_marked(officer, "PMLG", on=today()).rows
    assert mark.person_id == now.pk
    with pytest.raises(Refused, match="sudah tercatat"):
        marked(officer, "PMLG", person_id=now.pk)
    actions.end_group_mark(mark_id=mark.id, reason="keliru", by=officer, at=clock.now())
    assert told("PMLG") == (0, 0, [])
    # where the records lived no longer counts, nor whether they are said to have died
    Person.objects.filter(pk=now.pk).update(area_code=NEIGHBOUR_VILLAGE)
    Person.objects.filter(pk=old.pk).update(died_on=date(2020, 1, 1))
    assert [told("LUT", area=area)[2] for area in (str(VILLAGE), str(NEIGHBOUR_VILLAGE))] == [["Lain"], ["C"]]
    Person.objects.filter(pk=now.pk).update(died_on=date(2020, 1, 1))
    assert told("LUT") == (1, 1, ["Lain"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "HAMIL_KEK"}, "Status"),
        ({"kind": "KEHAMILAN", "status": "HAMIL_KEK"}, "Perkiraan lahir"),
        ({"measured_on": date(2030, 1, 1)}, "Tanggal pemeriksaan"),
        ({"kind": "GIZI_BALITA"}, "Jenis data"),
    ],
)
def test_health_data_that_cannot_be_is_refused(cast: Any, changes: dict[str, Any], field: str) -> None:
    mother = make_person(birth_date=date(1995, 1, 1))
    told: dict[str, Any] = {"kind": "GIZI_BALITA", "status": "PENDEK", "measured_on": date(2026, 10, 1)}
    with pytest.raises(Refused) as refused:
        actions.record_health(person_id=mother.pk, **(told | changes), by=cast.actor("BACK_OFFICE"), at=clock.now())
    assert refused.value.field == field
    assert not HealthRecord.objects.exists()


def test_a_pregnancy_is_told_once_and_rules_know(cast: Any) -> None:
    officer, mother = cast.actor("BACK_OFFICE"), make_person(birth_date=date(1995, 1, 1))
    told: dict[str, Any] = {
        "kind": "KEHAMILAN", "status": "HAMIL_KEK", "measured_on": date(2026, 10, 1), "until_on": date(2027, 3, 1),
        "person_id": mother.pk, "by": officer, "at": clock.now(), "reported_period": "2026-10",
    }  # fmt: skip
    actions.record_health(**told)
    with pytest.raises(Refused, match="sudah tercatat"):
        actions.record_health(**told)
    assert queries.facts_for_person(mother.pk, today()).facts["hamil"] is True
    assert queries.facts_for_person(mother.pk, date(2027, 4, 1)).facts["hamil"] is False
    page = queries.get_health(officer.for_purpose("pendampingan"), mother.pk)
    assert [row.status_label for row in page.rows] == ["hamil, kurang energi kronis"]
    with pytest.raises(Denied):
        queries.get_health(cast.actor("FRONT_OFFICE").for_purpose("x"), mother.pk)
