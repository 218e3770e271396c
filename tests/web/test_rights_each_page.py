"""What a session may do is read anew with each page: a duty that ended, or a user who may not sign in, is out at once."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from rangkul.accounts.models import Duty, User
from rangkul.kernel import clock
from rangkul.platform.policy.walls import as_owner
from rangkul.web.shared.addresses import address
from tests.desk.stage import a_case, make_areas
from tests.people import NEIGHBOUR_VILLAGE, Cast

pytestmark = pytest.mark.django_db


def test_the_next_page_knows_that_a_duty_ended_and_that_a_user_was_stopped(client: Client, cast: Cast) -> None:
    make_areas()
    user = cast.user("FRONT_OFFICE")
    client.force_login(user)
    worklist = reverse("web:desk:case-list")
    assert client.get(worklist).status_code == 200

    today = clock.local_date(clock.now(), "Asia/Makassar")
    with as_owner():
        Duty.objects.filter(user=user).update(valid_to=today)
    assert client.get(worklist).status_code == 403
    with as_owner():
        Duty.objects.filter(user=user).update(valid_to=today + timedelta(days=2))
    assert client.get(worklist).status_code == 200
    with as_owner():
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(worklist).status_code == 302  # to the sign-in page


def test_a_duty_moved_to_the_village_beside_shows_its_cases_and_no_longer_the_old_ones(
    client: Client, cast: Cast
) -> None:
    make_areas()
    user = cast.user("FRONT_OFFICE")
    with as_owner():
        here = a_case(cast.actor("FRONT_OFFICE"))
        beside = a_case(cast.elsewhere("FRONT_OFFICE"), area=NEIGHBOUR_VILLAGE)
    client.force_login(user)
    assert seen(client) == {here.ticket}
    both = [*Duty.objects.get(user=user).area_codes, str(NEIGHBOUR_VILLAGE)]
    with as_owner():
        Duty.objects.filter(user=user).update(area_codes=both)
    assert seen(client) == {here.ticket, beside.ticket}
    with as_owner():
        Duty.objects.filter(user=user).update(area_codes=[str(NEIGHBOUR_VILLAGE)])
    assert seen(client) == {beside.ticket}
    assert client.get(reverse("web:desk:case", args=[here.pk])).status_code == 404


def seen(client: Client) -> set[str]:
    """The tickets that the whole list shows, with the tab's count beside them."""
    page = client.get(reverse("web:desk:case-list"), {"tab": "all"})
    rows = page.context["listing"].rows
    assert next(tab["count"] for tab in page.context["tabs"] if tab["url"] == "?tab=all") == len(rows)
    return {row.cells[0].note.split(" · ")[0] for row in rows}


def test_a_remembered_address_is_the_one_that_django_works_out() -> None:
    one, other = UUID(int=7), UUID(int=8)
    for name in ("web:desk:case", "web:desk:case-note"):
        for each in (one, other):
            assert address(name, each) == reverse(name, args=[each])
    assert address("web:desk:case-list") == reverse("web:desk:case-list")
