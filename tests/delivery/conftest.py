"""The stage of the delivery tests: enrolled families and an open rice cycle."""

import pytest

from tests.delivery.stage import DeliveryStage
from tests.people import Cast


@pytest.fixture
def stage(cast: Cast) -> DeliveryStage:
    """Three families enrolled in VILLAGE and one next door."""
    return DeliveryStage.build(cast)
