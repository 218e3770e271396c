"""The citizen's pages: services, programmes, telling a need, following a ticket; nobody signs in, nothing is revealed."""

from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk import actions
from rangkul.desk.models import Case
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import system_actor
from rangkul.programmes.actions import load_catalogue
from rangkul.web.desk import reporting, ticket_pages
from tests.desk.stage import STORY, Visitor, a_case, a_web_case, hidden_of, make_areas, text_of
from tests.people import FAR_VILLAGE, KECAMATAN, VILLAGE, Cast

pytestmark = pytest.mark.django_db

REPORT = reverse("web:desk:report-need")
FOLLOW = reverse("web:desk:follow")


@pytest.fixture(autouse=True)
def office(cast: Cast) -> None:
    make_areas()


@pytest.fixture
def citizen() -> Visitor:
    return Visitor()


def tell(citizen: Visitor, **changed: Any) -> Any:
    """Choose the kecamatan, fill in both pages, look at the answers, send; stops at the page that comes back."""
    page = citizen.get(REPORT, kecamatan=KECAMATAN)
    assert page.status_code == 200
    answers = {"area": VILLAGE, "story": STORY, "reporter_name": "Siti Contoh", "relationship": "DIRI_SENDIRI"}
    answers |= {"phone": "0812 3456 7890"} | changed
    for names in (("area", "story", "form_key"), ("reporter_name", "relationship", "phone", "concerned_name")):
        page = citizen.post(REPORT, **(hidden_of(page) | {name: answers[name] for name in names if name in answers}))
        if page.status_code != 200:
            return page
    return citizen.post(REPORT, **(hidden_of(page) | {"step": "save"}))


def ask(citizen: Visitor, ticket: str, digits: str, **more: Any) -> Any:
    return citizen.post(FOLLOW, ticket=ticket, phone_last4=digits, **more)


@pytest.mark.requirement("R410")
def test_services_and_programmes_are_open_to_everybody(citizen: Visitor) -> None:
    load_catalogue(by=system_actor("uji"), at=clock.now())
    for name in ("home:front", "desk:follow", "desk:report-need"):
        assert citizen.get(reverse(f"web:{name}")).status_code == 200, name
    for language in ("en", "id"):
        citizen.client.cookies["django_language"] = language
        services = text_of(citizen.get(reverse("web:desk:services")))
        assert ("gratis" in services) == (language == "id")
    assert citizen.get(reverse("web:desk:service", args=["l06"])).status_code == 200
    assert citizen.get(reverse("web:desk:service", args=["l99"])).status_code == 404
    assert "UEP" in text_of(citizen.get(reverse("web:desk:programmes")))


@pytest.mark.requirement("R108")
@pytest.mark.requirement("R406")
def test_a_citizen_tells_a_need_and_follows_it(citizen: Visitor) -> None:
    assert "Marioriwawo" in text_of(citizen.get(REPORT))
    sent = tell(citizen)
    assert sent.status_code == 303
    case = Case.objects.get()
    assert (case.channel, case.area_code, case.state, case.registered_by) == ("WEB", VILLAGE, "REGISTERED", None)
    done = text_of(citizen.get(sent["Location"]))
    assert case.ticket in done
    assert "Puskesos Contoh" in done
    status = ask(citizen, case.ticket.lower().replace("-", " "), "7890")
    assert "Diterima" in text_of(status)


