"""What a page hands to the case list component: columns, rows and cells, with links that sort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rangkul.web.shared.marks import due_mark, tag_mark


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

    def body(self) -> SafeString:
        """The rows as HTML, each cell with its column's name for the labels on a phone.

        Written in Python: as a template this table was half the cost of a worklist.
        """
        heads = [
            (f' data-label="{escape(each.label)}"', ' class="num"' if each.numeric else "") for each in self.columns
        ]
        parts = []
        for row in self.rows:
            parts.append('<tr role="row" class="late">' if row.is_late else '<tr role="row">')
            for place, ((label, numeric), cell) in enumerate(zip(heads, row.cells, strict=True)):
                parts.append(_first(cell) if place == 0 else f'<td role="cell"{label}{numeric}>{_content(cell)}</td>')
            parts.append("</tr>")
        return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def _first(cell: Cell) -> str:
    return f'<th scope="row" role="rowheader">{_linked(cell)}{_note(cell)}</th>'


def _content(cell: Cell) -> str:
    if cell.due_on:
        return due_mark(cell.due_on)
    if cell.state is not None:
        return tag_mark(cell.state, cell.text)
    return _linked(cell) if cell.url else f"<span>{escape(cell.text)}{_note(cell)}</span>"


def _linked(cell: Cell) -> str:
    return f'<a href="{escape(cell.url)}">{escape(cell.text)}</a>' if cell.url else escape(cell.text)


def _note(cell: Cell) -> str:
    return f"<small>{escape(cell.note)}</small>" if cell.note else ""


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
