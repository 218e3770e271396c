"""Which pairs can reach the threshold at all: the most a pair can weigh, from whole numbers, before letters are compared.

The blocking rules yield millions of pairs, of which few are one person. Here every word stands as a number,
so equality is cheap; what would need the letters themselves counts with the best level that could still hold. No pair that
Splink would put at or above the threshold is lost.
"""

import math
from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl

from rangkul.registry.linkage.weights import COMPARISONS

_UNKNOWN = 100.0
"""Bits of a level that was never learnt, or whose condition is not the one known here: no pair is dropped for its sake."""
_ROUNDING = 0.001
"""Bits. Weights stand in SQL with seven digits and an exponent: without it DuckDB reckons in decimals, which is slower."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CODED = ("key", "sorted", "joined", "start", "mother", "village", "kecamatan", "sex")


def likely_pairs(
    connection: duckdb.DuckDBPyConnection,
    everybody: pl.DataFrame,
    settings: dict[str, Any],
    *,
    threshold: float,
    is_link: bool = False,
) -> pl.DataFrame:
    """Pairs (`join_key_l`, `join_key_r`) that a blocking rule yields and that can reach `threshold` bits, each once.

    `everybody` are `features` with `tf_key`, the share of each sounding name; with `is_link` also `is_other`, and a pair
    has one person that is not and one that is.
    """
    connection.register("coded_arrow", _coded(everybody).to_arrow())
    connection.execute("CREATE TABLE coded AS SELECT * FROM coded_arrow")
    apart = "NOT l.is_other AND r.is_other" if is_link else "l.rid < r.rid"
    most = _most(settings)
    rules = settings["blocking_rules_to_generate_predictions"]
    found = " UNION ALL ".join(
        f"SELECT l.rid AS join_key_l, r.rid AS join_key_r FROM coded l JOIN coded r ON {rule}"  # noqa: S608 - rules of a model
        f" WHERE {apart} AND {most} >= {threshold - _ROUNDING}"
        for rule in rules
    )
    pairs = connection.sql(f"SELECT DISTINCT * FROM ({found})").pl()  # noqa: S608 - as above
    connection.execute("DROP TABLE coded")
    return pairs


def _coded(everybody: pl.DataFrame) -> pl.DataFrame:
    """Everything that is compared, as whole numbers."""
    born = pl.col("born")
    return everybody.select(
        "rid",
        "nik",
        "kk",
        *(pl.col(name).cast(pl.Categorical).to_physical() for name in _CODED),
        "year",
        "day_key",
        (born.dt.month().cast(pl.Int32) * 100 + born.dt.day()).alias("month_day"),
        born.to_physical().alias("day"),
        (pl.col("words").list.last().str.len_chars() == 1).fill_null(value=False).alias("is_cut"),
        _letters(everybody["joined"]).alias("letters"),
        _letters(everybody["mother"]).alias("mother_letters"),
        pl.col("mother").str.len_bytes().cast(pl.Int32).alias("mother_length"),
        pl.col("tf_key").log(2).alias("bits_of_key"),
        *(["is_other"] if "is_other" in everybody.columns else []),
    )


def _letters(words: pl.Series) -> pl.Series:
    """One bit for each letter that a text has, each different text looked at once."""
    known = words.unique()
    bits = pl.select(
        pl.sum_horizontal(
            known.str.contains(letter, literal=True).cast(pl.Int32) * (1 << place)
            for place, letter in enumerate(_LETTERS)
        )
    ).to_series()
    return words.replace_strict(known, bits, return_dtype=pl.Int32)


def _most(settings: dict[str, Any]) -> str:
    """SQL for the most bits that a pair (l, r) of coded people can weigh."""
    prior = settings["probability_two_random_records_match"]
    known = {comparison["output_column_name"]: comparison for comparison in COMPARISONS}
    parts = [f"{math.log2(prior / (1 - prior)):e}"]
    for comparison in settings["comparisons"]:
        name = comparison["output_column_name"]
        bits = {level["label_for_charts"]: _bits(level) for level in comparison["comparison_levels"]}
        if _conditions(comparison) == _conditions(known.get(name, {})):
            parts.append(_AT_MOST[name](bits))
        else:
            parts.append(f"{_UNKNOWN:e}")
    return "(" + " + ".join(parts) + ")"


def _conditions(comparison: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["label_for_charts"], each["sql_condition"]) for each in comparison.get("comparison_levels", ())]


def _bits(level: dict[str, Any]) -> float:
    """The weight of a level; where a value's own share counts as its chance, the part of it that all values have."""
    if level.get("is_null_level"):
        return 0.0
    m, u = level.get("m_probability"), level.get("u_probability")
    if level.get("tf_adjustment_column"):
        u = 1.0
    return math.log2(m / u) if m and u else _UNKNOWN


