"""Filled forms about a person or a family in words: each question with the label of its answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.reference.forms import find_form
from rangkul.registry import policies
from rangkul.registry.models import AnswerSheet
from rangkul.registry.queries.merged import records_of
from rangkul.registry.queries.rows import end_of, start_of


@dataclass(frozen=True, slots=True)
class SheetView:
    """One form as it was filled: `lines` are (question, answer in words), health and sealed answers left out."""

    title: str
    source_label: str
    start: date | None
    end: date | None
    lines: tuple[tuple[str, str], ...]
    hides_health: bool


def list_answers(
    actor: Actor, *, on: date, person_id: UUID | None = None, family_id: UUID | None = None
) -> tuple[SheetView, ...]:
    """Forms in force on a day about one person (merged records included) or one family, the newest first.

    Empty when the actor may not see them. Answers about health only for who may see health.
    """
    rows = AnswerSheet.objects.none()
    if family_id is not None and policies.families_visible_to(actor).filter(pk=family_id).exists():
        rows = AnswerSheet.objects.filter(family_id=family_id)
    elif person_id is not None and policies.visible_to(actor).filter(pk=person_id).exists():
        rows = AnswerSheet.objects.filter(person_id__in=records_of([person_id]))
    return tuple(_view(actor, row) for row in rows.filter(period__contains=on).order_by("-period", "form"))


def sheets_of_evidence(evidence_id: UUID) -> list[UUID]:
    """Sheets that a visit made and that were not taken back. System use: scoped by row-level security only."""
    found = AnswerSheet.objects.filter(batch_id=evidence_id, period__isempty=False)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _view(actor: Actor, sheet: AnswerSheet) -> SheetView:
    form = find_form(sheet.form)
    sees_health = policies.can_view_health(actor)
    asked = form.questions if form else ()
    shown = [each for each in asked if each.name in sheet.answers and (sees_health or not each.is_health)]
    return SheetView(
        title=form.title if form else sheet.form,
        source_label=sheet.get_source_display(),
        start=start_of(sheet.period),
        end=end_of(sheet.period),
        lines=tuple((each.label, each.label_of(str(sheet.answers[each.name]))) for each in shown),
        hides_health=any(each.is_health and each.name in sheet.answers for each in asked) and not sees_health,
    )
