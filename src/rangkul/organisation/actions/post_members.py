"""Who sits in the six seats of a post: appointed from a day, ended with a reason; history stays."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.text import clean
from rangkul.organisation.actions.asking import not_before, said
from rangkul.organisation.enums import PostRole, PostStatus
from rangkul.organisation.models import PostMember
from rangkul.organisation.policies import STAFF_POSTS, check_can_on_post
from rangkul.organisation.queries.posts import UNSEEN, lock_posts
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("organisation.member.appoint")
def appoint_member(
    *,
    post_id: UUID,
    role: str,
    name: str,
    since: date,
    by: Actor,
    at: datetime,
    decree_number: str = "",
    user_id: UUID | None = None,
) -> PostMember:
    """Give a seat of a post to somebody from a day on.

    Raises `Refused` for an unknown seat, a name that says nothing, a closed post, or a seat that is taken on that day or
    later (named with its holder); `Denied` outside the actor's areas.
    """
    by.check_may(STAFF_POSTS)
    post = lock_posts(by, [post_id])[0]
    check_can_on_post(by, STAFF_POSTS, post.area_code)
    if role not in PostRole.values:
        raise Refused(field="Peran", value=role, expected="salah satu dari enam peran", remedy="pilih dari daftar")
    who = said("Nama", name, most=200, least=2, remedy="tulis nama petugas")
    if post.status == PostStatus.CLOSED:
        raise Refused(
            field="Puskesos", value=post.name, expected="Puskesos yang tidak ditutup", remedy="ubah statusnya dulu"
        )
    holder = (
        post.members.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=since), role=role).order_by("valid_from").first()
    )
    if holder is not None:
        raise Refused(
            field=str(PostRole(role).label),
            value=who,
            expected=f"kursi kosong; dijabat {holder.name} sejak {clock.format_date(holder.valid_from)}",
            remedy="akhiri penugasan itu lebih dulu",
        )
    made = PostMember.objects.create(
        post=post, role=role, name=who, user_id=user_id, decree_number=clean(decree_number)[:100], valid_from=since
    )
    data = {"name": post.name, "role": role, "since": since.isoformat()}
    record("organisation.member.appoint", by=by, at=at, on=post, area=post.area_code, data=data)
    return made


@action("organisation.member.end")
def end_member(*, member_id: UUID, on: date, reason: str, by: Actor, at: datetime) -> PostMember:
    """End somebody's seat: `on` is the first day without. Raises `Refused` (ended already, before its start), `Denied`."""
    by.check_may(STAFF_POSTS)
    post_id = PostMember.objects.filter(pk=member_id).values_list("post_id", flat=True).first()
    if post_id is None:
        raise Denied(permission=STAFF_POSTS, message=UNSEEN)
    post = lock_posts(by, [post_id])[0]
    check_can_on_post(by, STAFF_POSTS, post.area_code)
    member = PostMember.objects.select_for_update(of=("self",)).get(pk=member_id)
    if member.valid_to is not None:
        raise Refused(
            field="Petugas",
            value=member.name,
            expected=f"petugas yang masih menjabat; berakhir {clock.format_date(member.valid_to)}",
            remedy="muat ulang halaman",
        )
    not_before("Tanggal", on, member.valid_from, remedy="isi hari sesudah penugasan dimulai")
    member.valid_to = on
    member.end_reason = said("Alasan", reason, most=300, least=3, remedy="tulis mengapa berakhir")
    member.save(update_fields=["valid_to", "end_reason"])
    data = {"name": post.name, "role": member.role, "on": on.isoformat()}
    record("organisation.member.end", by=by, at=at, on=post, area=post.area_code, reason=member.end_reason, data=data)
    return member
