"""The register book of outgoing letters (buku agenda surat keluar): every number of a month, cancelled ones too."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet

from rangkul.kernel import clock
from rangkul.platform.documents.enums import title_of
from rangkul.platform.documents.models import Document
from rangkul.platform.documents.policies import can_view_document, register_visible_to
from rangkul.platform.documents.rendering import render_pdf
from rangkul.platform.policy.actor import Actor

PAGE = 50
HEADINGS = ("No.", "Nomor surat", "Tanggal", "Jenis", "Perihal", "Tujuan", "Diterbitkan oleh", "Keterangan")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One number of the book. `about` is "" and `is_withheld` true where the reader may not know what it tells."""

    id: UUID
    place: int
    series: str
    sequence: int | None
    number: str
    issued_on: date
    kind: str
    kind_label: str
    about: str
    recipient: str
    issued_by_name: str
    is_revoked: bool
    revoked_on: date | None
    revoked_reason: str
    is_withheld: bool

    @property
    def note(self) -> str:
        """The last column: why a number was cancelled."""
        if not self.is_revoked or self.revoked_on is None:
            return ""
        return f"DIBATALKAN {clock.format_date(self.revoked_on)}: {self.revoked_reason}"

    def cells(self) -> tuple[str, ...]:
        """The line as the printed book and the files show it."""
        return (
            str(self.place), self.number, clock.format_date(self.issued_on), self.kind_label,
            self.about or ("(tertutup untuk peran Anda)" if self.is_withheld else ""), self.recipient,
            self.issued_by_name, self.note,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesTotal:
    """A series in a month: how many numbers, from which to which, how many cancelled; `is_whole`: none is missing."""

    series: str
    count: int
    cancelled: int
    first: int | None
    last: int | None

    @property
    def is_whole(self) -> bool:
        """Whether the numbers run from the first to the last without a gap, as far as the reader sees them."""
        return self.first is None or self.last is None or self.last - self.first + 1 == self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """A page of the book: its lines, how many there are in the month, and the totals of each series."""

    lines: tuple[RegisterLine, ...]
    total: int
    totals: tuple[SeriesTotal, ...]
    page: int
    pages: int


def read_register(
    actor: Actor, month: date, *, series: str = "", page: int = 1, limit: int | None = PAGE
) -> RegisterPage:
    """The book of a month as far as the actor's areas reach, in the order of issue; `limit=None` gives it whole.

    Four queries whatever the length. Empty for a role that does not read the book.
    """
    found = _of_month(register_visible_to(actor), month)
    totals = _totals(found)
    if series:
        found = found.filter(series=series)
    total = found.count()
    pages = max(1, -(-total // limit)) if limit else 1
    page = min(max(page, 1), pages)
    start = (page - 1) * limit if limit else 0
    rows = found.order_by("issued_on", "issued_at", "id")[start : start + limit if limit else None]
    lines = tuple(_line(actor, row, place) for place, row in enumerate(rows, start=start + 1))
    return RegisterPage(lines=lines, total=total, totals=totals, page=page, pages=pages)


def list_series_used(actor: Actor, month: date) -> list[str]:
    """Series that gave a number in the month, in the reader's areas."""
    found = _of_month(register_visible_to(actor), month)
    return sorted(found.values_list("series", flat=True).distinct())


def list_months(actor: Actor, *, limit: int = 24) -> list[date]:
    """Months with letters in the reader's areas, the newest first."""
    found = register_visible_to(actor).dates("issued_on", "month", order="DESC")
    return list(found[:limit])


def render_register(
    lines: Sequence[RegisterLine], *, office: Mapping[str, Any], signer: Mapping[str, Any], month: date, scope: str,
    totals: Sequence[SeriesTotal], at: datetime,
) -> bytes:  # fmt: skip
    """The book of a month as a PDF in A4 landscape, with the totals of each series at its end."""
    period = f"{clock.MONTHS[month.month - 1]} {month.year}"
    as_of = clock.local_date(at, settings.TIME_ZONE)
    data = {
        "office": office,
        "signer": signer,
        "period": period,
        "as_of": as_of,
        "scope": scope,
        "rows": [each.cells() for each in lines],
        "totals": [(each.series, each.count, each.cancelled) for each in totals],
    }
    meta = {"number": "", "title": f"Buku agenda surat keluar {period}", "place": office["city"], "date": as_of}
    return render_pdf("register", data, meta=meta, at=at)


def _of_month(found: QuerySet[Document], month: date) -> QuerySet[Document]:
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return found.filter(issued_on__gte=first, issued_on__lte=last)


def _totals(found: QuerySet[Document]) -> tuple[SeriesTotal, ...]:
    rows = (
        found.values("series")
        .annotate(
            count=Count("pk"), cancelled=Count("pk", filter=Q(revoked_at__isnull=False)),
            first=Min("sequence"), last=Max("sequence"),
        )
        .order_by("series")
    )  # fmt: skip
    return tuple(SeriesTotal(**row) for row in rows)


def _line(actor: Actor, row: Document, place: int) -> RegisterLine:
    may_know = can_view_document(actor, row)
    return RegisterLine(
        id=row.pk,
        place=place,
        series=row.series,
        sequence=row.sequence,
        number=row.number,
        issued_on=row.issued_on,
        kind=row.kind,
        kind_label=str(title_of(row.kind, row.template)),
        about=row.title if may_know else "",
        recipient=row.recipient if may_know else "",
        issued_by_name=row.issued_by_name,
        is_revoked=row.revoked_at is not None,
        revoked_on=clock.local_date(row.revoked_at, settings.TIME_ZONE) if row.revoked_at else None,
        revoked_reason=row.revoked_reason,
        is_withheld=not may_know,
    )
