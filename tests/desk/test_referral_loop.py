"""The loop of a referral: inside and outside, questions, reminders, what returns to the desk, and the new KK."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk import actions, queries
from rangkul.desk.actions import Inside
from rangkul.desk.errors import AlreadyAnswered, NoSuchCase, StaleReferral, UnableToClose
from rangkul.desk.models import Case, Referral
from rangkul.desk.tasks import remind_referrals
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from rangkul.platform.outbox.models import Message
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.policy.walls import scoped
from rangkul.platform.tasks.runner import HOURLY, run_hourly
from rangkul.registry.errors import KkAlreadyRegistered
from rangkul.registry.models import Family, Membership
from tests.desk.stage import Visitor, a_matched_case, a_referral, an_agency, hidden_of, text_of
from tests.people import FAR_VILLAGE, KECAMATAN, NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, REGENCY, Cast
from tests.registry.factories import make_family, make_person

pytestmark = pytest.mark.django_db

KK = "7312010101260001"


def sent_inside(cast: Cast, role: str = "SLRT_MANAGER", area: str = REGENCY, **fields: Any) -> Referral:
    return actions.refer_case(
        case_id=a_matched_case(cast).pk,
        reason="Perlu keputusan kabupaten.",
        service_wanted="",
        is_accompanied=False,
        inside=Inside(role, area),
        by=cast.actor("BACK_OFFICE"),
        at=clock.now(),
        **fields,
    )


def answered(referral: Referral, answer: str, by: Any, text: str = "Sudah kami periksa", **more: Any) -> Referral:
    return actions.answer_referral(referral_id=referral.pk, answer=answer, text=text, by=by, at=clock.now(), **more)


@pytest.mark.requirement("R114")
def test_a_role_inside_finds_it_on_its_worklist_and_answers(cast: Cast) -> None:
    referral = sent_inside(cast)
    assert (referral.document_id, referral.links.count()) == (None, 0)
    manager = Visitor(cast, "SLRT_MANAGER")
    assert "Rujukan masuk" in text_of(manager.get(reverse("web:home:worklist")))
    listed = text_of(manager.get(reverse("web:desk:referral-list"), tab="incoming"))
    assert referral.ticket in listed
    url = reverse("web:desk:referral-answer", args=[referral.pk])
    sent = hidden_of(manager.get(url)) | {"answer": "DITANYA", "text": "Berapa anggota keluarganya?"}
    assert manager.post(url, **sent).status_code == 303
    desk = Visitor(cast, "BACK_OFFICE")
    assert "Rujukan kembali ke meja" in text_of(desk.get(reverse("web:home:worklist")))
    assert "Berapa anggota" in text_of(desk.get(reverse("web:desk:referral-reply", args=[referral.pk])))
    reply = reverse("web:desk:referral-reply", args=[referral.pk])
    assert desk.post(reply, **hidden_of(desk.get(reply)), text="Empat orang").status_code == 303
    referral.refresh_from_db()
    assert (referral.state, referral.is_with_desk) == ("DIKIRIM", False)


def test_a_post_elsewhere_answers_what_was_sent_there_and_sees_no_case(cast: Cast) -> None:
    referral = sent_inside(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE)
    receiver = cast.actor("BACK_OFFICE", NEIGHBOUR_VILLAGE)
    with scoped(receiver):
        assert queries.get_referral(receiver, referral.pk).allowed == {"answer"}
        assert not Case.objects.filter(pk=referral.case_id).exists()
    visitor = Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE)
    assert visitor.get(reverse("web:desk:case", args=[referral.case_id])).status_code == 404
    url = reverse("web:desk:referral-answer", args=[referral.pk])
    assert (
        visitor.post(url, **hidden_of(visitor.get(url)), answer="SELESAI", text="Sudah dikunjungi").status_code == 303
    )
    referral.refresh_from_db()
    assert (referral.state, Case.objects.get(pk=referral.case_id).state) == ("SELESAI", "HANDLED")


def test_near_misses_of_the_receiver(cast: Cast) -> None:
    receiver = cast.actor("TKSK")
    referral = sent_inside(cast, "TKSK", KECAMATAN)
    assert Message.objects.get(template="desk.referral.sent").user_id == receiver.user_id
    wrong = (cast.actor("TKSK", OTHER_KECAMATAN), cast.actor("SUPERVISOR", OTHER_KECAMATAN), cast.actor("AUDITOR"))
    for actor in (*wrong, cast.actor("BACK_OFFICE", FAR_VILLAGE), cast.actor("FACILITATOR")):
        with pytest.raises(Denied):
            answered(referral, "DITERIMA", actor)
    with pytest.raises(NoSuchCase):
        queries.get_referral(cast.actor("TKSK", OTHER_KECAMATAN), referral.pk)
    assert answered(referral, "DITERIMA", cast.actor("TKSK")).state == "DITERIMA"


@pytest.mark.parametrize(
    ("role", "area"), [("AUDITOR", REGENCY), ("TKSK", REGENCY), ("BURUNG", REGENCY), ("TKSK", "9")]
)
def test_nobody_is_sent_what_they_cannot_take(cast: Cast, role: str, area: str) -> None:
    with pytest.raises(Refused):
        sent_inside(cast, role, area)
    assert not Referral.objects.exists()


def test_the_same_form_is_one_referral(cast: Cast) -> None:
    case, key, officer = a_matched_case(cast), new_id(), cast.actor("BACK_OFFICE")
    words: dict[str, Any] = {"reason": "Belum punya KK", "service_wanted": "", "is_accompanied": False, "form_key": key}
    made = [
        actions.refer_case(case_id=case.pk, agency_id=an_agency().pk, by=officer, at=clock.now(), **words)
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk
    assert Referral.objects.count() == 1


def test_nothing_closes_while_somebody_owes_an_answer_and_withdrawing_is_the_way(cast: Cast) -> None:
    referral, officer, at = a_referral(cast), cast.actor("BACK_OFFICE"), clock.now()
    close: Callable[[str], Any] = lambda outcome: actions.close_case(  # noqa: E731
        case_id=referral.case_id, outcome=outcome, note="", public_note="Sudah jelas", by=officer, at=at
    )
    for outcome in ("TERTANGANI", "DITARIK"):
        with pytest.raises(UnableToClose, match="tarik rujukan"):
            close(outcome)
    with pytest.raises(Refused):
        actions.withdraw_referral(referral_id=referral.pk, reason=" ", by=officer, at=at)
    actions.withdraw_referral(referral_id=referral.pk, reason="Warga pindah", by=officer, at=at)
    with pytest.raises(AlreadyAnswered, match="Tarik"):
        answered(referral, "SELESAI", officer)
    assert close("DITARIK").state == "CLOSED"


def test_a_rejection_returns_to_the_desk_until_it_acts(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    other = sent_inside(cast, "TKSK", KECAMATAN)
    answered(other, "DITOLAK", cast.actor("TKSK"), "Bukan tugas TKSK")
    other.refresh_from_db()
    assert (other.is_with_desk, Case.objects.get(pk=other.case_id).state) == (True, "HANDLED")
    assert queries.count_referrals(officer)["desk"] == 1
    assert "Bukan tugas TKSK" in text_of(
        Visitor(cast, "BACK_OFFICE").get(reverse("web:desk:referral", args=[other.pk]))
    )
    settle = reverse("web:desk:referral-settle", args=[other.pk])
    assert Visitor(cast, "BACK_OFFICE").post(settle).status_code == 303
    assert queries.count_referrals(officer)["desk"] == 0


def test_reminders_come_once_before_and_once_after_and_silence_returns_to_the_desk(cast: Cast) -> None:
    program, officer = system_actor("pengingat"), cast.actor("BACK_OFFICE")
    referral = a_referral(cast)
    due = referral.answer_due_on
    soon = clock.now() + (due - clock.now().date()) - timedelta(days=1)
    assert [remind_referrals(by=program, at=clock.now()), remind_referrals(by=program, at=soon)] == [0, 1]
    assert remind_referrals(by=program, at=soon) == 0
    referral.refresh_from_db()
    assert (referral.reminders, referral.is_with_desk, referral.revision) == (1, False, 1)
    late = soon + timedelta(days=3)
    assert [remind_referrals(by=program, at=late), remind_referrals(by=program, at=late)] == [1, 0]
    referral.refresh_from_db()
    assert (referral.reminders, referral.is_with_desk, referral.state) == (2, True, "DIKIRIM")
    assert Message.objects.filter(template="desk.referral.overdue", user_id=officer.user_id).count() == 1
    assert queries.count_referrals(officer)["desk"] == 1
    assert Event.objects.filter(name="desk.referral.remind", subjects__subject_id=referral.case_id).count() == 2


def test_the_hourly_work_runs_and_one_failure_stops_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    a_referral(cast)
    Referral.objects.update(answer_due_on=clock.now().date() - timedelta(days=3))

    def broken() -> None:
        raise RuntimeError("7312010101260001")

    monkeypatch.setitem(HOURLY, "a.broken.job", broken)
    assert run_hourly() == ["a.broken.job"]
    assert Referral.objects.get().is_with_desk


def test_two_at_once_the_second_is_told_who_and_what(cast: Cast) -> None:
    referral, officer = a_referral(cast), cast.actor("BACK_OFFICE")
    answered(referral, "DITERIMA", officer, revision=1)
    with pytest.raises(StaleReferral, match=officer.name):
        answered(referral, "DITOLAK", officer, revision=1)
    with pytest.raises(Refused):
        actions.settle_referral(
            referral_id=answered(referral, "DITANYA", officer, "Umurnya?").pk, by=officer, at=clock.now()
        )


@pytest.mark.requirement("R408")
def test_the_new_card_goes_into_the_registry_once_and_checked(cast: Cast) -> None:
    officer, at = cast.actor("BACK_OFFICE"), clock.now()
    referral = a_referral(cast)
    case = Case.objects.get(pk=referral.case_id)
    write: Callable[..., Any] = lambda kk, nik="": actions.record_identity(  # noqa: E731
        referral_id=referral.pk, kk=kk, nik=nik, by=officer, at=at
    )
    with pytest.raises(Refused, match="selesai"):
        write(KK)
    answered(referral, "SELESAI", officer, "KK terbit", kk=KK)
    with pytest.raises(Refused, match="sama dengan nomor"):
        write("7312010101260002")
    taken = make_family(make_person("Lain"), kk="7312010101260009")
    assert taken.kk_index is not None
    with pytest.raises(Denied):
        actions.record_identity(referral_id=referral.pk, kk=KK, nik="", by=cast.elsewhere("BACK_OFFICE"), at=at)
    page = reverse("web:desk:referral-identity", args=[referral.pk])
    desk = Visitor(cast, "BACK_OFFICE")
    assert KK not in desk.get(page).content.decode()
    assert desk.post(page, **hidden_of(desk.get(page)), kk="7312 0101 0126 0001").status_code == 303
    membership = Membership.objects.get(person_id=case.person_id)
    assert (membership.relation, membership.family.kk_index is not None) == ("HEAD", True)
    referral.refresh_from_db()
    case.refresh_from_db()
    assert (case.family_id, referral.result_kk_cipher) == (membership.family_id, None)
    with pytest.raises(Refused, match="sudah masuk registri"):
        write(KK)
    assert not Event.objects.filter(data__icontains=KK).exists()


def test_a_number_in_use_changes_nothing(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    make_family(make_person("Lain"), kk=KK)
    referral = answered(a_referral(cast), "SELESAI", officer, "KK terbit")
    families = Family.objects.count()
    with pytest.raises(KkAlreadyRegistered):
        actions.record_identity(referral_id=referral.pk, kk=KK, nik="", by=officer, at=clock.now())
    referral.refresh_from_db()
    assert (Family.objects.count(), referral.identity_recorded_at) == (families, None)


def test_the_list_has_its_tabs_pages_and_empty_state(cast: Cast) -> None:
    desk, url = Visitor(cast, "BACK_OFFICE"), reverse("web:desk:referral-list")
    assert "Tidak ada" in text_of(desk.get(url))
    referral = sent_inside(cast)
    Referral.objects.update(answer_due_on=clock.now().date() - timedelta(days=2))
    for tab, is_there in (("open", True), ("late", True), ("all", True), ("desk", False), ("answered", False)):
        assert (referral.ticket in text_of(desk.get(url, tab=tab))) == is_there, tab
    assert referral.ticket not in text_of(desk.get(url, tab="all", tiket="ZZZZ"))
    assert referral.ticket not in text_of(Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE).get(url, tab="all"))
    assert Visitor(cast, "VILLAGE_OPERATOR").get(url).status_code == 403
    sent_inside(cast)
    first = queries.list_referrals(cast.actor("BACK_OFFICE"), "open", limit=1)
    second = queries.list_referrals(cast.actor("BACK_OFFICE"), "open", after=first.next_mark, limit=1)
    assert {first.rows[0].id, second.rows[0].id} == set(Referral.objects.values_list("pk", flat=True))
    assert not second.next_mark


def test_sending_from_the_page_with_a_search_of_the_directory(cast: Cast) -> None:
    desk, case = Visitor(cast, "BACK_OFFICE"), a_matched_case(cast)
    url = reverse("web:desk:referral-send", args=[case.pk])
    an_agency()
    assert "Tidak ada layanan" in text_of(desk.get(url, cari="kursi roda"))
    shown = desk.get(url)
    assert "Manajer SLRT" in text_of(shown)
    sent = hidden_of(shown) | {"agency": f"dalam:TKSK:{KECAMATAN}", "reason": "Perlu dikunjungi"}
    assert desk.post(url, **sent).status_code == 303
    assert desk.post(url, **sent).status_code == 303
    referral = Referral.objects.get()
    assert (referral.to_role, referral.to_area_code, referral.agency_id) == ("TKSK", KECAMATAN, None)


def test_the_citizen_is_told_without_naming_who_protects(cast: Cast) -> None:
    shelter = an_agency(name="UPTD PPA Contoh", kind="PPA")
    referral = a_referral(cast, agency_id=shelter.pk, is_accompanied=False)
    case = Case.objects.get(pk=referral.case_id)
    assert "PPA" not in case.public_note
    answered(referral, "DITERIMA", cast.actor("BACK_OFFICE"))
    case.refresh_from_db()
    assert case.public_note == "Diterima oleh instansi yang dapat membantu; hasilnya kami tunggu."
