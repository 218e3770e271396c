"""What the machinery asks of a format and of the room where checked rows land."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable
from uuid import UUID

import polars as pl

from rangkul.platform.importing.checking import Checked, Problem, Slice
from rangkul.platform.importing.formats import Layout
from rangkul.platform.importing.models import ImportBatch

type Progress = Callable[[int, int | None, str], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how it is recognised, how a slice of its rows is checked, in which landing its rows end.

    `check(slice, batch)` gives rows with the columns of the landing, first of all `row` (number in the file).
    An `is_mapped_only` format is never recognised by itself: a person says which columns of a file are its columns.
    `labels` are names of columns for people; a mapping needs one of `place_columns` unless the upload names a village.
    """

    layout: Layout
    title: str
    landing: str
    check: Callable[[Slice, ImportBatch], Checked]
    needs_village: bool = False
    is_mapped_only: bool = False
    place_columns: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.layout.code


@dataclass(frozen=True, slots=True)
class Fallen:
    """Somebody of an earlier list who is not on this one: `kind` "person" or "family", and what would end."""

    kind: str
    subject_id: UUID
    area_code: str
    what: str
    value: str


@dataclass
class Matched:
    """What matching found: rows by verdict, problems to show, samples of new and changed rows, a question perhaps.

    `fall_offs` counts what was on the list before and is not on this one; it ends only when the approver says so.
    `areas` is {row: village} of samples and problems, as far as the landing knows.
    """

    counts: dict[str, int]
    problems: list[Problem]
    samples: list[tuple[int, str, str, dict[str, list[str | None]]]]
    families: int = 0
    question: str = ""
    fall_offs: int = 0
    fallen: list["Fallen"] = field(default_factory=list)
    areas: dict[int, str] = field(default_factory=dict)


class Landing(Protocol):
    """The room's side: staging is disposable and can always be made again from the file."""

    def begin(self, batch: ImportBatch) -> None:
        """Make an empty staging place for the batch."""
        ...

    def stage(self, batch: ImportBatch, frame: pl.DataFrame) -> None:
        """Put checked rows into staging."""
        ...

    def staged(self, batch: ImportBatch) -> int:
        """How many rows wait in staging; 0 when it is gone (PostgreSQL crashed, or applied already)."""
        ...

    def match(self, batch: ImportBatch, progress: Progress) -> Matched:
        """Compare staging with what is known and give every row its verdict."""
        ...

    def apply(self, batch: ImportBatch, progress: Progress) -> dict[str, int]:
        """Write new and changed rows in the running transaction; counts per kind of thing."""
        ...

    def undo(self, batch: ImportBatch, progress: Progress) -> dict[str, object]:
        """Take back what only this batch did, in the running transaction: counts, and `kept`: ids others built upon."""
        ...

    def forget(self, batch: ImportBatch) -> None:
        """Drop the staging of the batch."""
        ...


OTHER_FORMAT = "other"
"""What an upload names as its format when a person wants to map the columns, whatever the header looks like."""


@runtime_checkable
class Comparing(Protocol):
    """A landing that can tell where two staged batches say different things about one person."""

    def contrary(self, batch: ImportBatch, other: ImportBatch) -> list[tuple[int, str, dict[str, list[str | None]]]]:
        """(row of `batch`, name, {field: [what `other` says, what `batch` says]}) in the order of the rows."""
        ...


FORMATS: dict[str, Format] = {}
LANDINGS: dict[str, Landing] = {}
BUILT_UPON: dict[str, Callable[[UUID], str]] = {}


def register_format(each: Format) -> Format:
    """Make a format known to the upload page and the reader."""
    FORMATS[each.code] = each
    return each


def register_landing(code: str, landing: Landing) -> None:
    """Make a room's landing known under the code that formats name."""
    LANDINGS[code] = landing
