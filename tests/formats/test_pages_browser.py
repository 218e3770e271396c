"""Pages of exports and of a list with fall-offs in a real browser: accessible, fitting phone and desk."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from rangkul.kernel import clock
from rangkul.platform.exporting.actions import request_export
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.reference.loading import load_reference
from tests.browser import PageAt, assert_sound, take_picture
from tests.exchange.make_files import Member
from tests.formats import make_status_files as make
from tests.formats.conftest import AS_OF, Approve, Upload
from tests.people import REGENCY, VILLAGE, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_are_sound(
    live_server: Any, page_at: PageAt, transactional_db: None, tmp_path: Path, people: list[list[Member]], upload: Upload,
    approve: Approve, cast: Cast,
) -> None:  # fmt: skip
    load_reference(within=(REGENCY,))
    approve(upload(make.kks(tmp_path / "a.xlsx", people)))
    batch = upload(make.kks(tmp_path / "b.xlsx", people[:4]), as_of=date(2026, 10, 20))
    manager = cast.actor("SLRT_MANAGER")
    for code in ("kemensos.kks", "dtsen.desil"):
        request_export(
            format_code=code, area=VILLAGE, as_of=AS_OF, purpose="pemadanan triwulan", by=manager, at=clock.now()
        )
    run_waiting_jobs()
    shown: list[tuple[str, str, str]] = [
        ("SLRT_MANAGER", "ekspor", "/ekspor/"),
        ("SLRT_MANAGER", "ekspor-minta", "/ekspor/minta/"),
        ("DIVISION_HEAD", "impor-daftar", f"/impor/{batch.pk}/"),
    ]
    for width in (360, 1280):
        for role, name, path in shown:
            page = signed_in(page_at, width, live_server.url, cast, role)
            page.goto(f"{live_server.url}{path}")
            take_picture(page, f"{name}-{width}")
            assert_sound(page)


def signed_in(page_at: Callable[..., Page], width: int, url: str, cast: Cast, role: str) -> Page:
    client = Client()
    client.force_login(cast.user(role))
    page = page_at(width)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    return page
