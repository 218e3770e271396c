"""Who is acting in this request: puts the actor on the request and the actor's areas into its transaction."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rangkul.accounts import queries as accounts_queries
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.platform.policy.walls import apply_scope
from rangkul.web.shared import views

DUTY_KEY = "duty"


class ActorMiddleware:
    """One transaction a request, under the role that owns nothing and inside the actor's areas.

    `request.actor` is always there: the citizen on public pages, the user's chosen duty otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            actor = actor_of(request)
            request.actor = actor  # type: ignore[attr-defined]
            apply_scope(actor)
            timezone.activate(settings.TIME_ZONE)
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        transaction.set_rollback(True)
        if isinstance(exception, Denied):
            return views.denied(request, exception)
        return None


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the session: the chosen duty, the first in force, or a user without any right."""
    if not request.user.is_authenticated:
        return citizen_actor()
    chosen = request.session.get(DUTY_KEY)
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    actor = accounts_queries.find_actor(request.user, on=today, duty_id=UUID(chosen) if chosen else None)
    return actor or Actor(user_id=request.user.pk, name=request.user.name, role="NO_DUTY")
