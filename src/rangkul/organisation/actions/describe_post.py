"""Where a post is, how it is reached and when it is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from rangkul.kernel.business_time import Stretches
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.hours import checked_week
from rangkul.organisation.models import Post
from rangkul.organisation.policies import CHECK_POSTS, check_can_on_post
from rangkul.organisation.queries.posts import lock_posts
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

_FIELDS = ("address", "phone", "week", "hours_note")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDetails:
    """What citizens are told of a post; no days = not told."""

    address: str = ""
    phone: str = ""
    week: Mapping[str, Stretches] = field(default_factory=dict)
    hours_note: str = ""


@action("organisation.post.describe")
def describe_post(*, post_id: UUID, details: PostDetails, seen: str, by: Actor, at: datetime) -> Post:
    """Record address, telephone and opening hours of a post.

    `seen` is `details_mark` of the post as the form showed it: who comes second is told and nothing is overwritten. Raises
    `Refused` (closing before opening, stretches that overlap, changed meanwhile), `Denied`.
    """
    by.check_may(CHECK_POSTS)
    post = lock_posts(by, [post_id])[0]
    check_can_on_post(by, CHECK_POSTS, post.area_code)
    told = _checked(details)
    if all(getattr(post, name) == value for name, value in told.items()):
        record("organisation.post.describe", by=by, at=at, on=post, area=post.area_code, data={"name": post.name})
        return post
    if seen != details_mark(post):
        raise Refused(
            field="Data Puskesos", value=post.name, expected="halaman yang masih baru",
            remedy="petugas lain mengubahnya sesudah halaman ini dibuka; baca yang terbaru, lalu ulangi bila perlu",
        )  # fmt: skip
    for name, value in told.items():
        setattr(post, name, value)
    post.save(update_fields=list(_FIELDS))
    record("organisation.post.describe", by=by, at=at, on=post, area=post.area_code, data={"name": post.name})
    return post


def details_mark(post: Post) -> str:
    """Tells whether the details are still those that a form showed."""
    return "|".join(str(getattr(post, name) or "") for name in _FIELDS)


def _checked(details: PostDetails) -> dict[str, object]:
    return {
        "address": clean(details.address)[:300],
        "phone": clean(details.phone)[:50],
        "week": checked_week(details.week),
        "hours_note": clean(details.hours_note)[:150],
    }
