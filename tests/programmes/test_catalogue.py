"""The catalogue: folders become dated, versioned entries; what is published is never edited."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.actor import system_actor
from rangkul.programmes import queries
from rangkul.programmes.actions import CatalogueLoad, create_batch, load_catalogue, set_flagship, set_quota
from rangkul.programmes.entries import FOLDER
from rangkul.programmes.errors import CatalogueRefused, NoSuchComponent, NoTermsInForce
from rangkul.programmes.models import Component, Programme, Quota, Terms
from tests.people import REGENCY, VILLAGE, Cast
from tests.programmes.conftest import AT

pytestmark = pytest.mark.django_db
OFFICE = system_actor("uji")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogue that a test may change."""
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def change(folder: Path, code: str, **terms: object) -> None:
    """Change the first terms of the first component of a programme."""
    path = folder / code / "programme.yaml"
    data = yaml.safe_load(path.read_text())
    data["components"][0]["terms"][0].update(terms)
    path.write_text(yaml.safe_dump(data))


def later(days: int) -> datetime:
    return AT + timedelta(days=days)


@pytest.mark.requirement("R001")
def test_three_own_programmes_of_2022_and_those_of_others(cast: Cast, catalogue: CatalogueLoad) -> None:
    shown = queries.list_programmes(cast.actor("VILLAGE_OPERATOR"), on=date(2022, 6, 1))
    assert [each.programme.code for each in shown if each.programme.is_own] == [
        "rastra",
        "disabilitas-anak-terlantar",
        "uep",
    ]
    assert [each.programme.code for each in shown if not each.programme.is_own] == [
        *("pkh", "bpnt", "pbi-jk", "kip", "kks", "blt-dd", "pena", "atensi", "permakanan-kemensos", "kube", "rtlh"),
        *("kat", "keserasian-sosial", "sekolah-rakyat"),
    ]
    assert catalogue.warnings == []


@pytest.mark.requirement("R004")
@pytest.mark.requirement("R016")
def test_each_programme_belongs_to_a_division_and_says_who_pays(catalogue: CatalogueLoad) -> None:
    own = Programme.objects.filter(is_own=True).order_by("order").select_related("division")
    assert [each.division.code for each in own if each.division] == ["LINJAMSOS", "REHSOS", "LINJAMSOS"]
    assert {each.fund_source for each in own} == {"APBD_KAB"}


@pytest.mark.requirement("R005")
@pytest.mark.requirement("R006")
@pytest.mark.requirement("R007")
@pytest.mark.requirement("R008")
@pytest.mark.requirement("R009")
def test_components_have_their_own_unit_and_quota(cast: Cast, catalogue: CatalogueLoad) -> None:
    quotas = {
        (quota.component.code, quota.component.unit): quota.amount
        for quota in Quota.objects.select_related("component")
    }
    assert quotas == {
        ("rastra", "FAMILY"): 1462,
        ("alat-bantu", "PERSON"): 10,
        ("permakanan-lansia", "PERSON"): 80,
        ("permakanan-kusta", "PERSON"): 41,
        ("sandang-lksa", "INSTITUTION"): 7,
    }
    assert Component.objects.get(code="permakanan-kusta").is_sensitive
    uep = next(
        each for each in queries.list_programmes(OFFICE, on=AT.date(), area=REGENCY) if each.programme.code == "uep"
    )
    assert uep.components[0].quota is None, "the source states no quota for UEP"


@pytest.mark.requirement("R018")
def test_everybody_but_institutions_needs_a_dtks_id(catalogue: CatalogueLoad) -> None:
    own = Terms.objects.filter(component__programme__is_own=True)
    required = dict(own.values_list("component__code", "required_registry"))
    assert {code for code, registry in required.items() if registry != "DTKS"} == {"sandang-lksa"}


def test_loading_twice_changes_nothing(catalogue: CatalogueLoad) -> None:
    before = list(Terms.objects.order_by("id").values())
    again = load_catalogue(by=OFFICE, at=later(1))
    assert again.is_unchanged
    assert list(Terms.objects.order_by("id").values()) == before


