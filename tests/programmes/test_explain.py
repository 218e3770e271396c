"""`rangkul explain`: the verdict clause by clause, and a clear word for whoever asks wrongly."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from rangkul.cli import installation
from rangkul.cli.commands import explain
from rangkul.institutions.models import Institution
from rangkul.kernel import clock
from rangkul.platform.audit.models import AccessLog
from rangkul.programmes.actions import CatalogueLoad
from rangkul.registry.models import Family
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.programmes.factories import a_family, a_person, has_condition, has_decile, has_dtks_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test is the installation."""
    monkeypatch.setattr(installation, "open_database", lambda _env: None)
    monkeypatch.setattr(installation, "set_up_django", lambda: None)


@pytest.fixture
def family(catalogue: CatalogueLoad) -> Family:
    found = a_family(VILLAGE, head_name="KEPALA CONTOH")
    head = a_person(VILLAGE, found, name="WARGA SATU", born=date(1950, 1, 1))
    has_condition(found, "RAWAN_PANGAN")
    has_condition(head, "KUSTA")
    has_decile(found, 4)
    has_dtks_id(head)
    return found


def ask(cast: Cast, *given: str, role: str = "BACK_OFFICE", **where: Any) -> Result:
    username = cast.user(role, **where).username
    return CliRunner().invoke(explain.command, ["--as", username, "--purpose", "pengaduan warga", *given])


@pytest.mark.requirement("R309")
def test_every_clause_is_told_with_value_source_and_date(cast: Cast, family: Family) -> None:
    done = ask(cast, "--family", str(family.pk), "--programme", "rastra", "--as-of", "2022-06-01")
    assert done.exit_code == 0, done.output
    for words in (
        "Keadaan per 1 Juni 2022: MEMENUHI SYARAT",
        "Ketentuan versi 1",
        "ID DTKS: berlaku",
        "terpenuhi",
        "= 4; sumber: DTSEN, sejak 1 Januari 2020",
    ):
        assert words in done.output
    seen = AccessLog.objects.get(subject_id=family.pk)
    assert (seen.purpose, seen.fields) == ("pengaduan warga", ["penilaian program"])


def test_json_holds_the_same_for_each_member(cast: Cast, family: Family) -> None:
    done = ask(cast, "--family", str(family.pk), "--programme", "permakanan-kusta", "--as-of", "2022-06-01", "--json")
    (told,) = json.loads(done.output)
    assert (told["kind"], told["verdict"], told["component"]) == ("person", "MET", "permakanan-kusta")
    assert told["explanation"]["clauses"]
    assert "kondisi kesehatan" in AccessLog.objects.get(subject_id=family.pk).fields


@pytest.mark.requirement("R303")
def test_the_part_of_each_member_is_told_and_health_only_to_who_may_see_it(cast: Cast, family: Family) -> None:
    child = a_person(VILLAGE, family, name="ANAK SATU", relation="CHILD", born=date(2020, 1, 1))
    given = ["--family", str(family.pk), "--programme", "pkh", "--as-of", "2022-06-01"]
    done = ask(cast, *given)
    assert done.exit_code == 0, done.output
    for words in ("ANAK SATU: Anak usia dini, dihitung, Rp750.000", "WARGA SATU: Lanjut usia, dihitung, Rp600.000"):
        assert words in done.output
    assert "Jumlah yang dihitung: Rp1.350.000" in done.output
    hidden = ask(cast, *given, role="FRONT_OFFICE")
    assert "menyangkut kesehatan tidak ditampilkan" in hidden.output
    assert "Jumlah yang dihitung" not in hidden.output
    (told,) = json.loads(ask(cast, *given, "--json").output)
    assert told["parts"]["total"] == 1_350_000
    (small,) = (each["parts"] for each in told["parts"]["members"] if each["id"] == str(child.pk))
    assert small == [{"name": "Anak usia dini", "state": "COUNTED", "value": 750_000}]


def test_a_wrong_question_is_answered_with_what_is_wrong(cast: Cast, family: Family) -> None:
    member = str(family.memberships.get().person_id)
    for given, words in (
        (["--family", str(uuid4()), "--programme", "rastra"], "tidak ada, atau bukan untuk dilihat"),
        (["--family", "bukan-id", "--programme", "rastra"], "bukan id"),
        (["--family", str(family.pk), "--programme", "rastre"], "mungkin maksudnya rastra"),
        (
            ["--family", str(family.pk), "--programme", "rastra", "--as-of", "2021-01-01"],
            "yang ada: mulai 1 Januari 2022, seterusnya",
        ),
        (["--family", str(family.pk), "--programme", "rastra", "--as-of", "1/6/2022"], "bukan tanggal"),
        (["--person", member, "--programme", "rastra"], "keluarga"),
        (["--programme", "rastra"], "Sebut satu"),
        (["--family", str(family.pk), "--programme", "sandang-lksa"], "lembaga"),
    ):
        done = ask(cast, *given)
        assert (done.exit_code != 0, words in done.output) == (True, True), (given, done.output)
    assert not AccessLog.objects.exists()


@pytest.mark.requirement("R009")
def test_an_institution_is_told_why_too(cast: Cast, catalogue: CatalogueLoad) -> None:
    said: dict[str, Any] = {"area_code": VILLAGE, "created_at": clock.now(), "client_count": 12}
    house = Institution.objects.create(name="LKSA Contoh", kind="LKSA", registration_number="CONTOH/1", **said)
    given = ["--institution", str(house.pk), "--programme", "disabilitas-anak-terlantar", "--as-of", "2022-06-01"]
    done = ask(cast, *given)
    assert done.exit_code == 0, done.output
    assert "LKSA Contoh · Sandang anak melalui LKSA" in done.output
    assert "Keadaan per 1 Juni 2022: MEMENUHI SYARAT" in done.output
    assert "Alat bantu" not in done.output, "what is about persons is not asked of a house"
    Institution.objects.filter(pk=house.pk).update(registration_number="")
    assert "TIDAK" in ask(cast, *given).output
    assert ask(cast, *given, area=NEIGHBOUR_VILLAGE).exit_code == 1
    assert "keluarga" in ask(cast, "--institution", str(house.pk), "--programme", "rastra").output


@pytest.mark.requirement("R008")
def test_the_neighbour_and_who_may_not_see_health_are_refused(cast: Cast, family: Family) -> None:
    given = ["--family", str(family.pk), "--programme", "permakanan-kusta", "--as-of", "2022-06-01"]
    secret = ask(cast, *given, role="FRONT_OFFICE")
    assert secret.exit_code == 1
    assert "dirahasiakan" in secret.output
    assert "terpenuhi" not in secret.output.lower()
    assert ask(cast, "--family", str(family.pk), "--programme", "rastra", area=NEIGHBOUR_VILLAGE).exit_code == 1
    assert ask(cast, "--family", str(family.pk), "--programme", "rastra").exit_code == 0
