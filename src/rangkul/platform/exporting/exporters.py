"""What an exporter is: a format that writes its file from what an actor may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the rows of `area` as they stand on a day, as `actor` may see them."""

    actor: Actor
    area: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the file: rows of header, then rows of data, all as text; `notes` are rows after the end."""

    name: str
    header: Sequence[Sequence[str]]
    rows: Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that can be written; `code` is that of the format which reads the file again."""

    code: str
    title: str
    sheets: Callable[[Wanted], Iterable[Sheet]]
    is_workbook: bool = False


EXPORTERS: dict[str, Exporter] = {}


def register_exporter(each: Exporter) -> Exporter:
    """Make an exporter known to the pages and the job."""
    EXPORTERS[each.code] = each
    return each
