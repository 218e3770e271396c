"""Rows that somebody must look at: kept with their reasons and, sealed, their cells as they stand in the file."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

import polars as pl
import pyarrow.parquet as pq
from django.db.models import Count

from rangkul.platform.crypto import seal_many, unseal_many
from rangkul.platform.importing import resolving
from rangkul.platform.importing.checking import Problem
from rangkul.platform.importing.enums import FALLEN, PROBLEMS, Verdict
from rangkul.platform.importing.formats import row_in_words
from rangkul.platform.importing.landing import Fallen
from rangkul.platform.importing.models import ImportBatch, ImportRow
from rangkul.platform.importing.reading.sandbox import Table

CONTEXT = "importing.row"
KEPT_AT_MOST = 200_000
TAKEN_BEFORE = "SUDAH_DITERIMA"
_STEP = 5_000
_ROWS = re.compile(r"baris [0-9]+(?:(?:, | dan )[0-9]+)*")
_NUMBER = re.compile(r"[0-9]+")

type Cells = Mapping[int, list[str]]


def keep(batch: ImportBatch, problems: Iterable[Problem], raw: Cells) -> None:
    """Keep the problem rows; several problems of one row become several reasons. Refused outweighs doubtful."""
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_row[problem.number].append(problem)
    sheets = resolving.sheets_of(batch)
    decided = set(batch.rows.exclude(decision="").values_list("number", flat=True))
    numbers = sorted(set(by_row) - decided)[: max(0, KEPT_AT_MOST - batch.rows.count())]
    for start in range(0, len(numbers), _STEP):
        part = numbers[start : start + _STEP]
        sealed = seal_many([json.dumps(raw.get(number, [])) for number in part], context=CONTEXT)
        ImportRow.objects.bulk_create(
            ImportRow(
                batch=batch,
                number=number,
                verdict=_worst(by_row[number]),
                reasons=[_with_sheets(each.as_data(), sheets) for each in by_row[number]],
                label=next((each.label for each in by_row[number] if each.label), "")[:200],
                candidates=list(dict.fromkeys(one for each in by_row[number] for one in each.candidates)),
                raw_cipher=cipher,
            )
            for number, cipher in zip(part, sealed, strict=True)
        )


def about_overlong(raw: pl.DataFrame, header: list[str]) -> list[Problem]:
    """Rows of text with more cells than the header: one cell holds the separator, and all after it stand wrong."""
    return [
        Problem(
            number=number,
            verdict=Verdict.REFUSED,
            code="SEL_BERLEBIH",
            column=header[-1],
            shown=f"lebih dari {len(header)} sel",
            expected=f"{len(header)} sel seperti judulnya",
            remedy="cari isi yang memuat tanda pemisah, misalnya koma di alamat: apit dengan tanda kutip, atau geser "
            "sel-selnya ke kolom yang benar",
        )
        for number in raw["row"].to_list()
    ]


def keep_samples(batch: ImportBatch, samples: Iterable[tuple[int, str, str, dict[str, list[str | None]]]]) -> None:
    """Keep what the approver looks at before approving: (row, verdict, name, difference)."""
    ImportRow.objects.bulk_create(
        ImportRow(batch=batch, number=number, verdict=verdict, label=label[:200], difference=difference)
        for number, verdict, label, difference in samples
    )


def keep_fallen(batch: ImportBatch, fallen: Iterable[Fallen]) -> None:
    """Keep who fell off the list, by id; names are looked up by whoever may see them."""
    room = max(0, KEPT_AT_MOST - batch.rows.count())
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                batch=batch,
                number=0,
                verdict=FALLEN,
                difference={each.what: [each.value, None]},
                area_code=each.area_code,
                candidates=[each.kind, str(each.subject_id)],
            )
            for each in islice(fallen, room)
        ),
        batch_size=_STEP,
    )


def place(batch: ImportBatch, areas: Mapping[int, str]) -> None:
    """Put the village on kept rows, so that the page can be filtered by it."""
    by_area: dict[str, list[int]] = defaultdict(list)
    for number, area in areas.items():
        by_area[area].append(number)
    for area, numbers in by_area.items():
        for start in range(0, len(numbers), _STEP):
            ImportRow.objects.filter(batch=batch, number__in=numbers[start : start + _STEP]).update(area_code=area)


def count(batch: ImportBatch, counts: Mapping[str, int], *, skipped: int = 0) -> None:
    """Put the counts by verdict on the batch (not saved); refused rows are what neither staging nor doubt explains.

    `skipped` rows of a correction were right before: they count as the same.
    """
    kept = dict(
        batch.rows.filter(verdict__in=PROBLEMS, reasons__gt=[], decision="")
        .values_list("verdict")
        .annotate(n=Count("id"))
        .order_by()
    )
    batch.rows_new = counts.get(Verdict.NEW, 0)
    batch.rows_changed = counts.get(Verdict.CHANGED, 0)
    batch.rows_same = counts.get(Verdict.SAME, 0) + skipped
    early_doubts = max(kept.get(Verdict.DOUBTFUL.value, 0) - counts.get(Verdict.DOUBTFUL, 0), 0)
    batch.rows_doubtful = counts.get(Verdict.DOUBTFUL, 0) + early_doubts
    batch.rows_refused = batch.rows_total - skipped - batch.rows_staged - early_doubts + counts.get(Verdict.REFUSED, 0)


def rows_by_number(raw: pl.DataFrame) -> dict[int, list[str]]:
    """{row number: its cells as text} of a slice."""
    return {number: [cell or "" for cell in cells] for number, *cells in raw.iter_rows()}


def raw_rows(table: Table, numbers: set[int]) -> dict[int, list[str]]:
    """The cells of some rows of the whole table, read once more in pieces."""
    found: dict[int, list[str]] = {}
    if numbers:
        wanted = list(numbers)
        with pq.ParquetFile(table.path) as file:
            for piece in file.iter_batches(batch_size=_STEP * 10):
                frame = pl.from_arrow(piece)
                assert isinstance(frame, pl.DataFrame)
                found |= rows_by_number(frame.filter(pl.col("row").is_in(wanted)))
    return found


def opened(rows: Iterable[ImportRow]) -> list[list[str]]:
    """The cells of kept rows, unsealed; empty where none were kept."""
    ciphers = [bytes(row.raw_cipher) if row.raw_cipher is not None else None for row in rows]
    plain = iter(unseal_many([each for each in ciphers if each is not None], context=CONTEXT))
    return [json.loads(next(plain)) if each is not None else [] for each in ciphers]


def _with_sheets(told: dict[str, Any], sheets: list[str]) -> dict[str, Any]:
    """The reason with other rows called by sheet and row: "baris Dusun A!7 dan Dusun B!9"."""
    if len(sheets) > 1 and _ROWS.fullmatch(told["shown"]):
        told["shown"] = _NUMBER.sub(lambda found: row_in_words(int(found[0]), sheets), told["shown"])
    return told


def _worst(problems: list[Problem]) -> str:
    verdicts = {each.verdict for each in problems}
    return Verdict.REFUSED.value if Verdict.REFUSED in verdicts else Verdict.DOUBTFUL.value
