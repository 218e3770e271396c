"""Pages of a case's way without JavaScript: service, completeness, assessment, decision, tasks, notes, deadlines."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rangkul.desk import actions
from rangkul.desk.models import Assessment, Case, ConfidentialNote, Decision, Referral, Requirement, Share, Task
from rangkul.kernel import clock
from rangkul.reference.models import CalendarYear
from tests.desk.flow_stage import a_case_to_decide, check, choose
from tests.desk.stage import Visitor, a_case, a_matched_case, an_agency, hidden_of, make_areas, text_of
from tests.people import Cast
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25
FORM = {
    "need": "Berobat tiap bulan.",
    "situation": "Tinggal sendiri.",
    "risk": "SEDANG",
    "way": "SURAT",
    "recommendation": "Beri surat rekomendasi.",
}


@pytest.fixture(autouse=True)
def office(cast: Cast) -> None:
    make_areas()


def page(name: str, case: Any) -> str:
    return reverse(f"web:desk:{name}", args=[case.pk])


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_hari": str(day.day), f"{name}_bulan": str(day.month), f"{name}_tahun": str(day.year)}


def answers(case: Case, *states: str) -> dict[str, str]:
    rows = Requirement.objects.filter(case=case).order_by("position")
    found = {}
    for row, state in zip(rows, [*states, *[states[-1]] * len(rows)], strict=False):
        found[f"state-{row.pk}"] = state
        found |= {f"reason-{row.pk}": "Tidak terbaca", f"bring-{row.pk}": "KK asli"} if state == "KURANG" else {}
    return found


def test_from_service_to_what_the_citizen_has_to_bring(cast: Cast) -> None:
    desk, case = Visitor(cast, "FRONT_OFFICE"), a_case(cast.actor("FRONT_OFFICE"))
    assert desk.get(page("case-check", case))["Location"] == page("case-service", case)
    assert desk.post(page("case-service", case), code="").status_code == 422
    assert desk.post(page("case-service", case), code="L06", revision=case.revision)["Location"] == page(
        "case-check", case
    )
    assert desk.post(page("case-check", case)).status_code == 422
    wrong = answers(case, "ADA", "KURANG") | {f"reason-{row.pk}": " " for row in Requirement.objects.filter(case=case)}
    refused = desk.post(page("case-check", case), **wrong)
    assert refused.status_code == 422
    assert "Tulis mengapa kurang" in text_of(refused)
    sent = answers(case, "ADA", "KURANG", "ADA")
    assert desk.post(page("case-check", case), **sent, then="return")["Location"] == page("case-return", case)
    assert "Tidak terbaca" in text_of(desk.get(page("case-return", case)))
    assert desk.post(page("case-return", case), reason="").status_code == 303
    shown = text_of(desk.get(page("case", case)))
    assert "tenggat berhenti" in shown
    assert "KK asli" in shown
    citizen = Visitor()
    told = text_of(citizen.post(reverse("web:desk:follow"), ticket=case.ticket, phone_last4="7890"))
    assert "Yang perlu Anda lengkapi" in told
    assert "Tidak terbaca" in told
    assert "Tidak terbaca" not in text_of(
        citizen.post(reverse("web:desk:follow"), ticket=case.ticket, phone_last4="0000")
    )
    assert desk.post(page("case-receive", case)).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.paused_at) == ("REGISTERED", None)


def test_attaching_and_fetching_a_paper(cast: Cast) -> None:
    desk, officer = Visitor(cast, "BACK_OFFICE"), cast.actor("BACK_OFFICE")
    case = choose(a_case(officer), officer)
    row = Requirement.objects.filter(case=case).order_by("position")[0]
    url = reverse("web:desk:case-attach", args=[case.pk, row.pk])
    assert desk.post(url).status_code == 422
    lying = SimpleUploadedFile("kk.pdf", b"PK\x03\x04 bukan pdf", content_type="application/pdf")
    assert desk.post(url, berkas=lying).status_code == 422
    paper = SimpleUploadedFile("kk.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    assert desk.post(url, berkas=paper).status_code == 303
    row.refresh_from_db()
    file = reverse("web:desk:case-file", args=[case.pk, row.file_id])
    got = desk.get(file)
    assert (got.status_code, got["Content-Disposition"].startswith("attachment")) == (200, True)
    assert Visitor(cast, "AUDITOR").get(file).status_code == 404


def test_assessing_deciding_and_the_card_of_steps(cast: Cast) -> None:
    desk, officer = Visitor(cast, "BACK_OFFICE"), cast.actor("BACK_OFFICE")
    case = a_matched_case(cast)
    Case.objects.filter(pk=case.pk).update(registered_by=cast.actor("FRONT_OFFICE").user_id)
    actions.handle_case(case_id=case.pk, by=officer, at=clock.now())
    choose(case, officer)
    assert desk.post(page("case-assess", case), **(FORM | {"need": ""})).status_code == 422
    assert desk.post(page("case-assess", case), **FORM).status_code == 303
    refused = desk.post(page("case-submit", case))
    assert refused.status_code == 422
    assert "Kelengkapan berisi" in text_of(refused)
    check(case, officer, "ADA")
    assert FORM["situation"] in desk.get(page("case-assess", case)).content.decode()
    assert desk.post(page("case-submit", case)).status_code == 303
    assert "menunggu penetapan" in text_of(desk.get(page("case", case)))
    assert desk.get(page("case-decide", case)).status_code == 403
    head = Visitor(cast, "PUSKESOS_COORDINATOR")
    assert "Tetapkan" in text_of(head.get(page("case", case)))
    assert FORM["recommendation"] in text_of(head.get(page("case-decide", case)))
    assert head.post(page("case-decide", case), verdict="SETUJU").status_code == 422
    assert head.post(page("case-decide", case), verdict="SETUJU", way="SURAT").status_code == 303
    row = Decision.objects.get()
    shown = text_of(desk.get(page("case", case)))
    assert row.decided_by_name in shown
    assert "disetujui" in shown
    assert "Sudah ditetapkan" in text_of(
        Visitor().post(reverse("web:desk:follow"), ticket=case.ticket, phone_last4="7890")
    )


def test_two_officials_on_one_case_know_of_each_other_and_lose_nothing(cast: Cast) -> None:
    case = a_matched_case(cast)
    one, two = Visitor(cast, "BACK_OFFICE"), Visitor(cast, "PUSKESOS_COORDINATOR")
    one.get(page("case", case))
    assert cast.actor("BACK_OFFICE").name in text_of(two.get(page("case", case)))
    old = BeautifulSoup(one.get(page("case-assess", case)).content, "html.parser")
    revision = str(old.find("input", attrs={"name": "revision"})["value"])  # type: ignore[index]
    assert two.post(page("case-handle", case), revision=revision).status_code == 303
    refused = one.post(page("case-assess", case), **FORM, revision=revision)
    assert refused.status_code == 422
    told = text_of(refused)
    assert cast.actor("PUSKESOS_COORDINATOR").name in told
    assert "Mulai ditangani" in told
    assert FORM["situation"] in refused.content.decode()
    again = BeautifulSoup(refused.content, "html.parser")
    fresh = str(again.find("input", attrs={"name": "revision"})["value"])  # type: ignore[index]
    assert (fresh != revision, Assessment.objects.count()) == (True, 0)
    assert one.post(page("case-assess", case), **FORM, revision=fresh).status_code == 303
    stale = one.post(page("case-handle", case), revision=revision)
    assert stale.status_code == 422
    assert "sudah mengubah" in text_of(stale)


def test_tasks_are_given_handed_on_and_ended(cast: Cast) -> None:
    case, officer = a_case(cast.actor("FRONT_OFFICE")), cast.actor("BACK_OFFICE")
    head, desk = Visitor(cast, "PUSKESOS_COORDINATOR"), Visitor(cast, "BACK_OFFICE")
    due = clock.local_date(clock.now(), settings.TIME_ZONE) + timedelta(days=3)
    form = BeautifulSoup(head.get(page("task-create", case)).content, "html.parser")
    key = str(form.find("input", attrs={"name": "form_key"})["value"])  # type: ignore[index]
    sent = {"form_key": key, "title": "Kunjungi rumahnya", "assigned_to": str(officer.user_id)} | boxes("due_on", due)
    assert head.post(page("task-create", case), **(sent | {"due_on_tahun": "2001"})).status_code == 422
    assert head.post(page("task-create", case), **sent).status_code == 303
    assert head.post(page("task-create", case), **sent).status_code == 303
    task = Task.objects.get()
    assert "Kunjungi rumahnya" in text_of(desk.get(reverse("web:desk:task-list")))
    assert "Kunjungi rumahnya" in text_of(desk.get(page("case", case)))
    assert head.post(page("task-assign", task), assigned_to="x").status_code == 422
    assert head.post(page("task-assign", task), assigned_to=str(officer.user_id)).status_code == 303
    assert Visitor(cast, "FRONT_OFFICE").get(page("task-end", task)).status_code == 403
    assert desk.post(page("task-end", task), step="cancel", result=" ").status_code == 422
    assert desk.post(page("task-end", task), step="done", result="Sudah ditemui").status_code == 303
    again = desk.post(page("task-end", task), step="done")
    assert again.status_code == 422
    assert "Tidak ada tugas untuk Anda" in text_of(desk.get(reverse("web:desk:task-list")))
    assert Visitor(cast, "VILLAGE_OPERATOR").get(reverse("web:desk:task-list")).status_code == 403


def test_confidential_notes_open_for_a_purpose_only(cast: Cast) -> None:
    desk, case = Visitor(cast, "BACK_OFFICE"), a_case(cast.actor("FRONT_OFFICE"))
    assert desk.post(page("confidential-write", case), text="Korban kekerasan").status_code == 303
    assert "Korban kekerasan" not in text_of(desk.get(page("case", case)))
    assert "Korban kekerasan" not in text_of(desk.get(page("confidential-read", case)))
    assert desk.post(page("confidential-read", case), purpose="a").status_code == 422
    read = desk.post(page("confidential-read", case), purpose="menyiapkan kunjungan")
    assert (read.status_code, "Korban kekerasan" in text_of(read)) == (200, True)
    assert Visitor(cast, "FRONT_OFFICE").get(page("confidential-read", case)).status_code == 403
    assert "rahasia" not in text_of(Visitor(cast, "FRONT_OFFICE").get(page("case", case))).lower()


def test_deadlines_and_the_missing_calendar_are_loud(cast: Cast) -> None:
    desk, case = Visitor(cast, "BACK_OFFICE"), a_case(cast.actor("FRONT_OFFICE"))
    Case.objects.filter(pk=case.pk).update(due_at=clock.now() - timedelta(hours=1))
    listed = text_of(desk.get(reverse("web:desk:deadline-list")))
    assert case.ticket in listed
    assert "belum diisi" in listed
    assert "belum diisi" in text_of(desk.get(page("case", case)))
    assert case.ticket not in text_of(desk.get(reverse("web:desk:deadline-list"), tab="paused"))
    calendar = reverse("web:reference:calendar")
    assert "belum diisi" in text_of(desk.get(calendar))
    year = clock.now().year
    edit = reverse("web:reference:calendar-year", args=[year])
    assert desk.post(edit, days="1 Januari X", source="SKB 1").status_code == 403
    keeper = Visitor(cast, "ADMINISTRATOR")
    assert keeper.post(edit, days="1 Januari Tahun Baru", source="SKB contoh").status_code == 422
    days = "\n".join(f"{day} Mei Libur contoh {day}" for day in range(1, 13))
    assert keeper.post(edit, days=days, source="SKB contoh 1497/2025").status_code == 303
    assert CalendarYear.objects.get(pk=year).is_confirmed
    hours = reverse("web:reference:office-hours")
    assert desk.get(hours).status_code == 403
    assert keeper.post(hours, day0="siang").status_code == 422
    assert keeper.post(hours, day0="08.00-12.00, 13.00-16.00").status_code == 303
    assert "08.00-12.00" in text_of(keeper.get(calendar))


def test_delegating_a_duty(cast: Cast) -> None:
    head, url = Visitor(cast, "PUSKESOS_COORDINATOR"), reverse("web:organisation:delegation-give")
    receiver = cast.actor("FACILITATOR")
    day = clock.local_date(clock.now(), settings.TIME_ZONE)
    sent = {"receiver": str(receiver.user_id), "reason": "cuti"}
    sent |= boxes("first_on", day) | boxes("last_on", day)
    assert Visitor(cast, "BACK_OFFICE").get(url).status_code == 403
    assert head.post(url, **(sent | {"receiver": ""})).status_code == 422
    assert head.post(url, **sent).status_code == 303
    assert head.post(url, **sent).status_code == 422
    case = a_case_to_decide(cast)
    facilitator = Visitor(cast, "FACILITATOR")
    assert "a.n. Koordinator Puskesos" in text_of(facilitator.get(page("case-decide", case)))
    listed = reverse("web:organisation:delegation-list")
    form = BeautifulSoup(head.get(listed).content, "html.parser").find("main").find("form")  # type: ignore[union-attr]
    revoke = str(form["action"])  # type: ignore[index]
    assert Visitor(cast, "BACK_OFFICE").post(revoke).status_code == 404
    assert head.post(revoke).status_code == 303
    assert facilitator.get(page("case-decide", case)).status_code == 403


def test_a_busy_case_costs_few_queries(cast: Cast) -> None:
    desk, case = Visitor(cast, "PUSKESOS_COORDINATOR"), a_case_to_decide(cast)
    desk.get(page("case", case))
    with CaptureQueriesContext(connection) as found:
        assert desk.get(page("case", case)).status_code == 200
    of_the_test = ("SAVEPOINT", "RELEASE", "RESET")
    mine = [each["sql"] for each in found if not each["sql"].startswith(of_the_test)]
    assert len(mine) <= MOST_QUERIES, "\n".join(sql[:230] for sql in mine)


def test_every_step_sent_from_two_tabs_is_done_once_and_the_second_is_told(cast: Cast) -> None:
    """The whole way of a case, every form sent twice as it stood: nothing is done twice, and the second reads why."""
    front, back, head = (Visitor(cast, role) for role in ("FRONT_OFFICE", "BACK_OFFICE", "PUSKESOS_COORDINATOR"))
    case = a_case(cast.actor("FRONT_OFFICE"))
    person, agency = make_person("Siti Contoh"), an_agency()

    def twice(visitor: Visitor, name: str, *words: str, **data: Any) -> None:
        case.refresh_from_db()
        sent = {"revision": str(case.revision)} | data
        first, second = visitor.post(page(name, case), **sent), visitor.post(page(name, case), **sent)
        assert first.status_code == 303, (name, text_of(first))
        case.refresh_from_db()
        after = case.revision
        assert second.status_code == 422, name
        told = text_of(second)
        assert any(each in told for each in (words or ("sudah mengubah kasus ini",))), (name, told)
        assert case.revision == after, name

    twice(front, "case-match", person=str(person.pk))
    twice(front, "case-service", code="L06")
    twice(front, "case-check", **answers(case, "ADA", "KURANG", "ADA"))
    twice(front, "case-return", reason="Bawa KK asli")
    twice(front, "case-receive")
    twice(front, "case-contact", phone="0813 2222 3333")
    twice(front, "case-classify", kind="KEBUTUHAN", service_code="L06")
    twice(front, "case-note", "baru saja Anda simpan", text="Sudah ditelepon")
    twice(back, "case-handle")
    twice(back, "case-check", **answers(case, "ADA"))
    twice(back, "confidential-write", "baru saja Anda simpan", text="Ada ancaman di rumah")
    twice(back, "case-assess", **FORM | {"way": "RUJUKAN"})
    twice(back, "case-submit")
    twice(head, "case-decide", verdict="SETUJU", way="RUJUKAN")
    sent = {"agency": str(agency.pk), "reason": "KIS tidak aktif", "service_wanted": "reaktivasi"}
    form = hidden_of(back.get(page("referral-send", case)))
    for _tab in "12":
        assert back.post(page("referral-send", case), **(form | sent)).status_code in (200, 303)
    referral = Referral.objects.get()
    gone = reverse("web:desk:referral-answer", args=[referral.pk])
    tabs = [hidden_of(back.get(gone)) | {"answer": "SELESAI", "text": "Aktif kembali"} for _tab in "12"]
    codes = [back.post(gone, **form).status_code for form in (tabs[0], tabs[0], tabs[1])]
    assert codes == [303, 303, 422], "the same form again is the same answer, another tab's is refused"
    twice(back, "case-close", outcome="TERTANGANI", public_note="KIS aktif kembali")
    assert (Assessment.objects.count(), Decision.objects.count(), ConfidentialNote.objects.count()) == (1, 1, 1)


@pytest.mark.requirement("R210")
def test_a_case_is_shared_read_and_talked_about_on_pages(cast: Cast) -> None:
    desk, division, head = (
        Visitor(cast, "BACK_OFFICE"),
        Visitor(cast, "PROGRAMME_OFFICER"),
        Visitor(cast, "DIVISION_HEAD"),
    )
    case, to = a_case(cast.actor("BACK_OFFICE")), cast.actor("PROGRAMME_OFFICER")
    assert division.get(page("shared-case", case)).status_code == 404
    day = clock.local_date(clock.now(), settings.TIME_ZONE) + timedelta(days=9)
    assert desk.post(page("share-give", case), user_id="", reason="").status_code == 422
    sent = {"user_id": str(to.user_id), "reason": "menyiapkan kursi roda", **boxes("until_on", day)}
    assert desk.post(page("share-give", case), **sent)["Location"] == page("shared-case", case)
    shown = text_of(division.get(page("shared-case", case)))
    assert "menyiapkan kursi roda" in shown
    assert "Bagikan kepada bidang lain" not in shown
    assert "menyiapkan kursi roda" in text_of(division.get(reverse("web:desk:shared-list")))
    assert page("shared-case", case) in division.get(page("case", case)).content.decode()
    key = hidden_of(desk.get(page("shared-case", case)))["form_key"]
    refused = desk.post(page("remark-write", case), form_key=key, text="@Tidakada tolong")
    assert refused.status_code == 422
    assert "@Tidakada" in text_of(refused)
    assert desk.post(page("remark-write", case), form_key=key, text=f"@{to.name} tolong dicek").status_code == 303
    bell = division.get(reverse("web:platform:notification-list"))
    assert "Anda disebut" in text_of(bell)
    assert "dibuka" in text_of(desk.get(page("shared-case", case)))
    share = Share.objects.get()
    assert head.post(reverse("web:desk:share-end", args=[share.pk])).status_code in (403, 404)
    assert desk.post(reverse("web:desk:share-end", args=[share.pk])).status_code == 303
    assert division.get(page("shared-case", case)).status_code == 404
