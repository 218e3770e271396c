"""What of a person is compared: columns made once for everybody, in memory only."""

from functools import cache

import polars as pl

from rangkul.kernel.names.sound import fold, search_key
from rangkul.kernel.names.vocabulary import COMMON

INPUT = ("id", "name", "nik", "kk", "sex", "birth_date", "mother_name", "area_code")
"""Columns that `features` reads; `nik` and `kk` are 64-bit numbers made from the blind index, null when unknown."""


def features(people: pl.DataFrame) -> pl.DataFrame:
    """One row a person for `scoring`: `rid` is the place in `people`.

    Adds the sounding name whole, sorted and joined, its words that say something, a date key that is the same when day
    and month are exchanged, and the mother's name as it sounds. Uses `name_key` when it is there (it is stored).
    """
    if "name_key" not in people.columns:
        people = people.with_columns(_sounding(people["name"]).alias("name_key"))
    mothers = _sounding(people["mother_name"].fill_null("")).alias("mother")
    common = sorted(common_words())
    words = pl.col("name_key").str.split(" ")
    day, month = pl.col("birth_date").dt.day().cast(pl.Int32), pl.col("birth_date").dt.month().cast(pl.Int32)
    year = pl.col("birth_date").dt.year().cast(pl.Int32)
    return (
        people.with_row_index("rid")
        .with_columns(mothers)
        .with_columns(words=words, telling=words.list.set_difference(pl.lit(common, dtype=pl.List(pl.String()))))
        .with_columns(telling=pl.when(pl.col("telling").list.len() == 0).then("words").otherwise("telling"))
        .select(
            pl.col("rid").cast(pl.Int32),
            "nik",
            "kk",
            pl.col("name_key").replace("", None).alias("key"),
            pl.col("words").list.sort().list.join(" ").replace("", None).alias("sorted"),
            pl.col("name_key").str.replace_all(" ", "").replace("", None).alias("joined"),
            "words",
            pl.col("telling"),
            pl.col("telling").list.first().str.slice(0, 2).alias("start"),
            pl.col("mother").replace("", None),
            pl.col("sex").replace("", None),
            pl.col("birth_date").alias("born"),
            year.alias("year"),
            (year * 10000 + pl.min_horizontal(day, month) * 100 + pl.max_horizontal(day, month)).alias("day_key"),
            pl.col("area_code").alias("village"),
            pl.col("area_code").str.slice(0, 8).alias("kecamatan"),
        )
    )


def _sounding(names: pl.Series) -> pl.Series:
    """Search keys, each different name worked out once."""
    known = names.unique()
    keys = pl.Series([search_key(name) for name in known], dtype=pl.String())
    return names.replace_strict(known, keys, return_dtype=pl.String())


@cache
def common_words() -> frozenset[str]:
    """Name words that say next to nothing, as they sound."""
    return frozenset(fold(word) for word in COMMON)
