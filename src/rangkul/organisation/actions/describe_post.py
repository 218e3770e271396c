"""Where a post is, how it is reached and when it is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.enums import OpenDay
from rangkul.organisation.models import Post
from rangkul.organisation.policies import CHECK_POSTS, check_can_on_post
from rangkul.organisation.queries.posts import lock_posts
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

_FIELDS = ("address", "phone", "open_days", "opens_at", "closes_at", "hours_note")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDetails:
    """What citizens are told of a post; no days = not told."""

    address: str = ""
    phone: str = ""
    days: Sequence[str] = ()
    opens_at: time | None = None
    closes_at: time | None = None
    hours_note: str = ""


@action("organisation.post.describe")
def describe_post(*, post_id: UUID, details: PostDetails, seen: str, by: Actor, at: datetime) -> Post:
    """Record address, telephone and opening hours of a post.

    `seen` is `details_mark` of the post as the form showed it: who comes second is told and nothing is overwritten. Raises
    `Refused` (hours without days, one hour without the other, closing before opening, changed meanwhile), `Denied`.
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
    days = [each for each in OpenDay.values if each in details.days]
    opens, closes = details.opens_at, details.closes_at
    if (opens is None) != (closes is None):
        raise _refused("Jam buka", opens or closes, "jam buka dan jam tutup", "isi keduanya, atau kosongkan keduanya")
    if opens is not None and closes is not None and closes <= opens:
        raise _refused("Jam tutup", closes, f"sesudah {opens:%H.%M}", "periksa kedua jam")
    if opens is not None and not days:
        raise _refused("Hari buka", "", "sedikitnya satu hari", "tandai hari Puskesos buka")
    return {
        "address": clean(details.address)[:300],
        "phone": clean(details.phone)[:50],
        "open_days": ",".join(days),
        "opens_at": opens,
        "closes_at": closes,
        "hours_note": clean(details.hours_note)[:150],
    }


def _refused(field: str, value: time | str | None, expected: str, remedy: str) -> Refused:
    shown = f"{value:%H.%M}" if isinstance(value, time) else value or ""
    return Refused(field=field, value=shown, expected=expected, remedy=remedy)
