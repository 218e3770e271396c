"""A complaint from its words to an answer that satisfies, or is looked at once more by somebody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from rangkul.accounts.models import User
from rangkul.desk import actions, policies, queries
from rangkul.desk.actions import Grievance
from rangkul.desk.enums import Against, ComplaintOutcome, Reach
from rangkul.desk.errors import NoSuchComplaint, UnableToAnswer, UnableToObject
from rangkul.desk.models import Complaint
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import AccessLog, Event
from rangkul.platform.outbox.models import Message
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.platform.policy.walls import scoped
from rangkul.platform.workflow import UnableToMove
from tests.people import NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, VILLAGE, Cast
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db
STORY = "Keluarga di sebelah menerima Sembako dua kali, lewat suami dan lewat istri."


def a_complaint(**fields: Any) -> Complaint:
    words: dict[str, Any] = {
        "form_key": new_id(),
        "story": STORY,
        "area": VILLAGE,
        "category": "K09",
        "reporter_name": "Siti Contoh",
        "phone": "0812 3456 7890",
    }
    grievance = Grievance(**(words | fields))
    return actions.report_complaint(grievance=grievance, by=citizen_actor(), at=clock.now()).complaint


def answer(complaint: Complaint, by: Actor, **fields: Any) -> Complaint:
    words: dict[str, Any] = {"outcome": ComplaintOutcome.PROVEN, "text": "Satu kepesertaan sudah dihentikan."}
    return actions.answer_complaint(complaint_id=complaint.pk, by=by, at=clock.now(), **(words | fields))


@pytest.mark.requirement("R405")
def test_double_aid_is_tied_answered_and_accepted(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    complaint = a_complaint()
    assert complaint.ticket.startswith("P-")
    assert b"Sembako" not in bytes(complaint.story_cipher)
    actions.take_complaint(complaint_id=complaint.pk, by=officer, at=clock.now())
    person = make_person()
    tied = actions.tie_complaint(complaint_id=complaint.pk, person_id=person.pk, by=officer, at=clock.now())
    assert tied.person_id == person.pk
    assert not Event.objects.filter(
        subjects__kind="person", subjects__subject_id=person.pk, name__startswith="desk.complaint"
    ).exists()
    done = answer(complaint, officer)
    assert (done.state, done.is_in_time, done.due_on) == ("ANSWERED", True, None)
    told = queries.find_own_ticket(complaint.ticket, "7890")
    assert told is not None
    assert told.complaint is not None
    assert told.complaint.answer == "Satu kepesertaan sudah dihentikan."
    assert actions.accept_answer(complaint_id=complaint.pk, by=citizen_actor(), at=clock.now()).state == "CLOSED"


def test_an_objection_opens_it_once_for_somebody_else(cast: Cast) -> None:
    officer, supervisor = cast.actor("BACK_OFFICE"), cast.actor("SUPERVISOR")
    complaint = answer(a_complaint(), officer)
    words: dict[str, Any] = {"complaint_id": complaint.pk, "by": citizen_actor(), "at": clock.now()}
    with pytest.raises(Refused):
        actions.object_to_answer(text=" ", **words)
    again = actions.object_to_answer(text="Belum ada yang datang memeriksa.", **words)
    assert (again.state, again.reach, again.assigned_to) == ("OBJECTED", Reach.DISTRICT, None)
    assert again.due_on is not None
    assert not policies.can_view_complaint(officer, again)
    with pytest.raises(Denied):
        answer(again, officer)
    reviewed: dict[str, Any] = {
        "outcome": ComplaintOutcome.NOT_PROVEN,
        "text": "Kami datang: namanya sama, orangnya lain.",
    }
    done = actions.review_complaint(complaint_id=complaint.pk, by=supervisor, at=clock.now(), **reviewed)
    assert (done.state, done.outcome) == ("CLOSED", ComplaintOutcome.NOT_PROVEN)
    with pytest.raises(UnableToObject):
        actions.object_to_answer(text="Masih belum puas.", **words)


def test_who_answered_first_does_not_review(cast: Cast) -> None:
    supervisor = cast.actor("SUPERVISOR")
    complaint = answer(a_complaint(), supervisor)
    actions.object_to_answer(complaint_id=complaint.pk, text="Belum jelas.", by=citizen_actor(), at=clock.now())
    with pytest.raises(UnableToAnswer):
        actions.review_complaint(
            complaint_id=complaint.pk, outcome="INFORMASI", text="Sudah kami jelaskan.", by=supervisor, at=clock.now()
        )
    assert "review" not in queries.get_complaint(supervisor, complaint.pk).allowed
    assert "review" in queries.get_complaint(cast.actor("SLRT_MANAGER"), complaint.pk).allowed


def test_an_answer_rests_after_fourteen_days(cast: Cast) -> None:
    complaint = answer(a_complaint(), cast.actor("BACK_OFFICE"))
    late = clock.now() + timedelta(days=14, minutes=1)
    assert queries.find_closed_ticket(complaint.pk, now=clock.now()) is None
    assert queries.find_closed_ticket(complaint.pk, now=late) is not None
    with pytest.raises(UnableToObject):
        actions.object_to_answer(complaint_id=complaint.pk, text="Baru saya baca.", by=citizen_actor(), at=late)


def test_two_officials_at_once_and_words_that_say_nothing(cast: Cast) -> None:
    officer, other = cast.actor("BACK_OFFICE"), cast.actor("PUSKESOS_COORDINATOR")
    complaint = a_complaint()
    actions.take_complaint(complaint_id=complaint.pk, by=officer, at=clock.now())
    with pytest.raises(UnableToMove):
        actions.take_complaint(complaint_id=complaint.pk, by=other, at=clock.now())
    for wrong in ({"outcome": "LUPA"}, {"text": "ya"}):
        with pytest.raises(Refused):
            answer(complaint, officer, **wrong)
    answer(complaint, officer)
    with pytest.raises(UnableToMove):
        answer(complaint, other)
    assert queries.get_complaint(other, complaint.pk).answered_by_name == officer.name


def test_against_an_official_it_goes_past_them(cast: Cast) -> None:
    ways: tuple[tuple[Against, list[str], list[str]], ...] = (
        (Against.NOBODY, ["FRONT_OFFICE", "BACK_OFFICE", "SUPERVISOR", "SLRT_MANAGER", "OFFICE_HEAD"], []),
        (Against.VILLAGE, ["SUPERVISOR", "SLRT_MANAGER", "OFFICE_HEAD"], ["FRONT_OFFICE", "BACK_OFFICE"]),
        (Against.KECAMATAN, ["SLRT_MANAGER", "OFFICE_HEAD"], ["BACK_OFFICE", "SUPERVISOR"]),
        (Against.OFFICE, ["OFFICE_HEAD", "AUDITOR"], ["BACK_OFFICE", "SUPERVISOR", "SLRT_MANAGER", "DIVISION_HEAD"]),
    )
    for against, sees, blind in ways:
        complaint = a_complaint(category="N04", against=against)
        for role in (*sees, *blind):
            actor = cast.actor(role)
            is_seen = role in sees
            assert policies.can_view_complaint(actor, complaint) is is_seen, role
            assert policies.complaints_visible_to(actor).exists() is is_seen, role
            assert bool(queries.list_complaints(actor, "all").rows) is is_seen, role
            assert (queries.count_complaint_views(actor)["all"] == 1) is is_seen, role
            if not is_seen:
                with pytest.raises(NoSuchComplaint):
                    queries.get_complaint(actor, complaint.pk)
        Complaint.objects.filter(pk=complaint.pk).delete()


def test_who_is_named_does_not_see_it_in_any_role_nor_through_the_database(cast: Cast) -> None:
    supervisor, manager = cast.actor("SUPERVISOR"), cast.actor("SLRT_MANAGER")
    said = a_complaint(category="N04", against=Against.SHOP, about=f"Yang melayani {supervisor.name}, galak sekali")
    assert said.hidden_from == [supervisor.user_id]
    with pytest.raises(NoSuchComplaint):
        queries.get_complaint(supervisor, said.pk)
    found = a_complaint(category="N04", against=Against.VILLAGE)
    assert supervisor.user_id is not None
    named = actions.name_official(complaint_id=found.pk, user_id=supervisor.user_id, by=manager, at=clock.now())
    assert (named.hidden_from, named.reach) == ([supervisor.user_id], Reach.REGENCY)
    both = {said.pk, found.pk}
    for actor, seen in ((replace(supervisor, permissions=manager.permissions), set()), (manager, both)):
        with transaction.atomic(), scoped(actor):
            assert set(Complaint.objects.values_list("pk", flat=True)) == seen
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    for wrong in (manager.user_id, new_id()):
        assert wrong is not None
        with pytest.raises(Refused):
            actions.name_official(complaint_id=found.pk, user_id=wrong, by=manager, at=clock.now())


def test_next_door_and_other_roles_see_and_do_nothing(cast: Cast) -> None:
    complaint = a_complaint()
    for actor in (cast.elsewhere("BACK_OFFICE"), cast.elsewhere("SUPERVISOR"), cast.actor("VILLAGE_OPERATOR")):
        assert not queries.list_complaints(actor, "all").rows
        with pytest.raises(Denied):
            actions.take_complaint(complaint_id=complaint.pk, by=actor, at=clock.now())
    with pytest.raises(Denied):
        actions.register_complaint(
            grievance=Grievance(form_key=new_id(), story=STORY, area=NEIGHBOUR_VILLAGE, category="K09"),
            by=cast.actor("FRONT_OFFICE"),
            at=clock.now(),
        )
    assert str(OTHER_KECAMATAN) not in complaint.area_code


def test_words_are_read_by_those_who_answer_and_the_look_is_kept(cast: Cast) -> None:
    complaint = a_complaint(about="Bu Contoh, Dusun I")
    view = queries.get_complaint(cast.actor("BACK_OFFICE"), complaint.pk)
    assert (view.story, view.about, view.reporter_name) == (STORY, "Bu Contoh, Dusun I", "Siti Contoh")
    assert AccessLog.objects.filter(subject_kind="complaint", subject_id=complaint.pk).count() == 1
    hidden = queries.get_complaint(cast.actor("AUDITOR"), complaint.pk)
    assert (hidden.story, hidden.about, hidden.reporter_name, hidden.phone, hidden.hides_story) == (
        "",
        "",
        "",
        "",
        True,
    )


def test_without_a_name_nothing_is_kept_of_the_sender(cast: Cast) -> None:
    key = new_id()
    grievance = Grievance(
        form_key=key,
        story=STORY,
        area=VILLAGE,
        category="K04",
        is_anonymous=True,
        reporter_name="Siti",
        phone="081234567890",
    )
    first, again = (actions.report_complaint(grievance=grievance, by=citizen_actor(), at=clock.now()) for _time in "12")
    assert (first.code, first.complaint.pk) == (again.code, again.complaint.pk)
    assert first.complaint.reporter_cipher is first.complaint.phone_cipher is None
    assert queries.find_own_ticket(first.complaint.ticket, first.code) is not None
    assert queries.find_own_ticket(first.complaint.ticket, "7890" if first.code != "7890" else "7891") is None


def test_categories_are_the_offices_to_word(cast: Cast) -> None:
    manager = cast.actor("SLRT_MANAGER")
    codes = [each.code for each in queries.list_categories()]
    assert (codes[:2], codes[-1], len(codes)) == (["K01", "K02"], "N99", 24)
    change: dict[str, Any] = {"by": manager, "at": clock.now()}
    actions.change_category(code="K09", label="Bantuan dobel", days=7, is_active=True, **change)
    actions.change_category(code="K13", label="Kategori kantor ini", days=3, is_active=True, **change)
    actions.change_category(code="N11", label="Usaha, KUBE atau pelatihan", days=14, is_active=False, **change)
    labels = {each.code: each.label for each in queries.list_categories()}
    assert (labels["K09"], labels["K13"], "N11" in labels) == ("Bantuan dobel", "Kategori kantor ini", False)
    with pytest.raises(Refused):
        a_complaint(category="N11")
    for wrong in ({"code": "X01"}, {"label": "a"}, {"days": 0}, {"days": 61}):
        with pytest.raises(Refused):
            actions.change_category(
                **({"code": "K14", "label": "Lain", "days": 5, "is_active": True} | wrong), **change
            )
    with pytest.raises(Denied):
        actions.change_category(
            code="K14", label="Lain", days=5, is_active=True, by=cast.actor("SUPERVISOR"), at=clock.now()
        )


def test_figures_count_what_one_may_see(cast: Cast) -> None:
    officer, manager = cast.actor("BACK_OFFICE"), cast.actor("SLRT_MANAGER")
    answer(a_complaint(), officer)
    a_complaint(category="K04")
    a_complaint(category="N04", against=Against.VILLAGE)
    today = clock.local_date(clock.now(), "Asia/Makassar")
    period = queries.period_of(str(today.year))
    whole, rows = queries.complaint_figures(manager, period, today=today)
    assert (whole.received, whole.open, whole.answered, whole.share_in_time) == (3, 2, 1, 100.0)
    assert [(row.code, row.received) for row in rows] == [("K04", 1), ("K09", 1), ("N04", 1)]
    assert whole.outcomes[ComplaintOutcome.PROVEN] == 1
    assert whole.median_days == 0.0
    assert queries.complaint_figures(officer, period, today=today)[0].received == 2


def test_the_register_is_paged_without_a_gap(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    made = {a_complaint(category=code).pk for code in ("K04", "K09", "N07", "N08", "K01")}
    for view in ("open", "all"):
        seen, mark = [], ""
        for _page in range(4):
            page = queries.list_complaints(officer, view, after=mark, limit=2)
            seen += [row.id for row in page.rows]
            mark = page.next_mark
            if not mark:
                break
        assert (set(seen), len(seen)) == (made, 5)
    assert queries.list_complaints(officer, "open").rows[0].category == "N07"
    assert len(queries.list_complaints(officer, "open", after="omong kosong").rows) == 5


def test_only_those_who_may_see_it_are_told(cast: Cast) -> None:
    officer, supervisor, manager = (cast.actor(role) for role in ("BACK_OFFICE", "SUPERVISOR", "SLRT_MANAGER"))
    cast.elsewhere("BACK_OFFICE")

    def told(complaint: Complaint, template: str) -> set[Any]:
        found = Message.objects.filter(template=template, about_id=complaint.pk)
        assert all(each.values == {"ticket": complaint.ticket} for each in found)
        return {each.user_id for each in found}

    plain = a_complaint()
    assert told(plain, "desk.complaint.received") == {officer.user_id, supervisor.user_id, manager.user_id}
    named = a_complaint(category="N04", against=Against.VILLAGE, about=supervisor.name)
    assert told(named, "desk.complaint.received") == {manager.user_id}
    answer(plain, officer)
    actions.object_to_answer(complaint_id=plain.pk, text="Belum jelas.", by=citizen_actor(), at=clock.now())
    assert told(plain, "desk.complaint.objected") == {supervisor.user_id, manager.user_id}


def test_about_the_head_the_inspectorate_answers_and_nobody_of_the_office_reads(cast: Cast) -> None:
    head, inspector = cast.actor("OFFICE_HEAD"), cast.actor("INSPECTORATE")
    plain, of_office = a_complaint(), a_complaint(category="N04", against=Against.OFFICE)
    said, named = (
        a_complaint(category="N02", against=Against.HEAD),
        a_complaint(category="N02", against=Against.OFFICE, about=f"Yang meminta uang {head.name}"),
    )
    assert (said.reach, named.reach, named.hidden_from) == (Reach.OUTSIDE, Reach.OUTSIDE, [head.user_id])
    for hidden in (said, named):
        for role in ("BACK_OFFICE", "SUPERVISOR", "SLRT_MANAGER", "DIVISION_HEAD", "OFFICE_HEAD"):
            assert not policies.can_view_complaint(cast.actor(role), hidden), role
        assert Message.objects.filter(about_id=hidden.pk).values_list("user_id", flat=True).get() == inspector.user_id
        assert queries.get_complaint(inspector, hidden.pk).story == STORY
    assert queries.get_complaint(cast.actor("AUDITOR"), said.pk).hides_story
    assert answer(said, inspector).answered_by == inspector.user_id
    seen = {row.id for row in queries.list_complaints(inspector, "all").rows}
    assert seen == {said.pk, named.pk, of_office.pk}, "what is not about the office stays with the office"
    assert plain.pk not in seen
    assert head.user_id is not None
    raised = actions.name_official(complaint_id=of_office.pk, user_id=head.user_id, by=inspector, at=clock.now())
    assert (raised.reach, policies.can_view_complaint(head, raised)) == (Reach.OUTSIDE, False)
    for near in (cast.actor("AUDITOR"), head):
        with pytest.raises(Denied):
            answer(named, near)


def test_whom_the_head_answered_may_still_object(cast: Cast) -> None:
    complaint = answer(a_complaint(category="N04", against=Against.OFFICE), cast.actor("OFFICE_HEAD"))
    actions.object_to_answer(complaint_id=complaint.pk, text="Belum jelas.", by=citizen_actor(), at=clock.now())
    words: dict[str, Any] = {"outcome": "INFORMASI", "text": "Kami sudah memeriksa sendiri.", "at": clock.now()}
    with pytest.raises(UnableToAnswer):
        actions.review_complaint(complaint_id=complaint.pk, by=cast.actor("OFFICE_HEAD"), **words)
    done = actions.review_complaint(complaint_id=complaint.pk, by=cast.actor("INSPECTORATE"), **words)
    assert done.state == "CLOSED"


def test_a_name_without_latin_letters_is_not_said_by_silence(cast: Cast) -> None:
    supervisor = cast.actor("SUPERVISOR")
    User.objects.filter(pk=supervisor.user_id).update(name="سيتي")
    assert a_complaint(category="N04", against=Against.SHOP).hidden_from == []
