"""The stage of the journeys: a live server with the real middleware and walls, a district, and people who walk."""

from typing import Any

import pytest

from tests.browser import PageAt
from tests.journeys.district import District
from tests.journeys.walk import Walk


@pytest.fixture
def district(transactional_db: None) -> District:
    """The office of Soppeng, founded anew for each journey."""
    return District.found()


@pytest.fixture
def walk(page_at: PageAt, live_server: Any, district: District) -> Walk:
    """The people of the district at their screens."""
    return Walk(page_at, live_server.url)
