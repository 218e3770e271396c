"""The trail's pages: for those who may, page by page, narrowed, with the state of the chain."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from rangkul.platform.audit.actions import note_access, record
from rangkul.platform.audit.models import Check, Event
from rangkul.platform.audit.policies import accesses_visible_to, can_view_event, visible_to
from rangkul.platform.audit.queries import Place, TrailFilter, list_trail
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.policy.walls import as_owner
from rangkul.platform.tasks.models import Job
from tests.people import VILLAGE, Cast

pytestmark = pytest.mark.django_db

AT = datetime(2018, 12, 6, 1, tzinfo=UTC)


def signed_in(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def happened(name: str, minutes: int = 0, area: str = VILLAGE, who: str = "Petugas Uji") -> Event:
    subjects = [("person", uuid4())]
    return record(name, by=system_actor(who), at=AT + timedelta(minutes=minutes), area=area, subjects=subjects)


@pytest.mark.parametrize("page", ["/sistem/jejak/", "/sistem/jejak/akses/"])
@pytest.mark.parametrize(
    ("role", "status"), [("AUDITOR", 200), ("ADMINISTRATOR", 200), ("BACK_OFFICE", 403), ("OFFICE_HEAD", 403)]
)
def test_only_those_who_may_read_the_trail(cast: Cast, page: str, role: str, status: int) -> None:
    assert signed_in(cast, role).get(page).status_code == status
    assert Client().get(page).status_code == 302


def test_events_of_other_districts_stay_there(cast: Cast) -> None:
    own, other, everywhere = happened("a.b.c"), happened("a.b.d", area="73.11.01.2001"), happened("a.b.e", area="")
    actor = cast.actor("AUDITOR")
    assert set(visible_to(actor).filter(name__startswith="a.b")) == {own, everywhere}
    assert [can_view_event(actor, each) for each in (own, other, everywhere)] == [True, False, True]
    assert not visible_to(cast.actor("BACK_OFFICE")).exists()
    assert not accesses_visible_to(cast.actor("BACK_OFFICE")).exists()


def test_the_list_narrows_by_officer_action_subject_and_day(cast: Cast) -> None:
    client = signed_in(cast, "AUDITOR")
    happened("desk.case.close", who="Sitti Uji")
    second = happened("registry.person.register", 60 * 24, who="Baso Uji")
    subject = second.subjects.get().subject_id
    for query in (
        "petugas=baso",
        "tindakan=registry.",
        f"tentang={subject}",
        "dari_hari=7&dari_bulan=12&dari_tahun=2018",
    ):
        shown = words(client, f"/sistem/jejak/?{query}")
        assert "Baso Uji" in shown, query
        assert "Sitti Uji" not in shown, query
    shown = words(client, "/sistem/jejak/?sampai_hari=6&sampai_bulan=12&sampai_tahun=2018")
    assert "Sitti Uji" in shown
    assert "Baso Uji" not in shown
    assert "Tidak ada peristiwa" in words(client, "/sistem/jejak/?petugas=tidakada")


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast) -> None:
    made = {happened("a.b.c", minutes).pk for minutes in (0, 0, 0, 1, 2, 2, 3)}
    actor, seen, after = cast.actor("AUDITOR"), [], None
    while page := list_trail(actor, TrailFilter(name="a.b"), after=after, limit=2):
        seen += [event.pk for event in page]
        after = Place.parse(str(Place(page[-1].at, page[-1].id)))
    assert len(seen) == 7
    assert set(seen) == made


def test_a_second_page_is_offered_and_works(cast: Cast) -> None:
    for minutes in range(53):
        happened("a.b.c", minutes)
    client = signed_in(cast, "AUDITOR")
    page = BeautifulSoup(client.get("/sistem/jejak/?tindakan=a.b").content, "html.parser")
    link = page.find("a", rel="next")["href"]
    rest = BeautifulSoup(client.get(f"/sistem/jejak/{link}").content, "html.parser")
    assert len(page.select("tbody tr")) == 50
    assert len(rest.select("tbody tr")) == 3
    assert rest.find("a", rel="next") is None


@pytest.mark.parametrize(
    "query", ["setelah=x", "setelah=2018-01-01_x", "tentang=bukan-uuid", "dari_hari=99&dari_bulan=1&dari_tahun=2018"]
)
def test_odd_addresses_do_no_harm(cast: Cast, query: str) -> None:
    assert signed_in(cast, "AUDITOR").get(f"/sistem/jejak/?{query}").status_code == 200


def test_the_access_log_says_who_looked_at_what_and_why(cast: Cast) -> None:
    looker = cast.actor("FRONT_OFFICE").for_purpose("Pendaftaran kebutuhan")
    note_access(by=looker, kind="person", subject_id=uuid4(), fields=["nik"], at=AT)
    shown = words(signed_in(cast, "AUDITOR"), "/sistem/jejak/akses/")
    assert looker.name in shown
    assert "Pendaftaran kebutuhan" in shown
    assert "NIK" in shown


def test_the_state_of_the_chain_is_shown_and_can_be_asked_for(cast: Cast) -> None:
    client = signed_in(cast, "AUDITOR")
    assert "belum pernah diperiksa" in words(client, "/sistem/jejak/")
    response = client.post("/sistem/jejak/periksa/")
    assert (response.status_code, response["Location"]) == (303, "/sistem/jejak/")
    assert Job.objects.get(kind="audit.trail.verify").requested_by == cast.user("AUDITOR").pk
    assert signed_in(cast, "BACK_OFFICE").post("/sistem/jejak/periksa/").status_code == 403
    with as_owner():
        Check.objects.create(at=AT, ok=True, blocks=2, rows=1462, unsealed=3)
    assert "1.462 catatan dalam 2 blok" in words(client, "/sistem/jejak/")
    with as_owner():
        Check.objects.create(
            at=AT + timedelta(1),
            ok=False,
            blocks=2,
            rows=9,
            unsealed=0,
            problems=[{"text": "Catatan di blok 2 diubah"}],
        )
    shown = words(client, "/sistem/jejak/")
    assert "Rantai TIDAK utuh" in shown
    assert "Catatan di blok 2 diubah" in shown
