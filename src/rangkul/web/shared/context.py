"""What every page's frame needs: who is acting, where one may go, which version runs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

import rangkul
from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.roles import BY_CODE
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.web.shared.navigation import entries_for
from rangkul.web.shared.wording import today


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for the layouts: `actor`, `me`, `nav` (entries with label, url, active), `help_url`, `is_demo`, `version`.

    `me` is worked out only when a template asks for it, so citizen pages cost no query.
    """
    actor: Actor = getattr(request, "actor", None) or citizen_actor()
    return {
        "actor": actor,
        "me": SimpleLazyObject(lambda: me_of(request, actor)) if actor.user_id else None,
        "nav": entries_for(actor, request.path) if actor.user_id else [],
        "help_url": find_url("web:home:help"),
        "is_demo": settings.DEMO,
        "version": rangkul.__version__,
    }


def find_url(name: str) -> str:
    """Address of a named page, or nothing while no room offers it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def me_of(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Name, role and place of the actor for the head of the page, and the other duties she may take up."""
    role = BY_CODE.get(actor.role)
    duties = list(accounts_queries.list_duties(request.user, on=today())) if request.user.is_authenticated else []
    current = next((duty for duty in duties if duty.pk == actor.duty_id), None)
    switch_url = find_url("web:accounts:switch-duty")
    return {
        "name": actor.name,
        "role": role.label if role else actor.role,
        "duty": place_of(current) if current else "",
        "switch_url": switch_url,
        "choices": [
            {
                "key": str(duty.pk),
                "label": BY_CODE[duty.role].label,
                "note": place_of(duty),
                "is_active": duty.pk == actor.duty_id,
            }
            for duty in duties
        ]
        if switch_url and len(duties) > 1
        else [],
        "links": [],
        "sign_out_url": find_url("web:accounts:sign-out"),
    }


def place_of(duty: Any) -> str:
    """Where a duty is done: the post, else the division, else the office."""
    return str(getattr(duty.post or duty.division or duty.office, "name", ""))
