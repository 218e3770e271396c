"""Charts that set two figures beside each other: `{% load insight_charts %}`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from rangkul.web.shared.charts import percent
from rangkul.web.shared.wording import number_in_words

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two bars of one row ready to draw: widths are percent texts, never localised numbers."""

    label: str
    first: str
    second: str
    first_width: str
    second_width: str


@register.inclusion_tag("components/pair_chart.html")
def pair_chart(
    rows: Iterable[tuple[str, int, int]],
    *,
    title: str,
    unit: str,
    first: str,
    second: str,
    as_of: Any = None,
    label: str = "",
    name: str = "pasangan",
    own_scale: bool = False,
) -> dict[str, Any]:
    """Rows of `(label, first, second)` with the table behind them, all on one scale.

    `own_scale`: each row fills by its own larger figure, for rows of different units that nobody may compare.
    """
    read = [(str(row[0]), row[1], row[2]) for row in rows]
    top = max((max(was, now) for _label, was, now in read), default=0)
    pairs = [
        Pair(
            label=text,
            first=number_in_words(was),
            second=number_in_words(now),
            first_width=percent(was, max(was, now) if own_scale else top),
            second_width=percent(now, max(was, now) if own_scale else top),
        )
        for text, was, now in read
    ]
    return {
        "pairs": pairs,
        "title": title,
        "unit": unit,
        "first": first,
        "second": second,
        "as_of": as_of,
        "label": label,
        "name": name,
        "spoken": "; ".join(f"{each.label}: {first} {each.first}, {second} {each.second}" for each in pairs),
    }
