"""Who may ask for a change, check it and apply it."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.registry.models import ChangeRequest
from rangkul.registry.policies.rights import ASK_CHANGE, CHECK_CHANGE, VIEW_FAMILY, check, may


def changes_visible_to(actor: Actor) -> QuerySet[ChangeRequest]:
    """Change requests of the actor's areas, for whoever may see families."""
    if not may(actor, VIEW_FAMILY):
        return ChangeRequest.objects.none()
    return ChangeRequest.objects.filter(inside_areas(actor))


def can_view_change(actor: Actor, change: ChangeRequest) -> bool:
    """Whether `change in changes_visible_to(actor)`, without a query."""
    return may(actor, VIEW_FAMILY) and actor.covers(change.area_code)


def can_ask_change(actor: Actor, area: str) -> bool:
    """Whether the actor may ask for changes of families and persons who live in `area`."""
    return may(actor, ASK_CHANGE) and actor.covers(area)


def check_can_ask_change(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor may ask for changes there."""
    check(actor, ASK_CHANGE, can_ask_change(actor, area))


def can_edit_change(actor: Actor, change: ChangeRequest) -> bool:
    """Whether the actor may fill in, submit or withdraw: anybody of the village who may ask, not only the first."""
    return can_ask_change(actor, change.area_code)


def check_can_edit_change(actor: Actor, change: ChangeRequest) -> None:
    """Raise `Denied` unless the actor may fill in, submit or withdraw the request."""
    check(actor, ASK_CHANGE, can_edit_change(actor, change))


def can_check_change(actor: Actor, change: ChangeRequest) -> bool:
    """Whether the actor may check, return or refuse: in the area, and neither the asker nor the one who submitted."""
    own = actor.user_id is not None and actor.user_id in (change.asked_by, change.submitted_by)
    return may(actor, CHECK_CHANGE) and actor.covers(change.area_code) and not own


def check_can_check_change(actor: Actor, change: ChangeRequest) -> None:
    """Raise `Denied` unless the actor may decide on the request with fresh eyes (four eyes)."""
    if can_check_change(actor, change):
        return
    if may(actor, CHECK_CHANGE) and actor.covers(change.area_code):
        message = "Permohonan ini Anda ajukan sendiri. Orang lain yang memeriksanya."
        raise Denied(permission=CHECK_CHANGE, message=message)
    check(actor, CHECK_CHANGE, False)


def can_apply_change(actor: Actor, change: ChangeRequest) -> bool:
    """Whether the check may be followed by applying: the actor works in every place the change touches."""
    return can_check_change(actor, change) and (not change.to_area or actor.covers(change.to_area))
