"""One transaction a request: what a failing view wrote is gone, and the error page still shows the reader's frame."""

from collections.abc import Iterator

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from rangkul.config import urls as real
from rangkul.kernel.errors import Denied, Refused
from rangkul.organisation.models import Office
from rangkul.platform.audit.actions import record
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.actor import system_actor
from tests.people import Cast

pytestmark = pytest.mark.django_db


def _leave_a_mark() -> None:
    record("test.mark.leave", by=system_actor("uji"), at=timezone.now())


def fails(request: HttpRequest, how: str) -> HttpResponse:
    _leave_a_mark()
    if how == "denied":
        raise Denied(permission="x.y.z", message="Bukan wilayah Anda.")
    if how == "refused":
        raise Refused(field="kode", value="x", expected="angka", remedy="tulis angka")
    if how == "gone":
        Office.objects.get(name="tidak ada")
    if how == "missing":
        raise Http404
    raise RuntimeError(how)


urlpatterns = [path("gagal/<slug:how>/", fails), path("", include((real.rooms, "web")))]
handler400, handler403, handler404, handler500 = real.handler400, real.handler403, real.handler404, real.handler500


@pytest.fixture
def staff(client: Client, cast: Cast, settings: object) -> Iterator[Client]:
    settings.ROOT_URLCONF = "tests.web.test_request_transaction"  # type: ignore[attr-defined]
    client.force_login(cast.user("FRONT_OFFICE"))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ("denied", 403, "Bukan wilayah Anda."),
        ("refused", 400, "tulis angka"),
        ("gone", 404, ""),
        ("missing", 404, ""),
        ("bug", 500, ""),
    ],
)
def test_nothing_of_a_failed_request_stays(staff: Client, how: str, status: int, said: str) -> None:
    answer = staff.get(f"/gagal/{how}/")
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not Event.objects.filter(name="test.mark.leave").exists()
