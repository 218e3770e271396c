"""What every page's frame needs: who is acting, where one may go, which office and version this is."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import SimpleLazyObject

import rangkul
from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.models import Duty, User
from rangkul.accounts.roles import BY_CODE
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.outbox import inbox
from rangkul.platform.outbox.policies import is_on_duty
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.reference import queries as reference_queries
from rangkul.web.shared.addresses import address
from rangkul.web.shared.navigation import entries_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for the layouts: `actor`, `office`, `me`, `nav` (label, url, active), `help_url`, `is_demo`, `version`.

    `office`, `me` and `bell` are worked out only when a template asks for them.
    """
    actor: Actor = getattr(request, "actor", None) or citizen_actor()
    return {
        "actor": actor,
        "office": SimpleLazyObject(_office),
        "me": SimpleLazyObject(lambda: _me(request, actor)),
        "bell": SimpleLazyObject(lambda: _bell(actor)),
        "nav": entries_for(actor, request.path) if actor.user_id else [],
        "is_demo": settings.DEMO,
        "help_url": _find_url("web:home:help"),
        "version": rangkul.__version__,
        "source_url": settings.SOURCE_URL,
    }


def _find_url(name: str) -> str:
    try:
        return address(name)
    except NoReverseMatch:
        return ""


def _office() -> Any:
    # The error page of a request whose transaction is lost may not ask the database anything.
    return None if _is_lost() else organisation_queries.find_office()


def _is_lost() -> bool:
    return connection.in_atomic_block and connection.needs_rollback


def _bell(actor: Actor) -> dict[str, str] | None:
    if not is_on_duty(actor) or _is_lost():
        return None
    unread = inbox.count_unread(actor)
    shown = f"{inbox.MOST_COUNTED - 1}+" if unread >= inbox.MOST_COUNTED else str(unread or "")
    return {"url": address("web:platform:notification-list"), "count": shown}


def _me(request: HttpRequest, actor: Actor) -> dict[str, Any] | None:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or _is_lost():
        return None
    duties: list[Duty] | None = getattr(request, "duties", None)  # of the middleware, which asked for them already
    if duties is None:
        duties = accounts_queries.duties_in_force(user, on=clock.local_date(clock.now(), settings.TIME_ZONE))
    places = reference_queries.labels_of({code for duty in duties for code in duty.area_codes})
    houses = (
        institutions_queries.names_of(wanted)
        if (wanted := {d.institution_id for d in duties if d.institution_id})
        else {}
    )
    own = next((duty for duty in duties if duty.pk == actor.duty_id), None)
    return {
        "name": user.name,
        "role": BY_CODE[actor.role].label if actor.role in BY_CODE else "",
        "duty": _place(own, places, houses) if own else "",
        "sign_out_url": address("web:accounts:sign-out"),
        "switch_url": address("web:accounts:choose-duty"),
        "choices": [
            {
                "key": duty.pk,
                "label": duty.get_role_display(),
                "note": _place(duty, places, houses),
                "is_active": duty.pk == actor.duty_id,
            }
            for duty in duties
        ]
        if len(duties) > 1
        else [],
    }


def _place(duty: Duty, places: dict[str, str], houses: dict[UUID, str]) -> str:
    if duty.institution_id in houses:
        return houses[duty.institution_id]
    shown = [places.get(code, code) for code in duty.area_codes[:2]]
    more = len(duty.area_codes) - len(shown)
    return ", ".join(shown) + (f" +{more}" if more > 0 else "")
