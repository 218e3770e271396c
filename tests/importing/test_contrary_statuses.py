"""Two status files that both wait and contradict each other: whoever approves the later one is told what and where."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from rangkul.platform.importing import contradictions
from rangkul.registry.imports.statuses.record import leave_claim, member_claim, status_claim
from rangkul.registry.models import Family, Person
from tests.importing.landed import Landed, claimed
from tests.people import Cast
from tests.registry.factories import a_kk, a_nik, make_family, make_person

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 9, 20)
NIK, KK = str(a_nik()), str(a_kk())


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(make_person("Siti Asli", nik=NIK), make_person("Ahmad Rusli"), kk=KK)


def deciles(decile: int, *, quarter: int = 3, by: str = "kk") -> Landed:
    start, until = date(2026, 3 * quarter - 2, 1), date(2026 + quarter // 4, (3 * quarter + 1) % 12, 1)

    def claims(table: Any) -> list[Any]:
        return [status_claim(table, "F", source="DTSEN", start=start, until=until, decile=pl.Series([decile]))]

    row = {"kk": KK} if by == "kk" else {"nik": NIK}
    return claimed(row | {"name": "SITI ASLI"}, claims=claims, as_of=AS_OF, source="DTSEN", subject="F",
                   format_code="dtsen.desil")  # fmt: skip


def cards(number: str, *, name: str = "AHMAD RUSLI", serves: bool = True, format_code: str = "kemensos.kks") -> Landed:
    """By card and name: this one has no NIK."""

    def claims(table: Any) -> list[Any]:
        told = pl.Series([number], dtype=pl.String)
        if not serves:
            return [leave_claim(table, "P", programme="KKS", start=AS_OF, where=pl.Series([True]))]
        return [member_claim(table, "P", programme="KKS", start=AS_OF, number=told)]

    return claimed({"kk": KK, "name": name}, claims=claims, as_of=AS_OF, source="KKS", format_code=format_code)


def told(landed: Landed) -> list[tuple[int, str, dict[str, Any]]]:
    contradictions.keep(landed.batch)
    rows = landed.batch.rows.filter(verdict="CONTRARY").order_by("number", "other__uploaded_at")
    return [(row.number, row.label, row.difference) for row in rows]


@pytest.mark.requirement("W01")
def test_two_decile_files_of_one_quarter(family: Family) -> None:
    deciles(2)
    assert told(deciles(8, by="nik")) == [(2, "SITI ASLI", {"desil": ["2", "8"]})]
    assert told(deciles(5, quarter=2)) == []


def test_two_card_lists_and_somebody_without_nik(family: Family) -> None:
    assert not Person.objects.get(name="Ahmad Rusli").nik_index
    cards("6032980000000001")
    assert told(cards("6032980000000001")) == []
    assert told(cards("")) == []
    assert told(cards("6032980000000009", name="SITI ASLI")) == []
    gone = told(cards("", serves=False))
    assert {each["ikut_program"][0] for _row, _name, each in gone} == {"KKS", "KKS 6032980000000001"}
    assert {each["ikut_program"][1] for _row, _name, each in gone} == {"bukan KKS"}
    other = told(cards("6032980000000002"))
    assert (2, "AHMAD RUSLI", {"ikut_program": ["KKS 6032980000000001", "KKS 6032980000000002"]}) in other


def test_lists_of_two_sources_stand_side_by_side(family: Family) -> None:
    cards("6032980000000001")
    assert told(cards("6032980000000002", format_code="bpjs.pbi")) == []
