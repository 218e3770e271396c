"""Rows of a file put before a landing without the file: what matching and applying make of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import polars as pl

from rangkul.kernel import clock
from rangkul.platform.importing.checking import Slice
from rangkul.platform.importing.landing import Landing, Matched
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.imports.landing import PopulationLanding
from rangkul.registry.imports.record import population_frame
from rangkul.registry.imports.statuses.landing import StatusLanding
from rangkul.registry.imports.statuses.record import status_frame
from tests.people import VILLAGE


@dataclass
class Landed:
    """A staged batch, and what matching found."""

    landing: Landing
    batch: ImportBatch
    matched: Matched

    @property
    def doubts(self) -> list[str]:
        return [each.code for each in self.matched.problems]

    @property
    def told(self) -> str:
        """All that the first doubtful row says to people."""
        first = self.matched.problems[0]
        return f"{first.shown}: {first.expected}; {first.remedy}"

    def apply(self) -> "Landed":
        self.landing.apply(self.batch, _quietly)
        return self

    def undo(self) -> dict[str, Any]:
        return self.landing.undo(self.batch, _quietly)

    def again(self) -> "Landed":
        return Landed(self.landing, self.batch, self.landing.match(self.batch, _quietly))


def people_told(*rows: dict[str, Any], as_of: date, source: str = "DTKS", area: str = VILLAGE) -> Landed:
    """Rows of a population file."""
    ready = [{"area_code": str(area), "life": "ALIVE", "row": place} | row for place, row in enumerate(rows, start=2)]
    columns = {
        name: pl.Series(name, [row.get(name) for row in ready]) for name in {key for row in ready for key in row}
    }
    return _landed(PopulationLanding(source), population_frame(columns, height=len(ready)), as_of, f"{source}.x", area)


def claimed(
    *rows: dict[str, Any], claims: Any, as_of: date, source: str, subject: str = "P", format_code: str = "x"
) -> Landed:
    """Rows of a status file; `claims` makes the claims from the slice."""
    table = Slice(pl.DataFrame({"row": pl.Series(range(2, len(rows) + 2), dtype=pl.Int32)}), {}, [])
    columns = {
        name: pl.Series(name, [row.get(name) for row in rows], dtype=pl.Date if name == "birth_date" else pl.String)
        for name in {key for row in rows for key in row}
    }
    frame = status_frame(table, columns, subject=subject, claims=claims(table))
    return _landed(StatusLanding(source), frame, as_of, format_code, VILLAGE)


def _landed(landing: Landing, frame: pl.DataFrame, as_of: date, format_code: str, area: str) -> Landed:
    batch = ImportBatch.objects.create(
        format_code=format_code, file_name="x.csv", sha256=uuid4().hex, size=1, area_code=area, as_of=as_of, state="READ",
        rows_staged=frame.height, uploaded_by_name="Petugas", uploaded_at=clock.now(), applied_at=clock.now(),
    )  # fmt: skip
    landing.begin(batch)
    landing.stage(batch, frame)
    return Landed(landing, batch, landing.match(batch, _quietly))


def _quietly(_done: int, _of: int | None, _what: str) -> None:
    return None
