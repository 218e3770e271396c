"""Organisations of people with disabilities at every level, kept by those who keep the directory (R214)."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from rangkul.institutions import actions, queries
from rangkul.institutions.models import Institution
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.reference.models import Area
from tests.institutions.stage import OFFICE, make_areas
from tests.people import FAR_VILLAGE, KECAMATAN, REGENCY, VILLAGE
from tests.registry.factories import make_condition, make_person
from tests.web.test_registry_pages import Browser

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R214")
def test_an_organisation_stands_at_its_level(cast: Any) -> None:
    for code, level in (("73", 1), (REGENCY, 2), (KECAMATAN, 3), (VILLAGE, 4), ("74", 1)):
        Area.objects.create(code=code, name=f"Contoh {code}", name_key="contoh", kind="DESA" if level == 4 else "PROVINSI",
                            level=level, parent_code=str(code).rpartition(".")[0], edition="uji")  # fmt: skip
    officer = Browser(cast, "PROGRAMME_OFFICER")
    url = reverse("web:institutions:institution-register")
    for area in ("73", REGENCY, KECAMATAN, VILLAGE):
        told = {"name": f"Persatuan Contoh {area}", "kind": "ORG_DISABILITAS", "area": area}
        assert officer.post(url, **told).status_code == 303
    assert officer.post(url, name="Jauh", kind="ORG_DISABILITAS", area="74").status_code == 422
    page = officer.get(reverse("web:institutions:directory"), lembaga="ORG_DISABILITAS").content.decode()
    for level in ("provinsi", "kabupaten/kota", "kecamatan", "desa/kelurahan"):
        assert f"tingkat {level}" in page
    assert (
        "Belum ada lembaga jenis ini"
        in officer.get(reverse("web:institutions:directory"), lembaga="LK3").content.decode()
    )
    assert Institution.objects.count() == 4
    seen = queries.list_institutions(cast.actor("BACK_OFFICE"), "ORG_DISABILITAS")
    assert seen.count() == 4
    assert queries.list_institutions(cast.actor("BACK_OFFICE", FAR_VILLAGE), "ORG_DISABILITAS").count() == 2


def test_the_wrong_role_and_the_wrong_place(cast: Any) -> None:
    assert Browser(cast, "BACK_OFFICE").get(reverse("web:institutions:institution-register")).status_code == 403
    told: dict[str, Any] = {"name": "Jauh", "kind": "LKS", "at": clock.now()}
    with pytest.raises(Denied, match="luar wilayah"):
        actions.register_institution(**told, area="74.01", by=cast.actor("PROGRAMME_OFFICER"))


@pytest.mark.requirement("R216")
def test_people_in_need_stand_against_institutions_by_kecamatan(cast: Any) -> None:
    make_areas()
    keeper = cast.actor("PROGRAMME_OFFICER")
    lks = actions.register_institution(
        name="LKS Contoh", kind="LKS_DISABILITAS", area=VILLAGE, client_count=2, registration_number="1/TDLKS",
        by=keeper, at=clock.now(),
    )  # fmt: skip
    actions.set_beds(
        institution_id=lks.pk,
        name="Wisma",
        beds=4,
        since=date(2026, 1, 5),
        serves="DISABILITAS",
        by=OFFICE,
        at=clock.now(),
    )
    for number, area in enumerate([VILLAGE] * 6 + [FAR_VILLAGE] * 3):
        make_condition(make_person(f"Orang {number}", area), "DISABILITAS", disability_type="FISIK")

    def table(role: str, key: str = "difabel") -> dict[str, Any]:
        cover = queries.institution_cover(cast.actor(role), queries.find_theme(key), on=date(2026, 11, 20))
        return {row.code: row for row in cover.rows}

    rows = table("PROGRAMME_OFFICER")
    here, there = rows[KECAMATAN], rows[FAR_VILLAGE.parent]
    assert (here.in_need, here.institutions, here.registered, here.accredited) == (6, 1, 1, 0)
    assert (here.clients, here.beds, here.uncovered, here.is_empty) == (2, 4, 4, False)
    assert (there.in_need, there.uncovered, there.is_empty) == (3, 3, True)
    assert {row.in_need for row in table("DIVISION_HEAD").values()} == {6, 3}
    assert {row.in_need for row in table("OFFICE_HEAD").values()} == {None}
    assert {row.in_need for row in table("PROGRAMME_OFFICER", "lansia").values()} == {0}
    page = Browser(cast, "PROGRAMME_OFFICER").get(reverse("web:institutions:institution-cover"))
    assert "1 kecamatan yang warganya membutuhkan belum punya lembaga" in page.content.decode()
    assert Browser(cast, "ADMINISTRATOR").get(reverse("web:institutions:institution-cover")).status_code == 403
