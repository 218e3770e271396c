"""Small counts told to those who may not open the list: too few, or all but too few, would point at somebody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rangkul.registry.small_counts import THRESHOLD, hidden_keys, is_telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count of a measure among its base, for one line of a breakdown; None where it may not be told."""

    key: str
    label: str
    base: int | None
    count: int | None

    @property
    def share(self) -> float | None:
        """Percent of the base; None when it can't be told."""
        return None if self.count is None or not self.base else self.count / self.base * 100


def protect(figures: Sequence[Figure], *, hides_base: bool) -> list[Figure]:
    """The lines with what must not be told left out.

    A count is hidden when it, or what is left of its base, is below the threshold; when that is one line only, the next
    smallest too, for the sum is known. With `hides_base` (the base itself tells of health) so are small bases.
    """
    counts = {each.key: each.count or 0 for each in figures}
    bases = {each.key: each.base or 0 for each in figures}
    telling = {each.key for each in figures if is_telling(counts[each.key], bases[each.key])}
    hidden = set(hidden_keys(counts)) | telling
    if len(hidden) == 1:
        rest = sorted((count, key) for key, count in counts.items() if key not in hidden and count)
        hidden |= {key for _count, key in rest[:1]}
    small = set(hidden_keys(bases)) if hides_base else set()
    return [
        replace(
            each,
            count=None if each.key in hidden | small else each.count,
            base=None if each.key in small else each.base,
        )
        for each in figures
    ]


def protect_one(figure: Figure, *, hides_base: bool) -> Figure:
    """A figure that stands alone, such as a total."""
    is_small = hides_base and 0 < (figure.base or 0) < THRESHOLD
    if is_small:
        return replace(figure, base=None, count=None)
    return replace(figure, count=None) if is_telling(figure.count or 0, figure.base or 0) else figure
