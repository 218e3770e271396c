"""An OpenSID workbook from upload to the registry and back out again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.models import Condition, Family, Membership, OutsideMembership, Person
from tests.exchange.make_files import families, make_opensid
from tests.people import VILLAGE

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("W01")
def test_a_workbook_lands_in_the_registry(
    tmp_path: Path, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch]
) -> None:
    expected = [member for family in families(30) for member in family]
    batch = upload(make_opensid(tmp_path / "penduduk.xlsx", 30))
    assert (batch.state, batch.error, batch.format_code) == ("READ", "", "opensid.population")
    assert (batch.rows_total, batch.rows_new, batch.rows_refused, batch.rows_doubtful) == (
        len(expected),
        len(expected),
        0,
        0,
    )
    assert Person.objects.count() == 0
    batch = approve(batch)
    assert batch.state == "APPLIED"
    assert Person.objects.filter(batch_id=batch.pk, area_code=VILLAGE, source="OPENSID").count() == len(expected)
    assert Family.objects.filter(batch_id=batch.pk).count() == 30
    assert Membership.objects.filter(period__startswith=batch.as_of).count() == len(expected)
    assert OutsideMembership.objects.filter(programme="PBI_JK").count() == sum(each.is_pbi for each in expected)
    assert Condition.objects.filter(kind="DISABILITAS").count() == sum(each.disability != "7" for each in expected)
