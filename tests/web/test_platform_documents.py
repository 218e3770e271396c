"""Documents on the web: the PDF for the area's officials, the check for everybody, nothing for those who guess."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from rangkul.platform.documents.actions import issue_document, revoke_document
from rangkul.platform.documents.models import Document
from rangkul.platform.documents.verification import shown, verify_url
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.platform.document_samples import LETTER

pytestmark = pytest.mark.django_db

AT = datetime(2018, 12, 6, 1, tzinfo=UTC)


@pytest.fixture
def document(cast: Cast) -> Document:
    return issue_document(
        kind="LETTER", series="surat", template="letter", data=LETTER, title="Surat keterangan Sitti Contoh",
        subject=("person", uuid4()), area=VILLAGE, by=cast.actor("BACK_OFFICE"), at=AT,
    )  # fmt: skip


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_an_official_of_the_area_gets_the_pdf(cast: Cast, document: Document) -> None:
    client = Client()
    client.force_login(cast.user("BACK_OFFICE"))
    response = client.get(f"/sistem/dokumen/{document.pk}/")
    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="460-0001-DINSOS-XII-2018.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_the_same_role_next_door_does_not(cast: Cast, document: Document) -> None:
    client = Client()
    client.force_login(cast.user("BACK_OFFICE", NEIGHBOUR_VILLAGE))
    assert client.get(f"/sistem/dokumen/{document.pk}/").status_code == 403
    assert client.get(f"/sistem/dokumen/{uuid4()}/").status_code == 403
    assert Client().get(f"/sistem/dokumen/{document.pk}/").status_code == 302


def test_anybody_can_check_a_code_and_learns_no_name(document: Document) -> None:
    page = text_of(Client(), f"/sistem/periksa/{shown(document.verify_code)}/")
    for expected in (
        "Surat ini asli",
        "Surat",
        document.number,
        "6 Desember 2018",
        "Dinas Sosial Kabupaten Soppeng",
    ):
        assert expected in page
    assert "Sitti" not in page
    assert "7312" not in page
    assert verify_url(document.verify_code).endswith(f"/sistem/periksa/{shown(document.verify_code)}/")


def test_a_revoked_document_says_so(cast: Cast, document: Document) -> None:
    revoke_document(document_id=document.pk, reason="Salah nama", by=cast.actor("OFFICE_HEAD"), at=AT)
    page = text_of(Client(), f"/sistem/periksa/{document.verify_code}/")
    assert "sudah dicabut" in page
    assert "Salah nama" not in page


def test_every_wrong_code_gets_the_same_answer(document: Document) -> None:
    near = document.verify_code[:-1] + ("0" if document.verify_code[-1] != "0" else "1")
    codes = (near, "A" * 20, "x", "%27%20OR%201=1", "0" * 300)
    pages = [BeautifulSoup(Client().get(f"/sistem/periksa/{code}/").content, "html.parser") for code in codes]
    answers = {str(page.find("main")) for page in pages}
    assert len(answers) == 1
    response = Client().get(f"/sistem/periksa/{near}/")
    assert response.status_code == 404
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_a_typed_code_leads_to_its_page(document: Document) -> None:
    response = Client().get("/sistem/periksa/", {"kode": shown(document.verify_code).lower().replace("-", " ")})
    assert response["Location"] == f"/sistem/periksa/{shown(document.verify_code)}/"
    assert "kode" in text_of(Client(), "/sistem/periksa/").lower()
    assert Client().get("/sistem/periksa/", {"kode": "ngawur"}, follow=True).status_code == 404
