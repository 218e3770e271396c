"""Invented outlines for the ready-made districts: every village a patch, made from the codes alone, like nothing real.

The same codes give the same picture. Villages of a kecamatan lie together; neighbours share their lines exactly.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby

from rangkul.reference.boundaries.geometry import Point, Ring

SIDE = 1_000
_BENDS = (250, 500, 750)

type Cell = tuple[int, int]


@lru_cache(maxsize=16)
def synthetic_villages(regency: str, villages: tuple[str, ...]) -> dict[str, list[Ring]]:
    """{village: its ring} for the villages of a regency, in the order of their codes."""
    groups = [(code, list(group)) for code, group in groupby(sorted(villages), key=lambda each: each[:8])]
    placed: dict[str, Cell] = {}
    shares = _shared_out(_patch(regency, len(villages)), [(code, len(group)) for code, group in groups])
    for (code, group), (_code, cells) in zip(groups, shares, strict=True):
        inside = _shared_out(cells, [(village, 1) for village in group])
        placed |= {village: own[0] for village, own in inside}
        assert code == _code
    return {village: [_outline(regency, cell)] for village, cell in placed.items()}


def _patch(regency: str, count: int) -> list[Cell]:
    """So many cells of a grid around its middle, with an uneven rim."""
    reach = int(count**0.5) + 3
    cells = [(x, y) for x in range(-reach, reach + 1) for y in range(-reach, reach + 1)]

    def distance(cell: Cell) -> tuple[float, Cell]:
        x, y = cell
        return (x * x * 0.8 + y * y) * (1 + _chance(regency, "rim", x, y) / 4_000), cell

    return sorted(cells, key=distance)[:count]


def _shared_out(cells: list[Cell], groups: Sequence[tuple[str, int]]) -> list[tuple[str, list[Cell]]]:
    """The cells divided among groups of known size: halved again and again across the longer side."""
    if len(groups) == 1:
        return [(groups[0][0], cells)]
    half, middle, whole = 0, 0, sum(size for _code, size in groups)
    while middle < len(groups) - 1 and half + groups[middle][1] / 2 < whole / 2:
        half += groups[middle][1]
        middle += 1
    if middle == 0:
        half, middle = groups[0][1], 1
    xs, ys = [x for x, _y in cells], [y for _x, y in cells]
    is_wide = max(xs) - min(xs) >= max(ys) - min(ys)
    ordered = sorted(cells, key=lambda cell: cell if is_wide else (cell[1], cell[0]))
    return _shared_out(ordered[:half], groups[:middle]) + _shared_out(ordered[half:], groups[middle:])


def _outline(regency: str, cell: Cell) -> Ring:
    x, y = cell
    corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
    ring: Ring = []
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        ring += _side(regency, a, b)[:-1]
    return ring


def _side(regency: str, a: Cell, b: Cell) -> list[Point]:
    """The line between two corners, bent the same way from both sides."""
    if b < a:
        return _side(regency, b, a)[::-1]
    (ax, ay), (bx, by) = _corner(regency, a), _corner(regency, b)
    dx, dy = bx - ax, by - ay
    line = [(ax, ay)]
    for bend in _BENDS:
        off = _chance(regency, f"bend{bend}", *a, *b) - 500
        line.append((ax + (dx * bend - dy * off // 5) // 1000, ay + (dy * bend + dx * off // 5) // 1000))
    return [*line, (bx, by)]


def _corner(regency: str, corner: Cell) -> Point:
    x, y = corner
    return (
        x * SIDE + (_chance(regency, "x", x, y) - 500) * SIDE // 1_900,
        y * SIDE + (_chance(regency, "y", x, y) - 500) * SIDE // 1_900,
    )


def _chance(*parts: object) -> int:
    """0 to 999 from the parts alone."""
    text = "/".join(map(str, parts)).encode()
    return int.from_bytes(blake2b(text, digest_size=4).digest(), "big") % 1_000
