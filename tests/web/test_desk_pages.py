"""Staff pages of the desk: intake, list, matching, referral, closing, each without JavaScript; near misses next door."""

from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk.models import Case, Referral
from rangkul.institutions.actions import load_directory
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import system_actor
from rangkul.registry.models import Person
from tests.desk.stage import (
    STORY,
    Visitor,
    a_case,
    a_matched_case,
    a_referral,
    an_agency,
    hidden_of,
    make_areas,
    text_of,
)
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.registry.factories import make_family, make_person

pytestmark = pytest.mark.django_db

LIST = reverse("web:desk:case-list")
NEW = reverse("web:desk:case-register")


@pytest.fixture(autouse=True)
def office(cast: Cast) -> None:
    make_areas()


def page(name: str, case: Any) -> str:
    return reverse(f"web:desk:{name}", args=[case.pk])


@pytest.mark.requirement("R405")
def test_intake_gives_a_ticket_and_a_double_click_only_one(cast: Cast) -> None:
    desk = Visitor(cast, "FRONT_OFFICE")
    answers = hidden_of(desk.get(NEW)) | {"story": STORY, "concerned_name": "siti contoh", "area": VILLAGE}
    first, second = desk.post(NEW, **answers), desk.post(NEW, **answers)
    case = Case.objects.get()
    assert (first.status_code, first["Location"], second["Location"]) == (303, page("case", case), page("case", case))
    shown = text_of(desk.get(first["Location"]))
    assert case.ticket in shown
    assert STORY in shown
    assert "Cocokkan dengan registri" in shown


@pytest.mark.parametrize(
    "wrong", [{"story": ""}, {"story": "ya"}, {"phone": "1"}, {"area": NEIGHBOUR_VILLAGE}, {"form_key": "x"}]
)
def test_a_wrong_intake_comes_back_with_what_was_written(cast: Cast, wrong: dict[str, str]) -> None:
    desk = Visitor(cast, "FRONT_OFFICE")
    answers = hidden_of(desk.get(NEW)) | {"story": STORY, "area": VILLAGE, "reporter_name": "Budi"} | wrong
    answered = desk.post(NEW, **answers)
    assert answered.status_code == 422
    assert "Budi" in answered.content.decode()
    assert not Case.objects.exists()


def test_the_list_has_its_tabs_and_an_empty_state(cast: Cast) -> None:
    desk = Visitor(cast, "BACK_OFFICE")
    assert "Tidak ada kasus di sini" in text_of(desk.get(LIST))
    case = a_case(cast.actor("FRONT_OFFICE"), is_urgent=True)
    for tab, is_there in (("team", True), ("unmatched", True), ("all", True), ("mine", False), ("late", False)):
        assert (case.ticket in text_of(desk.get(LIST, tab=tab))) == is_there, tab
    assert case.ticket not in text_of(desk.get(LIST, tab="team", tiket="ZZZZ"))
    assert case.ticket not in text_of(Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE).get(LIST, tab="all"))
    assert Visitor(cast, "VILLAGE_OPERATOR").get(LIST).status_code == 403


def test_searching_and_choosing_the_person(cast: Cast) -> None:
    desk, person = Visitor(cast, "BACK_OFFICE"), make_person("Siti Contoh")
    family = make_family(person)
    case = a_case(cast.actor("FRONT_OFFICE"))
    found = text_of(desk.get(page("case-match", case)))
    assert "Ini orangnya" in found
    done = desk.post(page("case-match", case), person=str(person.pk))
    assert (done.status_code, done["Location"]) == (303, page("case", case))
    case.refresh_from_db()
    assert (case.person_id, case.family_id) == (person.pk, family.pk)
    for kind, subject in (("person", person), ("family", family)):
        assert case.ticket in text_of(desk.get(reverse(f"web:registry:{kind}", args=[subject.pk])))
    assert desk.post(page("case-match", case), person="bukan id").status_code == 422
    assert desk.post(page("case-match", case), person=str(make_person("X", NEIGHBOUR_VILLAGE).pk)).status_code == 404


@pytest.mark.requirement("R407")
def test_somebody_without_nik_and_kk_is_registered_and_matched(cast: Cast) -> None:
    desk, case = Visitor(cast, "FRONT_OFFICE"), a_case(cast.actor("FRONT_OFFICE"))
    url = page("case-match-new", case)
    answers = hidden_of(desk.get(url)) | {"name": "Tanpa Kartu", "area": VILLAGE, "nik_status": "TIDAK_PUNYA"}
    assert desk.post(url, **(answers | {"nik": "12"})).status_code == 422
    assert not Person.objects.exists()
    assert desk.post(url, **answers).status_code == 303
    case.refresh_from_db()
    assert (case.match_result, case.person.name) == ("BARU", "Tanpa Kartu")  # type: ignore[union-attr]


