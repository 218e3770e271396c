"""The batch a page is about, and the way back to it."""

from uuid import UUID

from django.http import HttpResponseRedirect
from django.urls import reverse

from rangkul.platform.importing import queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.asking import see_other


def found_batch(actor: Actor, batch_id: UUID) -> queries.ImportBatch:
    """The batch, or 404 when there is none that the actor may see."""
    return queries.get_batch(actor, batch_id)


def to_batch(batch_id: UUID) -> HttpResponseRedirect:
    """Back to the page of the batch after something was done."""
    return see_other(reverse("web:imports:batch", args=[batch_id]))
