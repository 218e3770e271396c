"""No number decides alone who a row is about: the name or the birth date must fit, whatever the number is called."""

from datetime import date
from typing import Any

import pytest

from rangkul.registry.imports.statuses.record import leave_claim, status_claim
from rangkul.registry.models import OutsideMembership, Person, WelfareStatus
from tests.importing.landed import Landed, claimed, people_told
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.registry.factories import a_kk, a_nik, make_family, make_identity, make_outside, make_person

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 9, 20)
BORN = date(1980, 5, 19)
QUARTER = (date(2026, 7, 1), date(2026, 10, 1))


@pytest.mark.requirement("W01")
def test_an_id_dtks_of_somebody_else_changes_nobody(cast: Cast) -> None:
    known = make_person("Siti Asli")
    make_identity(known, "ID_DTKS", "X-1")
    stranger = {"name": "ORANG LAIN SEKALI", "birth_date": date(1999, 9, 9), "sex": "L", "dtks_id": "X-1"}
    landed = people_told(stranger, as_of=AS_OF)
    assert landed.doubts == ["ID_DTKS_DIPAKAI_NAMA_LAIN"]
    assert "Siti Asli, lahir 19-05-1980: " in landed.told
    assert "ID DTKS ini milik orang yang disebut" in landed.told
    assert landed.matched.problems[0].candidates == (str(known.pk),)
    landed.apply()
    assert Person.objects.get().name == "Siti Asli"


@pytest.mark.parametrize(
    "row", [{"name": "SITI ASLY", "birth_date": date(1999, 9, 9)}, {"name": "HJ MARLINA", "birth_date": BORN}]
)
def test_a_name_or_a_birth_date_that_fits_is_enough(cast: Cast, row: dict[str, Any]) -> None:
    make_identity(make_person("Siti Asli"), "ID_DTKS", "X-1")
    landed = people_told(row | {"dtks_id": "X-1"}, as_of=AS_OF)
    assert (landed.doubts, landed.matched.counts) == ([], {"CHANGED": 1})


def test_an_id_of_two_people_and_one_of_the_next_village_are_asked_about(cast: Cast) -> None:
    for name in ("Siti Asli", "Siti Asliah"):
        make_identity(make_person(name), "ID_DTKS", "5.20602E+17")
    make_identity(make_person("Baso Jauh", NEIGHBOUR_VILLAGE), "ID_DTKS", "X-2")
    rows = [{"name": "SITI ASLI", "birth_date": BORN, "dtks_id": "5.20602E+17"},
            {"name": "BASO JAUH", "birth_date": BORN, "dtks_id": "X-2"}]  # fmt: skip
    landed = people_told(*rows, as_of=AS_OF)
    assert landed.doubts == ["ID_DTKS_DUA_ORANG", "ID_DTKS_DI_WILAYAH_LAIN"]
    assert "Baso" not in landed.matched.problems[1].shown
    landed.apply()
    assert Person.objects.get(area_code=NEIGHBOUR_VILLAGE).name == "Baso Jauh"


def test_a_nik_with_another_name_and_no_birth_date_is_not_taken(cast: Cast) -> None:
    nik = str(a_nik())
    make_person("Siti Asli", nik=nik)
    assert people_told({"name": "BASO CONTOH", "nik": nik}, as_of=AS_OF).doubts == ["NIK_DIPAKAI_NAMA_LAIN"]


def leaves_pbi(**row: Any) -> Landed:
    def claims(table: Any) -> list[Any]:
        return [leave_claim(table, "P", programme="PBI_JK", start=AS_OF, where=table.rows > 0)]

    return claimed({"id_kind": "JKN", **row}, claims=claims, as_of=AS_OF, source="DEMO")


@pytest.mark.requirement("W01")
def test_a_jkn_number_under_another_name_ends_nobodys_help(cast: Cast) -> None:
    known = make_person("Siti Asli")
    make_identity(known, "JKN", "0001234567891")
    make_outside(known, "PBI_JK")
    landed = leaves_pbi(id_value="0001234567891", name="BASO CONTOH", birth_date=date(1999, 9, 9))
    assert landed.doubts == ["NOMOR_DIPAKAI_NAMA_LAIN"]
    assert "Siti Asli, lahir 19-05-1980" in landed.told
    landed.apply()
    assert OutsideMembership.objects.get().period.upper is None
    assert leaves_pbi(id_value="0001234567891", name="SITI ASLI").apply().doubts == []
    assert OutsideMembership.objects.get().period.upper == AS_OF


def decile_of(**row: Any) -> Landed:
    def claims(table: Any) -> list[Any]:
        return [status_claim(table, "F", source="DTSEN", start=QUARTER[0], until=QUARTER[1], decile=table.rows)]

    return claimed(row, claims=claims, as_of=AS_OF, source="DTSEN", subject="F")


@pytest.mark.requirement("W01")
def test_an_unknown_card_gives_its_decile_only_to_the_family_whose_name_fits(cast: Cast) -> None:
    nik, son_nik, other = str(a_nik(1)), str(a_nik(2)), str(a_kk(9))
    head, son = make_person("Siti Asli", nik=nik), make_person("Ahmad Rusli", nik=son_nik)
    make_family(head, son, kk=str(a_kk(1)))
    stranger = decile_of(nik=nik, kk=other, name="DAENG MATTOLA")
    assert stranger.doubts == ["NIK_DIPAKAI_NAMA_LAIN"]
    moved_out = decile_of(nik=son_nik, kk=other, name="AHMAD RUSLI")
    assert moved_out.doubts == ["KK_LAIN"]
    assert f"Siti Asli ({VILLAGE})" in moved_out.told
    for each in (stranger, moved_out):
        each.apply()
    assert not WelfareStatus.objects.exists()

    same = decile_of(nik=nik, kk=other, name="SITI ASLI")
    assert same.doubts == []
    assert "1 baris memuat KK lain" in same.matched.question
    assert same.matched.samples[0][3]["keluarga"] == ["Siti Asli", "KK lain"]
    same.apply()
    assert WelfareStatus.objects.get().decile == 2
    known = decile_of(nik=nik, kk=str(a_kk(1)), name="SITI ASLI")
    assert (known.matched.question, known.matched.counts) == ("", {"SAME": 1})
