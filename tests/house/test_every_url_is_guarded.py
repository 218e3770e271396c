"""Every address asks for signing in unless it is on the short public list, and a user without a duty sees nothing."""

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rangkul.accounts.models import User
from rangkul.kernel.ids import new_id
from tests.house.tree import listing, script

pytestmark = pytest.mark.django_db

PUBLIC = {
    "web:home:front",
    "web:language",
    "web:gaya",  # a demo or a developer's machine; elsewhere staff
    "web:accounts:sign-in",
    "web:accounts:sign-in-demo",  # 404 outside a demo
    "web:platform:verify",
    "web:platform:verify-ask",
    "web:desk:report-need",
    "web:desk:report-done",
    "web:desk:follow",
    "web:desk:ticket-attach",  # by a pass of an hour
    "web:desk:ticket-respond",
    "web:desk:ticket-silence",
    "web:desk:complaint-report",
    "web:desk:complaint-done",
    "web:desk:survey",  # by the link of a closed ticket
    "web:desk:survey-done",
    "web:desk:services",
    "web:organisation:announcement-board",  # what the office publishes
    "web:organisation:announcement-read",
    "web:desk:service",
    "web:desk:programmes",
    "web:desk:queue-screen",  # the waiting room, by an address nobody guesses
    "web:desk:answer",  # a signed link to one referral
    "web:desk:public-answer",
    "web:platform:push-worker",  # a program without data
    "web:platform:whatsapp-news",  # signed by the gateway
}
# What somebody with an account and no duty may still do.
WITHOUT_DUTY = {
    "web:home:worklist",
    "web:accounts:sign-out",
    "web:accounts:choose-duty",
    "web:platform:job-list",  # one's own jobs, which are none
}
REFUSED = {403, 404}

_make_docs = script("make_docs")
ADDRESSES: list[tuple[str, str, Any]] = _make_docs.addresses()
STAFF = [(name, path) for name, path, view in ADDRESSES if not _make_docs.is_public(view)]


def dummy_url(name: str, path: str) -> str:
    """The address with made-up arguments of the right kind."""
    return reverse(name, args=[_dummy(kind) for kind in re.findall(r"<(?:(\w+):)?\w+>", path)])


def _dummy(kind: str) -> object:
    return {"uuid": new_id(), "int": 1}.get(kind, "73.12.01" if kind in {"", "str", "path"} else "contoh")


def asked(client: Client, method: str, url: str) -> HttpResponse | Exception:
    """The answer, or what the view raised."""
    try:
        answer: HttpResponse = client.get(url) if method == "GET" else client.post(url, {})
    except Exception as error:  # noqa: BLE001 - named in the list of problems
        return error
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    return answer


@pytest.fixture
def nobody() -> Client:
    """A signed-in browser of a user who holds no duty."""
    user = User.objects.create_user(username="tanpa.tugas", password="kata-sandi-uji", name="Tanpa Tugas")
    client = Client()
    client.force_login(user)
    return client


def test_only_the_listed_addresses_are_public() -> None:
    public = {name for name, _path, view in ADDRESSES if _make_docs.is_public(view)}
    assert public <= PUBLIC, f"public but not listed: {sorted(public - PUBLIC)}"


def test_every_address_has_a_name() -> None:
    assert not [path for name, path, _view in ADDRESSES if not name or name.endswith(":")]
    names = [name for name, _path, _view in ADDRESSES]
    assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def test_the_anonymous_are_sent_to_sign_in() -> None:
    sign_in, problems, anonymous = reverse("web:accounts:sign-in"), [], Client()
    for name, path in STAFF:
        for method in ("GET", "POST"):
            answer = asked(anonymous, method, dummy_url(name, path))
            if isinstance(answer, Exception) or answer.status_code != 302 or not answer["Location"].startswith(sign_in):
                problems.append(f"{method} {name}: {_said(answer)}")
    assert not problems, listing(problems)


def test_a_user_without_a_duty_is_refused_everywhere(nobody: Client) -> None:
    """Each method is refused with 403 or 404; 405 counts only where the other method is refused."""
    problems = []
    for name, path in STAFF:
        if name in WITHOUT_DUTY:
            continue
        answers = {method: asked(nobody, method, dummy_url(name, path)) for method in ("GET", "POST")}
        codes = {method: getattr(answer, "status_code", 0) for method, answer in answers.items()}
        if not set(codes.values()) <= REFUSED | {405} or set(codes.values()) == {405}:
            problems.append(f"{name}: " + "; ".join(f"{method} {_said(answer)}" for method, answer in answers.items()))
    assert not problems, listing(problems)


def _said(answer: HttpResponse | Exception) -> str:
    if isinstance(answer, Exception):
        return f"{type(answer).__name__}: {str(answer)[:120]}"
    return f"{answer.status_code} {answer.get('Location', '')}"
