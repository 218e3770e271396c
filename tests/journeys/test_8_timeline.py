"""Step 8: a family's page shows everything that happened, and each role begins with its own work."""

import re
from pathlib import Path

import pytest

from tests.journeys.district import PEOPLE, District
from tests.journeys.stations import NAME, RICE, given_she_is_enrolled, hand_over, open_cycle
from tests.journeys.walk import Walk

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.mark.requirement("R014")
def test_the_family_page_shows_all_of_it(walk: Walk, district: District, tmp_path: Path) -> None:
    given_she_is_enrolled(district, tmp_path)
    open_cycle(walk)
    operator = walk.sign_in_as("VILLAGE_OPERATOR")
    hand_over(operator)
    operator.open("web:registry:search", query="?q=Rahmatia")
    operator.follow(re.compile(NAME, re.IGNORECASE), within="tbody td")
    operator.sees(RICE, "penerima", "sudah diserahkan", "PBI-JK", "Contoh Fadli", "Riwayat")
    if operator.page.get_by_role("link", name="Seluruh riwayat").count():
        operator.follow("Seluruh riwayat")
    operator.sees("Menerima 10 kg beras", "diputuskan dengan SK", "kunjungan")


def test_each_role_begins_with_its_work(walk: Walk) -> None:
    costs = {role: walk.sign_in_as(role).cost for role in PEOPLE}
    assert max(costs.values()) <= 60_000, costs
