"""Which pairs can reach the threshold at all: the most a pair can weigh, from whole numbers, before letters are compared.

The blocking rules yield millions of pairs, of which one in two hundred is one person. Here every word stands as a number,
so equality is cheap; what would need the letters themselves counts with the best level that could still hold. No pair that
Splink would put at or above the threshold is lost.
"""

import math
from typing import Any

import duckdb
import polars as pl

from rangkul.registry.linkage.weights import COMPARISONS

_UNKNOWN = 100.0
"""Bits of a level that was never learnt, or whose condition is not the one known here: no pair is dropped for its sake."""
_ROUNDING = 1e-6
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
    """Everything that is compared, as whole numbers; `letters`: one bit for each letter that the name has."""
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
        pl.sum_horizontal(
            pl.col("joined").str.contains(letter, literal=True).cast(pl.Int32) * (1 << place)
            for place, letter in enumerate(_LETTERS)
        ).alias("letters"),
        pl.col("tf_key").log(2).alias("bits_of_key"),
        *(["is_other"] if "is_other" in everybody.columns else []),
    )


def _most(settings: dict[str, Any]) -> str:
    """SQL for the most bits that a pair (l, r) of coded people can weigh."""
    prior = settings["probability_two_random_records_match"]
    known = {comparison["output_column_name"]: comparison for comparison in COMPARISONS}
    parts = [repr(math.log2(prior / (1 - prior)))]
    for comparison in settings["comparisons"]:
        name = comparison["output_column_name"]
        bits = {level["label_for_charts"]: _bits(level) for level in comparison["comparison_levels"]}
        if _conditions(comparison) == _conditions(known.get(name, {})):
            parts.append(_AT_MOST[name](bits))
        else:
            parts.append(repr(_UNKNOWN))
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
        WHEN l.key IS NULL OR r.key IS NULL THEN 0
        WHEN l.key = r.key THEN {bits["exact"]} - l.bits_of_key
        WHEN l.sorted = r.sorted OR l.joined = r.joined THEN {bits["order"]}
        ELSE greatest(
            {max(bits["alike"], bits["one word"], bits["first word alike"], bits["else"])},
            CASE WHEN bit_count(xor(l.letters, r.letters)) <= 2 THEN {bits["one letter"]} END,
            CASE WHEN l.letters & r.letters IN (l.letters, r.letters) THEN {bits["part"]} END,
            CASE WHEN l.is_cut OR r.is_cut THEN {bits["initial"]} END
        ) END"""


def _born(bits: dict[str, float]) -> str:
    return f"""CASE
        WHEN l.day IS NULL OR r.day IS NULL THEN 0
        WHEN l.day = r.day THEN {bits["exact"]}
        WHEN l.day_key = r.day_key THEN {bits["swapped"]}
        WHEN l.month_day = r.month_day AND abs(l.year - r.year) <= 1 THEN {bits["year off"]}
        ELSE greatest(
            CASE WHEN l.month_day = r.month_day OR (l.year = r.year AND (
                l.month_day // 100 = r.month_day // 100 OR l.month_day % 100 = r.month_day % 100
            )) THEN {bits["one digit"]} END,
            CASE WHEN abs(l.day - r.day) <= 31 THEN {bits["near"]}
                WHEN abs(l.year - r.year) <= 1 THEN {bits["same year"]}
                ELSE {bits["else"]} END
        ) END"""


def _home(bits: dict[str, float]) -> str:
    def placed(village: float, kecamatan: float, further: float) -> str:
        return (
            f"CASE WHEN l.village = r.village THEN {village}"
            f" WHEN l.kecamatan = r.kecamatan THEN {kecamatan} ELSE {further} END"
        )

    same = placed(bits["mother and village"], bits["mother and kecamatan"], bits["mother"])
    none = placed(bits["village"], bits["kecamatan"], bits["kecamatan differs"])
    alike = max(bits["mother alike"], bits["else"])
    other = placed(max(bits["mother alike and village"], bits["village, mother differs"]), alike, alike)
    return f"""CASE
        WHEN l.village IS NULL OR r.village IS NULL THEN 0
        WHEN l.kk = r.kk THEN {max(bits["family"], bits["card"])}
        WHEN l.mother = r.mother THEN {same}
        WHEN l.mother IS NULL OR r.mother IS NULL THEN {none}
        ELSE {other} END"""


def _equal(column: str) -> Any:
    def at_most(bits: dict[str, float]) -> str:
        return f"""CASE
            WHEN l.{column} IS NULL OR r.{column} IS NULL THEN 0
            WHEN l.{column} = r.{column} THEN {bits["exact"]} ELSE {bits["else"]} END"""

    return at_most


_AT_MOST = {
    "name": _name,
    "born": _born,
    "home": _home,
    "sex": _equal("sex"),
    "nik": _equal("nik"),
    "kk": _equal("kk"),
}
