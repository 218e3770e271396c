"""The stage of the tests of activities: Soppeng's areas, and a bimtek of its SLRT manager."""

import pytest

from rangkul.reference.loading import load_reference
from tests.organisation.stage import ActivityStage
from tests.people import Cast
from tests.remembered import remembered


@pytest.fixture
def stage(cast: Cast) -> ActivityStage:
    """A bimtek on Thursday 6 December 2018 for the whole kabupaten, without participants yet."""
    return remembered("activity", built, cast)


def built(cast: Cast) -> ActivityStage:
    """The stage as it is built the first time."""
    load_reference(within=("73.12",))
    return ActivityStage.build(cast)