def test_a_correction_is_a_new_version_with_the_difference(catalogue: CatalogueLoad, folder: Path) -> None:
    change(folder, "rastra", parameters={"desil_tertinggi": 3})
    done = load_catalogue(by=OFFICE, at=later(1), folder=folder)
    assert list(done.versions) == ["rastra v2"]
    rastra = queries.get_component("rastra")
    newest, first = queries.list_versions(rastra)
    assert (first.terms.state, first.terms.parameters) == ("SUPERSEDED", {"desil_tertinggi": 4})
    assert [(str(each.label), each.before, each.after) for each in newest.differences] == [
        ("Parameter", "desil_tertinggi = 4", "desil_tertinggi = 3")
    ]
    assert queries.terms_in_force(rastra, date(2022, 6, 1)) == newest.terms


def test_terms_from_a_later_day_leave_the_old_ones_in_force_until_then(catalogue: CatalogueLoad, folder: Path) -> None:
    path = folder / "rastra" / "programme.yaml"
    data = yaml.safe_load(path.read_text())
    first = data["components"][0]["terms"][0]
    data["components"][0]["terms"].append({**first, "valid_from": date(2024, 1, 1), "quantity": 15})
    path.write_text(yaml.safe_dump(data))
    load_catalogue(by=OFFICE, at=later(1), folder=folder)
    rastra = queries.get_component("rastra")
    assert queries.terms_in_force(rastra, date(2023, 12, 31)).quantity == 10
    assert queries.terms_in_force(rastra, date(2024, 1, 1)).quantity == 15
    assert set(Terms.objects.filter(component=rastra).values_list("state", flat=True)) == {"PUBLISHED"}
    load_catalogue(by=OFFICE, at=later(2))
    assert queries.terms_in_force(rastra, date(2024, 1, 1)).quantity == 10, "taken back: the first version runs on"


def test_terms_published_in_the_browser_are_not_overwritten(catalogue: CatalogueLoad, folder: Path) -> None:
    Terms.objects.filter(component__code="rastra").update(published_by=new_id())
    change(folder, "rastra", parameters={"desil_tertinggi": 3})
    done = load_catalogue(by=OFFICE, at=later(1), folder=folder)
    assert done.warnings == ["rastra: ketentuan sudah diterbitkan di kantor ini, berkas katalog tidak dipakai"]
    assert Terms.objects.get(component__code="rastra").parameters == {"desil_tertinggi": 4}


def test_amount_ranking_and_their_difference_are_kept(catalogue: CatalogueLoad, folder: Path) -> None:
    first, second = Terms.objects.filter(component__code="kip").order_by("version")
    assert first.amount_text.startswith('jenjang_sekolah == "SD" ? param.pip_sd')
    assert first.ranking[0] == {"value": "keluarga.desil", "direction": "naik"}
    assert [difference.label for difference in catalogue.versions["kip v2"]][:2] == ["Masa berlaku", "Parameter"]
    change(folder, "rastra", ranking={"order": [{"value": "jumlah_anggota", "direction": "turun"}]})
    done = load_catalogue(by=OFFICE, at=later(1), folder=folder)
    (difference,) = done.versions["rastra v2"]
    assert (difference.before, difference.after) == (
        "desil (kecil didahulukan); jumlah anggota (besar didahulukan)",
        "jumlah anggota (besar didahulukan)",
    )
    assert second.parameters["pip_sma"] == 1_800_000


def test_a_hole_between_terms_is_told_on_the_page(
    client: Client, cast: Cast, catalogue: CatalogueLoad, folder: Path
) -> None:
    path = folder / "kip" / "programme.yaml"
    path.write_text(path.read_text().replace("valid_to: 2024-01-01", "valid_to: 2023-09-01"))
    load_catalogue(by=OFFICE, at=later(1), folder=folder)
    with pytest.raises(NoTermsInForce):
        queries.terms_in_force(queries.get_component("kip"), date(2023, 10, 1))
    client.force_login(cast.user("DIVISION_HEAD"))
    page = client.get(reverse("web:programmes:programme", args=["kip"])).content.decode()
    assert "Dari 1 September 2023 sampai 31 Desember 2023 tidak ada ketentuan yang berlaku" in page
    assert "dihitung tiap penerima" in page


