"""Which pairs can reach the threshold at all: the most a pair can weigh, from whole numbers, before letters are compared.

The blocking rules yield millions of pairs, of which few are one person. Here every word stands as a number,
so equality is cheap; what would need the letters themselves counts with the best level that could still hold. No pair that
Splink would put at or above the threshold is lost.
"""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import polars as pl

from rangkul.registry.linkage.features import days, names_in
from rangkul.registry.linkage.weights import COMPARISONS

_UNKNOWN = 100.0
"""Bits of a level that was never learnt, or whose condition is not the one known here: no pair is dropped for its sake."""
_ROUNDING = 0.001
"""Bits: Splink reckons with the chances themselves, not with their rounded logarithms."""
_AT_ONCE = 500_000
"""Pairs weighed at a time, so that memory does not grow with the registry."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Bits = dict[str, float]


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
    rules = [
        f"({rule}) AND {'NOT l.is_other AND r.is_other' if is_link else 'l.rid < r.rid'}"
        for rule in settings["blocking_rules_to_generate_predictions"]
    ]
    coded = _coded(everybody).with_row_index("place")
    asked_for = {column for rule in rules for column in re.findall(r"\b[lr]\.(\w+)", rule)}
    connection.register("coded_arrow", coded.select("place", *asked_for).to_arrow())
    connection.execute("CREATE TABLE coded AS SELECT * FROM coded_arrow")
    weighed, can_reach = coded.drop("place", "start"), _most(settings) >= threshold - _ROUNDING
    found = [_reaching(weighed, pairs, can_reach) for rule in rules for pairs in _blocked(connection, rule)]
    connection.execute("DROP TABLE coded")
    return pl.concat(found).unique() if found else pl.DataFrame(schema={"join_key_l": pl.Int32, "join_key_r": pl.Int32})


def _blocked(connection: duckdb.DuckDBPyConnection, rule: str) -> Iterator[pl.DataFrame]:
    """The pairs of a blocking rule, as places of either person, piece by piece."""
    found = connection.execute(
        f"SELECT l.place, r.place AS other FROM coded l JOIN coded r ON {rule}"  # noqa: S608 - rules of a model
    )
    for piece in found.to_arrow_reader(_AT_ONCE):
        yield pl.DataFrame(piece)


def _reaching(coded: pl.DataFrame, pairs: pl.DataFrame, can_reach: pl.Expr) -> pl.DataFrame:
    left, right = coded[pairs["place"]], coded[pairs["other"]]
    both = left.hstack(right.rename(lambda name: f"{name}_r"))
    return both.lazy().filter(can_reach).select(join_key_l="rid", join_key_r="rid_r").collect()


def _coded(everybody: pl.DataFrame) -> pl.DataFrame:
    """Everything that is compared, as whole numbers; texts are looked at once each."""
    born = pl.col("born")
    areas = everybody.select(pl.col("village").drop_nulls().unique()).with_columns(
        _number(pl.col("village").cast(pl.String).str.slice(0, 8)).alias("kecamatan")
    )
    names = names_in(everybody).select(
        "key",
        *(_number(pl.col(name)).alias(name) for name in ("sorted", "joined", "start")),
        (pl.col("words").list.last().str.len_chars() == 1).alias("is_cut"),
        _letters("joined").alias("letters"),
    )
    mothers = everybody.select(pl.col("mother").drop_nulls().unique()).with_columns(
        _letters("mother").alias("mother_letters"),
        pl.col("mother").cast(pl.String).str.len_bytes().cast(pl.Int32).alias("mother_length"),
    )
    for known, text in ((names, "key"), (mothers, "mother"), (areas, "village")):
        everybody = everybody.join(known, on=text, how="left", maintain_order="left")
    return everybody.select(
        "rid",
        "nik",
        "kk",
        pl.col("key", "mother", "village", "sex").to_physical(),
        *days(),
        (born.dt.month().cast(pl.Int32) * 100 + born.dt.day()).alias("month_day"),
        born.to_physical().alias("day"),
        *(name for known in (names, mothers, areas) for name in known.columns[1:]),
        pl.col("tf_key").log(2).alias("bits_of_key"),
        *(["is_other"] if "is_other" in everybody.columns else []),
    )


def _number(text: pl.Expr) -> pl.Expr:
    return text.rank("dense").cast(pl.Int32)


def _letters(text: str) -> pl.Expr:
    """One bit for each letter that a text has."""
    spelled = pl.col(text).cast(pl.String)
    return pl.sum_horizontal(
        spelled.str.contains(letter, literal=True).cast(pl.Int32) * (1 << place)
        for place, letter in enumerate(_LETTERS)
    )


def _most(settings: dict[str, Any]) -> pl.Expr:
    """The most bits that a pair of coded people can weigh; the second one's columns end in `_r`."""
    prior = settings["probability_two_random_records_match"]
    known = {comparison["output_column_name"]: comparison for comparison in COMPARISONS}
    most = pl.lit(math.log2(prior / (1 - prior)))
    for comparison in settings["comparisons"]:
        name = comparison["output_column_name"]
        bits = {level["label_for_charts"]: _bits(level) for level in comparison["comparison_levels"]}
        is_known = _conditions(comparison) == _conditions(known.get(name, {}))
        most += _AT_MOST[name](bits) if is_known else _UNKNOWN
    return most


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


