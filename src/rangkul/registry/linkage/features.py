"""What of a person is compared: columns made once for every different name, in memory only."""

from functools import cache

import polars as pl

from rangkul.kernel.names import search_keys
from rangkul.kernel.names.sound import fold
from rangkul.kernel.names.vocabulary import COMMON

INPUT = ("id", "name", "nik", "kk", "sex", "birth_date", "mother_name", "area_code")
"""Columns that `features` reads; `nik` and `kk` are 64-bit numbers made from the blind index, null when unknown."""


def features(people: pl.DataFrame) -> pl.DataFrame:
    """One row a person for `scoring`: `rid` is the place in `people`; sounding names `key` and `mother`, each text kept once.

    Uses `name_key` when it is there (it is stored).
    """
    # no global list of names: what was read is gone with the frame
    text = pl.Categorical(pl.Categories("linkage"))
    key = people["name_key"] if "name_key" in people.columns else _sounding(people["name"])
    names = pl.DataFrame({"key": key, "mother": _sounding(people["mother_name"])})
    return (
        people.with_row_index("rid")
        .hstack(names)
        .select(
            pl.col("rid").cast(pl.Int32),
            "nik",
            "kk",
            *(pl.when(pl.col(name) != "").then(name).cast(text).alias(name) for name in ("key", "mother", "sex")),
            pl.col("birth_date").alias("born"),
            pl.col("area_code").cast(text).alias("village"),
        )
    )


def in_letters(frame: pl.DataFrame) -> pl.DataFrame:
    """`features` as Splink compares them: names whole, sorted, joined and in words, all as text."""
    names = names_in(frame).with_columns(pl.col("key").cast(pl.String).alias("spelled"))
    spelled = frame.join(names, on="key", how="left", maintain_order="left")
    return spelled.select(
        "rid",
        "nik",
        "kk",
        pl.col("spelled").alias("key"),
        *(name for name in names.columns if name not in {"key", "spelled"}),
        pl.col("mother", "sex").cast(pl.String),
        "born",
        *days(),
        pl.col("village").cast(pl.String),
        pl.col("village").cast(pl.String).str.slice(0, 8).alias("kecamatan"),
        *(name for name in ("tf_key", "is_other") if name in frame.columns),
    )


def names_in(frame: pl.DataFrame) -> pl.DataFrame:
    """Every different sounding name (`key`) once: sorted, joined, its words, those that say something, how it starts."""
    words = pl.col("key").cast(pl.String).str.split(" ")
    common = pl.lit(sorted(common_words()), dtype=pl.List(pl.String()))
    return (
        frame.select(pl.col("key").drop_nulls().unique())
        .with_columns(words=words, telling=words.list.set_difference(common))
        .select(
            "key",
            pl.col("words").list.sort().list.join(" ").alias("sorted"),
            pl.col("words").list.join("").alias("joined"),
            "words",
            telling=pl.when(pl.col("telling").list.len() == 0).then("words").otherwise("telling"),
        )
        .with_columns(pl.col("telling").list.first().str.slice(0, 2).alias("start"))
    )


def days() -> tuple[pl.Expr, ...]:
    """`year`, and `day_key`, which is the same when day and month are exchanged."""
    born = pl.col("born").dt
    day, month, year = born.day().cast(pl.Int32), born.month().cast(pl.Int32), born.year().cast(pl.Int32)
    key = year * 10000 + pl.min_horizontal(day, month) * 100 + pl.max_horizontal(day, month)
    return year.alias("year"), key.alias("day_key")


def _sounding(names: pl.Series) -> pl.Series:
    """Search keys, each different name worked out once."""
    names = names.fill_null("").alias("name")
    different = names.unique()
    keys = pl.DataFrame({"name": different, "key": pl.Series(search_keys(different), dtype=pl.String)})
    return names.to_frame().join(keys, on="name", how="left", maintain_order="left")["key"]


@cache
def common_words() -> frozenset[str]:
    """Name words that say next to nothing, as they sound."""
    return frozenset(fold(word) for word in COMMON)
