"""The stage of the journeys: a live server with the real middleware and walls, a district, and people who walk."""

from typing import Any

import pytest

from tests.browser import PageAt
from tests.journeys.district import District
from tests.journeys.walk import Walk


@pytest.fixture
def district(transactional_db: None, request: pytest.FixtureRequest) -> District:
    """The office of Soppeng, founded anew for each journey; a module that stays there says `ALSO = ()`."""
    return District.found(also=getattr(request.module, "ALSO", ("18.06",)))


@pytest.fixture
def walk(page_at: PageAt, live_server: Any, district: District) -> Walk:
    """The people of the district at their screens."""
    return Walk(page_at, live_server.url)
