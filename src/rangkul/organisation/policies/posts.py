"""Who may see, plan, change, check and staff posts, and which ones."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.organisation.models import Post
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW_POSTS = "organisation.post.view"
CHANGE_POSTS = "organisation.post.change"
CHECK_POSTS = "organisation.post.check"
STAFF_POSTS = "organisation.member.appoint"

_ELSEWHERE = "Puskesos ini di luar wilayah tugas Anda."


def posts_visible_to(actor: Actor) -> QuerySet[Post]:
    """Posts of villages inside the actor's areas."""
    if not actor.may(VIEW_POSTS):
        return Post.objects.none()
    return Post.objects.filter(inside_areas(actor))


def check_can_on_post(actor: Actor, permission: str, area: str) -> None:
    """Raise `Denied` unless the role grants `permission` and the village lies in the actor's areas."""
    actor.check_may(permission)
    if not actor.covers(area):
        raise Denied(permission=permission, message=_ELSEWHERE)


def can_on_post(actor: Actor, permission: str, area: str) -> bool:
    """Whether `check_can_on_post` passes."""
    return actor.may(permission) and actor.covers(area)
