"""The stage of the journeys: a live server with the real middleware and walls, a district, and people who walk."""

from typing import Any

import pytest

from tests.browser import PageAt
from tests.journeys.district import District
from tests.journeys.walk import Walk
from tests.remembered import remembered_in_full


@pytest.fixture
def district(transactional_db: None, request: pytest.FixtureRequest) -> District:
    """The office of Soppeng, as it was founded for the first journey of this process; what stays there says `ALSO = ()`."""
    also = getattr(request.module, "ALSO", ("18.06",))
    return remembered_in_full(f"journeys.district {also}", lambda: District.found(also=also))


@pytest.fixture
def walk(page_at: PageAt, live_server: Any, district: District) -> Walk:
    """The people of the district at their screens."""
    return Walk(page_at, live_server.url)
