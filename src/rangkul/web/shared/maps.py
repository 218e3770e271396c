"""Maps drawn on the server: one SVG whose areas are links, coloured by class, with legend, and the table beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from rangkul.reference.maps import MapShapes as MapShapes
from rangkul.web.shared.charts import plain
from rangkul.web.shared.wording import date_in_words, number_in_words

MOST_CLASSES = 5
HIDDEN = "hidden"
EMPTY = "none"


@dataclass(frozen=True, kw_only=True)
class MapValue:
    """The figure of one area. `told` stands in its place where it may not be shown; `url` makes the area a link."""

    code: str
    value: float | None = None
    url: str = ""
    told: str = ""


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """One area ready to be drawn; `tone` is its class of colour."""

    path: str
    label: str
    told: str
    url: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """One class of the legend."""

    tone: str
    label: str
    areas: int


def classes_of(values: Iterable[float], *, most: int = MOST_CLASSES) -> list[tuple[float, float]]:
    """(least, greatest) of each class: about equally many areas in each, equal figures always together."""
    known = sorted(values)
    distinct = sorted(set(known))
    if len(distinct) <= most:
        return [(each, each) for each in distinct]
    starts = sorted({known[len(known) * place // most] for place in range(most)})
    ends = [*starts[1:], None]
    return [
        (start, max(each for each in distinct if each >= start and (end is None or each < end)))
        for start, end in zip(starts, ends, strict=True)
    ]


def class_of(value: float, classes: Sequence[tuple[float, float]]) -> int:
    """The place of the class that a figure of the map lies in."""
    return next(place for place, (_least, greatest) in enumerate(classes) if value <= greatest)


def map_context(
    shapes: MapShapes | None,
    values: Iterable[MapValue],
    *,
    title: str,
    unit: str,
    as_of: Any = None,
    label: str = "",
    name: str = "peta",
    words: Mapping[float, str] | None = None,
) -> dict[str, Any]:
    """What `components/svg_map.html` draws; `name` makes the ids of several maps on one page differ.

    Areas without a figure are hatched; `told` is said instead of a figure that is protected. `words` name figures that
    stand for kinds (a status): the legend shows them instead of the figure.
    """
    given = {each.code: each for each in values}
    if shapes is None:
        return {"areas": (), "title": title, "unit": unit, "as_of": as_of}
    drawn = [given.get(each.code, MapValue(code=each.code)) for each in shapes.outlines]
    classes = classes_of(each.value for each in drawn if each.value is not None)
    areas = [
        MapArea(
            path=outline.path,
            label=outline.label,
            told=_told(value, unit),
            url=value.url,
            tone=_tone(value, classes),
        )
        for outline, value in zip(shapes.outlines, drawn, strict=True)
    ]
    return {
        "areas": areas,
        "legend": _legend(areas, classes, words or {}),
        "view_box": shapes.view_box,
        "hatch": str(max(1, int(shapes.view_box.split()[2]) // 500)),
        "title": title,
        "unit": unit,
        "as_of": as_of,
        "label": label or gettext("Wilayah"),
        "name": name,
        "is_synthetic": shapes.is_synthetic,
        "source": shapes.source,
        "loaded_on": date_in_words(shapes.loaded_on) if shapes.loaded_on else "",
        "missing": shapes.missing,
    }


def _told(value: MapValue, unit: str) -> str:
    if value.told:
        return value.told
    return gettext("tidak ada angka") if value.value is None else f"{number_in_words(plain(value.value))} {unit}"


def _tone(value: MapValue, classes: Sequence[tuple[float, float]]) -> str:
    if value.value is None:
        return HIDDEN if value.told else EMPTY
    return _tone_at(class_of(value.value, classes), len(classes))


def _tone_at(place: int, count: int) -> str:
    """The lightest and the darkest stand for the ends, however few classes there are."""
    return str(1 + round(place * (MOST_CLASSES - 1) / (count - 1))) if count > 1 else "3"


def _legend(
    areas: Sequence[MapArea], classes: Sequence[tuple[float, float]], words: Mapping[float, str]
) -> list[LegendEntry]:
    tones = [area.tone for area in areas]
    entries = []
    for place, (least, greatest) in enumerate(classes):
        tone = _tone_at(place, len(classes))
        low, high = words.get(least) or number_in_words(plain(least)), number_in_words(plain(greatest))
        entries.append(
            LegendEntry(tone=tone, label=low if least == greatest else f"{low}–{high}", areas=tones.count(tone))
        )
    if HIDDEN in tones:
        entries.append(
            LegendEntry(tone=HIDDEN, label=gettext("terlalu sedikit, tidak ditampilkan"), areas=tones.count(HIDDEN))
        )
    if EMPTY in tones:
        entries.append(LegendEntry(tone=EMPTY, label=gettext("tidak ada angka"), areas=tones.count(EMPTY)))
    return entries
