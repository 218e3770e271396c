"""Who reads the rules of commodities, who writes them down and who puts them in force (four eyes)."""

from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.models import CommodityRule
from rangkul.programmes.policies import catalogue
from rangkul.programmes.policies.terms import DRAFT, PUBLISH


def check_can_view(actor: Actor) -> None:
    """Raise `Denied` unless the actor reads the catalogue; a rule names nobody."""
    catalogue.check_can_view(actor)


def can_draft(actor: Actor) -> bool:
    """Whether the actor may write rules of commodities: whoever writes terms, for food aid belongs to no one division."""
    return actor.may(DRAFT)


def check_can_draft(actor: Actor) -> None:
    """Raise `Denied` unless `can_draft`."""
    actor.check_may(DRAFT)


def can_publish(actor: Actor, rule: CommodityRule) -> bool:
    """Whether `check_can_publish` passes."""
    return actor.may(PUBLISH) and actor.user_id not in _hands(rule)


def check_can_publish(actor: Actor, rule: CommodityRule) -> None:
    """Raise `Denied` unless the actor publishes terms and has not written this rule."""
    actor.check_may(PUBLISH)
    if actor.user_id in _hands(rule):
        raise Denied(
            permission=PUBLISH,
            message=_("Ketentuan yang Anda tulis sendiri harus diberlakukan orang lain (empat mata)."),
        )


def _hands(rule: CommodityRule) -> set[UUID]:
    return {each for each in (rule.drafted_by, rule.changed_by) if each is not None}
