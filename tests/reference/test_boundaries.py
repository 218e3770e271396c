"""Boundaries: GeoJSON and TopoJSON in, every way of writing a code, neighbours stay neighbours, nothing half applied."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.actor import system_actor
from rangkul.reference import maps
from rangkul.reference.actions import LoadedShapes, load_shapes
from rangkul.reference.boundaries import reading
from rangkul.reference.boundaries.geometry import Ring, area_of, dissolve, thin_out
from rangkul.reference.boundaries.synthetic import synthetic_villages
from rangkul.reference.models import Area, AreaShape
from tests.desk.stage import make_areas
from tests.people import FAR_VILLAGE, KECAMATAN, NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, REGENCY, VILLAGE, Cast

pytestmark = pytest.mark.django_db
VILLAGES = (VILLAGE, NEIGHBOUR_VILLAGE, FAR_VILLAGE)


@pytest.fixture(autouse=True)
def areas() -> None:
    make_areas()
    for place, code in enumerate(VILLAGES):
        Area.objects.filter(pk=code).update(bps_code=f"731201000{place + 1}")


def square(column: int, *, side: float = 0.05, order: int = 1) -> list[list[float]]:
    """A square beside the others; `order` -1 the other way round."""
    x, y = 119.8 + column * side, -4.3
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return ring[::order]


def geojson(features: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features, **more}


def feature(column: int, **properties: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [square(column)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def three(**written: Callable[[str], Any]) -> list[dict[str, Any]]:
    return [feature(place, **{key: how(code) for key, how in written.items()}) for place, code in enumerate(VILLAGES)]


def load(tmp_path: Path, data: Any, **more: Any) -> LoadedShapes:
    path = tmp_path / "batas.json"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    given: dict[str, Any] = {"level": AreaLevel.VILLAGE, "by": system_actor("uji"), "at": clock.now()} | more
    return load_shapes(path=path, **given)


def test_geojson_becomes_a_map_of_the_villages(tmp_path: Path) -> None:
    done = load(tmp_path, geojson(three(KODE=lambda code: code)), source="Uji 2026")
    assert (done.loaded, done.derived, done.key, done.unmatched, done.without_shape) == (3, 3, "KODE", (), ())
    shown = maps.map_of(KECAMATAN)
    assert shown is not None
    assert [each.label for each in shown.outlines] == ["Desa Contoh", "Desa Tetangga"]
    assert (shown.is_synthetic, shown.source, shown.missing) == (False, "Uji 2026", 0)
    assert shown.outlines[0].path == "M2397000 85000l0 1000-1000 0 0-1000z"
    left, top, width, height = map(int, shown.view_box.split())
    assert left < 2396000 < left + width
    assert top < 86000 < top + height
    assert Event.objects.get(name="reference.shape.load").data["loaded"] == 3


def test_what_lies_above_is_joined_unless_it_has_its_own(tmp_path: Path) -> None:
    load(tmp_path, geojson(three(KODE=lambda code: code)))
    shown = maps.map_of(REGENCY)
    assert shown is not None
    joined = {each.code: each.path for each in shown.outlines}
    assert joined[KECAMATAN].count("l") == 1, "one ring: the line between the two villages is gone"
    own = [feature(0, kode=KECAMATAN), feature(1, kode=OTHER_KECAMATAN)]
    load(tmp_path, geojson(own), level=AreaLevel.DISTRICT, source="sendiri")
    load(tmp_path, geojson(three(KODE=lambda code: code)), source="lagi")
    assert AreaShape.objects.get(pk=KECAMATAN).source == "sendiri"
    assert AreaShape.objects.get(pk=VILLAGE).source == "lagi"
    assert AreaShape.objects.get(pk=REGENCY).is_derived


@pytest.mark.parametrize(
    ("written", "system"),
    [
        (lambda code: code, "Kemendagri bertitik"),
        (lambda code: code.replace(".", ""), "Kemendagri tanpa titik"),
        (lambda code: float(code.replace(".", "")), "Kemendagri tanpa titik"),
        (lambda code: f"731201000{VILLAGES.index(code) + 1}", "BPS"),
        (lambda code: f"ID731201000{VILLAGES.index(code) + 1}", "BPS"),
    ],
)
def test_codes_are_read_however_they_are_written(tmp_path: Path, written: Any, system: str) -> None:
    features = three(OBJECTID=VILLAGES.index, NAMOBJ=lambda code: "apa saja", KDPPUM=written)
    done = load(tmp_path, geojson(features))
    assert (done.loaded, done.key, done.system) == (3, "KDPPUM", system)


def test_names_decide_between_two_readings_of_ten_digits(tmp_path: Path) -> None:
    """7312012001 may be a Kemendagri code without dots and somebody else's BPS code."""
    Area.objects.filter(pk=FAR_VILLAGE).update(bps_code=VILLAGE.replace(".", ""))
    done = load(tmp_path, geojson([feature(0, id_desa=VILLAGE.replace(".", ""), nama="Kelurahan Jauh")]))
    assert done.system == "BPS"
    assert AreaShape.objects.filter(pk=FAR_VILLAGE).exists()


