"""Pages of activities: from recording to the printed list in plain forms, and what a colleague elsewhere may not open."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse

from rangkul.kernel.area_code import AreaCode
from rangkul.organisation.models import Activity, Participant
from rangkul.reference.loading import load_reference
from tests.organisation.stage import VENUE, ActivityStage, six_from_each
from tests.people import Cast

pytestmark = pytest.mark.django_db


def signed_in(cast: Cast, role: str, area: AreaCode | None = None) -> Client:
    client = Client()
    client.force_login(cast.user(role, area))
    return client


def ask(client: Client, name: str, *args: Any, query: str = "", data: Any = None) -> Any:
    """GET, or POST with data; afterwards the test's own database role is back."""
    url = reverse(f"web:organisation:{name}", args=args) + query
    response = client.get(url) if data is None else client.post(url, data)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    return response


def words(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


TOLD = {
    "kind": "BIMTEK",
    "name": "Bimtek Puskesos",
    "held_on_hari": "6",
    "held_on_bulan": "Desember",
    "held_on_tahun": "2018",
    "venue": VENUE,
    "area": "73.12",
}


@pytest.mark.requirement("R402")
@pytest.mark.requirement("R403")
@pytest.mark.requirement("R404")
def test_from_recording_to_the_printed_list(cast: Cast) -> None:
    load_reference(within=("73.12",))
    manager = signed_in(cast, "SLRT_MANAGER")
    office = ask(manager, "office")
    assert reverse("web:organisation:activity-list") in office.content.decode()
    assert "Belum ada kegiatan" in words(ask(manager, "activity-list"))
    assert ask(manager, "activity-record").status_code == 200
    made = ask(manager, "activity-record", data=TOLD)
    activity = Activity.objects.get()
    assert made.status_code in (302, 303)
    assert made["Location"] == reverse("web:organisation:participant-add", args=[activity.pk])
    lines = six_from_each(25)
    refused = ask(manager, "participant-add", activity.pk, data={"lines": "\n".join([*lines, "Rusak; kesra"])})
    assert refused.status_code == 422
    assert "Baris 151 berisi “Rusak; kesra”" in words(refused)
    assert lines[149] in refused.content.decode()
    assert not Participant.objects.exists()
    ask(manager, "participant-add", activity.pk, data={"lines": "\r\n".join(lines)})
    page = words(ask(manager, "activity", activity.pk))
    assert "Kamis, 6 Desember 2018" in page
    assert VENUE in page
    assert "150 orang" in page
    assert "25 desa/kelurahan atau kecamatan" in page
    form = BeautifulSoup(ask(manager, "attendance-mark", activity.pk).content, "html.parser")
    boxes = [str(box["value"]) for box in form.find_all("input", {"name": "present"})]
    assert len(boxes) == 150
    ask(manager, "attendance-mark", activity.pk, data={"present": boxes[:149]})
    assert Participant.objects.filter(attended=True).count() == 149
    paper = BeautifulSoup(ask(manager, "attendance-print", activity.pk).content, "html.parser")
    assert len(paper.find_all("tbody")) == 25
    assert paper.get_text().count("tidak hadir") == 1
    row = ask(manager, "activity-list", query="?jenis=BIMTEK")
    assert "149" in words(row)
    assert "Belum ada kegiatan" in words(ask(manager, "activity-list", query="?jenis=RAKOR"))


def test_a_refused_form_says_why_and_keeps_what_was_typed(stage: ActivityStage) -> None:
    manager = signed_in(stage.cast, "SLRT_MANAGER")
    twice = ask(manager, "activity-record", data=TOLD | {"name": stage.activity.name})
    assert twice.status_code == 422
    assert "belum tercatat pada 6 Desember 2018" in words(twice)
    assert VENUE in twice.content.decode()
    assert ask(manager, "activity-record", data={}).status_code == 422
    assert ask(manager, "attendance-mark", stage.activity.pk, data={"present": ["x"]}).status_code == 422


@pytest.mark.parametrize(
    "page", ["activity", "participant-add", "attendance-mark", "attendance-print"], ids=lambda page: page
)
def test_the_office_next_door_opens_nothing(stage: ActivityStage, page: str) -> None:
    neighbour = signed_in(stage.cast, "SLRT_MANAGER", AreaCode.parse("73.13"))
    assert ask(neighbour, page, stage.activity.pk).status_code == 403


def test_who_reads_gets_no_buttons_and_no_forms(stage: ActivityStage) -> None:
    auditor = signed_in(stage.cast, "AUDITOR")
    page = ask(auditor, "activity", stage.activity.pk)
    assert page.status_code == 200
    assert "Tambah peserta" not in words(page)
    assert ask(auditor, "activity-record").status_code == 403
    assert ask(auditor, "participant-add", stage.activity.pk, data={"lines": "x"}).status_code == 403


def test_a_supervisor_below_reads_the_training_of_the_district(stage: ActivityStage) -> None:
    stage.add("Siti Contoh; kesra; 73.12.01.2003\nBaso Contoh; kesra; 73.12.02.2005")
    supervisor = signed_in(stage.cast, "SUPERVISOR")
    page = words(ask(supervisor, "activity", stage.activity.pk))
    assert "Siti Contoh" in page
    assert "Baso Contoh" not in page
    assert "Tambah peserta" not in page
    assert ask(supervisor, "participant-add", stage.activity.pk).status_code == 403
