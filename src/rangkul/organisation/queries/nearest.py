"""Posts near a village: its own, then those of its kecamatan and beyond, the closest first."""

from rangkul.kernel.area_code import AreaCode
from rangkul.organisation.enums import PostStatus
from rangkul.organisation.models import Post
from rangkul.reference.nearness import distances_from

_OPEN = (PostStatus.ACTIVE, PostStatus.TRIAL)


def list_posts_near(area: str, *, limit: int = 3) -> list[Post]:
    """Open posts nearest to a village (or kecamatan): its own first, then by distance where outlines are known.

    Without outlines those of the same kecamatan come first, neighbours by code. The map is no road: "near" is a hint.
    """
    place = AreaCode.parse(area)
    posts = list(Post.objects.filter(status__in=_OPEN).order_by("area_code"))
    far = distances_from(area, {each.area_code for each in posts})
    kecamatan = area[:8]

    def order(post: Post) -> tuple[bool, float, bool, str]:
        code = post.area_code
        return code != place, far.get(code, float("inf")), code[:8] != kecamatan, code

    return sorted(posts, key=order)[:limit]


def names_of_posts(areas: set[str]) -> dict[str, str]:
    """The name of the post of each of these villages that has one."""
    return dict(Post.objects.filter(area_code__in=areas).values_list("area_code", "name"))
