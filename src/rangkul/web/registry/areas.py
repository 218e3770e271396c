"""Areas typed in addresses of the registry's pages."""

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor


def own_area(actor: Actor, typed: str) -> str:
    """An area of the actor's; anything else narrows nothing."""
    try:
        area = AreaCode.parse(typed) if typed else None
    except (Refused, ValueError):
        return ""
    return str(area) if area is not None and actor.covers(area) else ""
