"""Loading boundaries of areas: a whole file or nothing of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median

from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference.boundaries.geometry import Ring, bounds_of, dissolve, path_of, rings_of, thin_out
from rangkul.reference.boundaries.matching import KnownAreas, by_area, match
from rangkul.reference.boundaries.reading import Feature, read_features
from rangkul.reference.errors import UnableToReadBoundaries
from rangkul.reference.models import Area, AreaShape
from rangkul.reference.policies import check_can_load_shapes

COARSEST = {AreaLevel.PROVINCE: 80, AreaLevel.REGENCY: 40, AreaLevel.DISTRICT: 16, AreaLevel.VILLAGE: 12}
"""Units a point may be off its place: about 440, 220, 88 and 66 m; finer where the areas themselves are small."""
_SHARE_OF_SIZE = 40


@dataclass(frozen=True, slots=True)
class LoadedShapes:
    """What an import did: areas drawn, areas above them joined from them, what was left out and why."""

    loaded: int
    derived: int
    key: str
    system: str
    unmatched: Sequence[str] = field(default_factory=tuple)
    without_shape: Sequence[str] = field(default_factory=tuple)


@action("reference.shape.load")
def load_shapes(
    *,
    path: Path,
    level: AreaLevel,
    by: Actor,
    at: datetime,
    source: str = "",
    key: str = "",
    layer: str = "",
    swap: bool = False,
) -> LoadedShapes:
    """Draw the areas of a level from a GeoJSON or TopoJSON file; outlines of the same areas are replaced.

    Kecamatan and regencies without an outline of their own are joined from what lies below. Raises Denied,
    UnableToReadBoundaries.
    """
    check_can_load_shapes(by)
    features = read_features(path, layer=layer, swap=swap)
    known = _known(level)
    matched = match(features, known, key=key)
    rings = {code: _rings(parts) for code, parts in by_area(matched, features).items()}
    empty = [code for code, each in rings.items() if not each]
    if empty:
        raise UnableToReadBoundaries(
            field="Batas wilayah",
            value=", ".join(empty[:5]),
            expected="bidang yang luasnya lebih dari beberapa meter",
            remedy="periksa geometri wilayah itu",
        )
    shapes = thin_out(rings, _tolerance(level, rings.values()))
    name = clean(source)[:200] or path.name[:200]
    _keep(shapes, level, name, at, is_derived=False)
    derived = _derive(shapes, level, name, at)
    record(
        "reference.shape.load",
        by=by,
        at=at,
        kind="area_shape",
        data={"file": path.name, "level": int(level), "loaded": len(shapes), "unmatched": len(matched.unmatched)},
    )
    return LoadedShapes(
        len(shapes), derived, matched.key, matched.system, tuple(matched.unmatched), tuple(_missing(shapes, level))
    )


def _known(level: AreaLevel) -> KnownAreas:
    rows = list(Area.objects.filter(level=level).values_list("code", "name_key", "bps_code"))
    if not rows:
        raise Refused(
            field="Daftar wilayah",
            value="",
            expected="daftar wilayah Kemendagri yang sudah dimuat",
            remedy="jalankan `rangkul migrate`",
        )
    return KnownAreas(level, {code: name for code, name, _bps in rows}, {bps: code for code, _name, bps in rows if bps})


def _rings(parts: Iterable[Feature]) -> list[Ring]:
    return [ring for each in parts for ring in rings_of(each)]


def _tolerance(level: AreaLevel, shapes: Iterable[list[Ring]]) -> int:
    sides = []
    for rings in shapes:
        least_x, least_y, greatest_x, greatest_y = bounds_of(rings)
        sides.append(max(greatest_x - least_x, greatest_y - least_y))
    return max(1, min(COARSEST[level], int(median(sides) / _SHARE_OF_SIZE)))


def _keep(shapes: Mapping[str, list[Ring]], level: AreaLevel, source: str, at: datetime, *, is_derived: bool) -> None:
    rows = []
    for code, rings in shapes.items():
        least_x, least_y, greatest_x, greatest_y = bounds_of(rings)
        rows.append(
            AreaShape(
                code=code, level=level, path=path_of(rings), least_x=least_x, least_y=least_y, greatest_x=greatest_x,
                greatest_y=greatest_y, is_derived=is_derived, source=source, loaded_at=at,
            )
        )  # fmt: skip
    AreaShape.objects.filter(pk__in=[row.code for row in rows]).delete()
    AreaShape.objects.bulk_create(rows, batch_size=2_000)


def _derive(shapes: Mapping[str, list[Ring]], level: AreaLevel, source: str, at: datetime) -> int:
    """Outlines of kecamatan and regencies that have none of their own, joined from the areas just loaded."""
    count = 0
    for above in (AreaLevel.DISTRICT, AreaLevel.REGENCY):
        if above >= level:
            continue
        width = {AreaLevel.DISTRICT: 8, AreaLevel.REGENCY: 5}[above]
        inside: dict[str, list[list[Ring]]] = {}
        for code, rings in shapes.items():
            inside.setdefault(code[:width], []).append(rings)
        own = set(AreaShape.objects.filter(pk__in=inside, is_derived=False).values_list("pk", flat=True))
        joined = {code: rings for code, parts in inside.items() if code not in own and (rings := dissolve(parts))}
        _keep(joined, above, source, at, is_derived=True)
        count += len(joined)
    return count


def _missing(shapes: Iterable[str], level: AreaLevel) -> list[str]:
    """Areas of the touched regencies (provinces for higher levels) that have no outline, "code name"."""
    width = 5 if level > AreaLevel.REGENCY else 2
    touched = {code[:width] for code in shapes}
    there = set(AreaShape.objects.filter(level=level).values_list("pk", flat=True))
    rows = Area.objects.filter(level=level).order_by("code").values_list("code", "name")
    return [f"{code} {name}" for code, name in rows if code[:width] in touched and code not in there]
