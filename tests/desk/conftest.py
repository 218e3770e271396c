"""What the tests of the desk share."""

import pytest

from tests.desk.stage import make_areas


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    make_areas()
