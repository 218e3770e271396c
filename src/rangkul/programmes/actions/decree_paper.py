"""The decree on paper: what the SK of a decision says, and its attachment by name and address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rangkul.kernel.clock import format_date
from rangkul.organisation import queries as organisation_queries
from rangkul.organisation.queries import Signer
from rangkul.platform.documents.actions import issue_document
from rangkul.platform.documents.models import Document
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import CountingUnit, LineState
from rangkul.programmes.models import ProposalBatch, ProposalLine, Terms
from rangkul.programmes.policies.catalogue import VIEW_HEALTH
from rangkul.programmes.queries.ranking_words import for_paper, order_in_words
from rangkul.programmes.queries.subjects import labels_of
from rangkul.reference import queries as reference_queries
from rangkul.reference.enums import FundSource

SERIES = "SK"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The lines of a decided batch by what became of them, each in rank order."""

    accepted: Sequence[ProposalLine]
    waiting: Sequence[ProposalLine]
    refused: Sequence[ProposalLine]


def issue_decree(
    batch: ProposalBatch, outcome: Outcome, *, terms: Terms, signer: Signer, on: date, by: Actor, at: datetime
) -> Document:
    """Number the SK, print it and keep it. Identity numbers are masked; the public page behind the QR shows no names."""
    place = reference_queries.area_label(batch.area_code)
    return issue_document(
        kind="decree",
        series=SERIES,
        template="decree",
        title=f"Penetapan penerima {batch.component.name} {place}",
        data=_data(batch, outcome, terms=terms, signer=signer, on=on, place=place),
        subject=("proposal", batch.pk),
        area=batch.area_code,
        needs_permission=VIEW_HEALTH if batch.component.is_sensitive else "",
        by=by,
        at=at,
    )


def _data(
    batch: ProposalBatch, outcome: Outcome, *, terms: Terms, signer: Signer, on: date, place: str
) -> dict[str, Any]:
    office = organisation_queries.get_office()
    head = organisation_queries.letterhead(office)
    component, programme = batch.component, batch.component.programme
    unit = str(CountingUnit(component.unit).label)
    about = f"penetapan penerima {component.name} di {place} tahun anggaran {batch.fiscal_year}"
    clauses = [
        (
            f"Menetapkan {len(outcome.accepted)} {unit} sebagai penerima {component.name} pada Program {programme.name}"
            f" tahun anggaran {batch.fiscal_year} sebagaimana tercantum dalam Lampiran."
        ),
    ]
    if outcome.waiting:
        clauses.append(
            f"Mencatat {len(outcome.waiting)} {unit} dalam daftar tunggu menurut urutan musyawarah, karena kuota atau pagu"
            f" telah terisi; daftar tunggu berlaku sampai 31 Desember {batch.fiscal_year}."
        )
    clauses += [
        f"Pembiayaan dibebankan pada {FundSource(programme.fund_source).label} tahun anggaran {batch.fiscal_year}.",
        "Penerima dapat dikeluarkan dari daftar bila tidak lagi memenuhi ketentuan, dengan alasan dan bukti.",
        "Keputusan ini berlaku sejak tanggal ditetapkan.",
    ]
    considering = [
        (
            f"bahwa {place} mengusulkan penerima melalui musyawarah pada tanggal"
            f" {format_date(batch.musyawarah_on or on)} yang dihadiri {batch.musyawarah_attendance or 0} orang,"
            f" dengan usulan nomor {batch.number}"
        ),
        "bahwa usulan tersebut telah diperiksa kecamatan dan diverifikasi bidang yang menjalankan program",
    ]
    if batch.is_move_up:
        considering = [
            (
                f"bahwa ada tempat dalam kuota {component.name} tahun anggaran {batch.fiscal_year} ({batch.note}), dan yang"
                f" tercantum dalam Lampiran berada pada giliran berikutnya dalam daftar tunggu {place}"
            ),
            "bahwa masing-masing telah dinilai kembali dan masih memenuhi syarat",
        ]
    if terms.required_registry:
        considering.append(
            f"bahwa setiap penerima memiliki ID {terms.required_registry} yang berlaku pada tanggal keputusan"
        )
    return {
        "office": {
            "government": head.government,
            "name": head.name,
            "address": head.address,
            "phone": head.phone,
            "email": head.email,
            "city": head.city,
        },
        "signer": signer.block(),
        "issuer": signer.seat,
        "about": about,
        "considering": considering,
        "recalling": [text for text in (programme.legal_basis, terms.legal_basis) if text.strip()]
        or ["ketentuan program yang berlaku pada tanggal keputusan"],
        "clauses": clauses,
        "copies": [f"Kepala {place}", f"Camat yang membawahi {place}", "Arsip"],
        "attachment": _attachment(batch, outcome, unit=unit, place=place, registry=terms.required_registry),
    }


def _attachment(batch: ProposalBatch, outcome: Outcome, *, unit: str, place: str, registry: str) -> dict[str, Any]:
    listed = [*outcome.accepted, *outcome.waiting]
    labels = labels_of(listed)
    rows = []
    for line in listed:
        label = labels[line.subject_id]
        result = "Penerima" if line.state == LineState.ACCEPTED else "Daftar tunggu"
        row = [label.name, label.number or "–", line.registry_id or "–", label.address or place, result]
        rows.append([*row, str(line.rank), for_paper(batch, line)] if batch.ranking else row)
    return {
        "title": "Daftar penerima menurut nama dan alamat",
        "columns": [
            {"label": "Nama", "width": 3},
            {"label": "NIK/No. KK", "width": 2},
            {"label": f"ID {registry or 'registri'}", "width": "auto"},
            {"label": "Alamat", "width": 3},
            {"label": "Keterangan", "width": 2},
            *([{"label": "Urutan", "width": 1}, {"label": "Menurut ketentuan", "width": 3}] if batch.ranking else []),
        ],
        "rows": rows,
        "note": f"Satuan: {unit}. {len(outcome.accepted)} penerima, {len(outcome.waiting)} daftar tunggu."
        f" Nomor identitas disamarkan.{_ordered(batch)}",
    }


def _ordered(batch: ProposalBatch) -> str:
    if not batch.ranking:
        return ""
    order = f" Urutan menurut ketentuan: {'; '.join(order_in_words(batch.ranking))}."
    return order + (f" Urutan musyawarah berbeda karena: {batch.ranking_reason}." if batch.ranking_reason else "")
