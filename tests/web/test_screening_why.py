"""The sheet why somebody fulfils a programme's requirements, and an old screening that explains itself by the old rule."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from rangkul.institutions.models import Institution
from rangkul.kernel import clock
from rangkul.platform.audit.models import AccessLog
from rangkul.programmes import actions
from rangkul.programmes.actions import CatalogueLoad
from rangkul.registry.models import Family, WelfareStatus
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.programmes.conftest import catalogue  # noqa: F401 - a fixture
from tests.programmes.factories import a_family, a_person, has_condition, has_decile, has_dtks_id
from tests.programmes.proposal_stage import today
from tests.programmes.terms_stage import TermsStage
from tests.web.test_proposals_pages import Browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(cast: Cast, catalogue: CatalogueLoad) -> Family:  # noqa: F811
    found = a_family(VILLAGE, head_name="KEPALA CONTOH")
    head = a_person(VILLAGE, found, name="WARGA SATU", born=date(1950, 1, 1))
    has_condition(found, "RAWAN_PANGAN")
    has_condition(head, "KUSTA")
    has_decile(found, 4)
    has_dtks_id(head)
    return found


def sheet(code: str, family: Family) -> str:
    return reverse("web:programmes:screening-why", args=[code, "keluarga", family.pk])


@pytest.mark.requirement("R309")
def test_the_sheet_tells_each_clause_with_value_source_and_day(cast: Cast, family: Family) -> None:
    browser = Browser(cast, "BACK_OFFICE")
    text = words(browser.get(sheet("rastra", family), per="2022-06-01"))
    for said in ("keadaan per 1 Juni 2022", "DTSEN, sejak 1 Januari 2020", "desil tertinggi 4", "Ketentuan versi 1"):
        assert said in text
    paper = words(browser.get(sheet("rastra", family) + "?cetak&per=2022-06-01"))
    assert "Menu utama" not in paper
    assert "Dicetak" in paper
    assert "yang ada: mulai 1 Januari 2022, seterusnya" in words(browser.get(sheet("rastra", family), per="2021-01-01"))
    for wrong in (sheet("tidak-ada", family), sheet("rastra", family) + "?per=x"):
        assert browser.get(wrong).status_code == 404
    assert browser.get(sheet("rastra", family).replace("keluarga", "desa")).status_code == 404


@pytest.mark.requirement("R009")
def test_the_sheet_of_an_institution(cast: Cast, catalogue: CatalogueLoad) -> None:  # noqa: F811
    said: dict[str, Any] = {"area_code": VILLAGE, "created_at": clock.now(), "client_count": 12}
    house = Institution.objects.create(name="LKSA Contoh", kind="LKSA", registration_number="CONTOH/1", **said)
    browser = Browser(cast, "BACK_OFFICE")
    address = reverse("web:programmes:screening-why", args=["sandang-lksa", "lembaga", house.pk])
    text = words(browser.get(address, per="2022-06-01"))
    assert "Sandang anak melalui LKSA" in text
    assert "LKSA Contoh" in text
    assert "Terpenuhi: Lembaga memiliki tanda daftar yang berlaku" in text
    assert browser.get(address.replace("sandang-lksa", "rastra")).status_code == 404
    officer = Browser(cast, "PROGRAMME_OFFICER")
    assert address in officer.get(reverse("web:institutions:institution", args=[house.pk])).content.decode()
    assert Browser(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE).get(address).status_code in (403, 404)


@pytest.mark.requirement("R303")
def test_the_sheet_of_pkh_tells_who_counts_for_which_part(cast: Cast, family: Family) -> None:
    whole = words(Browser(cast, "BACK_OFFICE").get(sheet("pkh", family) + "?cetak", per="2022-06-01"))
    for said in (
        "WARGA SATU Lanjut usia Dihitung Rp600.000",
        "Jumlah yang dihitung Rp600.000",
        "Paling banyak 4 orang",
    ):
        assert said in whole
    assert AccessLog.objects.filter(subject_id=family.pk).exists()
    hidden = words(Browser(cast, "FRONT_OFFICE").get(sheet("pkh", family), per="2022-06-01"))
    assert "WARGA SATU Lanjut usia Memenuhi" in hidden
    assert "Komponen yang menyangkut kesehatan tidak ditampilkan" in hidden
    assert "Rp600.000" not in hidden


@pytest.mark.requirement("R008")
def test_the_sheet_of_the_neighbour_and_of_health_stay_shut(cast: Cast, family: Family) -> None:
    assert Browser(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE).get(sheet("rastra", family)).status_code in (403, 404)
    assert Browser(cast, "FRONT_OFFICE").get(sheet("permakanan-kusta", family)).status_code == 403
    assert not AccessLog.objects.filter(subject_id=family.pk).exists()
    open_to = Browser(cast, "BACK_OFFICE").get(sheet("permakanan-kusta", family))
    assert "WARGA SATU" in words(open_to)
    assert AccessLog.objects.filter(subject_id=family.pk).exists()


@pytest.mark.requirement("B05")
def test_the_old_answer_keeps_the_old_rule_and_the_family_hears_the_new_one(cast: Cast, family: Family) -> None:
    stage = TermsStage(cast)
    kept = actions.screen_subject(
        component_id=stage.rastra.pk, kind="family", subject_id=family.pk, as_of=today(), by=stage.head, at=clock.now()
    )
    browser = Browser(cast, "BACK_OFFICE")
    assert "Terpenuhi: " in words(browser.get(sheet("rastra", family)))
    stage.published(confirmation="uji", valid_from=today())
    has_decile_now(family, 9)
    old = words(browser.page("screening", kept.pk))
    for said in (
        "Memenuhi syarat",
        "desil tertinggi 4",
        "versi 1",
        "Ketentuan sekarang versi 2",
        "tetap menurut versi 1",
    ):
        assert said.lower() in old.lower()
    assert "desil tertinggi 3" not in old
    new = words(browser.get(sheet("rastra", family)))
    for said in ("Tidak memenuhi", "desil tertinggi 3", "Ketentuan versi 2", "Desil keluarga 9 DTSEN"):
        assert said.lower() in new.lower()


def has_decile_now(family: Family, decile: int) -> None:
    """What the registry says changes after the screening too: the frozen fact does not."""
    WelfareStatus.objects.filter(family=family).update(decile=decile)
