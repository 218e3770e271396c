"""Small counts told to those who may not see the persons: too few of a sensitive kind would point at somebody."""

from collections.abc import Mapping
from typing import Final

THRESHOLD: Final = 5
"""Counts from 1 to 4 are not shown (the office's own line; statistics offices use 3 to 10)."""


def hidden_keys(counts: Mapping[str, int]) -> frozenset[str]:
    """Keys of a breakdown whose count stays hidden while the sum is known.

    Every count below the threshold; and when that is only one, the next smallest too, or it would follow by
    subtraction.
    """
    small = {key for key, count in counts.items() if 0 < count < THRESHOLD}
    others = sorted((count, key) for key, count in counts.items() if key not in small and count)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return frozenset(small)


def is_telling(part: int, whole: int) -> bool:
    """Whether a part of a shown whole, or what remains, is few enough to point at somebody."""
    return 0 < part < THRESHOLD or 0 < whole - part < THRESHOLD