def test_what_does_not_match_is_told_by_name_and_what_lacks_a_shape_too(tmp_path: Path) -> None:
    done = load(tmp_path, geojson([feature(0, kode=VILLAGE), feature(1, kode="99.99.99.9999", nama_desa="Antah")]))
    assert done.unmatched == ("objek ke-2 (Antah): kode 99.99.99.9999",)
    assert done.without_shape == (f"{NEIGHBOUR_VILLAGE} Tetangga", f"{FAR_VILLAGE} Jauh")
    shown = maps.map_of(KECAMATAN)
    assert shown is not None
    assert shown.missing == 1


def test_topojson_with_shared_arcs(tmp_path: Path) -> None:
    arcs = [
        [[0, 0], [0, 100]],  # the line between both
        [[0, 100], [-100, 0], [0, -100], [100, 0]],  # round the left one
        [[0, 100], [100, 0], [0, -100], [-100, 0]],
    ]
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [119.9, -4.3]},
        "arcs": arcs,
        "objects": {
            "desa": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": VILLAGE, "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": NEIGHBOUR_VILLAGE, "arcs": [[[-3, -1]]]},
                    {"type": None, "id": FAR_VILLAGE},
                ],
            }
        },
    }
    assert load(tmp_path, topology).loaded == 2
    boxes = {each.pk: (each.least_x, each.greatest_x) for each in AreaShape.objects.filter(level=4)}
    assert boxes == {VILLAGE: (2396000, 2398000), NEIGHBOUR_VILLAGE: (2398000, 2400000)}
    topology["objects"]["garis"] = {"type": "GeometryCollection", "geometries": []}  # type: ignore[index]
    with pytest.raises(Refused, match="desa, garis"):
        load(tmp_path, topology)
    assert load(tmp_path, topology, layer="desa").loaded == 2


_DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"kode;nama\n1;A", "berkas JSON yang utuh"),
        (b"PK\x03\x04 zip", "berkas JSON yang utuh"),
        (b'{"type": "FeatureCollection", "features": [', "berkas JSON yang utuh"),
        (b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[NaN,1]]]}}]}', "JSON"),
        (_DEEP, "berkas JSON yang utuh"),
        ([1, 2], "berkas JSON yang utuh"),
        ({"type": "Point", "coordinates": [119, -4]}, "FeatureCollection"),
        (geojson([]), "sedikitnya satu wilayah"),
        (geojson([{"type": "Feature", "properties": {}, "geometry": None}]), "sedikitnya satu wilayah"),
        (geojson([7]), "Geometri objek ke-1"),
        (geojson([{"properties": {}, "geometry": {"type": "Point", "coordinates": [119, -4]}}]), "Polygon"),
        (geojson([{"properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[119.8, -4.3]]]}}]), "tiga titik"),
        (geojson([{"properties": {}, "geometry": {"type": "Polygon", "coordinates": [[["a", 1]] * 4]}}]), "angka"),
        (geojson([{"properties": {}, "geometry": {"type": "Polygon", "coordinates": []}}]), "tiga titik"),
        (geojson([feature(0, kode=VILLAGE)], crs={"properties": {"name": "urn:ogc:def:crs:EPSG::32750"}}), "WGS84"),
        (geojson([feature(0, luas="12", nama="Contoh")]), "kode Kemendagri"),
        ({"type": "Topology", "objects": {"a": {"type": "Polygon", "arcs": [[5]]}}, "arcs": []}, "tiga titik"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_with_a_sentence(tmp_path: Path, data: Any, words: str) -> None:
    with pytest.raises(Refused) as refused:
        load(tmp_path, data)
    assert words in refused.value.message
    assert not AreaShape.objects.exists()


def moved(change: Callable[[float, float], list[float]]) -> dict[str, Any]:
    whole = feature(0, kode=VILLAGE)
    whole["geometry"]["coordinates"] = [[change(x, y) for x, y in square(0)]]
    return geojson([feature(1, kode=NEIGHBOUR_VILLAGE), whole])


def test_coordinates_elsewhere_are_told_apart_and_nothing_is_kept(tmp_path: Path) -> None:
    for change, words in (
        (lambda x, y: [y, x], "lintang berdiri lebih dulu"),
        (lambda x, y: [x * 111_320, y * 111_320], "EPSG:4326"),
        (lambda x, y: [x - 100, y + 20], "wilayah Indonesia"),
    ):
        with pytest.raises(Refused) as refused:
            load(tmp_path, moved(change))
        assert words in refused.value.message
        assert "objek ke-2" in refused.value.message
    assert not AreaShape.objects.exists()
    swapped = geojson([feature(0, kode=VILLAGE)])
    swapped["features"][0]["geometry"]["coordinates"] = [[[y, x] for x, y in square(0)]]
    assert load(tmp_path, swapped, swap=True).loaded == 1


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 2_000)
    with pytest.raises(Refused, match="paling besar"):
        load(tmp_path, geojson(three(KODE=lambda code: code, pad=lambda code: "x" * 900)))
    monkeypatch.setattr(reading, "MOST_BYTES", 1 << 20)
    monkeypatch.setattr(reading, "MOST_POSITIONS", 9)
    with pytest.raises(Refused, match="paling banyak"):
        load(tmp_path, geojson(three(KODE=lambda code: code)))


def test_only_the_operator_of_the_machine_loads(tmp_path: Path, cast: Cast) -> None:
    with pytest.raises(Denied):
        load(tmp_path, geojson(three(KODE=lambda code: code)), by=cast.actor("DATA_OFFICER"))


def edges(rings: list[Ring]) -> Counter[tuple[Any, Any]]:
    return Counter((a, b) for ring in rings for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


@given(st.lists(st.integers(-40, 40), min_size=3, max_size=40), st.integers(1, 60))
@settings(max_examples=120, deadline=None)
def test_neighbours_stay_neighbours(offsets: list[int], tolerance: int) -> None:
    """Two areas along one crooked line: thinned out, they still share all of it and cover the same ground."""
    line = [(offset, place * 100) for place, offset in enumerate(offsets)]
    top, bottom = line[0], line[-1]
    left = [*line, (-5_000, bottom[1]), (-5_000, top[1])]
    right = [*reversed(line), (5_000, top[1]), (5_000, bottom[1])]
    thin = thin_out({"left": [left], "right": [right]}, tolerance)
    shared = edges(thin["left"]) & Counter({(b, a): n for (a, b), n in edges(thin["right"]).items()})
    assert sum(shared.values()) >= 1
    both = dissolve([thin["left"], thin["right"]])
    assert sum(abs(area_of(ring)) for ring in both) == 10_000 * (len(offsets) - 1) * 100 * 2
    for x, y in line:
        assert min(_distance(x, y, a, b) for ring in thin["left"] for a, b in edges([ring])) <= tolerance + 1e-6


def _distance(x: float, y: float, a: Any, b: Any) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / ((dx * dx + dy * dy) or 1)))
    return float(((x - a[0] - along * dx) ** 2 + (y - a[1] - along * dy) ** 2) ** 0.5)


def test_invented_shapes_are_the_same_every_time_and_fit_together() -> None:
    codes = tuple(f"73.12.{kecamatan:02d}.{2000 + village}" for kecamatan in range(1, 9) for village in range(1, 10))
    first = synthetic_villages("73.12", codes)
    synthetic_villages.cache_clear()
    again = synthetic_villages("73.12", tuple(reversed(codes)))
    assert first == again
    assert set(first) == set(codes)
    assert first != synthetic_villages("18.06", codes)
    twice = Counter(edge for rings in first.values() for edge in edges(rings))
    assert set(twice.values()) == {1}, "no two villages lie over each other"
    whole = dissolve(list(first.values()))
    assert sum(abs(area_of(ring)) for ring in whole) == sum(abs(area_of(rings[0])) for rings in first.values())


def test_a_demo_without_boundaries_draws_invented_ones_and_says_so(settings: Any) -> None:
    shown = maps.map_of(REGENCY)
    assert shown is not None
    assert shown.is_synthetic
    assert {each.code for each in shown.outlines} == {KECAMATAN, OTHER_KECAMATAN}
    villages = maps.map_of(REGENCY, level=AreaLevel.VILLAGE)
    assert villages is not None
    assert {each.code for each in villages.outlines} == set(VILLAGES)
    settings.DEMO = False
    assert maps.map_of(REGENCY) is None
