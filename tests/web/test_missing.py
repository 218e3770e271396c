"""What is not there says so, in words, wherever the address was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from rangkul.kernel.ids import new_id
from tests.people import Cast


@pytest.mark.parametrize("name", ["insight:component", "desk:case", "registry:person", "programmes:proposal"])
def test_an_unknown_thing_is_a_404(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.user("OFFICE_HEAD"))
    known_as = "tidak-ada" if name == "insight:component" else new_id()
    response = client.get(reverse(f"web:{name}", args=[known_as]))
    assert response.status_code == 404
    assert "tidak ditemukan" in response.content.decode()
