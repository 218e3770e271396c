"""Putting villages of a list into the rollout: a planned post in each."""

from datetime import date, datetime

from rangkul.kernel.errors import Refused
from rangkul.organisation.actions.asking import not_after, today_of
from rangkul.organisation.enums import PostStatus
from rangkul.organisation.errors import UnableToReadList
from rangkul.organisation.models import Post, PostStatusChange
from rangkul.organisation.policies import CHANGE_POSTS, check_can_on_post
from rangkul.organisation.queries.offices import get_office
from rangkul.organisation.village_lists import read_villages
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@action("organisation.post.plan")
def plan_posts(*, lines: str, by: Actor, at: datetime, since: date | None = None) -> list[Post]:
    """Plan a post in every village of a list, or in none (R107); `since` an earlier day for plans made on paper.

    Raises `UnableToReadList` with a refusal for each wrong line and for each village that has a post already, `Refused`
    for an empty or too long list or a day ahead, `Denied` outside the actor's areas.
    """
    office = get_office()
    by.check_may(CHANGE_POSTS)
    on = not_after("Direncanakan sejak", since or today_of(office, at), today_of(office, at), remedy="isi hari ini")
    villages = read_villages(lines, within=office.area_code)
    for village in villages:
        check_can_on_post(by, CHANGE_POSTS, village)
    there = {each.area_code: each for each in Post.objects.filter(office=office, area_code__in=villages)}
    if there:
        labels = reference_queries.labels_of(set(there))
        raise UnableToReadList(
            [
                Refused(
                    field="Daftar desa",
                    value=labels[code],
                    expected=f"desa tanpa Puskesos; statusnya sudah {post.get_status_display()}",
                    remedy="hapus dari daftar, atau ubah status Puskesos itu",
                )
                for code, post in sorted(there.items())
            ]
        )
    names = reference_queries.names_of({str(code) for code in villages})
    posts = Post.objects.bulk_create(
        Post(office=office, name=f"Puskesos {names[code]}", area_code=code, status=PostStatus.PLANNED)
        for code in villages
    )
    PostStatusChange.objects.bulk_create(
        PostStatusChange(
            post=post,
            after=PostStatus.PLANNED,
            on=on,
            reason="direncanakan",
            changed_at=at,
            changed_by=by.user_id,
            changed_by_name=by.name,
        )
        for post in posts
    )
    for post in posts:
        record("organisation.post.plan", by=by, at=at, on=post, area=post.area_code, data={"name": post.name})
    return posts
