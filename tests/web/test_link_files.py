"""From an applied file to the search for people who are registered twice; and where a quarter's deciles lead."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse

from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.tasks.models import Job
from rangkul.registry.models import LinkageRun
from tests.formats.conftest import approve, people, upload  # noqa: F401 - fixtures
from tests.formats.test_desil import desil_file
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, REGENCY, Cast
from tests.web.test_imports_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("W06")
def test_doubles_of_one_file_are_looked_for_from_its_page(people: object, cast: Cast) -> None:  # noqa: F811
    batch = ImportBatch.objects.get()
    office = signed_in(cast, "DATA_OFFICER")
    assert (
        "Cari data ganda dari berkas ini" in office.get(reverse("web:imports:batch", args=[batch.pk])).content.decode()
    )
    answer = office.post(reverse("web:registry:linkage-request"), {"berkas": str(batch.pk)})
    assert answer.status_code == 303
    run = LinkageRun.objects.get()
    assert (run.batch_id, run.kind, run.area_code) == (batch.pk, "BERKAS", REGENCY)
    assert Job.objects.filter(kind="registry.linkage.run").count() == 1


def test_the_neighbours_file_is_not_there(people: object, cast: Cast) -> None:  # noqa: F811
    ImportBatch.objects.update(area_code=NEIGHBOUR_VILLAGE)
    batch = ImportBatch.objects.get()
    office = signed_in(cast, "DATA_OFFICER")
    cast.user("DATA_OFFICER").duties.update(area_codes=[OTHER_KECAMATAN])
    assert office.post(reverse("web:registry:linkage-request"), {"berkas": str(batch.pk)}).status_code == 404
    assert office.post(reverse("web:registry:linkage-request"), {"berkas": "bukan"}).status_code == 404
    assert not LinkageRun.objects.exists()


def test_the_area_to_search_is_chosen_among_ones_own(cast: Cast) -> None:
    office = signed_in(cast, "DATA_OFFICER")
    assert office.post(reverse("web:registry:linkage-request"), {"wilayah": str(KECAMATAN)}).status_code == 303
    assert LinkageRun.objects.get().area_code == KECAMATAN
    assert office.post(reverse("web:registry:linkage-request"), {"wilayah": "73.08"}).status_code == 403


@pytest.mark.requirement("B04")
def test_an_applied_quarter_leads_to_what_it_changed(
    tmp_path: Path, people: list[object], upload: Callable[..., ImportBatch], approve: Callable[..., ImportBatch], cast: Cast  # noqa: F811
) -> None:  # fmt: skip
    batch = upload(desil_file(tmp_path / "desil.csv", people, ["1", "2"]))  # type: ignore[arg-type]
    office, url = signed_in(cast, "DATA_OFFICER"), reverse("web:imports:batch", args=[batch.pk])
    assert "Lihat apa yang berubah" not in office.get(url).content.decode()
    approve(batch)
    page = office.get(url).content.decode()
    assert f'href="{reverse("web:insight:deciles")}"' in page
    assert "Cari data ganda dari berkas ini" not in page
