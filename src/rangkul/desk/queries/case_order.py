"""In which order cases are listed, and how a list goes on after a row (keyset, no offsets)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from rangkul.desk.models import Case
from rangkul.desk.models.cases import NEVER
from rangkul.kernel.ids import read_id

NEWEST = "-id"
"""The newest first, by the id alone, which grows with time: for lists of everything."""
ORDERS = ("tenggat", "nama", "masuk", "desa")
_FIELDS = {"tenggat": "due_key", "nama": "concerned_name", "masuk": "registered_at", "desa": "area_code"}


class _Never(Value):
    """`NEVER` written into the statement: sent as a value, no index on the due day would fit a kept plan."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """A constant of our own."""
        return f"'{NEVER.isoformat()}'::date", ()


def in_order(found: QuerySet[Case], order: str, after: str) -> QuerySet[Case]:
    """`found` in an order of `ORDERS` (a "-" in front turns it), behind the mark `after`.

    Any other order: urgent first, then by due day. An unreadable mark begins anew.
    """
    found = found.annotate(due_key=Coalesce(F("due_on"), _Never(NEVER), output_field=DateField()))
    if order == NEWEST:
        mark = read_id(after)
        return found.order_by("-id").filter(id__lt=mark) if mark else found.order_by("-id")
    field = _FIELDS.get(order.removeprefix("-"))
    if field is None:
        return _after_due(found.order_by("-is_urgent", "due_key", "id"), after)
    sign = "-" if order.startswith("-") else ""
    return _after(found.order_by(f"{sign}{field}", f"{sign}id"), field, is_turned=bool(sign), after=after)


def mark_of(case: Any, order: str) -> str:
    """Where a list goes on after this case (or row of one). A name is never put into it: the mark stands in an address."""
    if order == NEWEST:
        return str(case.pk)
    field = _FIELDS.get(order.removeprefix("-"))
    if field is None:
        return f"{'1' if case.is_urgent else '0'}~{_due(case).isoformat()}~{case.pk}"
    told = {"due_key": _due(case).isoformat(), "registered_at": case.registered_at.isoformat()}
    return f"{told.get(field, '')}~{case.pk}"


def _due(case: Any) -> date:
    due: date | None = case.due_on
    return due or NEVER


def _after(found: QuerySet[Case], field: str, *, is_turned: bool, after: str) -> QuerySet[Case]:
    parts = after.split("~")
    mark = read_id(parts[1]) if len(parts) == 2 else None
    value = _value(field, parts[0], mark) if mark else None
    if mark is None or value is None:
        return found
    way = "lt" if is_turned else "gt"
    return found.filter(Q(**{f"{field}__{way}": value}) | Q(**{field: value, f"id__{way}": mark}))


def _value(field: str, told: str, mark: UUID) -> Any:
    """What the row of the mark had in the field: told in the mark, or looked up by its id (names and villages)."""
    try:
        if field == "due_key":
            return date.fromisoformat(told)
        if field == "registered_at":
            moment = datetime.fromisoformat(told)
            return moment if moment.tzinfo else None
    except ValueError:
        return None
    return Case.objects.filter(pk=mark).values_list(field, flat=True).first()


def _after_due(found: QuerySet[Case], after: str) -> QuerySet[Case]:
    """Rows behind the mark in the order urgent first, then due day, then id."""
    parts = after.split("~")
    mark = read_id(parts[2]) if len(parts) == 3 else None
    if mark is None:
        return found
    try:
        due = date.fromisoformat(parts[1])
    except ValueError:
        return found
    is_urgent = parts[0] == "1"
    behind = Q(is_urgent=is_urgent) & (Q(due_key__gt=due) | Q(due_key=due, id__gt=mark))
    return found.filter(behind | Q(is_urgent=False) if is_urgent else behind)
