"""The pages of activities in a real browser: accessible, quiet, fitting a phone."""

from typing import Any

import pytest
from django.test import Client

from rangkul.organisation import actions
from rangkul.organisation.models import Participant
from rangkul.reference.loading import load_reference
from tests.browser import DESK, PHONE, PageAt, assert_sound, take_picture
from tests.organisation.stage import AT, ActivityStage, six_from_each
from tests.people import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def session_of(cast: Cast, role: str) -> str:
    client = Client()
    client.force_login(cast.user(role))
    return client.cookies["sessionid"].value


def test_pages_are_sound(live_server: Any, page_at: PageAt, transactional_db: None) -> None:
    """Twelve people of two villages have every shape that 150 have; the journey of Jember looks at 150 on a desk's screen."""
    cast = Cast.gather()
    load_reference(within=("73.12.01",))
    stage = ActivityStage.build(cast)
    stage.add("\n".join(six_from_each(2)))
    present = list(Participant.objects.order_by("area_code", "name").values_list("pk", flat=True))[:10]
    actions.mark_attendance(activity_id=stage.activity.pk, present=present, by=stage.manager, at=AT)
    manager, keeper = (session_of(cast, role) for role in ("SLRT_MANAGER", "ADMINISTRATOR"))
    pages = {
        "activity-list": "kegiatan/",
        "participant-add": f"kegiatan/{stage.activity.pk}/peserta/",
        "attendance-print": f"kegiatan/{stage.activity.pk}/cetak/",
        "structure": "susunan/",
        "official-appoint": "susunan/pejabat/",
        "post-describe": f"pos/{cast.post.pk}/alamat/",
        "activity-record": "kegiatan/baru/",
        "activity": f"kegiatan/{stage.activity.pk}/",
        "attendance-mark": f"kegiatan/{stage.activity.pk}/kehadiran/",
    }
    for width, names in ((PHONE, list(pages)), (DESK, list(pages)[:3])):
        page = page_at(width)
        for name in names:
            session = keeper if "susunan" in pages[name] else manager
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            page.goto(f"{live_server.url}/organisasi/{pages[name]}")
            take_picture(page, f"{name}-{width}")
            assert_sound(page)
