"""Which rows lie in an actor's areas: the `visible_to` building block that every room's policy uses."""

from django.db.models import Q

from rangkul.kernel.area_code import AreaLevel
from rangkul.platform.policy.actor import Actor


def inside_areas(actor: Actor, field: str = "area_code") -> Q:
    """A condition that `field` (dotted code, C collation) lies in one of the actor's areas; none matches nothing."""
    condition = Q(pk__in=[])
    villages = [str(area) for area in actor.areas if area.level is AreaLevel.VILLAGE]
    if villages:  # nothing lies below a village: asked for by its code, an index that begins with it is walked in order
        condition |= Q(**{field: villages[0]}) if len(villages) == 1 else Q(**{f"{field}__in": villages})
    for area in actor.areas:
        if area.level is not AreaLevel.VILLAGE:
            lower, upper = area.bounds
            condition |= Q(**{f"{field}__gte": lower, f"{field}__lt": upper})
    return condition


def inside_area(area: str, field: str = "area_code") -> Q:
    """A condition that `field` lies in `area`, itself included ("/" is the character after ".")."""
    return Q(**{f"{field}__gte": area, f"{field}__lt": f"{area}/"})
