"""Charts drawn on the server: words that wrap, bars as SVG, each with the table behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from rangkul.web.shared.wording import number_in_words


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar ready to draw: places are percent texts, never localised numbers."""

    label: str
    value: str
    width: str
    target: str
    target_at: str
    tone: str
    share: str


def percent(part: float, whole: float) -> str:
    """Share as an SVG length, `"37.5%"`; zero when there is no whole, at most 100."""
    return f"{min(100.0, max(0.0, part / whole * 100)):.4g}%" if whole > 0 else "0%"


def read_row(row: Any) -> tuple[str, float, float | None]:
    """Label, value and target (or None) of a `(label, value[, target])` row or a mapping with those keys."""
    if isinstance(row, Mapping):
        return str(row["label"]), float(row["value"] or 0), None if row.get("target") is None else float(row["target"])
    label, value, *rest = row
    return str(label), float(value or 0), float(rest[0]) if rest and rest[0] is not None else None


def plain(value: float) -> int | float:
    """Whole numbers without a decimal point."""
    return int(value) if value == int(value) else value


def bars_of(rows: Iterable[Any], *, own_scale: bool = False) -> Sequence[Bar]:
    """Bars on one common scale, the largest filling the width.

    With `own_scale` each row fills by its own target: rows of different units may stand together and none is compared.
    """
    read = [read_row(row) for row in rows]
    tops = [max(value, target or 0) for _label, value, target in read]
    if not own_scale:
        tops = [max(tops, default=0)] * len(read)
    return [
        Bar(
            label=label,
            value=number_in_words(plain(value)),
            width=percent(value, tops[index]),
            target="" if target is None else number_in_words(plain(target)),
            target_at="" if target is None else percent(target, tops[index]),
            tone="over" if target is not None and target > 0 and value >= target else "",
            share=share_of(value, target),
        )
        for index, (label, value, target) in enumerate(read)
    ]


def share_of(value: float, target: float | None) -> str:
    """Realisation in percent of the target, "–" when there is none."""
    return f"{number_in_words(round(value / target * 100, 1))}%" if target else "–"


def chart_context(
    rows: Iterable[Any],
    *,
    title: str,
    unit: str,
    as_of: Any = None,
    label: str = "",
    name: str = "grafik",
    own_scale: bool = False,
) -> dict[str, Any]:
    """What `components/bar_chart.html` draws; `name` makes the ids of several charts on one page differ."""
    bars = bars_of(rows, own_scale=own_scale)
    spoken = "; ".join(
        gettext("%(label)s %(value)s dari %(target)s") % {"label": bar.label, "value": bar.value, "target": bar.target}
        if bar.target
        else f"{bar.label} {bar.value}"
        for bar in bars
    )
    return {
        "bars": bars,
        "title": title,
        "unit": unit,
        "as_of": as_of,
        "label": label or gettext("Nama"),
        "name": name,
        "has_target": any(bar.target for bar in bars),
        "spoken": spoken,
    }
