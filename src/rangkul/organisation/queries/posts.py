"""Reading posts: the list with its filters, and one with its seats, readiness and history."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from rangkul.kernel.errors import Denied
from rangkul.organisation.enums import OPERATING, PostRole, PostStatus, ReadinessAnswer, ReadinessItem
from rangkul.organisation.models import Post, PostCheck, PostMember, PostStatusChange
from rangkul.organisation.policies import VIEW_POSTS, posts_visible_to
from rangkul.organisation.readiness import SEATS, Score, score
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.reference import queries as reference_queries

UNSEEN = "Puskesos ini tidak ada atau di luar wilayah tugas Anda."
LACKS = ("petugas", "sk", "periksa", "sinyal")
"""What a post of the list may lack: people, a decree, a check of its readiness, a signal (it works on paper)."""


@dataclass(frozen=True, slots=True)
class PostFilter:
    """What narrows a list of posts; empty fields do not. `status` may be "OPERATING"."""

    status: str = ""
    within: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post as one line: where, how many of six seats are taken, how ready it was when last checked."""

    post: Post
    place: str
    filled: int
    score: Score | None
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the six seats and who holds it; None: vacant."""

    role: str
    label: str
    member: PostMember | None


@dataclass(frozen=True, slots=True)
class PostView:
    """One post: its seats today, who held them before, its latest check with the score explained, its changes."""

    post: Post
    place: str
    seats: list[Seat]
    former: list[PostMember]
    check: PostCheck | None
    score: Score | None
    changes: list[PostStatusChange]

    @property
    def vacancies(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.member is None]


def in_office(on: date) -> Q:
    """Members of a post who hold their seat on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def list_posts_of(
    actor: Actor, wanted: PostFilter, *, on: date, after: str = "", limit: int | None = 25
) -> tuple[list[PostLine], str]:
    """Posts the actor may see, by area code after the area `after`; and the area where the next page starts, "" at the end.

    Three queries whatever the size; `limit=None` gives all of them (for a file).
    """
    found = _narrowed(posts_visible_to(actor), wanted, on).order_by("area_code")
    if after:
        found = found.filter(area_code__gt=after)
    posts = list(found if limit is None else found[: limit + 1])
    shown = posts if limit is None else posts[:limit]
    checks = latest_checks(each.pk for each in shown)
    filled = count_filled((each.pk for each in shown), on=on)
    places = reference_queries.labels_of({each.area_code for each in shown}) if shown else {}
    lines = [
        PostLine(
            post=each,
            place=places[each.area_code],
            filled=filled[each.pk],
            score=score_of(each, checks.get(each.pk), filled[each.pk]),
            checked_on=checks[each.pk].checked_on if each.pk in checks else None,
        )
        for each in shown
    ]
    return lines, shown[-1].area_code if len(posts) > len(shown) else ""


def count_posts(actor: Actor, *, within: str = "") -> dict[str, int]:
    """How many posts there are in each status, with "OPERATING" for those that serve and "" for all."""
    rows = _narrowed(posts_visible_to(actor), PostFilter(within=within), None)
    counts = Counter({str(status): 0 for status in PostStatus.values})
    counts.update(dict(rows.order_by().values_list("status").annotate(n=Count("pk"))))
    return {**counts, "OPERATING": sum(counts[status] for status in OPERATING), "": sum(counts.values())}


def get_post(actor: Actor, post_id: UUID, *, on: date) -> PostView:
    """One post; raises `Denied` when it is not the actor's to see."""
    post = posts_visible_to(actor).select_related("office").filter(pk=post_id).first()
    if post is None:
        raise Denied(permission=VIEW_POSTS, message=UNSEEN)
    members = list(post.members.order_by("valid_from", "name"))
    now = {
        each.role: each for each in members if each.valid_from <= on and (each.valid_to is None or each.valid_to > on)
    }
    check = post.checks.order_by("-checked_on", "-checked_at").first()
    return PostView(
        post=post,
        place=reference_queries.area_label(post.area_code),
        seats=[Seat(str(role), str(label), now.get(str(role))) for role, label in PostRole.choices],
        former=[each for each in members if each.valid_to is not None and each.valid_to <= on],
        check=check,
        score=score_of(post, check, len(now)),
        changes=list(post.changes.order_by("-on", "-changed_at")),
    )


def lock_posts(actor: Actor, post_ids: Iterable[UUID]) -> list[Post]:
    """The posts, locked in the order of their areas; raises `Denied` when one of them is not the actor's to see."""
    wanted = set(post_ids)
    found = list(posts_visible_to(actor).select_for_update(of=("self",)).filter(pk__in=wanted).order_by("area_code"))
    if len(found) != len(wanted):
        raise Denied(permission=VIEW_POSTS, message=UNSEEN)
    return found


def latest_checks(post_ids: Iterable[UUID]) -> dict[UUID, PostCheck]:
    """The newest check of each post that has one."""
    rows = PostCheck.objects.filter(post__in=list(post_ids)).order_by("post", "-checked_on", "-checked_at")
    return {each.post_id: each for each in rows.distinct("post")}


def count_filled(post_ids: Iterable[UUID], *, on: date) -> Mapping[UUID, int]:
    """Seats taken on a day, by post; 0 for the others."""
    rows = PostMember.objects.filter(in_office(on), post__in=list(post_ids)).order_by()
    return Counter(dict(rows.values_list("post").annotate(n=Count("role", distinct=True))))


def score_of(post: Post, check: PostCheck | None, filled: int) -> Score | None:
    """The readiness of a post as it was found, with its people and decree of today; None before the first check."""
    if check is None:
        return None
    return score(check.answers, filled=filled, has_decree=bool(post.decree_number))


def villages_with_post(actor: Actor) -> dict[str, Post]:
    """The post of each village inside the actor's areas that has one, whatever its status."""
    return {each.area_code: each for each in posts_visible_to(actor)}


def _narrowed(posts: QuerySet[Post], wanted: PostFilter, on: date | None) -> QuerySet[Post]:
    if wanted.status == "OPERATING":
        posts = posts.filter(status__in=OPERATING)
    elif wanted.status:
        posts = posts.filter(status=wanted.status)
    if wanted.within:
        posts = posts.filter(inside_area(wanted.within))
    if wanted.lacks == "sk":
        posts = posts.filter(decree_number="")
    elif wanted.lacks == "periksa":
        posts = posts.filter(checks__isnull=True)
    elif wanted.lacks == "sinyal":
        newest = PostCheck.objects.filter(post=OuterRef("pk")).order_by("-checked_on", "-checked_at")
        told = newest.annotate(told=KeyTextTransform(ReadinessItem.SIGNAL.value, "answers")).values("told")[:1]
        posts = posts.annotate(signal=Subquery(told)).filter(signal=ReadinessAnswer.NO.value)
    elif wanted.lacks == "petugas" and on is not None:
        holds = Q(members__valid_from__lte=on) & (Q(members__valid_to__isnull=True) | Q(members__valid_to__gt=on))
        posts = posts.annotate(taken=Count("members__role", filter=holds, distinct=True)).filter(
            Q(taken__lt=SEATS), ~Q(status=PostStatus.CLOSED)
        )
    return posts
