"""The row that every status format delivers: whom it is about, by every number the file gives, and what it claims.

A claim is one fact: a status of a register, a membership of a programme or its end, a number, a filled form, what
Dukcapil says, what the health office measured. Claims travel as JSON texts, so that a row may carry as many as its file has columns for.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from rangkul.platform.crypto import blind_index_many, seal_many
from rangkul.platform.importing.cells import AS_NUMBER
from rangkul.platform.importing.checking import Slice
from rangkul.reference.forms import Form
from rangkul.registry.numbers import ANSWER, REST

PERSON, FAMILY, NOBODY = "P", "F", "-"
STATUS, MEMBER, LEAVE, IDENTITY, SHEET, CHECKED = "STATUS", "MEMBER", "LEAVE", "IDENTITY", "SHEET", "CHECKED"
HEALTH = "HEALTH"

SCHEMA: dict[str, pl.DataType] = {
    "row": pl.Int32(),
    "subject": pl.String(),
    "nik": pl.String(),
    "kk": pl.String(),
    "id_kind": pl.String(),
    "id_value": pl.String(),
    "name": pl.String(),
    "birth_date": pl.Date(),
    "area_code": pl.String(),
    "claims": pl.String(),
}
"""`subject` is whom the row is looked up as (P or F); a claim about the family of a person found is allowed, and one
about nobody but the person; "-" marks a row that says nothing (a second row of header). `id_kind` is an `IdentityKind` or an `OutsideProgramme`, `id_value` the number there."""


def status_frame(
    rows: Slice, columns: Mapping[str, pl.Series], *, subject: str | pl.Series, claims: list[pl.Series]
) -> pl.DataFrame:
    """A frame of `SCHEMA`; columns not given are null."""
    unknown = set(columns) - set(SCHEMA)
    if unknown:
        raise KeyError(f"not in the status record: {sorted(unknown)}")
    given = dict(columns) | {
        "row": rows.rows,
        "subject": _of_size(subject, rows.size),
        "claims": _together(claims, rows.size),
    }
    return pl.DataFrame(
        [
            given[name].cast(dtype).alias(name) if name in given else pl.Series(name, [None] * rows.size, dtype=dtype)
            for name, dtype in SCHEMA.items()
        ]
    )


def status_claim(
    rows: Slice, about: str | pl.Series, *, source: str, start: pl.Series | date, until: pl.Series | date | None,
    decile: pl.Series | None = None, is_listed: pl.Series | bool = True, where: pl.Series | None = None,
) -> pl.Series:  # fmt: skip
    """That a register lists somebody (or does not), with the decile it gives; for [start, until), open when None."""
    values = {"a": source, "f": start, "u": until, "n": decile, "l": is_listed}
    return _claim(rows, STATUS, about, values, where)


def member_claim(
    rows: Slice, about: str | pl.Series, *, programme: str | pl.Series, start: pl.Series | date,
    until: pl.Series | date | None = None, number: pl.Series | None = None, where: pl.Series | None = None,
) -> pl.Series:  # fmt: skip
    """That somebody is served by a programme of others, perhaps under a number."""
    return _claim(rows, MEMBER, about, {"a": programme, "v": number, "f": start, "u": until}, where)


def leave_claim(rows: Slice, about: str | pl.Series, *, programme: str, start: date, where: pl.Series) -> pl.Series:
    """That a programme of others does not serve somebody: what the same source said before ends."""
    return _claim(rows, LEAVE, about, {"a": programme, "f": start}, where)


def identity_claim(
    rows: Slice, about: str | pl.Series, *, kind: str, value: pl.Series, start: date, where: pl.Series | None = None
) -> pl.Series:
    """A number somebody is known by in a register."""
    is_told = value.is_not_null() if where is None else where & value.is_not_null()
    return _claim(rows, IDENTITY, about, {"a": kind, "v": value, "f": start}, is_told)


def checked_claim(rows: Slice, *, nik_status: pl.Series, died_on: pl.Series, start: date) -> pl.Series:
    """What Dukcapil says of a person: status of the NIK, day of death."""
    where = nik_status.is_not_null() | died_on.is_not_null()
    return _claim(rows, CHECKED, PERSON, {"a": nik_status, "v": died_on, "f": start}, where)


def health_claim(
    rows: Slice, *, kind: pl.Series, status: pl.Series, measured_on: pl.Series, until_on: pl.Series, source: pl.Series,
    where: pl.Series,
) -> pl.Series:  # fmt: skip
    """What the health office measured: a pregnancy until its expected end, a small child's nutrition."""
    told = pl.DataFrame({"source": source}).to_struct("d")
    return _claim(rows, HEALTH, PERSON, {"a": kind, "v": status, "f": measured_on, "u": until_on, "d": told}, where)


