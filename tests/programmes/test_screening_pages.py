"""Pages of the catalogue and of screening, as each role sees them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from rangkul.platform.audit.models import AccessLog
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.models import Job
from rangkul.programmes import queries
from rangkul.programmes.actions import CatalogueLoad, screen_everybody, screen_subject
from rangkul.programmes.models import Screening
from rangkul.registry.models import Family
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.programmes.conftest import AT
from tests.programmes.factories import a_family, a_person, has_condition, has_decile, has_dtks_id, receives

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(catalogue: CatalogueLoad) -> Family:
    """A food-insecure family with a DTKS id and PKH; its head lives with leprosy and needs a device."""
    family = a_family(VILLAGE, livelihood="PERTANIAN", head_name="KEPALA CONTOH")
    head = a_person(VILLAGE, family, name="WARGA SATU", born=date(1950, 1, 1))
    has_condition(family, "RAWAN_PANGAN")
    has_condition(head, "KUSTA")
    has_condition(head, "DISABILITAS")
    has_condition(head, "BUTUH_ALAT_BANTU")
    has_dtks_id(head)
    receives(family, "PKH")
    return family


def signed_in(client: Client, cast: Cast, role: str, **where: object) -> Client:
    client.force_login(cast.user(role, **where))  # type: ignore[arg-type]
    return client


@pytest.mark.requirement("R014")
def test_the_catalogue_shows_own_and_others_programmes(client: Client, cast: Cast, catalogue: CatalogueLoad) -> None:
    page = signed_in(client, cast, "VILLAGE_OPERATOR").get(reverse("web:programmes:catalogue"))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("Rastra", "1.462 KK", "80 orang", "7 lembaga", "Program Keluarga Harapan", "tidak disebut"):
        assert words in text


def test_a_programme_page_tells_rule_basis_and_versions(client: Client, cast: Cast, catalogue: CatalogueLoad) -> None:
    page = signed_in(client, cast, "VILLAGE_OPERATOR").get(reverse("web:programmes:programme", args=["rastra"]))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("rawan_pangan", "perlu diverifikasi", "Ketentuan versi 1", "ID DTKS berlaku saat diusulkan"):
        assert words in text
    assert client.get(reverse("web:programmes:programme", args=["tidak-ada"])).status_code == 404


@pytest.mark.requirement("R003")
@pytest.mark.requirement("R019")
def test_a_family_is_told_why(client: Client, cast: Cast, family: Family) -> None:
    page = signed_in(client, cast, "BACK_OFFICE").get(reverse("web:programmes:screening-family", args=[family.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Keluarga tercatat rawan pangan: terpenuhi" in text
    assert "Tercatat sebagai penyandang kusta: terpenuhi" in text
    assert "ID DTKS berlaku." in text
    assert "tercatat menerima" in text
    assert AccessLog.objects.filter(subject_id=family.pk).exists(), "health was shown, so the look is logged"
    printed = client.get(reverse("web:programmes:screening-family", args=[family.pk]) + "?cetak")
    assert "Menu utama" not in printed.content.decode()


@pytest.mark.requirement("R008")
def test_health_is_hidden_from_those_without_the_right(client: Client, cast: Cast, family: Family) -> None:
    page = signed_in(client, cast, "FRONT_OFFICE").get(reverse("web:programmes:screening-family", args=[family.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "kusta" not in text.lower()
    assert "tercatat sebagai penyandang disabilitas" not in text.lower()
    assert "dirahasiakan" in text
    assert not AccessLog.objects.filter(subject_id=family.pk).exists()


def test_the_neighbours_family_is_denied(client: Client, cast: Cast, family: Family) -> None:
    signed_in(client, cast, "BACK_OFFICE", area=NEIGHBOUR_VILLAGE)
    assert client.get(reverse("web:programmes:screening-family", args=[family.pk])).status_code in (403, 404)


def test_a_screening_is_kept_and_shown_as_it_was(client: Client, cast: Cast, family: Family) -> None:
    address = reverse("web:programmes:screening-family", args=[family.pk])
    rastra = queries.get_component("rastra")
    posted = {"komponen": str(rastra.pk), "jenis": "family", "subjek": str(family.pk)}
    answer = signed_in(client, cast, "FRONT_OFFICE").post(address, posted)
    assert answer.status_code == 303
    kept = Screening.objects.get()
    assert (kept.verdict, kept.facts["rawan_pangan"], kept.facts["_registry_ok"]) == ("MET", True, True)
    Family.objects.filter(pk=family.pk).update(livelihood="LAIN")
    page = client.get(answer["Location"])
    assert "Keluarga tercatat rawan pangan: terpenuhi" in page.content.decode()
    assert client.post(address, {"komponen": "bukan", "jenis": "family"}).status_code == 404


def test_a_kept_screening_of_a_sensitive_component_is_not_found_without_the_right(
    client: Client, cast: Cast, family: Family
) -> None:
    member = family.memberships.get().person
    kusta = queries.get_component("permakanan-kusta")
    screening = screen_subject(
        component_id=kusta.pk, kind="person", subject_id=member.pk, as_of=AT.date(), by=system_actor("uji"), at=AT
    )
    address = reverse("web:programmes:screening", args=[screening.pk])
    assert signed_in(client, cast, "FRONT_OFFICE").get(address).status_code == 404
    assert signed_in(client, cast, "BACK_OFFICE").get(address).status_code == 200


def test_who_may_starts_a_run_and_others_only_read(client: Client, cast: Cast, family: Family) -> None:
    address = reverse("web:programmes:run-list")
    given = {"component": "", "area": str(REGENCY), "as_of_0": "1", "as_of_1": "6", "as_of_2": "2022"}
    names = {f"as_of_{part}": value for part, value in zip(("hari", "bulan", "tahun"), ("1", "6", "2022"), strict=True)}
    answer = signed_in(client, cast, "PROGRAMME_OFFICER").post(address, given | names)
    assert answer.status_code == 303, answer.content.decode()[:2000]
    assert Job.objects.get().args["area"] == "73.12"
    wrong = client.post(address, given | names | {"area": "73.11"})
    assert wrong.status_code == 422
    reader = signed_in(client, cast, "VILLAGE_OPERATOR")
    assert "Mulai penilaian" not in reader.get(address).content.decode()
    reader.post(address, given | names)
    assert Job.objects.count() == 1


def test_a_run_is_shown_by_area_with_its_unit_and_list(client: Client, cast: Cast, family: Family) -> None:
    rastra = queries.get_component("rastra")
    run = screen_everybody(component_id=rastra.pk, area=REGENCY, as_of=date(2022, 6, 1), by=system_actor("uji"), at=AT)
    signed_in(client, cast, "PROGRAMME_OFFICER")
    assert "1 KK" in client.get(reverse("web:programmes:run-list")).content.decode()
    text = client.get(reverse("web:programmes:run", args=[run.pk])).content.decode()
    assert "Keluarga KEPALA CONTOH" in text
    assert "Hasil menurut wilayah (KK)" in text
    without = client.get(reverse("web:programmes:run", args=[run.pk]) + "?id=tidak&wilayah=73.12.01")
    assert "Keluarga KEPALA CONTOH" not in without.content.decode()
    assert client.get(reverse("web:programmes:run", args=[run.pk]) + "?wilayah=x").status_code == 404


def test_the_familys_page_carries_the_panel(client: Client, cast: Cast, family: Family) -> None:
    page = signed_in(client, cast, "BACK_OFFICE").get(reverse("web:registry:family", args=[family.pk]))
    text = page.content.decode()
    assert "Lihat alasan lengkap" in text
    assert "Bantuan beras" in text
    assert "Program Keluarga Harapan" in text


def test_pages_take_bounded_queries(cast: Cast, family: Family, django_assert_max_num_queries: object) -> None:
    for number in range(5):
        a_person(VILLAGE, family, relation="CHILD", name=f"ANAK {number}", born=date(2015, 1, 1))
    actor = cast.actor("BACK_OFFICE")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        found = queries.help_for_family(actor, family.pk, date(2022, 6, 1))
    assert len(found.entitlements) == 2 + 3 * 6
    assert found.entitlements[0].can_be_proposed
    assert found.way is not None
    assert found.way.welfare == "BELUM_DIKETAHUI"  # no decile is known, and nothing is guessed


@pytest.mark.requirement("R310", "R409")
@pytest.mark.parametrize(
    ("decile", "verdict", "welfare"),
    [(1, "MET", "FAKIR_MISKIN"), (4, "MET", "KURANG_MAMPU"), (5, "NOT_MET", "DI_ATAS_BATAS")],
)
def test_poor_and_near_poor_who_walk_in_see_what_they_may_claim(
    client: Client, cast: Cast, catalogue: CatalogueLoad, decile: int, verdict: str, welfare: str
) -> None:
    family = a_family(VILLAGE)
    a_person(VILLAGE, family)
    has_condition(family, "RAWAN_PANGAN")
    has_dtks_id(family)
    has_decile(family, decile)
    found = queries.help_for_family(cast.actor("FRONT_OFFICE"), family.pk, date(2022, 6, 1))
    rice = next(each for each in found.entitlements if each.component.code == "rastra")
    assert (rice.verdict, rice.can_be_proposed) == (verdict, verdict == "MET")
    address = reverse("web:registry:family", args=[family.pk])
    page = signed_in(client, cast, "FRONT_OFFICE").get(address).content.decode()
    assert (rice.component.name in page) is (verdict == "MET")
    way = found.way
    assert way is not None
    assert (way.welfare, way.leads_to_business) == (welfare, decile == 4)
    uep = next(each for each in found.entitlements if each.component.code == "uep")
    assert (rice.is_off_way, uep.is_off_way) == (decile == 4, decile == 1)  # 5 is on no way, so nothing lies beside it
    assert {each.programme.code for each in found.way_of_others} == ({"kube"} if decile == 4 else set())
    now = queries.help_for_family(cast.actor("FRONT_OFFICE"), family.pk, date(2026, 6, 1)).way
    assert now is not None
    assert (now.welfare, now.valid_from, now.is_unverified) == (
        "FAKIR_MISKIN" if decile == 1 else "KURANG_MAMPU",
        date(2025, 4, 1),
        True,
    )
    assert ("KUBE dan usaha produktif" in page) is (decile > 1)
    assert "Golongan dan jalur" in page
