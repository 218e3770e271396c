"""The berita acara serah terima of a village: one document over what was handed over there in a cycle."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch

from rangkul.delivery.components import is_per_head
from rangkul.delivery.errors import UnableToHandOver
from rangkul.delivery.models import Bast, Cycle, Entitlement, Handover
from rangkul.delivery.policies import check_can_issue_bast
from rangkul.kernel import clock
from rangkul.kernel.money import Rupiah, terbilang
from rangkul.kernel.numerals import format_number
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.actions import issue_document
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@action("delivery.bast.issue")
def issue_bast(*, cycle_id: UUID, area: str, first_name: str, first_position: str, by: Actor, at: datetime) -> Bast:
    """Issue the BAST of a cycle in one village: items, totals, and the list that every recipient signed.

    `first_name` and `first_position` are of the village's official who receives. Raises `UnableToHandOver` when nothing
    has been handed over there yet. Issued again after more handovers, it is a new document with a new number; with
    nothing new the standing one is returned.
    """
    cycle = Cycle.objects.select_related("component__programme").get(pk=cycle_id)
    check_can_issue_bast(by, area)
    served = list(
        Entitlement.objects.filter(cycle=cycle, area_code=area, state="SETTLED")
        .prefetch_related(Prefetch("handovers", Handover.objects.filter(voided_at__isnull=True), to_attr="standing"))
        .order_by("recipient_name", "id")
    )
    if not served:
        raise UnableToHandOver(
            "Belum ada serah terima yang tercatat di desa ini, jadi belum ada yang diberitaacarakan."
        )
    total = sum((each.quantity for each in served), Decimal(0))
    standing = _still_true(cycle, area, served, total)
    if standing is not None:
        record("delivery.bast.repeat", by=by, at=at, on=standing, area=area)
        return standing
    place = reference_queries.area_label(area)
    document = issue_document(
        kind="bast",
        series="bast",
        template="bast",
        data=_content(cycle, served, total, place=place, receiver=(first_name, first_position), at=at),
        title=f"Berita acara serah terima {cycle.name}, {place}",
        subject=("cycle", cycle.pk),
        area=area,
        needs_permission="registry.person.view_health" if cycle.component.is_sensitive else "",
        by=by,
        at=at,
    )
    bast = Bast.objects.create(
        cycle=cycle,
        area_code=area,
        served=len(served),
        quantity=total,
        document_id=document.pk,
        issued_by_name=by.name,
        issued_at=at,
    )
    record(
        "delivery.bast.issue",
        by=by,
        at=at,
        on=bast,
        subjects=[("cycle", cycle.pk)],
        area=area,
        data={"number": document.number, "served": len(served)},
    )
    return bast


def _still_true(cycle: Cycle, area: str, served: Sequence[Entitlement], total: Decimal) -> Bast | None:
    """The BAST that says the same already: a form sent twice makes one document."""
    latest = Bast.objects.filter(cycle=cycle, area_code=area).order_by("-issued_at").first()
    if latest is None or (latest.served, latest.quantity) != (len(served), total):
        return None
    changed = Handover.objects.filter(entitlement__in=served, voided_at__isnull=True, recorded_at__gt=latest.issued_at)
    return None if changed.exists() else latest


def _content(
    cycle: Cycle, served: Sequence[Entitlement], total: Decimal, *, place: str, receiver: tuple[str, str], at: datetime
) -> dict[str, Any]:
    office = organisation_queries.get_office()
    today = clock.local_date(at, settings.TIME_ZONE)
    head = organisation_queries.signatory(office, on=today, division_id=cycle.component.programme.division_id)
    value = int((cycle.tariff or 0) * (total if is_per_head(cycle) else len(served)))
    name, position = receiver
    return {
        "office": organisation_queries.letterhead_data(office),
        "on_words": f"{clock.format_weekday(today)}, {clock.format_date(today)}",
        "held_at": place,
        "about": cycle.name,
        "first": {
            "name": head.name,
            "nip": head.nip,
            "rank": head.rank,
            "position": head.title(),
            "address": office.address,
        },
        "second": {"name": name, "nip": "", "rank": "", "position": position, "address": place},
        "items": [
            [
                cycle.item,
                f"{format_number(cycle.quantity.normalize())} {cycle.item_unit} {'tiap penghuni dan hari' if is_per_head(cycle) else 'per penerima'}",
                format_number(total.normalize()),
                cycle.item_unit,
                str(Rupiah(value)) if cycle.tariff else "-",
                "baik",
            ]
        ],
        "total": value,
        "total_words": terbilang(value) if value else "",
        "recipients": {
            "title": f"Daftar penerima {cycle.name}, {place}",
            "columns": [
                {"label": "Nama penerima", "width": 3, "align": "left"},
                {"label": "ID DTKS", "width": "auto", "align": "left"},
                {"label": "Diambil oleh", "width": 2, "align": "left"},
                {"label": "Tanggal", "width": "auto", "align": "left"},
                {"label": "Jumlah", "width": "auto", "align": "right"},
            ],
            "rows": [_row(each, cycle) for each in served],
            "note": f"{format_number(len(served))} penerima.",
        },
    }


def _row(entitlement: Entitlement, cycle: Cycle) -> list[str]:
    standing: list[Handover] = getattr(entitlement, "standing", [])
    handover = standing[0]
    return [
        entitlement.recipient_name,
        handover.registry_id or "-",
        handover.receiver_name,
        clock.format_date(handover.handed_on),
        " ".join(
            part
            for part in (format_number(entitlement.quantity.normalize()), cycle.item_unit, handover.item_detail)
            if part
        ),
    ]
