"""A straight line through the last figures, continued: how many villages when, and how that was reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

LAST = 5
"""At most so many of the last figures decide the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line: `first` to `last` over `steps` periods, `slope` villages a period; `start` names the first period."""

    first: int
    last: int
    steps: int

    @property
    def slope(self) -> Fraction:
        return Fraction(self.last - self.first, self.steps)

    def after(self, periods: int, *, most: int) -> int:
        """Villages after so many periods: rounded down, never above `most` nor below none."""
        return max(0, min(most, int(self.last + self.slope * periods)))

    def reaches(self, goal: int) -> int | None:
        """After how many periods the line reaches the goal; 0 when it is reached, None when it never will."""
        if self.last >= goal:
            return 0
        return ceil((goal - self.last) / self.slope) if self.slope > 0 else None


def line_through(figures: Sequence[int]) -> Line | None:
    """The line through the last figures at the ends of periods, oldest first; None with fewer than two."""
    used = list(figures)[-LAST:]
    return Line(used[0], used[-1], len(used) - 1) if len(used) > 1 else None
