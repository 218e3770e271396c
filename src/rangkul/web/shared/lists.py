"""What a page hands to the case list component: columns, rows and cells, with links that sort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from rangkul.web.shared.tones import tone_of


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column head; `sort_url` makes it a link, `direction` ("ascending", "descending") says how it is sorted now."""

    label: str
    numeric: bool = False
    sort_url: str = ""
    direction: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: text with an optional link, second line, status tag or due date."""

    text: str = ""
    url: str = ""
    note: str = ""
    state: object = None
    due_on: date | None = None
    numeric: bool = False

    @property
    def tone(self) -> str:
        """Tone of the tag, from the state."""
        return tone_of(self.state)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row; its first cell is the row's head and carries the link. `is_late` draws the eye to it."""

    cells: Sequence[Cell]
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseList:
    """A table of cases that turns into cards on a phone. `caption` is read aloud and shown unless hidden."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row] = field(default_factory=tuple)
    hide_caption: bool = False

    def lines(self) -> list[tuple[Row, list[tuple[Column, Cell]]]]:
        """Rows with each cell beside its column, for the labels on a phone."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


def sort_column(request: HttpRequest, label: str, key: str, *, numeric: bool = False) -> Column:
    """A column sorted by `?urut=key` or, pressed again, `?urut=-key`; keeps the filters, starts at the first page."""
    now = request.GET.get("urut", "")
    query = request.GET.copy()
    query.pop("setelah", None)
    query.pop("sebelum", None)
    query["urut"] = f"-{key}" if now == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return Column(label=label, numeric=numeric, sort_url=f"?{query.urlencode()}", direction=direction)


def with_query(request: HttpRequest, changes: Mapping[str, str | None]) -> str:
    """The page's own query with some keys set, or dropped when None: for tabs, filter chips and page links."""
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}"
