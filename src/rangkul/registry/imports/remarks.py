"""What every population format looks for in a NIK beside its digits: other dates and other sexes are only remarks."""

import polars as pl

from rangkul.platform.importing.checking import Slice

_SERIAL = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)$"
CLEAN_NIK = "^[0-9]{6}(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(?:0[1-9]|1[0-2])[0-9]{2}" + _SERIAL
"""Texts that `kernel.nik.Nik` takes as they are (a test holds both equal): day 01–31 or 41–71, month, serial not 0000."""
CLEAN_KK = "^[0-9]{12}" + _SERIAL


def remark_on_nik(rows: Slice, nik: pl.Series, born: pl.Series, sex: pl.Series) -> None:
    """Count NIK that tell another birth date (century aside) or sex; both may be right (domain B.3)."""
    frame = pl.DataFrame({"nik": nik, "born": born, "sex": sex})
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int32, strict=False)
    own_day = pl.when(day > 40).then(day - 40).otherwise(day).cast(pl.String).str.zfill(2)
    marks = frame.select(
        other_date=pl.concat_str(own_day, pl.col("nik").str.slice(8, 4)) != pl.col("born").dt.strftime("%d%m%y"),
        other_sex=pl.when(day > 40).then(pl.lit("P")).otherwise(pl.lit("L")) != pl.col("sex"),
    )
    rows.note("NIK_TANGGAL_LAHIR_BEDA", marks["other_date"])
    rows.note("NIK_JENIS_KELAMIN_BEDA", marks["other_sex"])