def sheet_claim(
    rows: Slice, about: str | pl.Series, form: Form, *, part: str = "", start: pl.Series | date, until: pl.Series | date | None = None,
    where: pl.Series | None = None,
    constants: Mapping[str, str] | None = None,
    came: Iterable[str] = (), secret: Iterable[str] = (), has_rest: bool = True,
) -> pl.Series:  # fmt: skip
    """The answers of `form` in the columns that the file has (those of one `part`), each as the file writes it.

    `constants` are answers that the file gives once for all its rows; `came` and `secret` are columns beside the form whose
    own text is kept with it, the second sealed. Columns that nobody knows
    (row numbers aside) are kept sealed under `REST`, unless not `has_rest`.
    """
    asked = [each for each in form.questions if each.part == part and each.name in rows]
    told = {each.name: _answer(rows, each.name, is_number=each.is_number) for each in asked}
    plain = {each.name: told[each.name] for each in asked if not each.is_secret}
    sealed = {each.name: told[each.name] for each in asked if each.is_secret}
    told |= {name: rows.text(name, 1000) for name in (*came, *secret) if name in rows}
    plain |= {name: told[name] for name in came if name in rows}
    sealed |= {name: told[name] for name in secret if name in rows}
    if has_rest and (rest := rows.leftover(has_row_numbers=False)).null_count() < rows.size:
        told[REST] = sealed[REST] = rest
    for each, text in (constants or {}).items():
        told[each] = plain[each] = pl.Series([text] * rows.size, dtype=pl.String)
    if not told:
        return pl.Series([None] * rows.size, dtype=pl.String)
    is_filled = pl.DataFrame(told).select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    values: dict[str, object] = {"a": form.code, "v": form.version, "f": start, "u": until}
    if plain:
        values["d"] = pl.DataFrame(plain).to_struct("d")
    if sealed:
        values["x"] = pl.DataFrame({name: _made(text, blind_index_many) for name, text in sealed.items()}).to_struct(
            "x"
        )
        values["c"] = pl.DataFrame({name: _made(text, seal_many) for name, text in sealed.items()}).to_struct("c")
    return _claim(rows, SHEET, about, values, is_filled if where is None else where & is_filled)


def _answer(rows: Slice, name: str, *, is_number: bool) -> pl.Series:
    """What the column says, as it says it; a number of a register that Excel spoilt refuses its row or loses its ".0"."""
    text = rows.text(name, 1000)
    if not is_number:
        return text
    mended = rows.number(name, longest=1000)
    return pl.select(pl.when(text.str.contains(AS_NUMBER)).then(mended).otherwise(text)).to_series()


def _claim(
    rows: Slice, kind: str, about: str | pl.Series, values: Mapping[str, object], where: pl.Series | None
) -> pl.Series:
    columns = [pl.Series("k", [kind] * rows.size, dtype=pl.String), _of_size(about, rows.size).alias("s")]
    for name, value in values.items():
        if value is None:
            continue
        series = value if isinstance(value, pl.Series) else pl.Series([_plain(value)] * rows.size)
        columns.append(series.cast(pl.String).alias(name) if series.dtype == pl.Date else series.alias(name))
    text = pl.DataFrame(columns).select(pl.struct(pl.all()).struct.json_encode()).to_series()
    return text if where is None else pl.select(pl.when(where.fill_null(False)).then(text)).to_series()


def _of_size(value: str | pl.Series, size: int) -> pl.Series:
    return value if isinstance(value, pl.Series) else pl.Series([value] * size, dtype=pl.String)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _together(claims: list[pl.Series], size: int) -> pl.Series:
    if not claims:
        return pl.Series(["[]"] * size, dtype=pl.String)
    frame = pl.DataFrame([each.alias(str(place)) for place, each in enumerate(claims)])
    return frame.select(
        pl.concat_str(pl.lit("["), pl.concat_str(pl.all(), separator=",", ignore_nulls=True), pl.lit("]"))
    ).to_series()


def _made(texts: pl.Series, work: object) -> pl.Series:
    distinct = texts.drop_nulls().unique().to_list()
    if not distinct:
        return texts
    made = [each.hex() for each in work(distinct, context=ANSWER)]  # type: ignore[operator]
    return texts.replace_strict(pl.Series(distinct, dtype=pl.String), pl.Series(made, dtype=pl.String), default=None)
