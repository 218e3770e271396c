"""Rows decided after their file was applied: they follow as an import of their own, which a second person approves."""

from datetime import datetime
from io import BytesIO
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import policies
from rangkul.platform.importing.actions.upload import upload_file
from rangkul.platform.importing.enums import RowDecision, Verdict
from rangkul.platform.importing.models import ImportBatch, ImportRow
from rangkul.platform.importing.workbook import problem_workbook
from rangkul.platform.policy.actor import Actor

_FIRST = 2
"""Number of the first row below the header in the workbook of problems."""


@action("registry.import.follow_up")
def follow_up(*, batch_id: UUID, by: Actor, at: datetime) -> ImportBatch:
    """Put the rows of an applied batch that were decided to be somebody into a new import, with their decisions.

    Raises `Denied`, `Refused` when no row was decided since.
    """
    parent = policies.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)
    policies.check_can_take_problems(by, parent)
    decided = parent.rows.filter(verdict=Verdict.DOUBTFUL, resolved_by=None)
    rows = list(decided.filter(decision__in=[RowDecision.PERSON, RowDecision.NEW]).order_by("number"))
    if parent.state != "APPLIED" or not rows:
        raise Refused(
            field="Baris meragukan",
            value="",
            expected="baris yang sudah diputuskan pada berkas yang sudah diterapkan",
            remedy="putuskan dulu barisnya",
        )
    content = BytesIO()
    problem_workbook(parent, rows).save(content)
    child = upload_file(
        file_name=f"susulan-{parent.file_name.rpartition('.')[0] or parent.file_name}"[:190] + ".xlsx",
        pieces=[content.getvalue()],
        area=parent.area_code,
        as_of=parent.as_of,
        parent=parent,
        by=by,
        at=at,
    )
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=child,
            number=place,
            verdict=row.verdict,
            label=row.label,
            reasons=row.reasons,
            area_code=row.area_code,
            raw_cipher=row.raw_cipher,
            candidates=row.candidates,
            decision=row.decision,
            decided_person=row.decided_person,
            decided_by_name=row.decided_by_name,
            decided_at=row.decided_at,
        )
        for place, row in enumerate(rows, start=_FIRST)
    )
    record("registry.import.follow_up", by=by, at=at, on=parent, area=parent.area_code,
           subjects=[("batch", parent.pk), ("batch", child.pk)], data={"rows": len(rows)})  # fmt: skip
    return child
