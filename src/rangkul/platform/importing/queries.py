"""Reading imports for their pages, always inside the actor's areas."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from rangkul.platform.importing import policies
from rangkul.platform.importing.enums import PROBLEMS, Verdict
from rangkul.platform.importing.landing import FORMATS, Format
from rangkul.platform.importing.models import ImportBatch as ImportBatch
from rangkul.platform.importing.models import ImportRow as ImportRow
from rangkul.platform.policy.actor import Actor


def list_batches(actor: Actor, *, state: str = "") -> QuerySet[ImportBatch]:
    """Batches of the actor's areas, newest first."""
    batches = policies.visible_to(actor).order_by("-uploaded_at", "-id")
    return batches.filter(state=state) if state else batches


def get_batch(actor: Actor, batch_id: UUID) -> ImportBatch:
    """One batch. Raises `ImportBatch.DoesNotExist` when there is none that the actor may see."""
    return policies.visible_to(actor).get(pk=batch_id)


def list_problems(actor: Actor, batch_id: UUID) -> QuerySet[ImportRow]:
    """Doubtful and refused rows of a batch in the order of the file."""
    return _rows(actor, batch_id, PROBLEMS).order_by("number")


def list_samples(actor: Actor, batch_id: UUID, verdict: str) -> QuerySet[ImportRow]:
    """Rows kept as a sample of what is new or changes."""
    return _rows(actor, batch_id, [verdict]).order_by("number")


def list_formats() -> list[Format]:
    """Every format that can be read, by title."""
    return sorted(FORMATS.values(), key=lambda each: each.title)


def format_title(code: str) -> str:
    """The name of a format for people; the code itself when it is unknown."""
    return FORMATS[code].title if code in FORMATS else code


def is_about_known(code: str) -> bool:
    """Whether files of the format only speak of people whom the registry knows, so that "new" are facts and not people."""
    return code in FORMATS and FORMATS[code].landing.startswith("registry.status.")


def count_waiting(actor: Actor) -> int:
    """Batches that wait for this actor's approval."""
    if not actor.may(policies.APPROVE):
        return 0
    return policies.visible_to(actor).filter(state="READ").exclude(uploaded_by=actor.user_id).count()


def _rows(actor: Actor, batch_id: UUID, verdicts: Sequence[Verdict | str]) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(batch__in=policies.visible_to(actor), batch_id=batch_id, verdict__in=verdicts)
