"""Changing what a post is: from plan to trial to active, paused or closed, by a decree and for a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.actions.asking import not_after, not_before, said, today_of
from rangkul.organisation.enums import NEXT, OPERATING, PostStatus
from rangkul.organisation.models import Post, PostStatusChange
from rangkul.organisation.policies import CHANGE_POSTS, check_can_on_post
from rangkul.organisation.queries.offices import get_office
from rangkul.organisation.queries.posts import lock_posts
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

MOST_AT_ONCE = 500
_NEEDS_DECREE = (PostStatus.ACTIVE, PostStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class NewStatus:
    """What posts become, on which day, by which decree (needed to be active or closed), and why."""

    status: str
    on: date
    reason: str
    decree_number: str = ""


@action("organisation.post.change_status")
def change_post_status(*, seen: Mapping[UUID, str], change: NewStatus, by: Actor, at: datetime) -> list[Post]:
    """Change the status of one or many posts, all or none. `seen`: {post: the status it had on the page}.

    Raises `Refused` when a status may not follow, a day lies ahead or before the last change, decree or reason are
    missing, or somebody else changed a post meanwhile (named with who and when); `Denied` outside the actor's areas.
    """
    office = get_office()
    by.check_may(CHANGE_POSTS)
    status = _status(change.status)
    reason = said("Alasan", change.reason, most=500, least=5, remedy="tulis mengapa status berubah")
    decree = clean(change.decree_number)[:100]
    if status in _NEEDS_DECREE and not decree:
        raise Refused(
            field="Nomor SK", value="", expected=f"nomor SK untuk status {status.label}", remedy="isi seperti pada SK"
        )
    not_after("Tanggal", change.on, today_of(office, at), remedy="catat pada hari berlakunya")
    if not 0 < len(seen) <= MOST_AT_ONCE:
        raise Refused(
            field="Puskesos",
            value=f"{len(seen)} Puskesos" if seen else "",
            expected=f"1 sampai {MOST_AT_ONCE} Puskesos",
            remedy="pilih Puskesos yang berubah",
        )
    posts = lock_posts(by, seen)
    for post in posts:
        check_can_on_post(by, CHANGE_POSTS, post.area_code)
        last = post.changes.order_by("-on", "-changed_at").first()
        _check_seen(post, seen[post.pk], last)
        if status not in NEXT[PostStatus(post.status)]:
            nexts = " atau ".join(str(each.label) for each in NEXT[PostStatus(post.status)])
            raise Refused(
                field=f"Status {post.name}",
                value=status.label,
                expected=nexts,
                remedy="pilih status yang dapat menyusul",
            )
        if last is not None:
            not_before(f"Tanggal {post.name}", change.on, last.on, remedy="perubahan dicatat berurutan")
        _change(post, status, change.on, decree, reason, by=by, at=at)
    return posts


def _change(post: Post, status: PostStatus, on: date, decree: str, reason: str, *, by: Actor, at: datetime) -> None:
    before = post.status
    PostStatusChange.objects.create(
        post=post,
        before=before,
        after=status,
        on=on,
        decree_number=decree,
        reason=reason,
        changed_at=at,
        changed_by=by.user_id,
        changed_by_name=by.name,
    )
    post.status = status
    if status in OPERATING and post.started_on is None:
        post.started_on = on
    if status in OPERATING and decree:
        post.decree_number = decree
    post.save(update_fields=["status", "started_on", "decree_number"])
    data = {"name": post.name, "before": before, "after": str(status), "on": on.isoformat(), "decree": decree}
    record("organisation.post.change_status", by=by, at=at, on=post, area=post.area_code, reason=reason, data=data)


def _status(text: str) -> PostStatus:
    if text not in PostStatus.values:
        raise Refused(
            field="Status", value=text, expected="salah satu status Puskesos", remedy="pilih status dari daftar"
        )
    return PostStatus(text)


def _check_seen(post: Post, seen: str, last: PostStatusChange | None) -> None:
    if post.status == seen:
        return
    who = f" oleh {last.changed_by_name} pada {clock.format_date(last.on)}" if last else ""
    raise Refused(
        field=f"Status {post.name}",
        value=post.get_status_display(),
        expected=f"status seperti pada halaman Anda; sudah diubah{who}",
        remedy="muat ulang halaman lalu periksa lagi",
    )
