"""Who is no longer on a list: by name before the approver ticks, for whoever may see them, and as a file."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from rangkul.platform.audit.models import Event
from rangkul.registry.models import Family
from tests.exchange.make_files import Member
from tests.formats.test_desil import desil_file
from tests.people import Cast
from tests.web.test_imports_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R119")
def test_each_row_has_a_class_and_who_is_only_in_the_registry_is_named(
    tmp_path: Path, people: list[list[Member]], upload: Callable[..., Any], approve: Callable[..., Any], cast: Cast
) -> None:
    approve(upload(desil_file(tmp_path / "a.csv", people, ["1"] * 6, period="TW II 2026"), as_of=date(2026, 6, 20)))
    batch = upload(desil_file(tmp_path / "b.csv", people[:4], ["1"] * 4))
    gone = [family[0].name for family in people[4:]]
    head = signed_in(cast, "DIVISION_HEAD")
    page = head.get(reverse("web:imports:batch", args=[batch.pk])).content.decode()
    url = reverse("web:imports:differences", args=[batch.pk])
    assert f"{url}?jenis=FALLEN" in page
    shown = head.get(url, {"jenis": "FALLEN"}).content.decode()
    assert all(f"Keluarga {name}" in shown for name in gone)
    assert f"Keluarga {people[0][0].name}" not in shown
    assert "Tidak ada lagi di daftar" in head.get(url).content.decode()

    answer = head.get(reverse("web:imports:fallen", args=[batch.pk]))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    lines = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows(min_row=2)]
    assert sorted(line[0] for line in lines) == sorted(f"Keluarga {name}" for name in gone)
    assert {line[3] for line in lines} == {"1"}
    assert Event.objects.filter(name="registry.import.take_fallen", object_id=batch.pk).exists()

    Family.objects.filter(head_name=gone[0]).update(area_code="73.08.01.2001")  # moved away since it was read
    assert f"Keluarga {gone[0]}" not in head.get(url, {"jenis": "FALLEN"}).content.decode()
