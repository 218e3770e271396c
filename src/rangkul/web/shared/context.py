"""What every page's frame needs: who is acting, where one may go, which version runs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

import rangkul
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.web.shared.navigation import entries_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for the layouts: `actor`, `nav` (entries with label, url, active), `is_demo`, `version`."""
    actor: Actor = getattr(request, "actor", None) or citizen_actor()
    return {
        "actor": actor,
        "nav": entries_for(actor, request.path) if actor.user_id else [],
        "is_demo": settings.DEMO,
        "version": rangkul.__version__,
    }