def test_the_same_form_sent_twice_is_one_case_and_one_ticket(citizen: Visitor) -> None:
    key = str(new_id())
    first, second = tell(citizen, form_key=key), tell(citizen, form_key=key)
    assert (first.status_code, second.status_code) == (303, 303)
    ticket = Case.objects.get().ticket
    assert all(ticket in text_of(citizen.get(each["Location"])) for each in (first, second))


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"area": "73.12.01.9999"}, "area"),
        ({"area": FAR_VILLAGE}, "area"),
        ({"story": " "}, "story"),
        ({"story": "ya"}, "Cerita"),
        ({"phone": "bukan nomor"}, "nomor HP"),
        ({"reporter_name": ""}, "reporter_name"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_kept(citizen: Visitor, changed: dict[str, str], word: str) -> None:
    page = tell(citizen, **changed)
    assert page.status_code == 422
    assert word in page.content.decode()
    assert STORY in page.content.decode() or "story" in changed
    assert not Case.objects.exists()


def test_an_unknown_kecamatan_asks_again(citizen: Visitor) -> None:
    page = citizen.get(REPORT, kecamatan="99.99.99")
    assert page.status_code == 200
    assert "kecamatan mana" in text_of(page)


def test_going_back_and_a_wrong_answer_lose_nothing(citizen: Visitor) -> None:
    first = citizen.get(REPORT, kecamatan=KECAMATAN)
    second = citizen.post(REPORT, **(hidden_of(first) | {"area": VILLAGE, "story": STORY}))
    assert "Langkah 2 dari 2" in text_of(second)
    wrong = citizen.post(
        REPORT, **(hidden_of(second) | {"reporter_name": "Siti", "relationship": "TETANGGA", "phone": "x"})
    )
    assert wrong.status_code == 422
    assert hidden_of(wrong)["story"] == STORY
    assert 'value="Siti"' in wrong.content.decode()
    back = citizen.post(REPORT, **(hidden_of(wrong) | {"reporter_name": "Siti", "step": "edit-need"}))
    assert STORY in back.content.decode()
    assert hidden_of(back)["reporter_name"] == "Siti"
    assert not Case.objects.exists()


def test_a_forged_confirmation_is_not_found(citizen: Visitor) -> None:
    assert citizen.get(reverse("web:desk:report-done", args=["palsu"])).status_code == 404


def test_the_status_reveals_neither_who_nor_what(cast: Cast, citizen: Visitor) -> None:
    case = a_case(cast.actor("BACK_OFFICE"), is_urgent=True, sector="KESEHATAN")
    actions.note_on_case(case_id=case.pk, text="Ada anak sakit", by=cast.actor("BACK_OFFICE"), at=clock.now())
    page = text_of(ask(citizen, case.ticket, "7890"))
    for secret in ("Siti", "Atap", "Contoh", "anak sakit", "0812", "KESEHATAN", VILLAGE, str(case.pk)):
        assert secret not in page


def test_a_citizen_reads_why_a_case_came_back_and_how_it_ended(cast: Cast, citizen: Visitor) -> None:
    officer, at = cast.actor("BACK_OFFICE"), clock.now()
    case = a_case(officer)
    actions.return_case(case_id=case.pk, reason="Bawa foto rumah", by=officer, at=at)
    assert "Bawa foto rumah" in text_of(ask(citizen, case.ticket, "7890"))
    actions.close_case(
        case_id=case.pk, outcome="INFORMASI", note="rahasia", public_note="Sudah dijelaskan", by=officer, at=at
    )
    closed = text_of(ask(citizen, case.ticket, "7890"))
    assert "Sudah dijelaskan" in closed
    assert "rahasia" not in closed


def test_tries_at_one_ticket_are_limited_known_or_not(citizen: Visitor) -> None:
    known, unknown = a_web_case().ticket, "R-2611-AAAA-AAAA"
    for ticket in (known, unknown):
        codes = [ask(citizen, ticket, "0000").status_code for _ in range(7)]
        assert codes == [200] * 6 + [429]
    assert ask(citizen, known, "7890").status_code == 429


def test_tries_and_reports_from_one_address_are_limited(citizen: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits as they are: forty tries and twenty reports; here fewer, because each is a page."""
    assert (ticket_pages.TRIES_PER_ADDRESS, reporting.REPORTS_PER_ADDRESS) == (40, 20)
    monkeypatch.setattr(ticket_pages, "TRIES_PER_ADDRESS", 4)
    monkeypatch.setattr(reporting, "REPORTS_PER_ADDRESS", 2)
    codes = [ask(citizen, f"R-2611-AAAA-{number:04}", "0000").status_code for number in range(5)]
    assert codes == [200] * 4 + [429]
    assert [tell(citizen).status_code for _ in range(3)] == [303, 303, 429]
    assert Case.objects.count() == 2


def test_digits_that_are_not_four_are_asked_again(citizen: Visitor) -> None:
    for digits in ("789", "abcd", "78901", ""):
        assert ask(citizen, "R-2611-AAAA-AAAA", digits).status_code == 422, digits


def test_staff_pages_send_a_citizen_to_sign_in(citizen: Visitor) -> None:
    case = a_web_case()
    for name, args in (("case-list", []), ("case", [case.pk]), ("case-register", []), ("case-match", [case.pk])):
        assert citizen.get(reverse(f"web:desk:{name}", args=args)).status_code == 302, name
