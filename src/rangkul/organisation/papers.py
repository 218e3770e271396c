"""What stands on the papers of the organisation: certificates of an activity and reports of work."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rangkul.kernel import clock
from rangkul.organisation.models import Activity, Participant
from rangkul.organisation.queries.offices import letterhead_data
from rangkul.organisation.queries.reports import ReportView
from rangkul.platform.documents import verification
from rangkul.platform.documents.models import Document
from rangkul.platform.documents.rendering import qr_svg, render_pdf

ORIGIN = (
    "Angka dihitung oleh sistem dari pekerjaan yang tercatat pada hari-hari itu; satu kasus dihitung satu kali dalam satu "
    "kolom. Tidak ada angka yang diketik."
)


def certificate_data(activity: Activity) -> dict[str, Any]:
    """What all certificates of an activity share, with the block of who signed them."""
    held = f"{clock.format_weekday(activity.held_on)}, {clock.format_date(activity.held_on)}"
    if activity.until:
        held += f" sampai {clock.format_weekday(activity.until)}, {clock.format_date(activity.until)}"
    return {
        "office": letterhead_data(activity.office),
        "signer": activity.certificates_signer,
        "kind": str(activity.get_kind_display()),
        "about": activity.name,
        "held": held,
        "venue": activity.venue,
        "topic": " ".join(activity.topic.split())[:300],
    }


def capacity_of(participant: Participant, place: str) -> str:
    """In what role and from where somebody took part."""
    return f"{participant.get_role_display()}, {place}"


def bundle_pdf(
    activity: Activity, people: Sequence[tuple[Participant, str, Document]], *, on: date, at: datetime
) -> bytes:
    """One PDF with the certificate of everybody, each with the number and code of its own document."""
    pages = []
    for participant, place, document in people:
        url = verification.verify_url(document.verify_code)
        pages.append(
            {
                "name": participant.name,
                "capacity": capacity_of(participant, place),
                "number": document.number,
                "date": document.issued_on,
                "qr": qr_svg(url),
                "verify_url": url,
                "verify_address": verification.verify_url().split("://", 1)[1],
                "verify_code": verification.shown(document.verify_code),
            }
        )
    meta = {"title": f"Sertifikat {activity.name}", "number": "", "place": activity.office.city, "date": on}
    return render_pdf("certificate", certificate_data(activity) | {"pages": pages}, meta=meta, at=at)


def report_pdf(view: ReportView, *, on: date, at: datetime) -> bytes:
    """A report of work on paper, tagged, in the office's letterhead, with the name of who sent it (or who would)."""
    owner = view.officer or view.post
    assert owner is not None
    office = owner.office
    is_weekly = view.officer is not None
    days = clock.format_date(view.days.first)
    if view.days.last != view.days.first:
        days += f" sampai {clock.format_date(view.days.last)}"
    sent = view.sent
    told = (
        f"{clock.format_date(clock.local_date(sent.sent_at, office.time_zone))} oleh {sent.sent_by_name}"
        if sent
        else "belum"
    )
    columns: list[dict[str, Any]] = [{"label": "Desa/kelurahan", "width": 3}]
    columns += [{"label": label, "width": 1, "kind": "number"} for label in view.columns]
    data: dict[str, Any] = {
        "office": letterhead_data(office),
        "signer": {
            "position": "Fasilitator SLRT" if is_weekly else "Koordinator Puskesos",
            "name": view.who if is_weekly else "",
        },
        "heading": "Laporan mingguan fasilitator" if is_weekly else "Laporan harian Puskesos",
        "fields": [("Nama", view.who), ("Hari", days), ("Dikirim", told)],
        "columns": columns,
        "rows": [[row.place, *row.figures] for row in view.rows],
        "total": {"label": "Jumlah", "cells": view.totals},
        "origin": ORIGIN,
    }
    if sent and sent.remark:
        data["remark"] = sent.remark
    meta = {"title": f"{data['heading']} {view.who} {days}", "number": "", "place": office.city, "date": on}
    return render_pdf("report", data, meta=meta, at=at)
