"""The snapshot: the facts of a day, the same for everybody as for one, and nothing that names anybody."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from psycopg.types.range import DateRange

from rangkul.registry.models import AnswerSheet, Family, GroupMark, HealthRecord, Person
from rangkul.registry.snapshot import build_snapshot, facts_of_family, facts_of_person, keep_snapshot, snapshot_of
from rangkul.registry.vocabulary import FAMILY, PERSON
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, REGENCY, VILLAGE
from tests.programmes.factories import a_family, a_person, has_condition, has_decile, has_dtks_id, populate, receives

pytestmark = pytest.mark.django_db
DAY = date(2022, 6, 1)
AT = datetime(2022, 6, 1, 3, 0, tzinfo=UTC)
BEFORE = DateRange(date(2020, 1, 1), DAY)
FROM = DateRange(DAY, None)


def facts_of(subject: Person | Family, *names: str, on: date = DAY) -> list[object]:
    found = facts_of_person(subject.pk, on) if isinstance(subject, Person) else facts_of_family(subject.pk, on)
    assert found is not None
    return [found.facts[name] for name in names]


@pytest.mark.parametrize("area", ["", REGENCY, KECAMATAN, VILLAGE])
def test_everybodys_facts_are_those_of_each_alone(area: str) -> None:
    populate(60, kecamatan=2, villages=2)
    with snapshot_of(area=area, as_of=DAY) as taken:
        families = taken.connection.table("families").to_arrow_table().to_pylist()
        persons = taken.connection.table("persons").to_arrow_table().to_pylist()
    assert families
    assert persons
    if not area:
        assert {True, False, None} <= {row["aparatur_negara"] for row in persons}
        assert len({row["lantai"] for row in families}) > 4
        assert len({row["status_gizi"] for row in persons}) > 2
        assert {row["jenjang_sekolah"] for row in persons} == {None, "SD", "SMP", "SMA", "PT"}
        assert any(row["ppks_komunitas_adat_terpencil"] for row in families)
        assert any(row["disabilitas_tervalidasi"] for row in persons)
        assert any(row["hamil_berisiko"] for row in persons)
    for row in families:
        alone = facts_of_family(row["id"], DAY)
        assert alone is not None
        assert alone.facts == {fact.name: row[fact.column] for fact in FAMILY.facts if fact.name != "anggota"}
    for row in persons:
        alone = facts_of_person(row["id"], DAY)
        assert alone is not None
        assert alone.facts == {fact.name: row[fact.column] for fact in PERSON.facts}


def test_the_day_decides_what_is_in_force() -> None:
    family = a_family(VILLAGE)
    person = a_person(VILLAGE, family, born=date(1962, 6, 2))
    has_dtks_id(person, BEFORE)
    has_condition(family, "RAWAN_PANGAN", FROM)
    receives(person, "PKH", BEFORE)
    has_decile(family, 7, BEFORE)
    has_decile(person, 3, FROM)
    for day, expected in (
        (date(2022, 5, 31), (True, False, True, 7, 59)),
        (DAY, (False, True, False, 3, 59)),
        (date(2022, 6, 2), (False, True, False, 3, 60)),
    ):
        found = facts_of_family(family.pk, day)
        assert found is not None
        facts = [found.facts[name] for name in ("punya_id_dtks", "rawan_pangan", "menerima_pkh", "desil")]
        assert (*facts, found.members[0]["umur"]) == expected


def test_the_latest_decile_counts_and_on_one_day_the_lower() -> None:
    family = a_family(VILLAGE)
    has_decile(family, 1, DateRange(date(2020, 1, 1), None))
    has_decile(family, 8, DateRange(date(2022, 1, 1), None))
    has_decile(family, 6, DateRange(date(2022, 1, 1), None))
    found = facts_of_family(family.pk, DAY)
    assert found is not None
    assert found.facts["desil"] == 6


def sheet(subject: Person | Family, form: str, since: date, **answers: str) -> None:
    key = "person" if isinstance(subject, Person) else "family"
    AnswerSheet.objects.create(
        **{key: subject},
        source="PBDT",
        form=form,
        version="1",
        period=DateRange(since, None),
        answers=answers,
        created_at=AT,
    )


def test_the_newest_form_tells_of_dwelling_and_school_in_its_own_codes() -> None:
    family = a_family(VILLAGE)
    child = a_person(VILLAGE, family, relation="CHILD", born=date(2010, 1, 1))
    assert facts_of(family, "lantai", "status_rumah") == [None, None]
    assert facts_of(child, "masih_sekolah", "jenjang_sekolah", "aparatur_negara") == [None, None, None]
    sheet(family, "PBDT2015", date(2015, 7, 1), lantai_terluas="09", status_bangunan="1")
    sheet(family, "REGSOSEK2022K.3", date(2022, 3, 1), q303="6", q304="4", q305="3", q309a="6")
    sheet(child, "ART", date(2021, 1, 1), partisipasi_sekolah="1", pendidikan_tertinggi="04", status_pekerjaan="4")
    sheet(child, "PIP", DAY, jenjang="smk")
    assert facts_of(family, "lantai", "dinding", "atap", "jamban") == ["SEMEN", "ANYAMAN_BAMBU", "SENG", "TIDAK_ADA"]
    assert facts_of(family, "status_rumah") == [None], "the newest form counts whole: nothing of an older one"
    assert facts_of(child, "masih_sekolah", "jenjang_sekolah", "aparatur_negara") == [True, "SMA", False]
    assert facts_of(child, "jenjang_sekolah", on=date(2022, 5, 31)) == ["SMP"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("", [None, None]), ("6", [True, False]), ("17", [True, False]), ("4", [False, True]), ("9", [False, False])],
)
def test_an_occupation_tells_public_servants_and_pensioners(code: str, expected: list[bool | None]) -> None:
    person = a_person(VILLAGE, a_family(VILLAGE), occupation_code=code)
    assert facts_of(person, "aparatur_negara", "pensiunan") == expected


def test_marks_health_and_other_programmes_have_their_days() -> None:
    family = a_family(VILLAGE)
    child = a_person(VILLAGE, family, relation="CHILD", born=date(2019, 1, 1))
    GroupMark.objects.create(
        person=child,
        type_code="KAT",
        period=BEFORE,
        evidence="contoh",
        source="DESK",
        marked_by_name="X",
        created_at=AT,
    )
    for status, on in (("GIZI_BURUK", date(2021, 7, 1)), ("PENDEK", date(2022, 1, 1))):
        HealthRecord.objects.create(
            person=child,
            kind="GIZI_BALITA",
            status=status,
            measured_on=on,
            source="POSYANDU",
            recorded_by_name="X",
            created_at=AT,
        )
    receives(family, "OTHER", FROM)
    kat, other = "ppks_komunitas_adat_terpencil", "menerima_program_lain"
    assert facts_of(child, kat, "status_gizi", on=date(2022, 5, 31)) == [True, "PENDEK"]
    assert facts_of(family, kat, other, on=date(2022, 5, 31)) == [True, False]
    assert facts_of(family, kat, other) == [False, True]
    assert facts_of(child, "status_gizi", on=date(2021, 8, 1)) == ["GIZI_BURUK"]
    assert facts_of(child, "status_gizi", on=date(2023, 2, 1)) == [None], "older than a year"


@pytest.mark.requirement("R309")
def test_each_fact_tells_its_source_and_since_when() -> None:
    family = a_family(VILLAGE)
    mother = a_person(VILLAGE, family, born=date(1990, 1, 1))
    has_decile(family, 2, DateRange(date(2022, 1, 1), None))
    has_condition(mother, "HAMIL", DateRange(date(2022, 5, 1), None))
    found = facts_of_family(family.pk, DAY)
    assert found is not None
    assert (found.facts["sumber_desil"], found.facts["desil_sejak"]) == ("DTSEN", date(2022, 1, 1))
    assert found.origins["desil"].text == "DTSEN, sejak 1 Januari 2022"
    assert "menerima_pkh" not in found.origins, "what nobody recorded has no origin"
    assert found.members[0]["_origins"]["hamil"].since == date(2022, 5, 1)
    alone = facts_of_person(mother.pk, DAY)
    assert alone is not None
    assert alone.origins["keluarga.desil"] == found.origins["desil"]


def test_the_dead_the_merged_and_ended_families_are_not_there() -> None:
    family, ended = a_family(VILLAGE), a_family(VILLAGE, ended_on=DAY)
    alive = a_person(VILLAGE, family)
    dead = a_person(VILLAGE, family, died_on=DAY, relation="SPOUSE")
    merged = a_person(VILLAGE, merged_into=alive)
    orphan = a_person(VILLAGE, ended)
    assert facts_of_family(ended.pk, DAY) is None
    assert facts_of_person(dead.pk, DAY) is None
    assert facts_of_person(merged.pk, DAY) is None
    assert facts_of_person(dead.pk, date(2022, 5, 31)) is not None
    alone = facts_of_person(orphan.pk, DAY)
    assert alone is not None
    assert alone.facts["keluarga.desil"] is alone.facts["keluarga.rawan_pangan"] is None
    found = facts_of_family(family.pk, DAY)
    assert found is not None
    assert found.facts["jumlah_anggota"] == 1


def test_an_area_holds_its_own_and_whoever_counts_for_them() -> None:
    family = a_family(VILLAGE)
    a_person(VILLAGE, family)
    a_person(NEIGHBOUR_VILLAGE, family, relation="CHILD")
    with snapshot_of(area=VILLAGE, as_of=DAY) as taken:
        rows = {
            name: taken.connection.sql(f"SELECT count(*) FROM {name}").fetchall() for name in ("families", "persons")
        }
        counted = taken.connection.sql("SELECT jumlah_anggota FROM families").fetchall()
    assert rows == {"families": [(1,)], "persons": [(1,)]}
    assert counted == [(2,)], "the child next door is a member all the same"


def test_a_kept_snapshot_is_the_owners_alone_and_names_nobody(tmp_path: Path) -> None:
    family = a_family(VILLAGE, head_name="NAMA RAHASIA")
    a_person(VILLAGE, family, name="NAMA RAHASIA", born=date(1980, 1, 1))
    taken = build_snapshot(area="", as_of=DAY)
    paths = keep_snapshot(taken, tmp_path / "snapshot")
    columns = {name for table in ("families", "members", "persons") for name in taken.connection.table(table).columns}
    taken.close()
    assert [oct(path.stat().st_mode & 0o777) for path in paths] == ["0o600", "0o600"]
    assert oct((tmp_path / "snapshot").stat().st_mode & 0o777) == "0o700"
    assert not {
        name for name in columns if "nama" in name or "nik" in name.replace("status_nik", "") or "lahir" in name
    }
    assert not any(b"NAMA RAHASIA" in path.read_bytes() for path in paths)
