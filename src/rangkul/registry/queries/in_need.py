"""How many people of a kind live in each kecamatan: figures for those who plan services, small ones hidden."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count
from django.db.models.functions import Left

from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.models import GroupMark
from rangkul.registry.queries.disability_board import people_on
from rangkul.registry.queries.groups import by_person_now
from rangkul.registry.small_counts import hidden_keys

DISTRICT_LENGTH = len("73.12.01")


def count_disabled_by_district(actor: Actor, *, on: date) -> dict[str, int | None]:
    """{kecamatan: persons with a disability}, as the board of disability data counts them.

    None where too few would point at somebody, for a role without the right to health. Raises `Denied`.
    """
    policies.check_can_view_people(actor)
    found = people_on(actor, on, "").order_by().annotate(district=Left("area_code", DISTRICT_LENGTH))
    return _told(actor, dict(found.values_list("district").annotate(n=Count("pk", distinct=True))))


def count_marked_by_district(actor: Actor, codes: Iterable[str], *, on: date) -> dict[str, int | None]:
    """{kecamatan: persons} with a mark of one of these PPKS types in force, each person once; small counts as above.

    Types that are sensitive count only for who may know them. Raises `Denied`.
    """
    policies.check_can_view_people(actor)
    marks = policies.marks_visible_to(actor).filter(
        type_code__in=list(codes), period__contains=on, person__isnull=False
    )
    people = by_person_now(GroupMark.objects.filter(pk__in=marks.values("pk"))).filter(died__isnull=True)
    by_district = people.order_by().annotate(district=Left("lives_in", DISTRICT_LENGTH))
    return _told(actor, dict(by_district.values_list("district").annotate(n=Count("who", distinct=True))))


def _told(actor: Actor, counts: dict[str, int]) -> dict[str, int | None]:
    hidden = frozenset() if policies.can_view_health(actor) else hidden_keys(counts)
    return {code: None if code in hidden else count for code, count in counts.items()}
