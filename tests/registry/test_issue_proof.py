"""The printed proof of registration: only with an ID DTKS in force, only by those who issue it, on both timelines."""

from datetime import date, datetime
from io import BytesIO

import pikepdf
import pytest
from django.test import Client

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.documents.queries import read_pdf
from rangkul.reference.loading import load_reference
from rangkul.registry import actions, queries
from rangkul.registry.errors import NoSuchRecord
from tests.people import VILLAGE, Cast
from tests.registry.factories import make_family, make_identity, make_person

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    load_reference(within=("73.12",))


@pytest.mark.requirement("R019")
def test_the_proof_is_a_pdf_with_a_number_and_stands_on_both_timelines(cast: Cast) -> None:
    person = make_person("Besse Contoh", VILLAGE)
    family = make_family(person, since=LONG_AGO)
    make_identity(person, "ID_DTKS", "DTKS-1", since=LONG_AGO)
    document = actions.issue_proof(person_id=person.pk, purpose="keringanan", by=cast.actor("FRONT_OFFICE"), at=AT)
    with pikepdf.open(BytesIO(read_pdf(document))) as pdf:
        assert len(pdf.pages) == 1
    subjects = {(each.kind, each.subject_id) for each in Event.objects.get(name="registry.proof.issue").subjects.all()}
    assert subjects == {("person", person.pk), ("family", family.pk)}


@pytest.mark.requirement("R019")
def test_who_is_not_registered_gets_no_proof(cast: Cast) -> None:
    person = make_person("Besse Contoh", VILLAGE)
    with pytest.raises(Refused, match="ID DTKS"):
        actions.issue_proof(person_id=person.pk, purpose="x", by=cast.actor("FRONT_OFFICE"), at=AT)


def test_neither_the_next_village_nor_a_role_that_only_looks_issues_it(cast: Cast) -> None:
    person = make_person("Besse Contoh", VILLAGE)
    make_identity(person, "ID_DTKS", "DTKS-1", since=LONG_AGO)
    with pytest.raises((Denied, NoSuchRecord)):
        actions.issue_proof(person_id=person.pk, purpose="x", by=cast.elsewhere("FRONT_OFFICE"), at=AT)
    with pytest.raises(Denied):
        actions.issue_proof(person_id=person.pk, purpose="x", by=cast.actor("AUDITOR"), at=AT)


def test_the_page_asks_what_for_and_leads_to_the_pdf(cast: Cast, client: Client) -> None:
    person = make_person("Besse Contoh", VILLAGE)
    make_identity(person, "ID_DTKS", "DTKS-1", since=LONG_AGO)
    client.force_login(cast.user("FRONT_OFFICE"))
    assert client.post(f"/registri/orang/{person.pk}/bukti/", {"purpose": ""}).status_code == 422
    answer = client.post(f"/registri/orang/{person.pk}/bukti/", {"purpose": "beasiswa"}, follow=True)
    assert answer["Content-Type"] == "application/pdf"


def test_ids_of_many_match_ids_one_by_one(cast: Cast) -> None:
    one, two, three = (make_person(f"Orang {n}", VILLAGE) for n in ("Satu", "Dua", "Tiga"))
    family = make_family(one, since=LONG_AGO)
    make_identity(family, "ID_DTKS", "KELUARGA", since=LONG_AGO)
    make_identity(two, "ID_DTKS", "SENDIRI", since=LONG_AGO)
    day = AT.date()
    many = queries.registry_ids_in_force("DTKS", "person", [one.pk, two.pk, three.pk], on=day)
    singly = {p.pk: queries.registry_id_in_force("DTKS", person_id=p.pk, on=day) for p in (one, two, three)}
    assert many == {key: value for key, value in singly.items() if value}
    assert queries.registry_ids_in_force("DTKS", "family", [family.pk], on=day) == {family.pk: "KELUARGA"}
