"""Who sees requests for a bed, who asks, and who answers."""

from django.db.models import Q, QuerySet

from rangkul.institutions.enums import OPEN_REQUESTS, RequestKind, RequestState
from rangkul.institutions.models import BedRequest, Institution
from rangkul.institutions.policies.homes import ADMIT, can_view_home, is_own
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW_REQUESTS = "institutions.request.view"
ASK = "institutions.request.ask"
OFFER = "institutions.request.offer"
ANSWER = "institutions.request.answer"
DECIDE = "institutions.request.decide"
_OUTSIDE = "Permintaan ini di luar wilayah atau tugas Anda."


def requests_visible_to(actor: Actor) -> QuerySet[BedRequest]:
    """Requests about people of the actor's areas, about institutions there, and those of the actor's institution."""
    if not actor.may(VIEW_REQUESTS):
        return BedRequest.objects.none()
    seen = inside_areas(actor) | inside_areas(actor, "institution_area")
    if actor.institution_id is not None:
        seen |= Q(institution_id=actor.institution_id)
    return BedRequest.objects.filter(seen)


def check_can_ask(actor: Actor, institution: Institution) -> None:
    """Raise `Denied` unless the actor may ask this institution for a bed: it serves their area."""
    _check(ASK, actor.may(ASK) and can_view_home(actor, institution))


def check_can_offer(actor: Actor, institution: Institution) -> None:
    """Raise `Denied` unless the actor asks in the name of this institution."""
    _check(OFFER, actor.may(OFFER) and is_own(actor, institution.pk))


def check_can_expire(actor: Actor) -> None:
    """Raise `Denied` unless the program itself lets a held bed go: no official ends somebody else's promise so."""
    _check("institutions.request.expire", actor.is_system)


def steps_for(actor: Actor, row: BedRequest) -> frozenset[str]:
    """What the actor may do with the request now: accept, refuse, admit, withdraw."""
    if row.state not in OPEN_REQUESTS:
        return frozenset()
    own = is_own(actor, row.institution_id)
    office = actor.covers(row.institution_area) or actor.covers(row.area_code)
    may = set()
    if row.kind == RequestKind.OFFICE:
        if own and actor.may(ANSWER):
            may |= {"accept", "refuse"} if row.state == RequestState.ASKED else {"refuse"}
        if office and actor.may(ASK):
            may.add("withdraw")
    else:
        if office and actor.may(DECIDE):
            may.add("refuse")
            if actor.may(ADMIT):
                may.add("admit")
        if own and actor.may(OFFER):
            may.add("withdraw")
    return frozenset(may)


def check_step(actor: Actor, row: BedRequest, verb: str) -> None:
    """Raise `Denied` unless the actor may take this step with such a request at all."""
    _check(f"institutions.request.{verb}", verb in steps_for(actor, row))


def _check(permission: str, allowed: bool) -> None:
    if not allowed:
        raise Denied(permission=permission, message=_OUTSIDE)
