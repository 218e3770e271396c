"""Error pages in the frame of the office, also when the request's transaction is lost."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from rangkul.kernel.errors import Denied
from rangkul.web.shared import views
from tests.people import Cast

pytestmark = pytest.mark.django_db


def test_an_unknown_address_says_what_to_do(client: Client, cast: Cast) -> None:
    for visitor in ("nobody", "staff"):
        if visitor == "staff":
            client.force_login(cast.user("BACK_OFFICE"))
        response = client.get("/tidak/ada/")
        assert response.status_code == 404
        assert "Periksa kembali alamat" in response.content.decode()


def test_a_denial_says_why(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("FRONT_OFFICE"))
    response = client.get(reverse("web:organisation:office"))
    assert response.status_code == 403
    assert "tidak berwenang" in response.content.decode()


def test_a_denial_shows_our_own_words_only(rf: RequestFactory) -> None:
    ours = views.denied(rf.get("/"), Denied(permission="x.y.z", message="Kasus ini milik desa lain."))
    assert "Kasus ini milik desa lain." in ours.content.decode()
    theirs = views.denied(rf.get("/"), PermissionError("rahasia"))
    assert "rahasia" not in theirs.content.decode()


def test_the_component_page_is_for_staff_outside_a_demo(client: Client, cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = False
    assert client.get(reverse("web:gaya")).status_code == 302
    client.force_login(cast.user("BACK_OFFICE"))
    assert client.get(reverse("web:gaya")).status_code == 200


def test_the_language_is_changed_by_a_form_only(client: Client) -> None:
    assert client.get(reverse("web:language")).status_code == 405
    response = client.post(reverse("web:language"), {"language": "en", "next": "/gaya/?tab=tim"})
    assert response["Location"] == "/gaya/?tab=tim"
    away = client.post(reverse("web:language"), {"language": "en", "next": "https://example.org/"})
    assert "example.org" not in away["Location"]


def test_the_address_of_a_form_says_how_to_go_on(client: Client, cast: Cast) -> None:
    client.force_login(cast.user("FRONT_OFFICE"))
    response = client.get(reverse("web:accounts:choose-duty"))
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "hanya menerima kiriman sebuah formulir" in response.content.decode()
