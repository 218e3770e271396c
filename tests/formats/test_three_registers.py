"""From a Dukcapil file and a DTSEN file to the page where three registers stand side by side (B03)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.platform.importing.actions import undo_batch
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry.models import Person, SourceRecord
from tests.exchange.make_files import Member, write_csv
from tests.formats.test_desil import HEADER
from tests.people import Cast
from tests.web.test_imports_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("B03")
def test_what_two_files_write_otherwise_stands_beside_the_registry(
    tmp_path: Path, people: list[list[Member]], upload: Callable[..., Any], approve: Callable[..., Any], cast: Cast
) -> None:
    head, other = people[0][0], people[1][0]
    asked = [
        [head.nik, head.kk, f"{head.name}, S.Pd", "17-08-1945", "PADAN", "Perempuan", "Tidak Sesuai"],
        [other.nik, other.kk, f"H. {other.name}", other.born.isoformat(), "PADAN", "", "Sesuai"],
    ]
    header = ["NIK", "NO_KK", "NAMA_LGKP", "TGL_LHR", "HASIL", "JENIS_KLMIN", "COCOK_NAMA_IBU"]
    approve(upload(write_csv(tmp_path / "dukcapil.csv", header, iter(asked))))
    told = [
        ["2026-TW3", head.kk, "0000000101700099", head.name, "2", ""],
        ["2026-TW3", other.kk, other.nik, other.name, "3", ""],
    ]
    dtsen = approve(upload(write_csv(tmp_path / "desil.csv", HEADER, iter(told))))
    person = Person.objects.get(name=head.name, birth_date=head.born)
    said = {row.source: row for row in SourceRecord.objects.filter(person=person)}
    assert (said["DUKCAPIL"].birth_date.isoformat(), said["DUKCAPIL"].is_same_nik) == ("1945-08-17", True)  # type: ignore[union-attr]
    assert (said["DUKCAPIL"].nik_status, said["DTSEN"].is_same_nik) == ("ADA_PADAN", False)

    assert (said["DUKCAPIL"].sex, said["DUKCAPIL"].is_same_mother, said["DUKCAPIL"].is_same_kk) == ("P", False, True)

    office = signed_in(cast, "BACK_OFFICE")
    page = office.get(reverse("web:registry:three-way")).content.decode()
    assert head.name in page
    assert "17 Agustus 1945" in page
    assert "tanggal lahir, NIK, nama ibu" in page or "tanggal lahir, NIK, jenis kelamin, nama ibu" in page
    assert other.name not in page

    undo_batch(dtsen.pk, reason="salah", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    assert not SourceRecord.objects.filter(source="DTSEN").exists()
    assert SourceRecord.objects.filter(source="DUKCAPIL").count() == 2


def test_the_same_day_again_replaces_and_undoing_brings_back(
    tmp_path: Path, people: list[list[Member]], upload: Callable[..., Any], approve: Callable[..., Any], cast: Cast
) -> None:
    head = people[0][0]
    header = ["NIK", "NAMA_LGKP", "TGL_LHR", "HASIL"]
    approve(upload(write_csv(tmp_path / "a.csv", header, iter([[head.nik, head.name, "17-08-1945", "PADAN"]]))))
    again = approve(upload(write_csv(tmp_path / "b.csv", header, iter([[head.nik, head.name, "18-08-1945", "PADAN"]]))))
    assert SourceRecord.objects.get(source="DUKCAPIL").birth_date.day == 18  # type: ignore[union-attr]
    undo_batch(again.pk, reason="salah", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    assert SourceRecord.objects.get(source="DUKCAPIL").birth_date.day == 17  # type: ignore[union-attr]
