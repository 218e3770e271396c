"""Reading action items: those of one activity, and all that are late, open or done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.organisation.models import ActionItem
from rangkul.organisation.policies import VIEW, items_visible_to
from rangkul.platform.policy.actor import Actor

VIEWS = ("late", "open", "done")


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page of items with their activity, and where the next one starts."""

    items: list[ActionItem]
    following: UUID | None


def items_of(actor: Actor, activity_id: UUID) -> QuerySet[ActionItem]:
    """Items of one activity, open ones first, by the day they are due."""
    return items_visible_to(actor).filter(activity=activity_id).order_by("done_on", "due_on", "pk")


def list_items(actor: Actor, view: str, *, on: date, after: UUID | None = None, limit: int = 25) -> ItemPage:
    """Items that are "late" (open beyond their day), "open" or "done"; the longest due first, done ones newest first."""
    actor.check_may(VIEW)
    found = items_visible_to(actor).filter(_condition(view, on)).select_related("activity")
    last = items_visible_to(actor).filter(pk=after).first() if after else None
    if view == "done":
        found = found.order_by("-done_on", "-pk")
        if last is not None and last.done_on is not None:
            found = found.filter(Q(done_on__lt=last.done_on) | Q(done_on=last.done_on, pk__lt=last.pk))
    else:
        found = found.order_by("due_on", "pk")
        if last is not None:
            found = found.filter(Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk))
    rows = list(found[: limit + 1])
    return ItemPage(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)


def count_items(actor: Actor, *, on: date) -> dict[str, int]:
    """How many items each view has."""
    return {view: items_visible_to(actor).filter(_condition(view, on)).count() for view in VIEWS}


def lock_item(actor: Actor, item_id: UUID) -> ActionItem:
    """The item, locked for a change; raises `Denied` when it is not the actor's to see."""
    found = items_visible_to(actor).select_for_update(of=("self",)).filter(pk=item_id).first()
    if found is None:
        raise Denied(permission=VIEW, message="Tindak lanjut ini tidak ada atau di luar wilayah tugas Anda.")
    return found


def _condition(view: str, on: date) -> Q:
    if view == "done":
        return Q(done_on__isnull=False)
    return Q(done_on__isnull=True, due_on__lt=on) if view == "late" else Q(done_on__isnull=True)
