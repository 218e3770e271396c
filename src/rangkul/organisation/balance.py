"""Whether work lies evenly on people: who carries far more or far less than the others of the same role."""

from collections.abc import Mapping
from enum import StrEnum

MARGIN = 3
"""Cases that somebody must be away from the mean: below that a difference is chance."""


class Balance(StrEnum):
    EVEN = "EVEN"
    HIGH = "HIGH"
    LOW = "LOW"


def balance_of[Key](loads: Mapping[Key, int]) -> dict[Key, Balance]:
    """HIGH above one and a half times the mean, LOW below half of it, both only when at least three cases away from it.

    The rule is Rangkul's own and stands on the page beside the marks.
    """
    if not loads:
        return {}
    mean = sum(loads.values()) / len(loads)

    def judged(load: int) -> Balance:
        if load > 1.5 * mean and load >= mean + MARGIN:
            return Balance.HIGH
        return Balance.LOW if load < 0.5 * mean and load <= mean - MARGIN else Balance.EVEN

    return {key: judged(load) for key, load in loads.items()}
