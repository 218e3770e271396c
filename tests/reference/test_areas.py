"""Areas by code and by name, with BPS twins and the spellings that files use."""

from datetime import date

import pytest

from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.reference import queries
from rangkul.reference.loading import load_reference
from rangkul.reference.models import Area

pytestmark = pytest.mark.django_db
AREAS = ("73.12", "18.06.19", "18.06.20", "35.09.04")


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    load_reference(within=AREAS)


def test_tanggamus_has_two_codes_that_differ() -> None:
    assert queries.get_area("18.06").bps_code == "1802"
    assert queries.find_by_bps("1802") == queries.get_area("18.06")


def test_villages_are_found_as_people_write_them() -> None:
    for written, within, code in (
        ("Batu Keramat", "18.06.19", "18.06.19.2001"),
        ("BATU KRAMAT", "18.06.19", "18.06.19.2001"),
        ("Pekon Gisting Bawah", "18.06", "18.06.20.2005"),
        ("Gistng Bawah", "18.06.20", "18.06.20.2005"),
        ("Kab. Soppeng", "", "73.12"),
    ):
        assert [each.code for each in queries.find_area(written, within=within)][:1] == [code], written


def test_a_name_is_looked_for_only_inside_the_given_kecamatan() -> None:
    assert all(area.code.startswith("18.06.20") for area in queries.find_area("Batu Keramat", within="18.06.20"))


def test_soppeng_has_8_kecamatan_and_70_villages() -> None:
    assert len(queries.list_children("73.12")) == 8
    assert len(queries.list_villages("73.12")) == 70


def test_path_and_label() -> None:
    assert [area.level for area in queries.area_path("18.06.20.2005")] == list(AreaLevel)
    assert queries.area_label("18.06.20.2005") == "Desa Gisting Bawah, Kec. Gisting"
    assert queries.labels_of({"18.06.20.2005", "99.99"}) == {
        "18.06.20.2005": "Desa Gisting Bawah, Kec. Gisting",
        "99.99": "99.99",
    }


def test_an_unknown_code_is_refused_by_name_and_loading_twice_changes_nothing() -> None:
    with pytest.raises(Refused, match="kode wilayah"):
        queries.get_area("73.99")
    before = Area.objects.count()
    assert load_reference(within=AREAS) == before == Area.objects.count()


def test_working_days_skip_weekends_and_holidays() -> None:
    assert not queries.is_working_day(date(2026, 8, 17))
    assert queries.add_working_days(date(2026, 8, 14), 1) == date(2026, 8, 18)


def test_the_whole_country_loads() -> None:
    assert load_reference() == 91_599
    assert queries.find_area("Kota Kupang", level=AreaLevel.REGENCY)[0].code == "53.71"
