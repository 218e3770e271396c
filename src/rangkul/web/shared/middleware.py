"""Who is acting in this request: puts the actor on the request and the actor's areas into its transaction."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone

from rangkul.accounts import queries as accounts_queries
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Missing, RangkulError
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.platform.policy.walls import apply_scope
from rangkul.reference.queries import remembering_labels
from rangkul.web.shared import views

DUTY_KEY = "duty"
log = logging.getLogger(__name__)


class ActorMiddleware:
    """One transaction a request, under the role that owns nothing and inside the actor's areas.

    `request.actor` is always there: the citizen on public pages, the user's chosen duty otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic(), remembering_labels():
            actor = actor_of(request)
            request.actor = actor  # type: ignore[attr-defined]
            apply_scope(actor)
            timezone.activate(settings.TIME_ZONE)
            request.before_view = transaction.savepoint_create()  # type: ignore[attr-defined]
            response = self.get_response(request)
            if isinstance(response, HttpResponseNotAllowed) and not response.content:
                return _with_words(request, response)
            return response

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Turn away text with a NUL in it: nobody types one, and no column of the database holds one."""
        sent = (
            each for given in (request.GET, request.POST) for name, values in given.lists() for each in (name, *values)
        )
        return views.bad_request(request) if any("\0" in each for each in sent) else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Undo what the view did, keep the scope, and say what is wrong on a page that can still read the database."""
        transaction.set_rollback(False)
        transaction.savepoint_rollback(request.before_view)  # type: ignore[attr-defined]
        if isinstance(exception, Denied):
            log.warning("denied %s to %s at %s", exception.permission, request.actor.role, request.resolver_match)  # type: ignore[attr-defined]
            return views.denied(request, exception)
        if isinstance(exception, ObjectDoesNotExist | Http404 | Missing):
            return views.not_found(request)
        if isinstance(exception, RangkulError):
            return views.error_page(request, 400, reason=getattr(exception, "message", str(exception)))
        return None


def _with_words(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """A page instead of nothing: who reloads a form's address, or comes back to it after signing in, ends up here."""
    page = views.error_page(request, refusal.status_code)
    page["Allow"] = refusal["Allow"]
    return page


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the session: the chosen duty, the first in force, or a user without any right."""
    if not request.user.is_authenticated:
        return citizen_actor()
    chosen = request.session.get(DUTY_KEY)
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    duties = accounts_queries.duties_in_force(request.user, on=today)
    request.duties = duties  # type: ignore[attr-defined]
    actor = accounts_queries.actor_among(duties, user=request.user, duty_id=UUID(chosen) if chosen else None)
    return actor or Actor(user_id=request.user.pk, name=request.user.name, role="NO_DUTY")
