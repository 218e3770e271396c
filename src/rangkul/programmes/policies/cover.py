"""Who may see, make, take out and answer lists of persons proposed for health cover that the region pays.

The lists are made of persons with disability: nobody without the right to health sees them.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.programmes.models import CoverLine, CoverList
from rangkul.registry import policies as registry_policies

VIEW = "programmes.cover.view"
PROPOSE = "programmes.cover.propose"
ANSWER = "programmes.cover.answer"


def can_view(actor: Actor) -> bool:
    """Whether the role sees these lists at all."""
    return actor.may(VIEW) and registry_policies.can_view_health(actor)


def visible_to(actor: Actor) -> QuerySet[CoverList]:
    """Lists of the actor's areas."""
    return CoverList.objects.filter(inside_areas(actor)) if can_view(actor) else CoverList.objects.none()


def lines_visible_to(actor: Actor) -> QuerySet[CoverLine]:
    """Persons on such lists, of the actor's areas."""
    return CoverLine.objects.filter(inside_areas(actor)) if can_view(actor) else CoverLine.objects.none()


def check_can_view(actor: Actor) -> None:
    """Raise `Denied` unless the role sees these lists and a purpose was stated."""
    actor.check_may(VIEW)
    registry_policies.check_can_view_health(actor)


def can_propose(actor: Actor) -> bool:
    """Whether the role proposes persons at all."""
    return actor.may(PROPOSE) and can_view(actor)


def check_can_propose(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor proposes persons of this area, with a purpose stated."""
    actor.check_may(PROPOSE)
    check_can_view(actor)
    if not actor.covers(area):
        raise _outside(PROPOSE)


def can_export(actor: Actor) -> bool:
    """Whether the role takes the file with whole NIK out of the house."""
    return can_view(actor) and actor.may(registry_policies.TAKE_OUT) and actor.may(registry_policies.VIEW_IDENTITY)


def check_can_export(actor: Actor, found: CoverList) -> None:
    """Raise `Denied` unless the actor takes data with whole NIK out, of this area, with a purpose stated."""
    actor.check_may(registry_policies.TAKE_OUT)
    check_can_view(actor)
    registry_policies.check_can_view_identity(actor)
    if not actor.covers(found.area_code):
        raise _outside(registry_policies.TAKE_OUT)


def can_answer(actor: Actor, found: CoverList) -> bool:
    """Whether the actor keeps what BPJS Kesehatan answers to this list."""
    return actor.may(ANSWER) and can_view(actor) and actor.covers(found.area_code)


def check_can_answer(actor: Actor, found: CoverList) -> None:
    """Raise `Denied` unless `can_answer`, with a purpose stated."""
    actor.check_may(ANSWER)
    check_can_view(actor)
    if not can_answer(actor, found):
        raise _outside(ANSWER)


def _outside(permission: str) -> Denied:
    return Denied(permission=permission, message=_("Daftar ini di luar wilayah tugas Anda."))
