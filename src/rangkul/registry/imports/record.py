"""The row that every population format delivers: one person as one file tells of her, on the file's day."""

import polars as pl

POPULATION = "registry.population"

SCHEMA: dict[str, pl.DataType] = {
    "row": pl.Int32(),
    "nik": pl.String(),
    "nik_status": pl.String(),
    "kk": pl.String(),
    "name": pl.String(),
    "sex": pl.String(),
    "birth_place": pl.String(),
    "birth_date": pl.Date(),
    "mother_name": pl.String(),
    "marital_status": pl.String(),
    "education_code": pl.String(),
    "occupation_code": pl.String(),
    "area_code": pl.String(),
    "address": pl.String(),
    "hamlet": pl.String(),
    "rt": pl.String(),
    "rw": pl.String(),
    "relation": pl.String(),
    "life": pl.String(),
    "dtks_id": pl.String(),
    "jkn_number": pl.String(),
    "disability_type": pl.String(),
    "disability_code": pl.String(),
    "is_pregnant": pl.Boolean(),
    "is_listed": pl.Boolean(),
    "joins": pl.String(),
    "leaves": pl.String(),
    "told": pl.String(),
    "leftover": pl.String(),
}
"""Columns and types. `life`: ALIVE, DEAD (known dead by the file's day) or MOVED. `joins` and `leaves` are codes of
`OutsideProgramme` joined by commas; a programme in neither was not told. `disability_code` is the file's own code. `told` and
`leftover` are JSON {column: text}, null for nothing: what a register that lists somebody says of them in known columns (kept
with the listing), and what a file says besides (kept sealed)."""

ALIVE, DEAD, MOVED = "ALIVE", "DEAD", "MOVED"


def population_frame(columns: dict[str, pl.Series], *, height: int) -> pl.DataFrame:
    """A frame of `SCHEMA` from the columns a format has; the others are null."""
    unknown = set(columns) - set(SCHEMA)
    if unknown:
        raise KeyError(f"not in the population record: {sorted(unknown)}")
    return pl.DataFrame(
        [
            columns[name].cast(dtype).alias(name) if name in columns else pl.Series(name, [None] * height, dtype=dtype)
            for name, dtype in SCHEMA.items()
        ]
    )
