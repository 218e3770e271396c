"""Recording what somebody found at a post: its readiness."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.actions.asking import not_after, today_of
from rangkul.organisation.enums import ReadinessAnswer, ReadinessItem
from rangkul.organisation.models import PostCheck
from rangkul.organisation.policies import CHECK_POSTS, check_can_on_post
from rangkul.organisation.queries.posts import count_filled, lock_posts
from rangkul.organisation.readiness import score
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("organisation.post.check")
def check_post(
    *, post_id: UUID, answers: Mapping[str, str], checked_on: date, by: Actor, at: datetime, remark: str = ""
) -> PostCheck:
    """Record the readiness of a post as found on a day; the history of checks stays.

    `answers` {item: answer} for every item. Raises `Refused` for a missing or unknown answer, or a day ahead; `Denied`.
    """
    by.check_may(CHECK_POSTS)
    post = lock_posts(by, [post_id])[0]
    check_can_on_post(by, CHECK_POSTS, post.area_code)
    not_after("Tanggal", checked_on, today_of(post.office, at), remedy="isi hari kunjungan")
    kept: dict[str, str] = {}
    for item in ReadinessItem:
        told = answers.get(item, "")
        if told not in ReadinessAnswer.values:
            raise Refused(
                field=str(item.label), value=told, expected="ada, sebagian, atau belum ada", remedy="pilih satu jawaban"
            )
        kept[str(item)] = told
    filled = count_filled([post.pk], on=clock.local_date(at, post.office.time_zone))[post.pk]
    points = score(kept, filled=filled, has_decree=bool(post.decree_number)).points
    made = PostCheck.objects.create(
        post=post,
        checked_on=checked_on,
        answers=kept,
        points=points,
        remark=clean(remark)[:500],
        checked_at=at,
        checked_by=by.user_id,
        checked_by_name=by.name,
    )
    post.has_internet = kept[ReadinessItem.SIGNAL] != ReadinessAnswer.NO
    post.save(update_fields=["has_internet"])
    data = {"name": post.name, "points": points, "on": checked_on.isoformat()}
    record("organisation.post.check", by=by, at=at, on=post, area=post.area_code, data=data)
    return made
