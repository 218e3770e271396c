"""The actor of a request, typed."""

from django.http import HttpRequest

from rangkul.platform.policy.actor import Actor


def acting(request: HttpRequest) -> Actor:
    """Who is acting in this request (put there by the middleware)."""
    actor = getattr(request, "actor", None)
    assert isinstance(actor, Actor)
    return actor
