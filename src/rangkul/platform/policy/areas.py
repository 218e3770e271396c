"""Which rows lie in an actor's areas: the `visible_to` building block that every room's policy uses."""

from django.db.models import Q

from rangkul.platform.policy.actor import Actor


def inside_areas(actor: Actor, field: str = "area_code") -> Q:
    """A condition that `field` (dotted code, C collation) lies in one of the actor's areas; none matches nothing."""
    condition = Q(pk__in=[])
    for area in actor.areas:
        lower, upper = area.bounds
        condition |= Q(**{f"{field}__gte": lower, f"{field}__lt": upper})
    return condition


def inside_area(area: str, field: str = "area_code") -> Q:
    """A condition that `field` lies in `area`, itself included ("/" is the character after ".")."""
    return Q(**{f"{field}__gte": area, f"{field}__lt": f"{area}/"})
