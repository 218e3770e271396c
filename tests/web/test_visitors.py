"""The address that limits count by: the visitor's own, and never one that the visitor made up."""

import pytest
from django.test import RequestFactory

from rangkul.web.shared.visitors import address_of


@pytest.mark.parametrize(
    ("peer", "told", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_address_behind_proxies(settings, peer: str, told: str, expected: str) -> None:
    settings.PROXIES = ("127.0.0.1", "10.0.0.2")
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": told})
    assert address_of(request) == expected
