"""What registry, Dukcapil and DTSEN write differently of somebody, and what was done about it (B03)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied, Refused
from rangkul.registry import actions, queries
from rangkul.registry.errors import UnableToChangeRegistry
from rangkul.registry.models import Person, SourceRecord, WelfareStatus
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_kk, a_nik, make_family, make_person
from tests.web.test_registry_pages import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B03")]


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def officer(cast: Any) -> Any:
    return cast.actor("BACK_OFFICE")


def told(
    by: Any, at: datetime, person: Person, *, source: str = "DUKCAPIL", on: date = date(2026, 9, 1), **said: Any
) -> None:
    written = [actions.Written(person_id=person.pk, **said)]
    actions.note_source(source=source, as_of=on, written=written, by=by, at=at)


def somebody(serial: int = 1, **more: Any) -> Person:
    return make_person(
        "Siti Nurhaliza", nik=a_nik(serial), birth_date=date(1984, 3, 7), sex="P", mother_name="Becce Tang", **more
    )


def test_titles_and_spellings_are_no_difference_and_the_rest_is_compared_where_both_know(
    officer: Any, now: datetime
) -> None:
    same, other = somebody(), somebody(2)
    for serial, person in enumerate((same, other), 1):
        make_family(person, kk=a_kk(serial))
    told(
        officer,
        now,
        same,
        name="Sitti Nurhaliza, S.Pd",
        birth_date=date(1984, 3, 7),
        sex="P",
        mother_name="BECCE TANG",
        kk=str(a_kk(1)),
    )
    told(
        officer,
        now,
        other,
        name="Hasnah",
        birth_date=date(1984, 7, 3),
        sex="L",
        mother_name="Indo Tuo",
        kk=str(a_kk(9)),
    )
    page = queries.list_disagreements(officer)
    assert [(row.person_id, row.differs) for row in page.rows] == [(other.pk, ("name", "born", "sex", "mother", "kk"))]


def test_only_the_newest_word_of_a_register_counts_also_of_a_record_merged_since(officer: Any, now: datetime) -> None:
    person, double = somebody(), somebody(2)
    told(officer, now, person, birth_date=date(1999, 1, 1), on=date(2026, 1, 1))
    told(officer, now, person, birth_date=date(1984, 3, 7))
    assert queries.list_disagreements(officer).count == 0
    told(officer, now, double, birth_date=date(1984, 7, 3), source="DTSEN")
    actions.merge_persons(keep_id=person.pk, merge_id=double.pk, reason="sama", by=officer, at=now)
    (row,) = queries.list_disagreements(officer).rows
    assert (row.person_id, row.differs, row.dtsen.born) == (person.pk, ("born",), "3 Juli 1984")


def test_a_difference_is_dealt_with_until_a_register_says_something_newer(officer: Any, now: datetime) -> None:
    person = somebody()
    told(officer, now, person, name="Hasnah", birth_date=date(1984, 7, 3))
    later = now + timedelta(hours=1)
    with pytest.raises(Refused, match="Alasan"):
        actions.mark_difference(person_id=person.pk, seen={"name": "OPEN"}, state="ASIDE", by=officer, at=later)
    actions.mark_difference(
        person_id=person.pk, seen={"name": "OPEN"}, state="ASIDE", note="nama panggilan", by=officer, at=later
    )
    actions.mark_difference(person_id=person.pk, seen={"born": "OPEN"}, state="ASKED", by=officer, at=later)
    counts = queries.list_disagreements(officer).counts
    assert counts == {"OPEN": 0, "CHECKED": 0, "ASKED": 1, "ASIDE": 1}
    (row,) = queries.list_disagreements(officer, state="ASIDE").rows
    assert (row.states, row.marks["name"].note) == ({"name": "ASIDE", "born": "ASKED"}, "nama panggilan")
    with pytest.raises(UnableToChangeRegistry, match="petugas lain"):
        actions.mark_difference(person_id=person.pk, seen={"name": "OPEN"}, state="CHECKED", by=officer, at=later)
    told(
        officer,
        later + timedelta(days=1),
        person,
        source="DTSEN",
        name="Hasnah",
        birth_date=date(1984, 3, 7),
        on=date(2026, 10, 1),
    )
    (row,) = queries.list_disagreements(officer).rows
    assert set(row.states.values()) == {"OPEN"}
    assert not row.marks["name"].holds


def test_only_who_decides_on_doubles_in_that_village_marks(cast: Any, officer: Any, now: datetime) -> None:
    person = somebody()
    told(officer, now, person, name="Hasnah")
    for stranger in (cast.elsewhere("BACK_OFFICE"), cast.actor("FRONT_OFFICE")):
        with pytest.raises(Denied):
            actions.mark_difference(person_id=person.pk, seen={"name": "OPEN"}, state="CHECKED", by=stranger, at=now)
    assert queries.list_disagreements(cast.elsewhere("BACK_OFFICE")).counts["OPEN"] == 0


def test_the_page_narrows_to_an_area_and_deals_with_a_person(
    cast: Any, officer: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = somebody(), somebody(2, area=NEIGHBOUR_VILLAGE)
    both = replace(officer, areas=(AreaCode(VILLAGE), AreaCode(NEIGHBOUR_VILLAGE)))
    for person in (here, there):
        told(both, now, person, name="Hasnah")
    assert queries.list_disagreements(both).count == 2
    with monkeypatch.context() as small:
        small.setattr("rangkul.registry.queries.three_way.PAGE", 1)
        first = queries.list_disagreements(both)
        last = queries.list_disagreements(both, after=first.after)
    assert [[row.person_id for row in page.rows] for page in (first, last)] == [[here.pk], [there.pk]]
    assert (bool(first.after), last.after) == (True, "")
    assert queries.list_disagreements(both, area=VILLAGE).count == 1
    desk = Browser(cast, "BACK_OFFICE")
    page = reverse("web:registry:difference", args=[here.pk])
    answer = desk.post(page, field="name", was_name="OPEN", decision="ASIDE", note="")
    assert answer.status_code == 422
    assert "Alasan" in answer.content.decode()
    assert desk.post(page, field="name", was_name="OPEN", decision="CHECKED", note="KTP-el dilihat").status_code == 303
    shown = desk.get(reverse("web:registry:three-way") + "?status=CHECKED").content.decode()
    assert "KTP-el dilihat" in shown
    stranger = Browser(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE)
    assert stranger.get(page).status_code == 404


def test_columns_that_nobody_knows_hide_nobody(officer: Any, now: datetime) -> None:
    """A DTKS file with further columns leaves a record that tells nothing of NIK, name or birth."""
    person = make_person("Rosdiana", nik=a_nik(9), nik_status="ADA_TIDAK_PADAN")
    listed = {"source": "DTKS", "is_listed": True, "period": (date(2026, 1, 1), None), "created_at": now}
    WelfareStatus.objects.create(person=person, **listed)
    SourceRecord.objects.create(
        person=person, source="DTKS", as_of=date(2026, 1, 1), leftover_cipher=b"x", leftover_index=b"x", created_at=now
    )
    assert queries.list_disagreements(officer).count == 1
