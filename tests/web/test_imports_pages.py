"""The pages of imports: upload, look, approve by another person, mend, undo; and the near misses."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.reference.loading import load_reference
from rangkul.reference.queries import list_villages
from rangkul.registry.models import Person
from tests.importing import files
from tests.people import KECAMATAN, REGENCY, Cast
from tests.web.fragments import assert_in_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(db: None) -> str:
    load_reference(within=(REGENCY,))
    return str(list_villages(KECAMATAN)[0].code)


class Browser(Client):
    """A client that gives the test its own database role back: a request narrows it for the whole transaction."""

    def request(self, **request: Any) -> Any:
        try:
            return super().request(**request)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


def signed_in(cast: Cast, role: str) -> Client:
    client = Browser()
    client.force_login(cast.user(role))
    return client


def send(client: Client, content: bytes, area: str, name: str = "penduduk.xlsx") -> Any:
    return client.post(
        reverse("web:imports:upload"),
        {
            "file": SimpleUploadedFile(name, content),
            "as_of_hari": "1",
            "as_of_bulan": "7",
            "as_of_tahun": "2022",
            "area": area,
        },
    )


def test_the_whole_way(tmp_path: Path, cast: Cast, village: str) -> None:
    officer, head = signed_in(cast, "DATA_OFFICER"), signed_in(cast, "DIVISION_HEAD")
    assert officer.get(reverse("web:imports:upload")).status_code == 200
    good, bad = files.row(pendidikan_kk_id="SMA"), files.row(nik="12345", nama="SALAH NIK", sex="2")
    content = files.workbook(tmp_path / "a.xlsx", good, bad).read_bytes()
    response = send(officer, content, village)
    assert response.status_code == 303, response.content.decode()[:3000]
    page = response.headers["Location"]
    batch, reading = ImportBatch.objects.get(), Job.objects.get()
    for whole, part in (
        (page, reverse("web:imports:progress", args=[batch.pk])),
        (reverse("web:platform:job", args=[reading.pk]), reverse("web:platform:job-progress", args=[reading.pk])),
    ):
        assert_in_page(officer.get(part).content, officer.get(whole).content)
    run_waiting_jobs()
    batch.refresh_from_db()
    shown = officer.get(page).content.decode()
    assert "16 angka" in shown
    assert "Setujui dan terapkan" not in shown
    assert "Menunggu orang lain" in shown
    assert "pendidikan_kk_id: isi yang bukan kode 1 sampai 10 tidak dipakai: 1 baris" in shown
    assert "Setujui dan terapkan" in head.get(page).content.decode()

    refused = officer.post(reverse("web:imports:approve", args=[batch.pk]))
    assert refused.status_code == 403
    workbook = officer.get(reverse("web:imports:problems", args=[batch.pk]))
    assert b"".join(workbook.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert head.get(reverse("web:imports:problems", args=[batch.pk])).status_code == 403

    assert head.post(reverse("web:imports:approve", args=[batch.pk])).status_code == 303
    run_waiting_jobs()
    assert Person.objects.count() == 1
    assert "diterapkan" in officer.get(reverse("web:imports:batch-list")).content.decode()

    second = send(officer, content, village)
    assert second.status_code == 422
    assert page in second.content.decode()

    assert officer.post(reverse("web:imports:undo", args=[batch.pk]), {"reason": ""}).status_code == 303
    assert Person.objects.count() == 1
    assert officer.post(reverse("web:imports:undo", args=[batch.pk]), {"reason": "salah berkas"}).status_code == 303
    run_waiting_jobs()
    assert Person.objects.count() == 0
    assert "salah berkas" in officer.get(page).content.decode()
    assert officer.get(reverse("web:imports:progress", args=[batch.pk])).headers["HX-Refresh"] == "true"


def test_a_refused_file_says_why_on_the_form(cast: Cast, village: str) -> None:
    response = send(signed_in(cast, "DATA_OFFICER"), b"<html><table></table></html>", village, "dtks.xls")
    assert response.status_code == 422
    assert "HTML" in response.content.decode()
    empty = send(signed_in(cast, "DATA_OFFICER"), b"", village, "kosong.xlsx")
    assert "kosong" in empty.content.decode()
    assert not ImportBatch.objects.exists()


def test_who_may_not(cast: Cast, village: str) -> None:
    assert signed_in(cast, "FRONT_OFFICE").get(reverse("web:imports:batch-list")).status_code == 403
    assert signed_in(cast, "DIVISION_HEAD").get(reverse("web:imports:upload")).status_code == 403
    assert Browser().get(reverse("web:imports:batch-list")).status_code == 302


def test_jobs_are_shown_and_stopped_by_who_asked(tmp_path: Path, cast: Cast, village: str) -> None:
    officer = signed_in(cast, "DATA_OFFICER")
    send(officer, files.workbook(tmp_path / "a.xlsx", files.row()).read_bytes(), village)
    job = Job.objects.get()
    page = reverse("web:platform:job", args=[job.pk])
    assert "Hentikan pekerjaan" in officer.get(page).content.decode()
    assert "Hentikan pekerjaan" not in signed_in(cast, "AUDITOR").get(page).content.decode()
    assert signed_in(cast, "FRONT_OFFICE").get(page).status_code == 404
    assert job.title in officer.get(reverse("web:platform:job-list")).content.decode()
    assert officer.post(reverse("web:platform:job-cancel", args=[job.pk])).status_code == 303
    run_waiting_jobs()
    job.refresh_from_db()
    assert job.state == "CANCELLED"
