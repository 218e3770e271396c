"""Why two records may be one person: levels of the comparison as codes, and codes as words."""

import math
from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "name:exact": _("nama berbunyi sama"),
    "name:order": _("nama sama, urutan atau spasi berbeda"),
    "name:one letter": _("nama berbeda satu huruf"),
    "name:part": _("nama yang satu bagian dari nama yang lain"),
    "name:alike": _("nama mirip"),
    "name:one word": _("satu kata nama sama"),
    "name:first word alike": _("nama depan mirip"),
    "name:initial": _("nama disingkat"),
    "name:else": _("nama berbeda"),
    "born:exact": _("tanggal lahir sama"),
    "born:swapped": _("hari dan bulan lahir tertukar"),
    "born:year off": _("tahun lahir berbeda satu"),
    "born:one digit": _("tanggal lahir berbeda satu angka"),
    "born:near": _("tanggal lahir berdekatan"),
    "born:same year": _("tahun lahir hampir sama"),
    "born:else": _("tanggal lahir berbeda"),
    "home:family": _("KK sama, nama ibu sama atau mirip"),
    "home:card": _("nomor KK sama"),
    "home:mother and village": _("nama ibu dan desa sama"),
    "home:mother and kecamatan": _("nama ibu dan kecamatan sama"),
    "home:mother": _("nama ibu sama"),
    "home:mother alike and village": _("nama ibu mirip, desa sama"),
    "home:mother alike": _("nama ibu mirip"),
    "home:village": _("desa sama"),
    "home:kecamatan": _("kecamatan sama"),
    "home:kecamatan differs": _("kecamatan berbeda"),
    "home:village, mother differs": _("desa sama, nama ibu berbeda"),
    "home:else": _("nama ibu dan desa berbeda"),
    "sex:else": _("jenis kelamin berbeda"),
    "nik:exact": _("NIK sama"),
    "nik:else": _("NIK berbeda"),
    "kk:else": _("nomor KK berbeda"),
}
SPEAKS_AGAINST = frozenset(
    {"name:else", "born:else", "born:same year", "sex:else", "nik:else", "kk:else"}
    | {"home:kecamatan differs", "home:village, mother differs", "home:else"}
)


def in_words(codes: Sequence[str]) -> tuple[list[str], list[str]]:
    """(what speaks for one person, what speaks against it), in words."""
    known = [code for code in codes if code in WORDS]
    return (
        [str(WORDS[code]) for code in known if code not in SPEAKS_AGAINST],
        [str(WORDS[code]) for code in known if code in SPEAKS_AGAINST],
    )


def codes_of(pairs: pl.DataFrame, model: dict[str, Any]) -> list[list[str]]:
    """The level of every comparison of each pair as "field:level"; fields unknown on either side are left out."""
    columns = [_labels(pairs, comparison) for comparison in model["comparisons"]]
    return [[code for code in row if code] for row in zip(*columns, strict=True)] if columns else []


def _labels(pairs: pl.DataFrame, comparison: dict[str, Any]) -> list[str]:
    field = comparison["output_column_name"]
    weights = {
        math.log2(level["m_probability"] / level["u_probability"]): level["label_for_charts"]
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level") and level.get("m_probability") and level.get("u_probability")
    }

    def label(weight: float) -> str:
        # Splink gives an unknown field the weight 0, which no trained level has exactly.
        if weight == 0:
            return ""
        nearest = min(weights, key=lambda each: abs(each - weight))
        return f"{field}:{weights[nearest]}" if abs(nearest - weight) < 1e-3 else ""

    return [label(weight) for weight in pairs[f"mw_{field}"]]
