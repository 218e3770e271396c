"""Organisations of people with disabilities at every level, kept by those who keep the directory (R214)."""

from typing import Any

import pytest
from django.urls import reverse

from rangkul.institutions import actions, queries
from rangkul.institutions.models import Institution
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.reference.models import Area
from tests.people import FAR_VILLAGE, KECAMATAN, REGENCY, VILLAGE
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
