"""Posts, SLRT and a rollout as an office has them: two trials, some plans, a manager with supervisors and facilitators."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse

from rangkul.kernel.area_code import AreaCode
from rangkul.organisation import actions
from rangkul.organisation.models import Post
from rangkul.platform.policy.actor import Actor
from tests.people import Cast

AT = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)
PLANNED_ON = date(2026, 1, 2)
TRIALS = ("73.12.01.2003", "73.12.01.2004")


@dataclass
class PostStage:
    """The cast with its manager; AT is a Monday."""

    cast: Cast
    manager: Actor

    def plan(self, *codes: str) -> list[Post]:
        return actions.plan_posts(lines="\n".join(codes), since=PLANNED_ON, by=self.manager, at=AT)

    def post(self, code: str) -> Post:
        return Post.objects.get(area_code=code)

    def move(
        self, *codes: str, seen: str, to: str, on: date = TODAY, by: Actor | None = None, **more: str
    ) -> list[Post]:
        told = {"reason": "keputusan rapat", "decree_number": "000/CONTOH/2026"} | more
        posts = Post.objects.filter(area_code__in=codes)
        return actions.change_post_status(
            seen={post.pk: seen for post in posts},
            change=actions.NewStatus(status=to, on=on, **told),
            by=by or self.manager,
            at=AT,
        )


def signed_in(cast: Cast, role: str, area: AreaCode | None = None) -> Client:
    client = Client()
    client.force_login(cast.user(role, area))
    return client


def ask(client: Client, name: str, *args: Any, query: str = "", data: Any = None) -> Any:
    """GET, or POST with data; afterwards the test's own database role is back."""
    url = reverse(f"web:organisation:{name}", args=args) + query
    response = client.get(url) if data is None else client.post(url, data)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    return response


def words(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def boxes(name: str, day: date) -> dict[str, str]:
    """A date as its three boxes are sent."""
    return {f"{name}_hari": str(day.day), f"{name}_bulan": str(day.month), f"{name}_tahun": str(day.year)}
