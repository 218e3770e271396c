"""The map component: classes, links, words for what is hidden, a table beside it, nothing inline."""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.area_code import AreaLevel
from rangkul.reference.maps import MapShapes, Outline
from rangkul.web.shared.maps import MOST_CLASSES, MapValue, class_of, classes_of

SHAPES = MapShapes(
    area="73.12",
    level=AreaLevel.DISTRICT,
    view_box="0 0 300 100",
    outlines=tuple(
        Outline(f"73.12.{place:02d}", f"Kecamatan {name}", f"M{place * 10} 0l9 0 0 9z")
        for place, name in enumerate(("Satu", "Dua", "Tiga", "Empat <b>"), 1)
    ),
    is_synthetic=True,
)


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def drawn(shapes: MapShapes | None, values: list[MapValue], **more: Any) -> BeautifulSoup:
    template = Template(
        '{% load rangkul_ui %}{% svg_map shapes values title="Cakupan" unit="persen" as_of=day name="p" %}'
    )
    html = template.render(Context({"shapes": shapes, "values": values, "day": date(2026, 8, 1), **more}))
    assert not re.search(r"\sstyle=|<style|<script", html)
    return BeautifulSoup(html, "html.parser")


def test_every_area_is_drawn_linked_and_told() -> None:
    values = [
        MapValue(code="73.12.01", value=1.5, url="/a"),
        MapValue(code="73.12.02", value=40, url="/b"),
        MapValue(code="73.12.03", told="disamarkan"),
    ]
    page = drawn(SHAPES, values)
    links = page.select("svg a")
    assert [(each["href"], each["aria-label"]) for each in links] == [
        ("/a", "Kecamatan Satu: 1,5 persen"),
        ("/b", "Kecamatan Dua: 40 persen"),
    ]
    paths = page.select("svg > path, svg > a > path")
    assert [each["class"] for each in paths] == [["m1"], ["m5"], ["mhidden"], ["mnone"]]
    assert [each.get("fill") for each in paths] == [None, None, "url(#p-arsir)", "url(#p-arsir)"]
    assert "Empat <b>: tidak ada angka" in paths[3].title.text  # type: ignore[union-attr]
    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert rows[2] == "Kecamatan Tiga disamarkan"
    assert "bukan batas yang sebenarnya" in page.get_text()
    assert page.svg is not None
    assert page.svg["aria-labelledby"] == "p-judul"


def test_without_boundaries_it_says_what_to_do() -> None:
    assert "rangkul boundaries" in drawn(None, []).get_text()


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), max_size=60))
def test_classes_hold_every_figure_once_and_equals_together(values: list[float]) -> None:
    classes = classes_of(values)
    assert len(classes) <= MOST_CLASSES
    assert [low for low, _high in classes] == sorted(low for low, _high in classes)
    for (_low, high), (low, _high) in itertools.pairwise(classes):
        assert high < low
    for value in values:
        low, high = classes[class_of(value, classes)]
        assert low <= value <= high
