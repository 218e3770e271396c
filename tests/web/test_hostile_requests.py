"""Requests no form of ours sends: NULs, numbers of thousands of digits, dates at the end of time."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rangkul.accounts.actions import choose_duty
from rangkul.accounts.models import Duty
from rangkul.kernel.errors import Denied
from rangkul.web.shared.fields import LONGEST_NUMBER, number_of
from tests.people import VILLAGE, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "name", "data"),
    [
        ("get", "web:reference:search", {"q": "Gatta\0reng"}),
        ("get", "web:registry:search", {"q": "Siti\0"}),
        ("get", "web:registry:search", {"q": "Siti", "ar\0ea": "x"}),
        ("post", "web:registry:search", {"q": "73120\x001"}),
        ("get", "web:desk:case-list", {"tiket": "R-2611\0"}),
        ("get", "web:desk:follow", {"tiket": "\0"}),
    ],
)
def test_a_nul_is_turned_away(client: Client, cast: Cast, method: str, name: str, data: dict[str, str]) -> None:
    client.force_login(cast.user("BACK_OFFICE"))
    response = getattr(client, method)(reverse(name), data)
    assert response.status_code == 400
    assert "tidak ada yang disimpan" in response.content.decode()


@pytest.mark.parametrize("text", ["9" * 5_000, "9" * (LONGEST_NUMBER + 1), "²", "٣", "-1", "", "1e3"])
def test_what_is_no_countable_number_is_none(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize("asked", ["²", "9" * 4_999, "0", "2014"])
def test_a_year_that_cannot_be_asked_for_shows_this_year(client: Client, cast: Cast, asked: str) -> None:
    client.force_login(cast.user("OFFICE_HEAD"))
    assert client.get(reverse("web:insight:realisation"), {"tahun": asked}).status_code == 200


def test_the_last_day_of_time_ends_no_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("AUDITOR"))
    boxes = {"sampai_hari": "31", "sampai_bulan": "12", "sampai_tahun": "9999"}
    assert client.get(reverse("web:platform:audit-trail"), boxes).status_code == 200


def test_a_duty_may_be_chosen_from_the_morning_of_its_first_day_here(cast: Cast) -> None:
    """At 07.00 in Soppeng it is still yesterday in Greenwich."""
    user, by = cast.user("FRONT_OFFICE"), cast.actor("FRONT_OFFICE")
    new = Duty.objects.create(
        user=user, role="BACK_OFFICE", office=cast.office, area_codes=[VILLAGE], valid_from=date(2026, 11, 23)
    )
    assert settings.TIME_ZONE == "Asia/Makassar"
    evening = datetime.fromisoformat("2026-11-22T23:00:00+08:00")
    with pytest.raises(Denied):
        choose_duty(user=user, duty_id=new.pk, by=by, at=evening)
    morning = datetime.fromisoformat("2026-11-23T07:00:00+08:00").astimezone(UTC)
    assert choose_duty(user=user, duty_id=new.pk, by=by, at=morning) == new


def test_nobody_takes_the_duty_of_another(client: Client, cast: Cast) -> None:
    theirs = Duty.objects.get(user=cast.user("DIVISION_HEAD"))
    client.force_login(cast.user("FRONT_OFFICE"))
    response = client.post(reverse("web:accounts:choose-duty"), {"duty": str(theirs.pk)})
    assert response.status_code == 403
    assert "bukan milik Anda" in response.content.decode()
