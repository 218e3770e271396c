"""Telling the citizen: only who agreed, only a ticket, at every turn of the case, and never after they changed their mind."""

import re
from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk import actions, queries
from rangkul.desk.models import Case, Complaint
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.outbox.models import ChannelSetting, Delivery, Message
from rangkul.platform.policy.actor import citizen_actor
from tests.desk.flow_stage import a_case_to_decide, decide
from tests.desk.stage import Visitor, a_case, a_referral, a_web_case, hidden_of, make_areas, text_of
from tests.desk.test_complaint_way import a_complaint, answer
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, VILLAGE, Cast

pytestmark = pytest.mark.django_db

EMAIL = "siti@contoh.id"


@pytest.fixture(autouse=True)
def channels(cast: Cast) -> None:
    """SMS and e-mail are on; nothing leaves the house, because no sender runs."""
    make_areas()
    for channel in ("SMS", "EMAIL"):
        ChannelSetting.objects.create(
            channel=channel, is_on=True, digest="x", tested_digest="x", changed_at=clock.now(), changed_by_name="uji"
        )


def told(subject: Case | Complaint) -> list[str]:
    """Templates that went to the citizen, in order; none says more than the ticket."""
    found = Message.objects.filter(about_id=subject.pk, user_id=None).order_by("id")
    assert all(each.values == {"ticket": subject.ticket} for each in found)
    return [each.template for each in found]


def waiting(subject: Case | Complaint) -> set[str]:
    rows = Delivery.objects.filter(message__about_id=subject.pk, message__user_id=None, state="WAITING")
    return set(rows.values_list("channel", flat=True))


def contact(case: Case, by: Any, **fields: Any) -> Case:
    words: dict[str, Any] = {"phone": "0812 3456 7890", "email": "", "may_be_told": True}
    return actions.change_contact(case_id=case.pk, by=by, at=clock.now(), **(words | fields))


def test_registered_returned_and_closed_reach_who_agreed_and_nobody_else(cast: Cast) -> None:
    officer, at = cast.actor("BACK_OFFICE"), clock.now()
    agreed, silent = a_case(officer, may_be_told=True, email=EMAIL), a_case(officer, email=EMAIL)
    for case in (agreed, silent):
        actions.return_case(case_id=case.pk, reason="Bawa KK", by=officer, at=at)
        actions.close_case(case_id=case.pk, outcome="INFORMASI", note="", public_note="Sudah jelas", by=officer, at=at)
    assert told(agreed) == ["desk.ticket.registered", "desk.case.returned", "desk.case.closed"]
    assert waiting(agreed) == {"SMS", "EMAIL"}
    assert told(silent) == []
    assert b"contoh.id" not in bytes(Case.objects.get(pk=agreed.pk).email_cipher or b"")
    by_mail = a_web_case(phone="", email=EMAIL, may_be_told=True)
    assert (told(by_mail), waiting(by_mail)) == (["desk.ticket.registered"], {"EMAIL"})


