"""Reading GeoJSON and TopoJSON: areas with their properties and rings, in degrees of WGS84, everything checked."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rangkul.reference.errors import UnableToReadBoundaries

MOST_BYTES = 100 << 20
MOST_POSITIONS = 4_000_000
WEST, SOUTH, EAST, NORTH = 94.0, -12.0, 142.0, 7.0
"""Indonesia with its sea, in degrees."""

type Position = tuple[float, float]
type LineOfPositions = list[Position]

_KINDS = {
    b"PK": "ZIP atau Shapefile dalam ZIP",
    b"\x00\x00'\n": "Shapefile",
    b"SQLi": "GeoPackage",
    b"\x1f\x8b": "gzip",
}


@dataclass(frozen=True, slots=True)
class Feature:
    """One area of a file: its place in it (from 1), its properties, and polygons of rings (outer first)."""

    number: int
    properties: Mapping[str, Any]
    polygons: tuple[tuple[LineOfPositions, ...], ...]

    @property
    def title(self) -> str:
        """How the area is told in messages: its place and whatever names it."""
        words = [str(each) for key, each in self.properties.items() if isinstance(each, str) and each and _is_name(key)]
        return f"objek ke-{self.number}" + (f" ({', '.join(words[:3])})" if words else "")


def read_features(path: Path, *, layer: str = "", swap: bool = False) -> list[Feature]:
    """Every area of the file; those without a geometry are left out.

    `layer` names one object of a TopoJSON with several; `swap` reads positions as latitude, longitude. Raises
    UnableToReadBoundaries for anything that is not such a map.
    """
    data = _read_json(path)
    kind = data.get("type")
    _check_crs(data)
    if kind == "Topology":
        found = _of_topology(data, layer)
    elif kind in ("FeatureCollection", "Feature"):
        found = _of_geojson(data)
    else:
        raise UnableToReadBoundaries(
            field="Berkas batas",
            value=kind if isinstance(kind, str) else "",
            expected="GeoJSON (FeatureCollection) atau TopoJSON (Topology)",
            remedy="ekspor batas wilayah ke GeoJSON lalu ulangi",
        )
    features = [_swapped(each) for each in found] if swap else list(found)
    if not features:
        raise UnableToReadBoundaries(
            field="Berkas batas",
            value=path.name,
            expected="sedikitnya satu wilayah dengan batasnya",
            remedy="periksa isinya",
        )
    for each in features:
        _check_place(each)
    return features


def _read_json(path: Path) -> Mapping[str, Any]:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise UnableToReadBoundaries(
            field="Berkas batas",
            value=f"{size / (1 << 20):.0f} MB",
            expected=f"paling besar {MOST_BYTES >> 20} MB",
            remedy="pecah per kabupaten, atau sederhanakan dulu",
        )
    content = path.read_bytes()
    other = next((name for magic, name in _KINDS.items() if content.startswith(magic)), "")
    try:
        data = None if other else json.loads(content, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise UnableToReadBoundaries(
            field="Berkas batas",
            value=f"{path.name} ({other})" if other else path.name,
            expected="berkas JSON yang utuh: GeoJSON atau TopoJSON",
            remedy="ekspor batas wilayah ke GeoJSON lalu ulangi",
        )
    return data


def _no_constant(text: str) -> None:
    raise ValueError(text)


def _check_crs(data: Mapping[str, Any]) -> None:
    crs = data.get("crs")
    if not isinstance(crs, dict):
        return
    properties = crs.get("properties")
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if name and not (name.endswith(("CRS84", "4326")) or "CRS84" in name):
        raise _not_degrees(name)


def _not_degrees(value: object) -> UnableToReadBoundaries:
    return UnableToReadBoundaries(
        field="Sistem koordinat",
        value=value,
        expected="derajat bujur dan lintang WGS84 (EPSG:4326)",
        remedy="ubah proyeksinya ke EPSG:4326 lalu ulangi",
    )


def _of_geojson(data: Mapping[str, Any]) -> Iterator[Feature]:
    rows = data.get("features") if data["type"] == "FeatureCollection" else [data]
    if not isinstance(rows, list):
        raise _wrong_shape(0, "features")
    left = [MOST_POSITIONS]
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise _wrong_shape(number, row)
        geometry = row.get("geometry")
        if geometry is None:
            continue
        if not isinstance(geometry, dict):
            raise _wrong_shape(number, geometry)
        polygons = _polygons(number, geometry, lambda raw, number=number: _line(raw, number, left))
        yield Feature(number, _properties(row), polygons)


def _of_topology(data: Mapping[str, Any], layer: str) -> Iterator[Feature]:
    objects, arcs = data.get("objects"), _arcs(data)
    if not isinstance(objects, dict) or not objects:
        raise _wrong_shape(0, "objects")
    chosen = objects.get(layer or next(iter(objects))) if layer or len(objects) == 1 else None
    if not isinstance(chosen, dict):
        raise UnableToReadBoundaries(
            field="Lapisan TopoJSON",
            value=layer,
            expected=f"salah satu dari {', '.join(map(str, objects))}",
            remedy="sebut namanya dengan --layer",
        )
    rows = chosen.get("geometries") if chosen.get("type") == "GeometryCollection" else [chosen]
    if not isinstance(rows, list):
        raise _wrong_shape(0, "geometries")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise _wrong_shape(number, row)
        if row.get("type") is None:
            continue
        polygons = _polygons(number, row, lambda raw, number=number: _joined(raw, arcs, number), key="arcs")
        yield Feature(number, _properties(row), polygons)


def _properties(row: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = row.get("properties")
    own = dict(properties) if isinstance(properties, dict) else {}
    if isinstance(row.get("id"), str | int):
        own.setdefault("id", row["id"])
    return own


def _polygons(
    number: int, geometry: Mapping[str, Any], line: Any, *, key: str = "coordinates"
) -> tuple[tuple[LineOfPositions, ...], ...]:
    kind, raw = geometry.get("type"), geometry.get(key)
    if kind not in ("Polygon", "MultiPolygon"):
        raise UnableToReadBoundaries(
            field=f"Geometri objek ke-{number}",
            value=kind if isinstance(kind, str) else "",
            expected="Polygon atau MultiPolygon",
            remedy="berkas batas wilayah memuat bidang, bukan titik atau garis; pilih lapisan yang benar",
        )
    many = [raw] if kind == "Polygon" else raw
    if not isinstance(many, list) or not many:
        raise _wrong_shape(number, many)
    polygons = []
    for rings in many:
        if not isinstance(rings, list) or not rings:
            raise _wrong_shape(number, rings)
        polygons.append(tuple(_ring(line(each), number) for each in rings))
    return tuple(polygons)


def _ring(positions: LineOfPositions, number: int) -> LineOfPositions:
    """The ring without its closing position (a ring left open is closed by being one)."""
    if len(positions) > 1 and positions[0] == positions[-1]:
        positions = positions[:-1]
    if len(positions) < 3:
        raise _wrong_shape(number, f"{len(positions)} titik")
    return positions


def _line(raw: object, number: int, left: list[int]) -> LineOfPositions:
    if not isinstance(raw, list):
        raise _wrong_shape(number, raw)
    left[0] -= len(raw)
    _check_left(left[0])
    return [_position(each, number) for each in raw]


def _check_left(left: int) -> None:
    if left < 0:
        raise UnableToReadBoundaries(
            field="Berkas batas",
            value=f"lebih dari {MOST_POSITIONS} titik",
            expected=f"paling banyak {MOST_POSITIONS} titik",
            remedy="pecah per kabupaten, atau sederhanakan dulu",
        )


def _position(raw: object, number: int) -> Position:
    if isinstance(raw, list) and len(raw) >= 2:
        x, y = raw[0], raw[1]
        if isinstance(x, int | float) and isinstance(y, int | float) and not isinstance(x, bool):
            try:
                position = (float(x), float(y))
            except OverflowError:
                raise _wrong_shape(number, "angka terlalu besar") from None
            if math.isfinite(position[0]) and math.isfinite(position[1]):
                return position
    raise _wrong_shape(number, raw)


def _arcs(data: Mapping[str, Any]) -> list[LineOfPositions]:
    raw = data.get("arcs")
    if not isinstance(raw, list):
        raise _wrong_shape(0, "arcs")
    transform = data.get("transform")
    left = [MOST_POSITIONS]
    lines = [_line(each, 0, left) for each in raw]
    if transform is None:
        return lines
    try:
        (kx, ky), (dx, dy) = (map(float, transform[name]) for name in ("scale", "translate"))
    except (KeyError, TypeError, ValueError):
        raise _wrong_shape(0, "transform") from None
    whole = []
    for line in lines:
        x = y = 0.0
        positions = []
        for each in line:
            x, y = x + each[0], y + each[1]
            positions.append((x * kx + dx, y * ky + dy))
        whole.append(positions)
    return whole


def _joined(raw: object, arcs: list[LineOfPositions], number: int) -> LineOfPositions:
    """A ring made of arcs; a negative number means the arc read backwards."""
    if not isinstance(raw, list):
        raise _wrong_shape(number, raw)
    positions: LineOfPositions = []
    for index in raw:
        if not isinstance(index, int) or isinstance(index, bool) or not -len(arcs) <= index < len(arcs):
            raise _wrong_shape(number, index)
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        positions += arc[1:] if positions and arc and positions[-1] == arc[0] else arc
    return positions


def _wrong_shape(number: int, value: object) -> UnableToReadBoundaries:
    return UnableToReadBoundaries(
        field=f"Geometri objek ke-{number}" if number else "Susunan berkas batas",
        value=value if isinstance(value, str | int | float) else type(value).__name__,
        expected="ring dengan sedikitnya tiga titik [bujur, lintang] yang berupa angka",
        remedy="perbaiki berkasnya di program peta, lalu ulangi",
    )


def _swapped(feature: Feature) -> Feature:
    polygons = tuple(tuple([(y, x) for x, y in ring] for ring in rings) for rings in feature.polygons)
    return replace(feature, polygons=polygons)


def _check_place(feature: Feature) -> None:
    positions = [each for rings in feature.polygons for ring in rings for each in ring]
    xs, ys = [each[0] for each in positions], [each[1] for each in positions]
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    if west >= WEST and east <= EAST and south >= SOUTH and north <= NORTH:
        return
    shown = f"{feature.title}: {west:.4f}, {south:.4f}"
    if south >= WEST and north <= EAST and west >= SOUTH and east <= NORTH:
        raise UnableToReadBoundaries(
            field="Koordinat",
            value=shown,
            expected="bujur dulu, lalu lintang; di sini lintang berdiri lebih dulu",
            remedy="ulangi dengan --swap, atau tukar urutannya di program peta",
        )
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise _not_degrees(shown)
    raise UnableToReadBoundaries(
        field="Koordinat",
        value=shown,
        expected=f"di wilayah Indonesia: bujur {WEST:g} sampai {EAST:g}, lintang {SOUTH:g} sampai {NORTH:g}",
        remedy="periksa apakah berkas ini memang batas wilayah di Indonesia dalam WGS84",
    )


def _is_name(key: str) -> bool:
    plain = key.lower()
    return (
        any(word in plain for word in ("nam", "name", "desa", "kel", "kec", "kab", "village")) and "kode" not in plain
    )
