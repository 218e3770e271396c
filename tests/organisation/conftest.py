"""The stage of the tests of activities: Soppeng's areas, and a bimtek of its SLRT manager."""

import pytest

from rangkul.reference.loading import load_reference
from tests.organisation.stage import ActivityStage
from tests.people import Cast


@pytest.fixture
def stage(cast: Cast) -> ActivityStage:
    """A bimtek on Thursday 6 December 2018 for the whole kabupaten, without participants yet."""
    load_reference(within=("73.12",))
    return ActivityStage.build(cast)