def test_programmes_of_others_are_never_proposed_or_screened_as_own(cast: Cast, catalogue: CatalogueLoad) -> None:
    officer = cast.actor("PROGRAMME_OFFICER")
    assert {each.programme.is_own for each in queries.list_components(officer)} == {True}
    pkh = Programme.objects.get(code="pkh")
    assert [each.code for each in queries.list_components(officer, programme=pkh)] == ["pkh"]
    village = cast.actor("VILLAGE_OPERATOR")
    with pytest.raises(NoSuchComponent):
        create_batch(component_id=queries.get_component("pkh").pk, fiscal_year=2022, area=VILLAGE, by=village, at=AT)


def test_no_terms_before_the_programme(catalogue: CatalogueLoad) -> None:
    with pytest.raises(NoTermsInForce, match="Bantuan beras"):
        queries.terms_in_force(queries.get_component("rastra"), date(2021, 12, 31))


def test_the_database_refuses_two_published_terms_on_a_day(catalogue: CatalogueLoad) -> None:
    terms = Terms.objects.get(component__code="rastra")
    terms.pk, terms.version, terms._state.adding = None, 9, True  # type: ignore[assignment]
    terms.pk = new_id()
    with pytest.raises(IntegrityError, match="programmes_one_published_terms"), transaction.atomic():
        terms.save(force_insert=True)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"rule": "rawan_pangn"}, ["rastra/programme.yaml", "components[1].terms[1].rule", "rawan_pangan"]),
        ({"rule": "desil"}, ["components[1].terms[1].rule", "ya/tidak"]),
        ({"parameters": {"desil_tertinggi": "empat"}}, ["components[1].terms[1].rule"]),
        ({"parameters": {"desil_tertinggi": []}}, ["components[1].terms[1].parameters"]),
        ({"valid_from": "2022-13-01"}, ["components[1].terms[1].valid_from", "tanggal"]),
        ({"valid_to": date(2021, 1, 1)}, ["components[1].terms[1].valid_to"]),
        ({"required_registry": "KTP"}, ["components[1].terms[1].required_registry", "DTKS, DTSEN"]),
        ({"quantity": "banyak"}, ["components[1].terms[1].quantity", "banyak"]),
        ({"tariff": -5}, ["components[1].terms[1].tariff", "-5"]),
        ({"tarif": 5}, ["components[1].terms[1].tarif", "salah satu kunci"]),
    ],
)
def test_a_faulty_entry_is_refused_by_file_key_and_value(
    catalogue: CatalogueLoad, folder: Path, terms: dict[str, object], told: list[str]
) -> None:
    change(folder, "rastra", **terms)
    before = Terms.objects.count()
    with pytest.raises(CatalogueRefused) as refused:
        load_catalogue(by=OFFICE, at=later(1), folder=folder)
    assert all(part in f"{refused.value} {refused.value.message}" for part in told), refused.value.message
    assert Terms.objects.count() == before


@pytest.mark.parametrize("text", ["", "- satu", "a: [", "a: \x00"])
def test_a_file_that_is_no_catalogue_entry_is_refused(folder: Path, text: str) -> None:
    (folder / "uep" / "programme.yaml").write_text(text)
    with pytest.raises(CatalogueRefused, match=r"uep/programme\.yaml"):
        load_catalogue(by=OFFICE, at=AT, folder=folder)


def test_the_unit_of_a_component_cannot_change(catalogue: CatalogueLoad, folder: Path) -> None:
    path = folder / "rastra" / "programme.yaml"
    data = yaml.safe_load(path.read_text())
    data["components"][0]["unit"] = "PERSON"
    del data["components"][0]["terms"][0]["ranking"]
    data["components"][0]["terms"][0]["rule"] = "keluarga.rawan_pangan && keluarga.desil <= param.desil_tertinggi"
    path.write_text(yaml.safe_dump(data))
    with pytest.raises(CatalogueRefused, match="satuan"):
        load_catalogue(by=OFFICE, at=later(1), folder=folder)


