"""Reaching one case from outside its area: the database's scope is that village for a moment, the rights stay small."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.http import HttpRequest

from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.walls import apply_scope
from rangkul.web.shared.acting import acting


@contextmanager
def reaching(request: HttpRequest, area: str) -> Iterator[Actor]:
    """Inside, the database shows the rows of `area`; what may be done with them is still for the policies to say.

    Used where somebody may act on one referral without seeing its case: by a link, or as a receiver elsewhere.
    """
    actor = acting(request)
    try:
        with transaction.atomic():
            apply_scope(replace(actor, areas=(AreaCode.parse(area),)))
            yield actor
    finally:
        apply_scope(actor)
