"""Who may see marks of PPKS and PSKS, communities, and the house of a family."""

from django.db.models import Q, QuerySet

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas
from rangkul.registry.models import Community, Family, GroupMark
from rangkul.registry.policies.health import can_view_health
from rangkul.registry.policies.people import check_can_record_family
from rangkul.registry.policies.rights import VIEW_FAMILY, VIEW_HOME, VIEW_PERSON, check, may


def communities_visible_to(actor: Actor) -> QuerySet[Community]:
    """Marked communities in the actor's areas."""
    if not may(actor, VIEW_FAMILY):
        return Community.objects.none()
    return Community.objects.filter(inside_areas(actor))


def marks_visible_to(actor: Actor) -> QuerySet[GroupMark]:
    """Marks of PPKS and PSKS about whom the actor may see; those of sensitive types only with the right to health."""
    # by the areas of whom they are about, which costs as many rows as there are marks, not persons
    about = Q(pk__in=[])
    if may(actor, VIEW_PERSON):
        about |= Q(person__merged_into__isnull=True) & inside_areas(actor, "person__area_code")
        about |= inside_areas(actor, "person__survivor__area_code")
    if may(actor, VIEW_FAMILY):
        about |= inside_areas(actor, "family__area_code") | inside_areas(actor, "community__area_code")
    found = GroupMark.objects.filter(about)
    return found if can_view_health(actor) else found.filter(is_sensitive=False)


def can_view_home(actor: Actor) -> bool:
    """Whether photos of houses and their place on the map may be shown; each such look is logged."""
    return may(actor, VIEW_HOME)


def check_can_record_home(actor: Actor, family: Family) -> None:
    """Raise `Denied` unless the actor may keep photos and the map point of this family."""
    check_can_record_family(actor, family)
    check(actor, VIEW_HOME, can_view_home(actor))