def _both(column: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(column), pl.col(f"{column}_r")


def _same(column: str) -> pl.Expr:
    left, right = _both(column)
    return left == right


def _unknown(column: str) -> pl.Expr:
    left, right = _both(column)
    return left.is_null() | right.is_null()


def _name(bits: Bits) -> pl.Expr:
    left, right = _both("letters")
    # One slip of the pen changes two letters at most; a name that is part of another has no letter of its own.
    alike = pl.max_horizontal(
        pl.lit(max(bits["alike"], bits["one word"], bits["first word alike"], bits["else"])),
        pl.when((left ^ right).bitwise_count_ones() <= 2).then(bits["one letter"]),
        pl.when((left & right == left) | (left & right == right)).then(bits["part"]),
        pl.when(pl.col("is_cut") | pl.col("is_cut_r")).then(bits["initial"]),
    )
    return (
        pl.when(_unknown("key"))
        .then(0.0)
        .when(_same("key"))
        .then(bits["exact"] - pl.col("bits_of_key"))
        .when(_same("sorted") | _same("joined"))
        .then(bits["order"])
        .otherwise(alike)
    )


def _born(bits: Bits) -> pl.Expr:
    (day, other_day), (year, other_year) = _both("day"), _both("year")
    (when, other_when), is_same_when = _both("month_day"), _same("month_day")
    is_part_same = (when // 100 == other_when // 100) | (when % 100 == other_when % 100)
    alike = pl.max_horizontal(
        pl.when(is_same_when | (_same("year") & is_part_same)).then(bits["one digit"]),
        pl.when((day - other_day).abs() <= 31)
        .then(bits["near"])
        .when((year - other_year).abs() <= 1)
        .then(bits["same year"])
        .otherwise(bits["else"]),
    )
    return (
        pl.when(_unknown("day"))
        .then(0.0)
        .when(_same("day"))
        .then(bits["exact"])
        .when(_same("day_key"))
        .then(bits["swapped"])
        .when(is_same_when & ((year - other_year).abs() <= 1))
        .then(bits["year off"])
        .otherwise(alike)
    )


def _home(bits: Bits) -> pl.Expr:
    def placed(village: float, kecamatan: float, further: float) -> pl.Expr:
        return pl.when(_same("village")).then(village).when(_same("kecamatan")).then(kecamatan).otherwise(further)

    alike = max(bits["mother alike"], bits["else"])
    near = max(bits["mother alike and village"], bits["village, mother differs"])
    return (
        pl.when(_unknown("village"))
        .then(0.0)
        .when(_same("kk"))
        .then(max(bits["family"], bits["card"]))
        .when(_same("mother"))
        .then(placed(bits["mother and village"], bits["mother and kecamatan"], bits["mother"]))
        .when(_unknown("mother"))
        .then(placed(bits["village"], bits["kecamatan"], bits["kecamatan differs"]))
        .when(_is_mother_alike())
        .then(placed(near, alike, alike))
        .otherwise(placed(bits["village, mother differs"], bits["else"], bits["else"]))
    )


def _is_mother_alike() -> pl.Expr:
    """Holds wherever two mothers' names are alike.

    One slip of the pen changes two letters at most; and a Jaro-Winkler likeness of 0.92, of which equal beginnings give 0.4
    of what is missing at most, is a Jaro likeness of 0.8667: m letters found in both with m/a + m/b >= 1.6, so that
    a + b - 2m letters at most are in one name alone.
    """
    (left, right), (a, b) = _both("mother_letters"), _both("mother_length")
    return (left ^ right).bitwise_count_ones() <= pl.max_horizontal(2.0, 0.001 + a + b - 3.2 * a * b / (a + b))


def _equal(column: str) -> Callable[[Bits], pl.Expr]:
    def at_most(bits: Bits) -> pl.Expr:
        return pl.when(_unknown(column)).then(0.0).when(_same(column)).then(bits["exact"]).otherwise(bits["else"])

    return at_most


_AT_MOST = {
    "name": _name,
    "born": _born,
    "home": _home,
    "sex": _equal("sex"),
    "nik": _equal("nik"),
    "kk": _equal("kk"),
}
