"""The stage of the delivery tests: enrolled families and an open rice cycle."""

import pytest

from tests.delivery.stage import DeliveryStage
from tests.people import Cast
from tests.remembered import remembered


@pytest.fixture
def stage(cast: Cast) -> DeliveryStage:
    """Three families enrolled in VILLAGE and one next door."""
    return remembered("delivery", DeliveryStage.build, cast)
