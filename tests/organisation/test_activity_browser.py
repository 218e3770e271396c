"""The pages of activities in a real browser: accessible, quiet, fitting a phone."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from rangkul.organisation import actions
from rangkul.organisation.models import Participant
from rangkul.reference.loading import load_reference
from tests.browser import PageAt, assert_sound, take_picture
from tests.organisation.stage import AT, ActivityStage
from tests.people import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_sound(live_server: Any, page_at: PageAt, transactional_db: None, width: int) -> None:
    cast = Cast.gather()
    load_reference(within=("73.12",))
    stage = ActivityStage.build(cast)
    stage.add_everybody()
    present = list(Participant.objects.order_by("area_code", "name").values_list("pk", flat=True))[:140]
    actions.mark_attendance(activity_id=stage.activity.pk, present=present, by=stage.manager, at=AT)
    client = Client()
    client.force_login(cast.user("SLRT_MANAGER"))
    page = page_at(width)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    for name, path in {
        "activity-list": "kegiatan/",
        "activity-record": "kegiatan/baru/",
        "activity": f"kegiatan/{stage.activity.pk}/",
        "participant-add": f"kegiatan/{stage.activity.pk}/peserta/",
        "attendance-mark": f"kegiatan/{stage.activity.pk}/kehadiran/",
        "attendance-print": f"kegiatan/{stage.activity.pk}/cetak/",
    }.items():
        page.goto(f"{live_server.url}/organisasi/{path}")
        take_picture(page, f"{name}-{width}")
        assert_sound(page)
