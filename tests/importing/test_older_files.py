"""A file of an earlier day does not undo what officials corrected since, nor what Dukcapil said later."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.conf import settings

from rangkul.kernel import clock
from rangkul.platform.importing.models import ImportRow
from rangkul.registry import actions
from rangkul.registry.imports.statuses.record import checked_claim
from rangkul.registry.models import Person, SourceRecord
from tests.importing.landed import Landed, claimed, people_told
from tests.people import Cast
from tests.registry.factories import a_kk, a_nik, lent, make_family, make_person

pytestmark = pytest.mark.django_db
OLD, BORN, RIGHT = date(2023, 1, 1), date(1980, 5, 19), date(1970, 5, 5)
NIK = str(a_nik())
TODAY = clock.local_date(clock.now(), settings.TIME_ZONE)


def corrected(cast: Cast, **changes: Any) -> Person:
    """Somebody whose data an official has just corrected."""
    known = make_person("Siti Asli", nik=NIK, mother_name="Ibu Lama", address="JL LAMA")
    by = lent(cast.actor("BACK_OFFICE"))
    return actions.correct_person(person_id=known.pk, changes=changes, by=by, at=clock.now())


def told(as_of: date = OLD, **row: Any) -> Landed:
    before = {"name": "SITI ASLI", "nik": NIK, "birth_date": BORN, "sex": "P", "mother_name": "IBU LAMA"}
    return people_told(before | {"address": "JL LAMA", **row}, as_of=as_of)


@pytest.mark.requirement("W01")
def test_an_older_file_does_not_put_back_what_was_corrected(cast: Cast) -> None:
    known = corrected(cast, birth_date=RIGHT, mother_name="Ibu Benar")
    landed = told()
    assert landed.doubts == ["LEBIH_LAMA_DARI_PERBAIKAN"]
    assert landed.told.startswith(f"tanggal lahir, nama ibu diperbaiki {TODAY:%d-%m-%Y}")
    assert "lebih lama dari perbaikan" in landed.told
    landed.apply()
    known.refresh_from_db()
    assert (known.birth_date, known.mother_name) == (RIGHT, "Ibu Benar")


def test_what_nobody_corrected_and_what_a_newer_file_says_is_taken(cast: Cast) -> None:
    corrected(cast, birth_date=RIGHT)
    same = told(birth_date=RIGHT, mother_name="IBU KANDUNG")
    assert (same.doubts, same.matched.counts) == ([], {"CHANGED": 1})
    assert told(as_of=TODAY + timedelta(days=1)).matched.counts == {"CHANGED": 1}


def test_said_to_be_this_person_the_corrected_stays_and_the_rest_is_taken(cast: Cast) -> None:
    known = corrected(cast, name="Siti Benar Sekali", birth_date=RIGHT)
    landed = told(address="JL BARU")
    assert landed.doubts == ["NIK_DIPAKAI_NAMA_LAIN"]  # by its old name the row is about somebody else
    ImportRow.objects.create(
        batch=landed.batch, number=2, verdict="DOUBTFUL", decision="PERSON", decided_person=known.pk
    )
    landed.again().apply()
    known.refresh_from_db()
    assert (known.name, known.birth_date, known.address) == ("Siti Benar Sekali", RIGHT, "JL BARU")


def test_a_death_that_was_taken_back_stays_taken_back(cast: Cast) -> None:
    known = make_person("Siti Asli", nik=NIK)
    make_family(known)
    by = lent(cast.actor("BACK_OFFICE"))
    actions.record_death(person_id=known.pk, died_on=OLD, by=by, at=clock.now())
    assert told(life="ALIVE").doubts == ["TERCATAT_MENINGGAL"]
    actions.take_back_death(person_id=known.pk, evidence="surat hidup", by=by, at=clock.now())
    landed = told(life="DEAD")
    assert landed.doubts == ["LEBIH_LAMA_DARI_PERBAIKAN"]
    older = dukcapil("ADA_PADAN", OLD, died_on=OLD)
    assert older.doubts == ["LEBIH_LAMA_DARI_PERBAIKAN"]
    for each in (landed, older):
        each.apply()
    assert Person.objects.get().died_on is None


def dukcapil(status: str, as_of: date, died_on: date | None = None) -> Landed:
    def claims(table: Any) -> list[Any]:
        day = pl.Series([died_on.isoformat() if died_on else None], dtype=pl.String)
        return [checked_claim(table, nik_status=pl.Series([status]), died_on=day, start=as_of)]

    return claimed({"nik": NIK, "name": "SITI ASLI"}, claims=claims, as_of=as_of, source="DUKCAPIL")


@pytest.mark.requirement("B03")
def test_an_older_result_of_dukcapil_does_not_replace_a_newer_one(cast: Cast) -> None:
    make_person("Siti Asli", nik=NIK)
    dukcapil("ADA_PADAN", date(2026, 9, 1)).apply()
    older = dukcapil("ADA_TIDAK_PADAN", date(2026, 3, 1))
    assert older.doubts == ["HASIL_LEBIH_LAMA"]
    assert "hasil 01-09-2026 sudah dicatat" in older.told
    older.apply()
    population = told(nik_status="ADA_TIDAK_PADAN")
    assert population.doubts == []
    population.apply()
    assert Person.objects.get().nik_status == "ADA_PADAN"
    assert SourceRecord.objects.get().nik_status == "ADA_PADAN"
    dukcapil("ADA_TIDAK_PADAN", date(2026, 10, 1)).apply()
    assert Person.objects.get().nik_status == "ADA_TIDAK_PADAN"


def test_a_relation_that_changed_after_the_file_stays(cast: Cast) -> None:
    known = make_person("Siti Asli", nik=NIK)
    make_family(known, kk=str(a_kk()), since=date(2024, 1, 1))
    row: dict[str, Any] = {"kk": str(a_kk()), "relation": "SPOUSE"}
    assert told(**row).doubts == ["KELUARGA_BERUBAH_LEBIH_BARU"]
    assert told(as_of=date(2024, 1, 1), **row).doubts == []
