"""Cohorts: who belongs to each, as of a day, inside the areas of whoever asks."""

from datetime import date
from typing import Any

import pytest
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.registry.queries import COHORTS, select_cohort
from rangkul.verivali import actions
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, Cast
from tests.registry.factories import make_condition, make_family, make_outside, make_person, make_status
from tests.verivali.stage import AS_OF, begin, make_areas, open_for, save, subject_of

pytestmark = pytest.mark.django_db


def members(cast: Cast, code: str, *, role: str = "DATA_OFFICER", on: date = AS_OF, **parameters: int) -> set[Any]:
    found = select_cohort(cast.actor(role), COHORTS[code], area=REGENCY, on=on, parameters=parameters)
    return set(found.values_list("id", flat=True))


@pytest.mark.requirement("R227")
def test_people_with_disabilities_in_pkh_themselves_or_by_their_family(cast: Cast) -> None:
    by_family, by_person, neither, no_disability = (make_person(name) for name in ("Siti", "Ali", "Budi", "Ani"))
    family = make_family(by_family, no_disability)
    make_outside(family, "PKH")
    make_outside(by_person, "PKH")
    for person in (by_family, by_person, neither):
        make_condition(person, "DISABILITAS")
    assert members(cast, "disabilitas-pkh") == {by_family.pk, by_person.pk}
    assert members(cast, "penyandang-disabilitas") == {by_family.pk, by_person.pk, neither.pk}


def test_a_day_before_or_after_has_another_cohort(cast: Cast) -> None:
    person = make_person()
    make_condition(person, "DISABILITAS", since=date(2026, 1, 10))
    assert members(cast, "penyandang-disabilitas", on=date(2026, 1, 9)) == set()
    assert members(cast, "penyandang-disabilitas", on=date(2026, 1, 10)) == {person.pk}
    person.condition_rows.update(period=DateRange(date(2026, 1, 10), date(2026, 1, 20)))
    assert members(cast, "penyandang-disabilitas", on=date(2026, 1, 20)) == set()


@pytest.mark.requirement("R120")
def test_recipients_of_kip_above_school_age_and_of_kis(cast: Cast) -> None:
    young, grown, kis = (
        make_person("Siti", birth_date=date(2004, 2, 1)),
        make_person("Ali", birth_date=date(2004, 1, 31)),
        make_person("Ani"),
    )
    make_outside(young, "KIP")
    make_outside(grown, "KIP")
    make_outside(kis, "PBI_JK")
    assert members(cast, "kip-lewat-usia") == {grown.pk}
    assert members(cast, "kip-lewat-usia", age=20) == {young.pk, grown.pk}
    assert members(cast, "penerima-kip") == {young.pk, grown.pk}
    assert members(cast, "penerima-kis") == {kis.pk}
    with pytest.raises(Refused, match="Umur"):
        members(cast, "kip-lewat-usia", age=90)


@pytest.mark.requirement("R120")
def test_a_recipient_of_kis_is_checked_at_the_door(cast: Cast) -> None:
    make_areas()
    person = make_person()
    make_outside(person, "PBI_JK")
    campaign = open_for(cast, person, cohort="penerima-kis", questionnaire="kepesertaan-kis")
    facilitator = cast.actor("FACILITATOR")
    visit = begin(subject_of(campaign, person), facilitator)
    save(visit, facilitator, visited_on=AS_OF, result="CONFIRMED")
    answers = {"kartu-ada": "YA", "nama-sama": "TIDAK", "aktif": "2", "431a": ["0"], "dipakai": "YA"}
    save(visit, facilitator, block="kartu", answers=answers)
    sent = actions.submit_visit(visit_id=visit.pk, by=facilitator, at=clock.now())
    assert (sent.state, sent.answers["nama-sama"], sent.applicable) == ("SUBMITTED", "TIDAK", 5)


def test_the_dead_who_are_still_served(cast: Cast) -> None:
    dead, alive = make_person("Siti", died_on=date(2025, 6, 1)), make_person("Ali")
    make_person("Tanpa Bantuan", died_on=date(2025, 6, 1))
    make_outside(dead, "PBI_JK")
    make_outside(alive, "PBI_JK")
    assert members(cast, "penerima-meninggal") == {dead.pk}
    assert members(cast, "penerima-kis") == {alive.pk}


def test_families_up_to_a_decile_and_numbers_not_matched(cast: Cast) -> None:
    poor, other = (make_family(make_person(name, nik_status="BELUM_DICEK")) for name in ("Siti", "Ali"))
    gone = make_family(make_person("Budi", nik_status="BELUM_DICEK"), ended_on=date(2025, 1, 1))
    make_status(poor, 2)
    make_status(other, 5)
    make_status(gone, 1)
    assert members(cast, "keluarga-desil") == {poor.pk}
    assert members(cast, "keluarga-desil", decile=5) == {poor.pk, other.pk}
    assert len(members(cast, "nik-belum-padan")) == 3


def test_merged_records_count_for_the_person_and_areas_bound_everything(cast: Cast) -> None:
    person = make_person("Siti")
    merged = make_person("Sitti", merged_into=person)
    make_condition(merged, "DISABILITAS")
    there = make_person("Ali", NEIGHBOUR_VILLAGE)
    make_condition(there, "DISABILITAS")
    assert members(cast, "penyandang-disabilitas") == {person.pk, there.pk}
    assert members(cast, "penyandang-disabilitas", role="FACILITATOR") == {person.pk}