def _name(bits: dict[str, float]) -> str:
    # One slip of the pen changes two letters at most; a name that is part of another has no letter of its own.
    return f"""CASE
        WHEN l.key IS NULL OR r.key IS NULL THEN 0e0
        WHEN l.key = r.key THEN {bits["exact"]:e} - l.bits_of_key
        WHEN l.sorted = r.sorted OR l.joined = r.joined THEN {bits["order"]:e}
        ELSE greatest(
            {max(bits["alike"], bits["one word"], bits["first word alike"], bits["else"]):e},
            CASE WHEN bit_count(xor(l.letters, r.letters)) <= 2 THEN {bits["one letter"]:e} END,
            CASE WHEN (l.letters & r.letters) IN (l.letters, r.letters) THEN {bits["part"]:e} END,
            CASE WHEN l.is_cut OR r.is_cut THEN {bits["initial"]:e} END
        ) END"""


def _born(bits: dict[str, float]) -> str:
    return f"""CASE
        WHEN l.day IS NULL OR r.day IS NULL THEN 0e0
        WHEN l.day = r.day THEN {bits["exact"]:e}
        WHEN l.day_key = r.day_key THEN {bits["swapped"]:e}
        WHEN l.month_day = r.month_day AND abs(l.year - r.year) <= 1 THEN {bits["year off"]:e}
        ELSE greatest(
            CASE WHEN l.month_day = r.month_day OR (l.year = r.year AND (
                l.month_day // 100 = r.month_day // 100 OR l.month_day % 100 = r.month_day % 100
            )) THEN {bits["one digit"]:e} END,
            CASE WHEN abs(l.day - r.day) <= 31 THEN {bits["near"]:e}
                WHEN abs(l.year - r.year) <= 1 THEN {bits["same year"]:e}
                ELSE {bits["else"]:e} END
        ) END"""


def _home(bits: dict[str, float]) -> str:
    def placed(village: float, kecamatan: float, further: float) -> str:
        return (
            f"CASE WHEN l.village = r.village THEN {village:e}"
            f" WHEN l.kecamatan = r.kecamatan THEN {kecamatan:e} ELSE {further:e} END"
        )

    same = placed(bits["mother and village"], bits["mother and kecamatan"], bits["mother"])
    none = placed(bits["village"], bits["kecamatan"], bits["kecamatan differs"])
    alike = max(bits["mother alike"], bits["else"])
    other = placed(bits["village, mother differs"], bits["else"], bits["else"])
    near = placed(max(bits["mother alike and village"], bits["village, mother differs"]), alike, alike)
    return f"""CASE
        WHEN l.village IS NULL OR r.village IS NULL THEN 0e0
        WHEN l.kk = r.kk THEN {max(bits["family"], bits["card"]):e}
        WHEN l.mother = r.mother THEN {same}
        WHEN l.mother IS NULL OR r.mother IS NULL THEN {none}
        WHEN {_ALIKE} THEN {near}
        ELSE {other} END"""


_ALIKE = """bit_count(xor(l.mother_letters, r.mother_letters)) <= greatest(2e0, 0.001e0
    + l.mother_length + r.mother_length - 3.2e0 * l.mother_length * r.mother_length / (l.mother_length + r.mother_length)
)"""
"""Holds wherever two mothers' names are alike: one slip of the pen changes two letters at most; and a Jaro-Winkler likeness
of 0.92, of which equal beginnings give 0.4 of what is missing at most, is a Jaro likeness of 0.8667: m letters found in both
with m/a + m/b >= 1.6, so that a + b - 2m letters at most are in one name alone."""


def _equal(column: str) -> Callable[[dict[str, float]], str]:
    def at_most(bits: dict[str, float]) -> str:
        return f"""CASE
            WHEN l.{column} IS NULL OR r.{column} IS NULL THEN 0e0
            WHEN l.{column} = r.{column} THEN {bits["exact"]:e} ELSE {bits["else"]:e} END"""

    return at_most


_AT_MOST = {
    "name": _name,
    "born": _born,
    "home": _home,
    "sex": _equal("sex"),
    "nik": _equal("nik"),
    "kk": _equal("kk"),
}
