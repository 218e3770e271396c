"""What the tests of programmes share."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rangkul.platform.policy.actor import system_actor
from rangkul.programmes.actions import CatalogueLoad, load_catalogue
from tests.people import Cast
from tests.remembered import remembered

AT = datetime(2022, 6, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def collected_files(settings: Any, tmp_path: Path) -> None:
    """A folder of static files that exists, as after the set-up."""
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def catalogue(cast: Cast) -> CatalogueLoad:
    """Soppeng's catalogue, loaded into the office of the cast."""
    return remembered("catalogue", lambda _cast: load_catalogue(by=system_actor("uji"), at=AT), cast)