@pytest.mark.requirement("R114")
def test_a_decision_and_an_agencys_answer_reach_the_citizen(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    case = contact(a_case_to_decide(cast), officer)
    decide(case, cast.actor("PUSKESOS_COORDINATOR"), verdict="ULANG")
    assert told(case) == [], "what goes back to the desk is no news for the citizen"
    actions.submit_case(case_id=case.pk, by=officer, at=clock.now())
    decide(case, cast.actor("PUSKESOS_COORDINATOR"), way="RUJUKAN")
    referral = a_referral(cast, case)
    actions.answer_referral(referral_id=referral.pk, answer="SELESAI", text="KK terbit", by=officer, at=clock.now())
    assert told(case) == ["desk.case.decided", "desk.case.news", "desk.case.news"]


def test_consent_is_taken_back_and_what_waits_is_dropped(cast: Cast) -> None:
    officer, desk = cast.actor("FRONT_OFFICE"), Visitor(cast, "FRONT_OFFICE")
    case = a_case(officer, may_be_told=True)
    page = reverse("web:desk:case-contact", args=[case.pk])
    shown = text_of(desk.get(reverse("web:desk:case", args=[case.pk])))
    assert "ya, lewat 081234567890" in shown
    assert "Ubah kontak dan izin kabar" in shown
    form = hidden_of(desk.get(page))
    refused = desk.post(page, **form, phone="", email="bukan surel", may_be_told="on")
    assert (refused.status_code, "bukan surel" in refused.content.decode()) == (422, True)
    assert desk.post(page, **form, phone="", email="", may_be_told="on").status_code == 422
    assert waiting(case) == {"SMS"}
    assert desk.post(page, **form, phone="0813 9999 1111", email=EMAIL).status_code == 303
    assert waiting(case) == set()
    stale = desk.post(page, **form, phone="0812 0000 0000", may_be_told="on")
    assert (stale.status_code, "sudah mengubah" in text_of(stale)) == (422, True), "the second of two tabs is told"
    assert queries.find_own_ticket(case.ticket, "7890") is None
    assert queries.find_own_ticket(case.ticket, "1111") is not None
    actions.return_case(case_id=case.pk, reason="Bawa KK", by=cast.actor("BACK_OFFICE"), at=clock.now())
    assert told(case) == ["desk.ticket.registered"]
    for near in (cast.elsewhere("FRONT_OFFICE"), cast.actor("AUDITOR"), cast.actor("SUPERVISOR")):
        with pytest.raises(Denied):
            contact(case, near)


def test_the_citizen_stops_it_with_the_ticket_alone(cast: Cast) -> None:
    case, citizen = a_case(cast.actor("FRONT_OFFICE"), may_be_told=True), Visitor()
    complaint = a_complaint(may_be_told=True, email=EMAIL)
    answer(complaint, cast.actor("BACK_OFFICE"))
    assert (told(complaint), waiting(complaint)) == (["desk.complaint.answered"], {"SMS", "EMAIL"})
    for subject in (case, complaint):
        page = citizen.post(reverse("web:desk:follow"), ticket=subject.ticket, phone_last4="7890")
        assert "Berhenti dikabari" in text_of(page)
        action = next(line for line in page.content.decode().split('"') if "/tiket/kabar/" in line)
        assert citizen.get(action).status_code == 405
        assert citizen.post(action).status_code == 303
        assert citizen.post(action).status_code == 303, "twice is once"
        subject.refresh_from_db()
        assert (subject.may_be_told, waiting(subject)) == (False, set())
    assert "Berhenti dikabari" not in text_of(
        citizen.post(reverse("web:desk:follow"), ticket=case.ticket, phone_last4="7890")
    )
    with pytest.raises(Denied):
        actions.stop_telling(case_id=case.pk, by=cast.actor("AUDITOR"), at=clock.now())
    assert actions.stop_telling(case_id=case.pk, by=citizen_actor(), at=clock.now()).may_be_told is False


def test_the_office_takes_a_complainants_consent_back_too(cast: Cast) -> None:
    complaint, desk = a_complaint(may_be_told=True, email=EMAIL), Visitor(cast, "BACK_OFFICE")
    page = reverse("web:desk:complaint-contact", args=[complaint.pk])
    assert page in desk.get(reverse("web:desk:complaint", args=[complaint.pk])).content.decode()
    answer(complaint, cast.actor("BACK_OFFICE"))
    assert waiting(complaint) == {"SMS", "EMAIL"}
    form = hidden_of(desk.get(page))
    assert desk.post(page, **form, phone="", email="", may_be_told="on").status_code == 422
    assert desk.post(page, **form, phone="0813 9999 1111", email="").status_code == 303
    complaint.refresh_from_db()
    assert (complaint.may_be_told, complaint.email_cipher, waiting(complaint)) == (False, None, set())
    assert queries.find_own_ticket(complaint.ticket, "1111") is not None
    stale = desk.post(page, **form, phone="0812 0000 0000", may_be_told="on")
    assert (stale.status_code, "petugas lain" in text_of(stale)) == (422, True)
    assert Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE).get(page).status_code == 404
    assert Visitor(cast, "AUDITOR").get(page).status_code == 403
    unnamed = a_complaint(is_anonymous=True, reporter_name="", phone="")
    with pytest.raises(Refused, match="tanpa nama"):
        actions.change_complaint_contact(
            complaint_id=unnamed.pk, phone="0812 3456 7890", email="", may_be_told=True,
            by=cast.actor("BACK_OFFICE"), at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"phone": "", "may_be_told": True}, "Izin dikabari"),
        ({"email": "siti@@contoh"}, "Alamat e-mail"),
        ({"phone": "0812 345 678O"}, "nomor HP"),
        ({"phone": "+1 202 555 0100 99 88 77"}, "nomor HP"),
        ({"is_anonymous": True, "kind": "PENGADUAN", "reporter_name": "", "phone": "", "email": EMAIL}, "pelapor"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_field(cast: Cast, fields: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused) as refused:
        a_case(cast.actor("FRONT_OFFICE"), **fields)
    assert word in refused.value.field
    assert refused.value.remedy
    assert not Case.objects.exists()


def test_digits_of_another_script_are_the_same_number(cast: Cast) -> None:
    case = a_case(cast.actor("FRONT_OFFICE"), phone="٠٨١٢ ٣٤٥٦ ٧٨٩٠")
    assert queries.find_own_ticket(case.ticket, "7890") is not None


def test_a_story_about_an_official_becomes_a_complaint_at_the_desk_and_on_the_phone(cast: Cast) -> None:
    desk, new = Visitor(cast, "FACILITATOR"), reverse("web:desk:case-register")
    said = {"story": "Petugas meminta uang untuk mendaftar.", "area": VILLAGE}
    form = hidden_of(desk.get(new)) | said | {"of_staff": "on", "concerned_name": "Siti", "phone": "081234567890"}
    moved = desk.post(new, **form, email=EMAIL, may_be_told="on")
    words = moved.content.decode()
    assert (moved.status_code, said["story"] in words, EMAIL in words) == (200, True, True)
    kept = hidden_of(moved) | said | {"reporter_name": "Siti", "phone": "081234567890", "channel": "FASILITATOR"}
    register = reverse("web:desk:complaint-register")
    assert desk.post(register, **kept, category="N02", against="").status_code == 422
    assert desk.post(register, **kept, reporter_name_="", category="N02", against="DESA").status_code == 303
    complaint = Complaint.objects.get()
    assert (complaint.against, complaint.reach, Case.objects.count()) == ("DESA", 1, 0)
    assert desk.get(reverse("web:desk:complaint", args=[complaint.pk])).status_code in (403, 404)
    nameless = desk.post(register, **(kept | {"reporter_name": ""}), category="N02", against="DESA")
    assert (nameless.status_code, "Tanpa nama" in text_of(nameless)) == (422, True)


def test_a_citizen_who_tells_of_an_official_goes_on_as_a_complaint(cast: Cast) -> None:
    citizen, report, complain = Visitor(), reverse("web:desk:report-need"), reverse("web:desk:complaint-report")
    first = citizen.get(report, kecamatan=KECAMATAN)
    said = {"area": VILLAGE, "story": "Petugas meminta uang.", "of_staff": "on"}
    told = citizen.post(report, **(hidden_of(first) | {"area": "", "story": "", "of_staff": "on"}))
    assert told.status_code == 422, "what is missing is asked first"
    told = citizen.post(report, **(hidden_of(first) | said))
    assert "Laporan ini kami catat sebagai pengaduan" in text_of(told)
    kept = {"kecamatan": KECAMATAN, **said, "subject": "N", "form_key": hidden_of(first)["form_key"]}
    page = citizen.post(complain, **kept, step="what")
    page = citizen.post(complain, **(hidden_of(page) | {"category": "N05"}))
    words = page.content.decode()
    assert said["story"] in words
    assert re.search(r'name="of_staff"[^>]*checked', words), "the answer travels along"
    page = citizen.post(complain, **(hidden_of(page) | said))
    assert "Petugas dari mana?" in text_of(page)
    page = citizen.post(complain, **(hidden_of(page) | {"against": "KEPALA"}))
    page = citizen.post(complain, **(hidden_of(page) | {"is_anonymous": "on"}))
    assert citizen.post(complain, **(hidden_of(page) | {"step": "save"})).status_code == 303
    assert (Complaint.objects.get().reach, Case.objects.count()) == (4, 0)
