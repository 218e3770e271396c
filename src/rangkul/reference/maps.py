"""Outlines to draw: the areas directly below an area (or of a deeper level), imported or, in a demo, invented."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.platform.policy.areas import inside_area
from rangkul.reference.boundaries.geometry import Ring, bounds_of, dissolve, path_of
from rangkul.reference.boundaries.synthetic import synthetic_villages
from rangkul.reference.models import Area, AreaShape

type Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """One area on a map: its code, its name ("Desa X"), its SVG path."""

    code: str
    label: str
    path: str


@dataclass(frozen=True, slots=True)
class MapShapes:
    """Outlines of the areas inside `area`, in one plane. `missing`: areas of that level without an outline.

    `is_synthetic`: invented for the demo, like nothing real; `source` and `loaded_on` are then empty.
    """

    area: str
    level: AreaLevel
    view_box: str
    outlines: tuple[Outline, ...]
    is_synthetic: bool = False
    source: str = ""
    loaded_on: date | None = None
    missing: int = 0


def map_of(area: str, *, level: AreaLevel | None = None) -> MapShapes | None:
    """The map of the areas of `level` inside `area`, by default those directly below it; None when there is none.

    Imported outlines first; without any, invented ones for a demo's kecamatan and villages. Two queries.
    """
    place = AreaCode.parse(area)
    wanted = level or AreaLevel(min(place.level + 1, AreaLevel.VILLAGE))
    if place.level == AreaLevel.VILLAGE and place.parent is not None:
        place = place.parent
    areas = list(Area.objects.filter(inside_area(place, "code"), level=wanted).order_by("code"))
    shapes = {each.code: each for each in AreaShape.objects.filter(inside_area(place, "code"), level=wanted)}
    if shapes:
        return _imported(place, wanted, areas, shapes)
    if settings.DEMO and wanted > AreaLevel.REGENCY and areas:
        return _synthetic(place, wanted, areas)
    return None


def _imported(place: AreaCode, level: AreaLevel, areas: Sequence[Area], shapes: dict[str, AreaShape]) -> MapShapes:
    box = _around((each.least_x, each.least_y, each.greatest_x, each.greatest_y) for each in shapes.values())
    newest = max(shapes.values(), key=lambda each: each.loaded_at)
    return MapShapes(
        area=place,
        level=level,
        view_box=_view_box(box),
        outlines=tuple(
            Outline(each.code, _label(each), shapes[each.code].path) for each in areas if each.code in shapes
        ),
        source=newest.source,
        loaded_on=_day(newest.loaded_at),
        missing=sum(each.code not in shapes for each in areas),
    )


def _synthetic(place: AreaCode, level: AreaLevel, areas: Sequence[Area]) -> MapShapes:
    rings: dict[str, list[Ring]] = {}
    for regency in sorted({each.code[:5] for each in areas}):
        codes = Area.objects.filter(inside_area(regency, "code"), level=AreaLevel.VILLAGE).order_by("code")
        villages = synthetic_villages(regency, tuple(codes.values_list("code", flat=True)))
        for area in areas:
            if area.code.startswith(regency):
                inside = [
                    own for code, own in villages.items() if code == area.code or code.startswith(f"{area.code}.")
                ]
                rings[area.code] = inside[0] if level == AreaLevel.VILLAGE else dissolve(inside)
    return MapShapes(
        area=place,
        level=level,
        view_box=_view_box(_around(bounds_of(each) for each in rings.values() if each)),
        outlines=tuple(
            Outline(each.code, _label(each), path_of(rings[each.code])) for each in areas if rings[each.code]
        ),
        is_synthetic=True,
    )


def _around(boxes: Iterable[Box]) -> Box:
    every = list(boxes)
    return min(b[0] for b in every), min(b[1] for b in every), max(b[2] for b in every), max(b[3] for b in every)


def _view_box(box: Box) -> str:
    """The box with a rim, so that lines at the edge are drawn whole."""
    width, height = max(box[2] - box[0], 1), max(box[3] - box[1], 1)
    rim = max(width, height) // 80 + 1
    return f"{box[0] - rim} {box[1] - rim} {width + 2 * rim} {height + 2 * rim}"


def _label(area: Area) -> str:
    if area.level <= AreaLevel.REGENCY:
        return area.name
    return f"{'Desa Adat' if area.kind == 'desa_adat' else area.kind.title()} {area.name}"


def _day(moment: datetime) -> date:
    return clock.local_date(moment, settings.TIME_ZONE)
