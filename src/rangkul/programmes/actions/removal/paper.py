"""A removal on paper: the SK that strikes off, the recommendation to another owner, the SK that takes it back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rangkul.kernel.clock import format_date
from rangkul.organisation import queries as organisation_queries
from rangkul.organisation.queries import Signer
from rangkul.platform.documents.actions import issue_document
from rangkul.platform.documents.models import Document
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.decree_paper import SERIES
from rangkul.programmes.models import RemovalBatch, RemovalLine
from rangkul.programmes.policies.catalogue import VIEW_HEALTH
from rangkul.programmes.queries.candidate_words import programme_name
from rangkul.programmes.queries.subjects import labels_of
from rangkul.reference import queries as reference_queries


def issue_removal(
    batch: RemovalBatch,
    *,
    ended: Sequence[RemovalLine],
    replaced: Sequence[RemovalLine],
    kept: Sequence[RemovalLine],
    signer: Signer,
    on: date,
    by: Actor,
    at: datetime,
) -> Document:
    """Number and print the decision; identity numbers are masked."""
    place, name = reference_queries.area_label(batch.area_code), name_of_list(batch)
    is_own = batch.component is not None
    what = "pencoretan penerima" if is_own else "rekomendasi penonaktifan penerima"
    verb = "Mencoret" if is_own else "Merekomendasikan kepada pemilik program untuk menonaktifkan"
    clauses = [f"{verb} {len(ended)} penerima {name} di {place} sebagaimana tercantum dalam Lampiran."]
    if replaced:
        clauses.append(f"Mengganti pengurus pada {len(replaced)} keluarga; bantuannya berlanjut.")
    if kept:
        clauses.append(f"Menyatakan {len(kept)} penerima yang diusulkan dicoret tetap menerima.")
    clauses += [
        "Pencoretan ini dapat dipulihkan dengan keputusan baru bila kemudian terbukti keliru.",
        "Keputusan ini berlaku sejak tanggal ditetapkan.",
    ]
    considering = [
        (
            f"bahwa {place} telah membahas daftar nomor {batch.number} dalam musyawarah tanggal"
            f" {format_date(batch.musyawarah_on or on)} yang dihadiri {batch.musyawarah_attendance or 0} orang;"
        ),
        "bahwa daftar tersebut telah diperiksa kecamatan dan diverifikasi Dinas menurut bukti yang tercatat.",
    ]
    outcomes = [
        *((line, "Dicoret" if is_own else "Diusulkan nonaktif") for line in ended),
        *((line, "Ganti pengurus") for line in replaced),
        *((line, "Tetap menerima") for line in kept),
    ]
    return _issue(
        batch, about=f"{what} {name} di {place}", considering=considering, clauses=clauses, outcomes=outcomes,
        signer=signer, by=by, at=at,
    )  # fmt: skip


def issue_reinstatement(
    line: RemovalLine, *, reason: str, evidence: str, on: date, signer: Signer, by: Actor, at: datetime
) -> Document:
    """Number and print the decision that takes one striking-off back."""
    batch = line.batch
    place, name = reference_queries.area_label(batch.area_code), name_of_list(batch)
    number = line.decree.number if line.decree else "–"
    return _issue(
        batch,
        about=f"pemulihan penerima {name} di {place}",
        considering=[
            f"bahwa penerima dalam Lampiran dicoret dengan keputusan nomor {number};",
            f"bahwa kemudian ternyata: {reason} ({evidence}).",
        ],
        clauses=[
            f"Memulihkan penerima {name} dalam Lampiran terhitung mulai {format_date(on)}.",
            "Keputusan ini berlaku sejak tanggal ditetapkan.",
        ],
        outcomes=[(line, "Dipulihkan")],
        signer=signer,
        by=by,
        at=at,
    )


def name_of_list(batch: RemovalBatch) -> str:
    """The component or the outside programme in words."""
    return batch.component.name if batch.component else programme_name(batch.outside_programme)


def _issue(
    batch: RemovalBatch,
    *,
    about: str,
    considering: list[str],
    clauses: list[str],
    outcomes: Sequence[tuple[RemovalLine, str]],
    signer: Signer,
    by: Actor,
    at: datetime,
) -> Document:
    head = organisation_queries.letterhead(organisation_queries.get_office())
    place = reference_queries.area_label(batch.area_code)
    labels = labels_of([line for line, _result in outcomes])
    rows = []
    for line, result in outcomes:
        label = labels.get(line.subject_id)
        reason = line.kept_reason or f"{line.get_reason_display()}; {line.evidence}"
        since = format_date(line.effective_on) if line.effective_on else "–"
        name = label.name if label else line.candidate.subject_name
        rows.append([name, (label.number if label else "") or "–", reason, since, result])
    data: dict[str, Any] = {
        "office": {name: getattr(head, name) for name in ("government", "name", "address", "phone", "email", "city")},
        "signer": signer.block(),
        "heading": f"Keputusan {signer.seat}",
        "about": about,
        "considering": considering,
        "recalling": [
            (batch.component.programme.legal_basis if batch.component else "")
            or "ketentuan program yang berlaku pada tanggal keputusan"
        ],
        "clauses": clauses,
        "copies": [f"Kepala {place}", f"Camat yang membawahi {place}", "Arsip"],
        "attachment": {
            "title": "Daftar menurut nama",
            "columns": [
                {"label": "Nama", "width": 3},
                {"label": "NIK/No. KK", "width": 2},
                {"label": "Alasan dan bukti", "width": 5},
                {"label": "Terhitung mulai", "width": 2},
                {"label": "Keputusan", "width": 2},
            ],
            "rows": rows,
            "note": "Nomor identitas disamarkan.",
        },
    }
    is_sensitive = batch.component is not None and batch.component.is_sensitive
    return issue_document(
        kind="removal",
        series=SERIES,
        template="removal",
        title=about[:1].upper() + about[1:],
        data=data,
        subject=("removal", batch.pk),
        area=batch.area_code,
        needs_permission=VIEW_HEALTH if is_sensitive else "",
        by=by,
        at=at,
    )
