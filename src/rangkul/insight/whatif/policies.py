"""Who may look at what-if figures, keep scenarios, and turn one into a draft."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rangkul.insight.models import Scenario
from rangkul.insight.whatif.in_force import InForce
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.programmes import queries as programmes
from rangkul.programmes.policies.terms import can_draft
from rangkul.programmes.queries.terms import find_open

VIEW = "insight.whatif.view"
KEEP = "insight.whatif.keep"


def can_view(actor: Actor) -> bool:
    """Whether the actor may look at what-if figures of their areas."""
    return actor.is_system or (actor.may(VIEW) and bool(actor.areas))


def check_can_view(actor: Actor) -> None:
    """Raise `Denied` unless the actor may look at what-if figures."""
    if not can_view(actor):
        actor.check_may(VIEW)
        raise Denied(permission=VIEW, message=_("Anda belum memiliki wilayah tugas."))


def visible_to(actor: Actor) -> QuerySet[Scenario]:
    """Kept scenarios of the actor's areas: one's own, those of one's division, all for who stands above the divisions."""
    if not can_view(actor):
        return Scenario.objects.none()
    found = Scenario.objects.filter(inside_areas(actor))
    if actor.division_id is None:
        return found
    return found.filter(Q(owner_id=actor.user_id) | Q(division_id=actor.division_id))


def check_can_keep(actor: Actor) -> None:
    """Raise `Denied` unless the actor may keep scenarios."""
    check_can_view(actor)
    if not (actor.may(KEEP) and actor.user_id is not None):
        raise Denied(permission=KEEP, message=_("Peran Anda tidak menyimpan skenario."))


def can_keep(actor: Actor) -> bool:
    """Whether the actor may keep scenarios."""
    return can_view(actor) and actor.may(KEEP) and actor.user_id is not None


def can_drop(actor: Actor, scenario: Scenario) -> bool:
    """Whether the actor may throw a scenario away: only one's own."""
    return can_keep(actor) and scenario.owner_id == actor.user_id


def check_can_drop(actor: Actor, scenario: Scenario) -> None:
    """Raise `Denied` unless the scenario is the actor's own."""
    if not can_drop(actor, scenario):
        raise Denied(permission=KEEP, message=_("Hanya pembuatnya yang dapat menghapus skenario ini."))


def can_make_draft(actor: Actor, terms: InForce) -> bool:
    """Whether a change may become a draft of the component's terms: somebody who may write them, in their own division."""
    if not can_view(actor):
        return False
    component = programmes.find_component(terms.component_id)
    return component is not None and can_draft(actor, component)


def open_draft(actor: Actor, terms: InForce) -> Any:
    """The component's version that is being written, when the actor may write on it; a change can go into it."""
    component = programmes.find_component(terms.component_id)
    if component is None or not can_draft(actor, component):
        return None
    found = find_open(actor, component)
    return found if found is not None and found.state == "DRAFT" else None