@pytest.mark.requirement("R408")
def test_an_accompanied_referral_with_its_letter_and_answer(cast: Cast) -> None:
    desk, case, agency = Visitor(cast, "BACK_OFFICE"), a_matched_case(cast), an_agency()
    url = page("referral-send", case)
    assert agency.name in text_of(desk.get(url))
    assert desk.post(url, agency="", reason="x").status_code == 422
    answers = {"agency": str(agency.pk), "reason": "Belum punya KK", "is_accompanied": "on"}
    assert desk.post(url, **answers).status_code == 303
    referral = Referral.objects.get()
    shown = desk.get(page("case", case))
    assert reverse("web:desk:letter-preview", args=[referral.letter_id]) in shown.content.decode()
    closing = {"outcome": "TERTANGANI", "public_note": "Sudah beres"}
    refused = desk.post(page("case-close", case), **closing)
    assert refused.status_code == 422
    assert "1 rujukan" in text_of(refused)
    assert desk.post(page("referral-answer", referral), answer="SELESAI", text="KK terbit").status_code == 303
    again = desk.post(page("referral-answer", referral), answer="DITOLAK", text="salah tulis", refusal="DITOLAK")
    assert again.status_code == 422
    assert "sudah dijawab" in text_of(again)
    assert desk.post(page("case-close", case), **closing).status_code == 303
    assert "Ditutup" in text_of(desk.get(page("case", case)))


def test_handling_returning_and_noting(cast: Cast) -> None:
    desk, case = Visitor(cast, "BACK_OFFICE"), a_matched_case(cast)
    assert desk.get(page("case-handle", case)).status_code == 405
    assert desk.post(page("case-handle", case)).status_code == 303
    twice = desk.post(page("case-handle", case))
    assert twice.status_code == 422
    assert "muat ulang" in text_of(twice)
    assert desk.post(page("case-note", case), text="Sudah ditelepon").status_code == 303
    assert "Sudah ditelepon" in text_of(desk.get(page("case", case)))
    assert desk.post(page("case-return", case), reason=" ").status_code == 422
    assert desk.post(page("case-return", case), reason="Bawa foto rumah").status_code == 303
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("RETURNED", None)


def test_what_a_proposal_refuses_is_told_and_the_case_stays(cast: Cast) -> None:
    desk, case = Visitor(cast, "BACK_OFFICE"), a_matched_case(cast)
    wrong = {"component": str(new_id()), "kind": "person", "subject": str(case.person_id)}
    for sent in (wrong, wrong | {"component": "x"}, {}):
        assert desk.post(page("case-propose", case), **sent).status_code == 422
    case.refresh_from_db()
    assert case.state == "MATCHED"


def test_pages_of_a_case_next_door_are_not_there(cast: Cast) -> None:
    case = a_referral(cast).case
    referral = Referral.objects.get()
    stranger = Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE)
    names = ("case", "case-match", "case-match-new", "case-return", "case-note", "referral-send", "case-close")
    for name in names:
        assert stranger.get(page(name, case)).status_code == 404, name
    for name in ("case-handle", "case-propose", "case-note", "case-close"):
        assert stranger.post(page(name, case), text="ya").status_code == 404, name
    assert stranger.get(page("referral-answer", referral)).status_code == 404


def test_a_reader_sees_the_case_but_no_story_and_no_deeds(cast: Cast) -> None:
    case = a_matched_case(cast)
    reader = Visitor(cast, "AUDITOR")
    shown = reader.get(page("case", case))
    assert shown.status_code == 200
    assert STORY not in text_of(shown)
    assert "Mulai menangani" not in text_of(shown)
    for name in ("case-match", "case-return", "case-note", "referral-send", "case-close"):
        assert reader.get(page(name, case)).status_code == 403, name


def test_the_directory_is_loaded_once_and_shown(cast: Cast) -> None:
    first = load_directory(area=REGENCY, by=system_actor("uji"), at=clock.now())
    again = load_directory(area=REGENCY, by=system_actor("uji"), at=clock.now())
    assert (first.created > 15, again.created, again.known) == (True, 0, first.created)
    url = reverse("web:institutions:directory")
    shown = text_of(Visitor(cast, "BACK_OFFICE").get(url))
    assert "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Soppeng" in shown
    assert "Diantar petugas" in shown
    assert "BPJS Kesehatan Cabang" not in text_of(Visitor(cast, "BACK_OFFICE").get(url, jenis="DUKCAPIL"))
    assert Visitor(cast, "VILLAGE_OPERATOR").get(url).status_code == 403


@pytest.mark.parametrize(
    "role",
    ["FRONT_OFFICE", "BACK_OFFICE", "SLRT_MANAGER", "SUPERVISOR", "AUDITOR", "ADMINISTRATOR", "VILLAGE_OPERATOR"],
)
def test_every_role_has_a_first_page_with_something_on_it(cast: Cast, role: str) -> None:
    a_case(cast.actor("FRONT_OFFICE"))
    shown = Visitor(cast, role).get(reverse("web:home:worklist"))
    assert shown.status_code == 200
    assert shown.context["sections"] or shown.context["ways"]
