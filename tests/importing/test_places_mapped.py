"""A village that nobody spells so is put right once, within its kecamatan, and not row by row."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.platform.importing import queries
from rangkul.platform.importing.actions import map_values
from rangkul.platform.importing.columns import Plan
from rangkul.platform.importing.models import ColumnMapping, ImportBatch
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.reference.loading import load_reference
from rangkul.reference.models import Area
from rangkul.reference.queries import area_path
from tests.exchange.make_files import make_dtks
from tests.people import KECAMATAN, REGENCY, Cast
from tests.web.test_imports_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> tuple[str, str, str, str]:
    """Names of a village and what it lies in."""
    load_reference(within=(REGENCY,))
    code = Area.objects.filter(parent_code=KECAMATAN).order_by("code")[0].code
    province, regency, district, own = area_path(code)
    return province.name, regency.name, district.name, own.name


@pytest.mark.requirement("W01")
def test_a_misspelt_village_is_mended_for_all_its_rows(
    tmp_path: Path, place: tuple[str, str, str, str], upload: Callable[..., ImportBatch], cast: Cast
) -> None:
    wrong = (*place[:3], place[3][:3] + "xqz")
    officer = cast.actor("DATA_OFFICER")
    batch = upload(make_dtks(tmp_path / "dtks.csv", 4, place=wrong), area=REGENCY)
    (told,) = queries.unknown_values(officer, batch.pk)
    assert (told.column, told.text, told.count) == ("desa", f"{wrong[3]}, {wrong[2]}", batch.rows_total)
    assert place[3] in told.choices
    assert told.within == KECAMATAN

    page = signed_in(cast, "DATA_OFFICER").get(reverse("web:imports:values", args=[batch.pk])).content.decode()
    assert page.index(f'value="{place[3]}"') < page.index("nama lain di wilayah itu")
    map_values(batch_id=batch.pk, values={"desa": {told.text: place[3]}}, by=officer, at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.rows_new, batch.rows_doubtful, batch.rows_refused) == (batch.rows_total, 0, 0)
    assert batch.mapping == ColumnMapping.objects.get()

    again = upload(make_dtks(tmp_path / "dtks-2.csv", 5, place=wrong), area=REGENCY)
    assert (again.format_code, again.mapping, again.rows_new) == ("siks_ng.dtks", batch.mapping, again.rows_total)


def test_a_misspelt_kecamatan_too(
    tmp_path: Path, place: tuple[str, str, str, str], upload: Callable[..., ImportBatch], cast: Cast
) -> None:
    wrong = (*place[:2], "Zzyzx", place[3])
    officer = cast.actor("DATA_OFFICER")
    batch = upload(make_dtks(tmp_path / "dtks.csv", 2, place=wrong), area=REGENCY)
    (told,) = queries.unknown_values(officer, batch.pk)
    assert (told.column, told.text, told.within) == ("kecamatan", "Zzyzx", REGENCY)
    map_values(batch_id=batch.pk, values={"kecamatan": {told.text: place[2]}}, by=officer, at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.rows_new == batch.rows_total


def test_the_same_name_in_another_kecamatan_stays() -> None:
    plan = Plan(
        "x", ["Desa", "Kec"], {"desa": "Desa", "kecamatan": "Kec"}, {}, {"desa": {"Sukmaju, Lalabata": "Sukamaju"}}
    )
    raw = pl.DataFrame({"row": [2, 3], "0": ["SUKMAJU", "sukmaju"], "1": ["LALABATA", "Citta"]})
    ready, _places = plan.prepared(raw, ["Desa", "Kec"])
    assert ready["0"].to_list() == ["Sukamaju", "sukmaju"]
