"""The invented people: the same for the same seed, plainly nobody, in the proportions that were chosen."""

from collections import Counter
from datetime import date
from itertools import chain
from statistics import mean
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.cli.demo import shapes
from rangkul.cli.demo.population import Generator
from rangkul.cli.demo.shapes import SHAPES, share_out, village_weights
from rangkul.kernel.clock import age_on
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.registry.bulk import RegistryRows

SOPPENG = SHAPES["soppeng"]


def made(families: int = 1500, *, seed: int = 1, district: str = "soppeng") -> RegistryRows:
    """Everything of a small district in one piece."""
    whole = RegistryRows()
    for _count, rows in Generator(SHAPES[district], families=families, seed=seed).chunks(400):
        for noun in RegistryRows.__slots__:
            getattr(whole, noun).extend(getattr(rows, noun))
    return whole


@pytest.fixture(scope="module")
def rows() -> RegistryRows:
    return made()


def test_same_seed_same_people(rows: RegistryRows) -> None:
    assert made() == rows
    assert made(seed=2).persons != rows.persons


def test_exactly_as_many_families_as_asked(rows: RegistryRows) -> None:
    assert len(rows.families) == 1500
    assert 2.7 < (len(rows.memberships) / len(rows.families)) < 3.3


def test_numbers_that_no_real_person_has(rows: RegistryRows) -> None:
    niks = [row.nik for row in rows.persons if row.nik]
    assert len(set(niks)) == len(niks)
    assert {Nik.parse(nik)[:2] for nik in niks} == {"00"}
    cards = [row.kk for row in rows.families if row.kk]
    assert len(set(cards)) == len(cards)
    assert {NomorKK.parse(card)[:2] for card in cards} == {"00"}


def test_nik_tells_the_birth_date_and_the_sex(rows: RegistryRows) -> None:
    for row in rows.persons:
        if row.nik:
            assert not Nik.parse(row.nik).warnings(birth_date=row.birth_date, sex=row.sex, reference=date(2026, 6, 1))


def test_some_have_no_numbers_and_say_so(rows: RegistryRows) -> None:
    without = [row for row in rows.persons if row.nik is None]
    assert 0.005 < len(without) / len(rows.persons) < 0.05
    assert {row.nik_status for row in without} <= {"TIDAK_PUNYA", "BELUM_REKAM"}
    assert any(row.kk is None for row in rows.families)


def test_some_stand_twice_in_another_spelling(rows: RegistryRows) -> None:
    members = {row.person_id for row in rows.memberships}
    doubles = [row for row in rows.persons if row.id not in members]
    known = Counter((row.birth_date, row.area_code) for row in rows.persons if row.id in members)
    assert doubles
    assert all(known[row.birth_date, row.area_code] for row in doubles)


def test_every_village_has_families_by_its_weight(rows: RegistryRows) -> None:
    weights = village_weights("73.12")
    by_village = Counter(row.area_code for row in rows.families)
    assert set(by_village) == set(weights)
    largest, smallest = max(weights, key=weights.__getitem__), min(weights, key=weights.__getitem__)
    assert by_village[largest] > by_village[smallest]


def test_families_are_possible(rows: RegistryRows) -> None:
    born = {row.id: row.birth_date for row in rows.persons}
    heads = {row.family_id: born[row.person_id] for row in rows.memberships if row.relation == "HEAD"}
    assert len(heads) == len(rows.families)
    for row in rows.memberships:
        if row.relation == "CHILD":
            assert (born[row.person_id] - heads[row.family_id]).days > 15 * 365
        assert row.period[1:11] >= born[row.person_id].isoformat()


def test_young_and_old_as_in_the_pyramid(rows: RegistryRows) -> None:
    ages = [age_on(row.birth_date, date(2026, 1, 1)) for row in rows.persons]
    assert 0.12 < mean(age < 15 for age in ages) < 0.35
    assert 0.07 < mean(age >= 60 for age in ages) < 0.25


def test_the_poor_are_those_who_are_listed(rows: RegistryRows) -> None:
    family_of = {row.person_id: row.family_id for row in rows.memberships}
    listed = {family_of[row.person_id] for row in rows.identities if row.kind == "ID_DTKS" and row.person_id}
    assert 0.3 < len(listed) / len(rows.families) < 0.5
    decile = {row.family_id: row.decile for row in rows.welfare}
    poor = [decile[family] for family in listed if family in decile]
    assert mean(each or 0 for each in poor) < mean(each or 0 for each in decile.values())


def test_every_condition_that_a_rule_asks_about_occurs(rows: RegistryRows) -> None:
    kinds = {row.kind for row in rows.conditions}
    assert kinds >= {"DISABILITAS", "BUTUH_ALAT_BANTU", "KUSTA", "LANSIA_TERLANTAR", "RAWAN_PANGAN"}
    assert {row.programme for row in rows.outside} >= {"PKH", "BPNT", "PBI_JK", "KIP", "KKS"}


def test_leprosy_is_a_few_dozen_whatever_the_number_of_families() -> None:
    for families in (1500, 6000):
        cases = [row for row in made(families).conditions if row.kind == "KUSTA"]
        assert 25 < len(cases) < 90


def test_ids_are_uuid7_and_never_twice(rows: RegistryRows) -> None:
    tables = (rows.persons, rows.families, rows.memberships, rows.conditions, rows.outside)
    ids = [row[0] for row in chain.from_iterable(tables)]
    assert len(set(ids)) == len(ids)
    assert {UUID(str(each)).version for each in ids[:500]} == {7}


def test_tanggamus_has_its_own_villages_and_names() -> None:
    there = made(700, district="tanggamus")
    assert {row.area_code[:5] for row in there.families} == {"18.06"}
    assert len({row.area_code for row in there.families}) > 250


@given(st.integers(0, 10_000), st.lists(st.integers(1, 9999), min_size=1, max_size=20))
def test_shares_add_up(total: int, sizes: list[int]) -> None:
    weights = {str(place): size for place, size in enumerate(sizes)}
    parts = share_out(total, weights)
    assert sum(parts.values()) == total
    assert all(abs(parts[key] - total * weights[key] / sum(sizes)) < 1 for key in weights)


def test_ages_are_weighted_by_the_pyramid() -> None:
    span, weights = shapes.ages("73", "L", 0, 17)
    assert (span[0], span[-1]) == (0, 17)
    assert list(weights) == sorted(weights)
