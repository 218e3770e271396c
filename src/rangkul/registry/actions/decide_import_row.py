"""Saying of a doubtful row of a file whom it is about: this person, somebody new, or that it is left out."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import policies as importing
from rangkul.platform.importing.enums import RowDecision, Verdict
from rangkul.platform.importing.landing import FORMATS
from rangkul.platform.importing.models import ImportBatch, ImportRow
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.enums import OPEN_DOUBTS
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Person

_COUNTED: dict[str, str] = {
    RowDecision.PERSON: "rows_changed",
    RowDecision.NEW: "rows_new",
    RowDecision.SKIP: "rows_same",
}


@action("registry.import.decide_row")
def decide_import_row(
    *, row_id: int, decision: str, by: Actor, at: datetime, person_id: UUID | None = None
) -> ImportRow:
    """Keep what a person says of a doubtful row; matching respects it before anything else.

    `decision` is a `RowDecision`; PERSON names one of the registry whom the actor may see and who lives in the batch's
    area. It can be decided anew until the row is taken. Raises NoSuchRecord, Denied, Refused.
    """
    seen = ImportRow.objects.filter(batch__in=importing.visible_to(by), verdict=Verdict.DOUBTFUL)
    row = seen.select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise NoSuchRecord("import_row", row_id)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=row.batch_id)
    importing.check_can_take_problems(by, batch)
    what = _checked(row, batch, decision)
    person = _chosen(person_id, batch, by) if what == RowDecision.PERSON else None
    if batch.state == "READ":
        _count(batch, row.decision, what)
    row.decision, row.decided_person = what, person.pk if person else None
    row.decided_by_name, row.decided_at = by.name, at
    row.save(update_fields=["decision", "decided_person", "decided_by_name", "decided_at"])
    record(
        "registry.import.decide_row",
        by=by,
        at=at,
        on=batch,
        area=batch.area_code,
        subjects=[("batch", batch.pk), *([("person", person.pk)] if person else [])],
        data={"row": row.number, "decision": what, "file": batch.file_name},
    )
    return row


def can_be_somebody(row: ImportRow) -> bool:
    """Whether the row can be said to be a person: one is in doubt, not a place or a cell that only the file can mend.

    Only files of the population ask who a row is; a row about a status is mended by its number or its name.
    """
    told = FORMATS.get(row.batch.format_code)
    is_of_population = told is None or told.landing.startswith("registry.population.")
    return is_of_population and bool(row.reasons) and all(reason["code"] in OPEN_DOUBTS for reason in row.reasons)


def _checked(row: ImportRow, batch: ImportBatch, decision: str) -> str:
    if batch.state not in ("READ", "APPLIED") or row.resolved_by_id is not None:
        raise Refused(
            field="Baris meragukan",
            value=str(row.number),
            expected="baris yang belum dipakai",
            remedy="muat ulang halaman; berkasnya sudah berganti tahap atau barisnya sudah diperbaiki",
        )
    if decision not in RowDecision.values:
        raise Refused(
            field="Keputusan", value=decision, expected="orang ini, orang baru, atau lewati", remedy="pilih satu"
        )
    if decision != RowDecision.SKIP and not can_be_somebody(row):
        raise Refused(
            field="Keputusan",
            value=str(RowDecision(decision).label),
            expected="lewati, atau perbaikan di berkasnya",
            remedy="unduh lembar perbaikan, betulkan sel yang ditandai, lalu unggah lagi",
        )
    return decision


def _chosen(person_id: UUID | None, batch: ImportBatch, by: Actor) -> Person:
    person = policies.visible_to(by).filter(pk=person_id).first() if person_id else None
    if person is None or not f"{person.area_code}.".startswith(f"{batch.area_code}."):
        raise Refused(
            field="Orang",
            value="",
            expected="orang di registri yang tinggal di wilayah berkas ini",
            remedy="pilih salah satu calon, atau nyatakan orang baru",
        )
    return person


def _count(batch: ImportBatch, before: str, after: str) -> None:
    """The tiles of the batch follow, until it is matched again when it is applied."""
    lost, gained = _COUNTED[before] if before else "rows_doubtful", _COUNTED[after]
    setattr(batch, lost, max(getattr(batch, lost) - 1, 0))
    setattr(batch, gained, getattr(batch, gained) + 1)
    batch.save(update_fields=["rows_doubtful", "rows_new", "rows_changed", "rows_same"])