def test_only_who_may_change_the_catalogue_loads_it(cast: Cast) -> None:
    with pytest.raises(Denied):
        load_catalogue(by=cast.actor("PROGRAMME_OFFICER"), at=AT)
    load_catalogue(by=cast.actor("DIVISION_HEAD"), at=AT)
    event = Event.objects.get(name="programmes.catalogue.load")
    assert event.role == "DIVISION_HEAD"
    own = {"alat-bantu v1", "permakanan-kusta v1", "permakanan-lansia v1", "rastra v1", "sandang-lksa v1", "uep v1"}
    assert own | {"pkh v1", "pkh v2", "kip v2"} <= set(event.data["versions"])


def test_a_quota_is_set_by_the_division_head_and_kept_by_loading(cast: Cast, catalogue: CatalogueLoad) -> None:
    rastra = queries.get_component("rastra")
    head = cast.actor("DIVISION_HEAD", division="LINJAMSOS")
    set_quota(component_id=rastra.pk, fiscal_year=2022, area=REGENCY, amount=1500, by=head, at=later(1))
    load_catalogue(by=OFFICE, at=later(2))
    assert Quota.objects.get(component=rastra).amount == 1500
    Quota.objects.filter(component=rastra).update(used=1400)
    with pytest.raises(Refused, match="Kuota"):
        set_quota(component_id=rastra.pk, fiscal_year=2022, area=REGENCY, amount=1399, by=head, at=later(3))
    with pytest.raises(Denied):
        set_quota(component_id=rastra.pk, fiscal_year=2022, area="73.11", amount=1, by=head, at=later(3))
    with pytest.raises(Denied):
        set_quota(
            component_id=rastra.pk, fiscal_year=2022, area=REGENCY, amount=1, by=cast.actor("VILLAGE_OPERATOR"), at=AT
        )


def test_listing_takes_the_same_queries_whatever_the_size(
    cast: Cast, catalogue: CatalogueLoad, django_assert_num_queries: object
) -> None:
    operator = cast.actor("VILLAGE_OPERATOR")
    with django_assert_num_queries(4):  # type: ignore[operator]
        shown = queries.list_programmes(operator, on=date(2022, 6, 1))
        assert str(shown[0].programme.division) == "Bidang Perlindungan dan Jaminan Sosial"


@pytest.mark.requirement("R209")
def test_a_division_marks_its_own_flagship_with_a_reason_for_citizens(cast: Cast, catalogue: CatalogueLoad) -> None:
    programme = Programme.objects.get(code="uep")
    assert programme.division is not None
    own, other = (
        cast.actor("DIVISION_HEAD", division=programme.division.code),
        cast.actor("DIVISION_HEAD", division=next(code for code in cast.divisions if code != programme.division.code)),
    )
    words = {"programme_id": programme.pk, "is_flagship": True, "reason": "Warga miskin punya usaha sendiri"}
    for actor in (other, cast.actor("PROGRAMME_OFFICER"), cast.actor("AUDITOR")):
        with pytest.raises(Denied):
            set_flagship(**words, by=actor, at=AT)
    with pytest.raises(Refused):
        set_flagship(**words | {"reason": " "}, by=own, at=AT)
    set_flagship(**words, by=own, at=AT)
    with pytest.raises(Refused):
        set_flagship(**words, by=own, at=AT)
    public = Client().get(reverse("web:desk:programmes")).content.decode()
    assert "Warga miskin punya usaha sendiri" in public
    client = Client()
    client.force_login(cast.user("DIVISION_HEAD", division=programme.division.code))
    url = reverse("web:programmes:programme-set-flagship", args=["uep"])
    assert client.post(url, {"menjadi": "biasa", "reason": "tahun depan lain"}).status_code == 302
    programme.refresh_from_db()
    assert (programme.is_flagship, programme.flagship_reason) == (False, "")
