"""Components drawn from data: charts with their table, case lists, tags, and the frame's own files."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from rangkul.web.shared import bundle
from rangkul.web.shared.charts import chart_context, percent
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, sort_column, with_query
from rangkul.web.shared.tones import TONES, tone_of
from rangkul.web.shared.wording import today

SHARED = Path(bundle.__file__).parent


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def test_the_committed_stylesheet_is_fresh_and_small() -> None:
    assert bundle.BUNDLE.read_text(encoding="utf-8") == bundle.build_css(), "run: python -m rangkul.web.shared.bundle"
    packed = len(gzip.compress(bundle.BUNDLE.read_bytes(), 9))
    assert packed <= 10_240, packed


def test_every_part_of_the_stylesheet_is_in_a_layer_and_short() -> None:
    taken = {path for layer in bundle.LAYERS for path in bundle.part_files(layer)}
    found = set(bundle.PARTS.rglob("*.css"))
    assert taken == found
    long = {path.name: lines for path in found if (lines := path.read_text(encoding="utf-8").count("\n")) > 150}
    assert long == {}


def test_the_stylesheet_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face", bundle.build_css())


def test_no_template_has_inline_style_or_script_or_another_host() -> None:
    for path in (SHARED / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son\w+=|https?://|javascript:", text), path
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script, path


def test_citizen_pages_carry_no_script() -> None:
    html = render_to_string("layout/public.html")
    assert "<script" not in html
    assert len(gzip.compress(html.encode())) < 2_000


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_nothing_and_say_what_to_do(status: str) -> None:
    html = render_to_string(f"{status}.html")
    assert "<h1>" in html
    assert '<ul class="bullets">' in html
    assert "– Rangkul</title>" in html


def msgids_asked_for() -> set[str]:
    """What templates and modules ask to be translated."""
    found: set[str] = set()
    for path in (SHARED / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'{%\s*translate\s+"([^"]+)"', text))
        found |= set(re.findall(r'_\("([^"]+)"\)', text))
    for path in SHARED.rglob("*.py"):
        found |= set(re.findall(r'(?:_|gettext|gettext_lazy)\(\s*"([^"]+)"', path.read_text(encoding="utf-8")))
    return found


def test_every_text_has_an_english_translation() -> None:
    with (SHARED / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    known = {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue}
    asked = msgids_asked_for()
    assert len(asked) > 100
    assert asked - set(known) == set()
    empty = [key for key, message in known.items() if key and not all(message.string)]
    assert empty == []


def test_a_chart_has_a_table_and_spoken_content() -> None:
    rows = [("Citta", 64), ("Ganra <b>", 128)]
    html = Template('{% load rangkul_ui %}{% bar_chart rows title="Judul" unit="KK" label="Kecamatan" %}').render(
        Context({"rows": rows})
    )
    assert 'width="50%"' in html
    assert 'role="img"' in html
    assert "<table" in html
    assert "Citta 64; Ganra &lt;b&gt; 128" in html
    assert "<b>" not in html


def test_numbers_inside_svg_are_never_localised() -> None:
    rows = [(f"Desa {n}", 1_000 + n) for n in range(60)]
    html = Template('{% load rangkul_ui %}{% bar_chart rows title="t" unit="KK" %}').render(Context({"rows": rows}))
    places = re.findall(r'\b(?:x1|x2|width)="([^"%]+)%"', html)
    assert len(places) > 60
    assert max(float(place) for place in places) == 100


def test_rows_of_different_units_are_drawn_against_their_own_target() -> None:
    chart = chart_context([("Beras", 731, 1462), ("Alat", 5, 10)], title="t", unit="", own_scale=True)
    assert [bar.width for bar in chart["bars"]] == ["50%", "50%"]
    assert [bar.share for bar in chart["bars"]] == ["50%", "50%"]
    assert [bar.target_at for bar in chart["bars"]] == ["100%", "100%"]


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, "0%"), (5, 0, "0%"), (-1, 10, "0%"), (20, 10, "100%"), (1, 3, "33.33%")]
)
def test_a_bar_stays_on_its_track(part: float, whole: float, shown: str) -> None:
    assert percent(part, whole) == shown


def test_an_empty_chart_says_so() -> None:
    html = Template('{% load rangkul_ui %}{% bar_chart rows title="t" unit="KK" %}').render(Context({"rows": []}))
    assert "Belum ada angka" in html


def test_a_case_list_labels_its_cells_for_phones() -> None:
    cases = CaseList(
        caption="Kasus",
        columns=(Column(label="Warga"), Column(label="Tenggat"), Column(label="Keadaan")),
        rows=[
            Row(
                is_late=True,
                cells=(
                    Cell(text="Sitti", url="/kasus/1"),
                    Cell(due_on=today() - timedelta(days=2)),
                    Cell(text="Ditolak", state="REJECTED"),
                ),
            )
        ],
    )
    html = render_to_string("components/case_list.html", {"list": cases})
    assert '<th scope="row" role="rowheader"><a href="/kasus/1">Sitti</a>' in html
    assert 'data-label="Tenggat"' in html
    assert "lewat 2 hari" in html
    assert 'class="tag bad"' in html


def test_sorting_turns_around_and_keeps_the_filters(rf: RequestFactory) -> None:
    request = rf.get("/kasus/", {"desa": "x", "urut": "nama", "setelah": "abc"})
    column = sort_column(request, "Warga", "nama")
    assert column.direction == "ascending"
    assert column.sort_url == "?desa=x&urut=-nama"
    assert sort_column(request, "Tenggat", "tenggat").direction == ""
    assert with_query(request, {"desa": None, "setelah": None, "tab": "tim"}) == "?urut=nama&tab=tim"


def test_a_state_has_one_tone() -> None:
    states = ("NEW", "IN_PROGRESS", "APPROVED", "RETURNED", "REJECTED", "apa saja")
    assert [tone_of(state) for state in states] == ["new", "busy", "good", "warn", "bad", "neutral"]
    assert {tone_of(state) for state in states} == set(TONES)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2) of a #rrggbb colour."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("brand", "paper"), ("brand-deep", "paper"), ("accent", "paper"), ("accent", "accent-soft"), ("muted", "paper"),
        ("muted", "neutral-soft"), ("bad", "bad-soft"), ("good", "good-soft"), ("busy", "busy-soft"), ("ink", "paper"),
        ("accent-bright", "brand-deep"), ("brand", "brand-soft"),
    ],
)  # fmt: skip
def test_text_colours_have_enough_contrast(ink: str, paper: str) -> None:
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (bundle.PARTS / "tokens.css").read_text()))
    light, dark = sorted((luminance(tokens[ink]), luminance(tokens[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
