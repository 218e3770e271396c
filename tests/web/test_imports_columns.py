"""The pages of a strange file: columns, codes, mappings kept, differences; and a file sent in pieces."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rangkul.platform.importing.models import ColumnMapping, ImportBatch, UploadSession
from rangkul.platform.importing.pieces import PIECE_BYTES
from rangkul.platform.importing.storage import folder
from rangkul.platform.tasks.runner import run_waiting_jobs
from tests.importing import files
from tests.importing.test_mapping import person, table
from tests.people import NEIGHBOUR_VILLAGE, Cast
from tests.web.test_imports_pages import send, signed_in, village

pytestmark = pytest.mark.django_db
__all__ = ["village"]


def read(client: Client, content: bytes, area: str, name: str = "kks.xlsx") -> ImportBatch:
    assert send(client, content, area, name).status_code == 303
    run_waiting_jobs()
    return ImportBatch.objects.latest("uploaded_at")


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(f"web:imports:{name}", args=args) + query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_columns_codes_and_the_mapping_kept(tmp_path: Path, cast: Cast, village: str) -> None:
    officer, head = signed_in(cast, "DATA_OFFICER"), signed_in(cast, "DIVISION_HEAD")
    rows = [person(1, "SITTI CONTOH"), person(2, "BASO CONTOH", "LK")]
    batch = read(officer, table(tmp_path / "a.xlsx", *rows).read_bytes(), village)
    columns = reverse("web:imports:columns", args=[batch.pk])
    assert columns in page(officer, "batch", batch.pk)
    assert columns not in page(head, "batch", batch.pk)
    assert head.get(columns).status_code == 403
    shown = page(officer, "columns", batch.pk)
    assert "contoh: SITTI CONTOH; BASO CONTOH" in shown
    assert "0000010101900001" not in shown
    assert '<option value="nik" selected>' in shown
    assert "SITTI" in page(officer, "columns", batch.pk, query="?baris=1&jenis=opensid.population")

    given = {"jenis": "any_table.persons", "lembar": "0", "baris": "2", "nama": "KKS Bank"}
    twice = officer.post(columns, given | {"kolom_1": "nik", "kolom_2": "nik"})
    assert (twice.status_code, "Sudah dipilih" in twice.content.decode()) == (422, True)
    none = officer.post(columns, given)
    assert (none.status_code, "kolom untuk Nama" in none.content.decode()) == (422, True)
    chosen = {"kolom_1": "nama", "kolom_2": "nik", "kolom_3": "tanggal_lahir", "kolom_4": "jenis_kelamin"}
    assert officer.post(columns, given | chosen).status_code == 303
    run_waiting_jobs()
    values = reverse("web:imports:values", args=[batch.pk])
    assert values in page(officer, "batch", batch.pk)
    assert "“LK”" in page(officer, "values", batch.pk)
    assert officer.post(values, {}).status_code == 422
    assert officer.post(values, {"isi_0": "P", "isi_1": "L"}).status_code == 303
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.rows_new) == ("READ", 2)

    mapping = ColumnMapping.objects.get()
    assert mapping.plan["values"]["jenis_kelamin"] == {"PR": "P", "LK": "L"}
    assert "KKS Bank" in page(officer, "mapping-list")
    assert "NAMA PENERIMA" in page(officer, "mapping", mapping.pk)
    stranger = signed_in(cast, "FRONT_OFFICE")
    assert stranger.get(reverse("web:imports:mapping", args=[mapping.pk])).status_code == 403
    assert officer.post(reverse("web:imports:mapping-rename", args=[mapping.pk]), {"name": "KKS"}).status_code == 303
    assert "KKS" in page(officer, "mapping", mapping.pk)
    assert officer.post(reverse("web:imports:mapping-remove", args=[mapping.pk])).status_code == 303
    assert "Belum ada padanan" in page(officer, "mapping-list")


def test_differences_by_kind_and_village(tmp_path: Path, cast: Cast, village: str) -> None:
    officer = signed_in(cast, "DATA_OFFICER")
    rows = [files.row(nik=f"000001010190{number:04d}", nama=f"ORANG {'ABCDEFGHIJ'[number]}") for number in range(1, 4)]
    batch = read(officer, files.workbook(tmp_path / "a.xlsx", *rows, files.row(nik="salah")).read_bytes(), village)
    shown = page(officer, "differences", batch.pk)
    assert shown.count("didaftarkan") == 3
    assert "16 angka" in page(officer, "differences", batch.pk, query="?jenis=REFUSED")
    assert shown.count("didaftarkan") == page(officer, "differences", batch.pk, query=f"?desa={village}").count(
        "didaftarkan"
    )
    assert "Tidak ada baris seperti ini" in page(officer, "differences", batch.pk, query="?jenis=CONTRARY&mulai=500")
    stranger = signed_in(cast, "FRONT_OFFICE")
    assert stranger.get(reverse("web:imports:differences", args=[batch.pk])).status_code == 404

    other = [files.row(nik="0000010101900001", nama="NAMA LAIN SEKALI", no_kk="0000000000000002")]
    later = read(officer, files.workbook(tmp_path / "b.xlsx", *other).read_bytes(), village)
    assert "bertentangan" in page(officer, "batch", later.pk).lower()
    told = page(officer, "differences", later.pk, query="?jenis=CONTRARY")
    assert "ORANG B" in told
    assert "NAMA LAIN SEKALI" in told
    assert "Berkas lain membantah" in page(officer, "batch", batch.pk)
    assert "berkas lain yang juga menunggu" in later.question


def begin(client: Client, size: int, area: str, **more: str) -> Any:
    given = {"file_name": "a.xlsx", "size": size, "client_key": "a|1", "area": area}
    day = {"as_of_hari": "1", "as_of_bulan": "7", "as_of_tahun": "2022"}
    return client.post(reverse("web:imports:upload-start"), given | day | more)


def test_a_file_in_pieces_goes_on_after_a_lost_connection(tmp_path: Path, cast: Cast, village: str) -> None:
    officer = signed_in(cast, "DATA_OFFICER")
    content = files.text_file(tmp_path / "a.csv", *[files.row(nama="BASO " + "A" * 150)] * 4_000).read_bytes()
    assert PIECE_BYTES < len(content) < 2 * PIECE_BYTES
    told = begin(officer, len(content), village).json()
    assert told["received"] == 0

    def put(start: int) -> Any:
        return officer.generic("POST", f"{told['piece']}?mulai={start}", content[start : start + PIECE_BYTES],
                               content_type="application/octet-stream")  # fmt: skip

    assert put(0).json()["received"] == PIECE_BYTES
    assert put(0).json()["received"] == PIECE_BYTES
    early = officer.post(told["finish"])
    assert (early.status_code, "lanjutkan unggahan" in json.dumps(early.json())) == (422, True)
    assert "Unggahan yang belum selesai" in page(officer, "upload")
    assert all(b"BASO" not in path.read_bytes() for path in folder().rglob("*.sealed"))

    again = begin(officer, len(content), village).json()
    assert (again["received"], again["piece"]) == (PIECE_BYTES, told["piece"])
    assert signed_in(cast, "DIVISION_HEAD").get(told["status"]).status_code == 404
    assert put(PIECE_BYTES).json()["received"] == len(content)
    done = officer.post(told["finish"]).json()
    batch = ImportBatch.objects.get()
    assert done["page"] == reverse("web:imports:batch", args=[batch.pk])
    assert batch.size == len(content)
    assert not UploadSession.objects.exists()
    assert not list(folder().glob("pieces-*"))


def test_pieces_that_do_not_fit_and_files_that_are_none(cast: Cast, village: str) -> None:
    officer = signed_in(cast, "DATA_OFFICER")
    assert begin(officer, 0, village).status_code == 422
    assert begin(officer, 10, str(NEIGHBOUR_VILLAGE.parent.parent.parent)).status_code == 422
    content = b"<html><table></table></html>"
    told = begin(officer, len(content), village).json()
    too_much = officer.generic("POST", f"{told['piece']}?mulai=0", content + b"x", content_type="text/plain")
    assert too_much.status_code == 422
    assert officer.generic("POST", f"{told['piece']}?mulai=0", content, content_type="text/plain").status_code == 200
    refused = officer.post(told["finish"])
    assert (refused.status_code, "HTML" in json.dumps(refused.json())) == (422, True)
    assert not UploadSession.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_correction_from_the_page_of_its_parent(tmp_path: Path, cast: Cast, village: str) -> None:
    officer = signed_in(cast, "DATA_OFFICER")
    batch = read(officer, files.workbook(tmp_path / "a.xlsx", files.row(nik="salah")).read_bytes(), village)
    assert f"?perbaikan={batch.pk}" in page(officer, "batch", batch.pk)
    form = page(officer, "upload", query=f"?perbaikan={batch.pk}")
    assert "as_of_hari" not in form
    assert batch.file_name in form
    stranger = signed_in(cast, "DIVISION_HEAD")
    assert stranger.get(reverse("web:imports:upload"), {"perbaikan": str(batch.pk)}).status_code == 403
