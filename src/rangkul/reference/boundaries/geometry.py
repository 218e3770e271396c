"""Rings on a whole-number grid: thinned out without gaps between neighbours, joined to larger areas, written as paths.

Lines that two areas share are cut out at the points where three meet, thinned once in one direction, and put back on
both sides; so neighbours stay neighbours (Douglas and Peucker 1973 on the arcs of a topology).
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rangkul.reference.boundaries.reading import Feature

UNITS_PER_DEGREE = 20_000
"""One unit is about 5.5 m."""

type Point = tuple[int, int]
type Ring = list[Point]


def rings_of(feature: Feature) -> list[Ring]:
    """The feature's rings on the grid, y downwards; outer rings run one way round and holes the other."""
    rings = []
    for polygon in feature.polygons:
        for place, positions in enumerate(polygon):
            ring = _on_grid(positions)
            if len(ring) >= 3 and (area := area_of(ring)):
                rings.append(ring if (area > 0) == (place == 0) else ring[::-1])
    return rings


def _on_grid(positions: Iterable[tuple[float, float]]) -> Ring:
    ring: Ring = []
    for x, y in positions:
        point = (round(x * UNITS_PER_DEGREE), round(-y * UNITS_PER_DEGREE))
        if not ring or ring[-1] != point:
            ring.append(point)
    while len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def area_of(ring: Sequence[Point]) -> int:
    """Twice the signed area."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def bounds_of(rings: Iterable[Ring]) -> tuple[int, int, int, int]:
    """(least x, least y, greatest x, greatest y)."""
    points = [point for ring in rings for point in ring]
    xs, ys = [each[0] for each in points], [each[1] for each in points]
    return min(xs), min(ys), max(xs), max(ys)


def thin_out(shapes: Mapping[str, list[Ring]], tolerance: int) -> dict[str, list[Ring]]:
    """The shapes with fewer points, none further than `tolerance` units from where it was, shared lines still shared.

    A ring that vanishes is dropped unless it is the largest of its area.
    """
    joints = _joints(ring for rings in shapes.values() for ring in rings)
    thin: dict[str, list[Ring]] = {}
    for code, rings in shapes.items():
        kept = [each for ring in rings if len(each := _thin_ring(ring, joints, tolerance)) >= 3 and area_of(each)]
        thin[code] = kept or [max(rings, key=lambda ring: abs(area_of(ring)))]
    return thin


def _joints(rings: Iterable[Ring]) -> set[Point]:
    """Points where lines part: their neighbours are not the same in every ring that runs through them."""
    beside: dict[Point, tuple[Point, Point]] = {}
    joints: set[Point] = set()
    for ring in rings:
        before = ring[-1]
        for place, point in enumerate(ring):
            after = ring[place + 1] if place + 1 < len(ring) else ring[0]
            pair = (before, after) if before < after else (after, before)
            if beside.setdefault(point, pair) != pair:
                joints.add(point)
            before = point
    return joints


def _thin_ring(ring: Ring, joints: set[Point], tolerance: int) -> Ring:
    cuts = [place for place, point in enumerate(ring) if point in joints]
    if not cuts:
        start = min(range(len(ring)), key=ring.__getitem__)
        return _thin_arc([*ring[start:], *ring[: start + 1]], tolerance)[:-1]
    turned = [*ring[cuts[0] :], *ring[: cuts[0] + 1]]
    ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
    thin: Ring = []
    for start, end in itertools.pairwise(ends):
        thin += _thin_arc(turned[start : end + 1], tolerance)[:-1]
    return thin


def _thin_arc(arc: Ring, tolerance: int) -> Ring:
    """The same points whichever way round the arc comes."""
    is_backwards = arc[0] > arc[-1] or (arc[0] == arc[-1] and arc[1] > arc[-2])
    line = arc[::-1] if is_backwards else arc
    if line[0] == line[-1] and len(line) > 3:
        # A closed line has no two ends: its furthest point from the start is the second one.
        x, y = line[0]
        far = max(range(1, len(line) - 1), key=lambda place: (line[place][0] - x) ** 2 + (line[place][1] - y) ** 2)
        kept = _douglas_peucker(line[: far + 1], tolerance)[:-1] + _douglas_peucker(line[far:], tolerance)
    else:
        kept = _douglas_peucker(line, tolerance)
    return kept[::-1] if is_backwards else kept


def _douglas_peucker(line: Ring, tolerance: int) -> Ring:
    keeps = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    limit = tolerance * tolerance
    while waiting:
        first, last = waiting.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        worst, where = 0.0, -1
        for place in range(first + 1, last):
            px, py = line[place][0] - ax, line[place][1] - ay
            along = px * dx + py * dy
            if length == 0 or along <= 0:
                off: float = px * px + py * py
            elif along >= length:
                off = (px - dx) ** 2 + (py - dy) ** 2
            else:
                off = (px * dy - py * dx) ** 2 / length
            if off > worst:
                worst, where = off, place
        if where > 0 and worst > limit:
            keeps.add(where)
            waiting += [(first, where), (where, last)]
    return [line[place] for place in sorted(keeps)]


def dissolve(shapes: Iterable[list[Ring]]) -> list[Ring]:
    """One area from several: lines that two of them share go, the rest is joined to rings."""
    edges: dict[tuple[Point, Point], None] = {}
    for rings in shapes:
        for ring in rings:
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
                if (b, a) in edges:
                    del edges[b, a]
                else:
                    edges[a, b] = None
    leads: dict[Point, list[Point]] = defaultdict(list)
    for a, b in edges:
        leads[a].append(b)
    joined: list[Ring] = []
    for start in list(leads):
        while leads.get(start):
            ring, point = [start], leads[start].pop()
            while point != start and leads.get(point):
                ring.append(point)
                point = leads[point].pop()
            if len(ring) >= 3:
                joined.append(ring)
    return joined


def path_of(rings: Iterable[Ring]) -> str:
    """The rings as an SVG path: one absolute start each, then whole steps."""
    pieces = []
    for ring in rings:
        x, y = ring[0]
        steps = []
        for px, py in ring[1:]:
            if (px, py) != (x, y):
                steps.append(f"{px - x} {py - y}")
                x, y = px, py
        pieces.append(f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(pieces)
