"""The way of a case from the first words to an outcome, by the actions, with their refusals and near misses."""

from collections.abc import Callable
from typing import Any

import pytest

from rangkul.desk import actions, queries
from rangkul.desk.enums import MatchResult, Outcome
from rangkul.desk.errors import AlreadyAnswered, NoSuchCase, UnableToClose
from rangkul.desk.models import Case
from rangkul.institutions.errors import NoSuchAgency
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import AccessLog, Event
from rangkul.platform.workflow import UnableToMove
from rangkul.registry import actions as registry_actions
from rangkul.registry.errors import NoSuchRecord
from tests.desk.stage import STORY, a_case, a_matched_case, a_need, a_referral, a_web_case, an_agency
from tests.people import FAR_VILLAGE, NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.registry.factories import make_family, make_identity, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R405")
@pytest.mark.requirement("R406")
def test_free_text_is_enough(cast: Cast) -> None:
    case = a_case(cast.actor("FRONT_OFFICE"), reporter_name="", phone="")
    assert (case.state, case.concerned_name, case.phone_tail_index) == ("REGISTERED", "", None)
    assert STORY.encode() not in bytes(case.story_cipher)
    assert case.post == cast.post
    assert case.due_on is not None


def test_an_urgent_case_is_due_today(cast: Cast) -> None:
    case = a_case(cast.actor("FRONT_OFFICE"), is_urgent=True)
    assert case.due_on == clock.local_date(case.registered_at, "Asia/Makassar")


@pytest.mark.parametrize(
    "wrong",
    [{"story": " a "}, {"phone": "12"}, {"area": "73.12.01"}, {"channel": "BURUNG"}, {"kind": "X"}],
    ids=lambda each: next(iter(each)),
)
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        a_case(cast.actor("TKSK"), **wrong)
    assert not Case.objects.exists()


def test_an_unknown_village_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        a_web_case(area="73.12.01.2999")


def test_the_same_form_is_one_case(cast: Cast) -> None:
    officer, need = cast.actor("FRONT_OFFICE"), a_need()
    first = actions.register_case(need=need, by=officer, at=clock.now())
    second = actions.register_case(need=need, by=officer, at=clock.now())
    assert first.pk == second.pk
    assert Case.objects.count() == 1


def test_a_key_used_for_another_village_tells_nothing(cast: Cast) -> None:
    key = new_id()
    a_web_case(form_key=key)
    with pytest.raises(Refused):
        a_web_case(form_key=key, area=FAR_VILLAGE)


def test_the_pivot_says_whether_somebody_is_listed(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    listed, known = make_person("Ada Contoh"), make_person("Belum Contoh")
    family = make_family(listed)
    make_identity(listed, "ID_DTKS", "ID-1")
    for person, result in ((listed, MatchResult.LISTED), (known, MatchResult.KNOWN)):
        case = a_case(officer)
        matched = actions.match_case(case_id=case.pk, person_id=person.pk, by=officer, at=clock.now())
        assert (matched.match_result, matched.state) == (result, "MATCHED")
        assert matched.family_id == (family.pk if person is listed else None)


@pytest.mark.requirement("R407")
def test_somebody_without_nik_and_kk_is_registered_and_matched(cast: Cast) -> None:
    officer = cast.actor("FRONT_OFFICE")
    case = a_case(officer)
    person = registry_actions.register_person(name="Tanpa Kartu", area=VILLAGE, by=officer, at=clock.now())
    matched = actions.match_case(case_id=case.pk, person_id=person.pk, is_new=True, by=officer, at=clock.now())
    assert (matched.match_result, matched.family_id) == (MatchResult.NEW, None)


def test_a_person_next_door_cannot_be_matched(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    case, person = a_case(officer), make_person("Tetangga", NEIGHBOUR_VILLAGE)
    with pytest.raises((Denied, NoSuchRecord)):
        actions.match_case(case_id=case.pk, person_id=person.pk, by=officer, at=clock.now())
    case.refresh_from_db()
    assert (case.state, case.person_id) == ("REGISTERED", None)


@pytest.mark.requirement("R114")
@pytest.mark.requirement("R408")
def test_an_accompanied_referral_to_dukcapil_ends_with_the_kk(cast: Cast) -> None:
    officer, at = cast.actor("BACK_OFFICE"), clock.now()
    referral = a_referral(cast)
    case = referral.case
    case.refresh_from_db()
    assert (case.state, referral.letter_id is not None, referral.document_id) == ("REFERRED", True, None)
    assert "mendampingi" in case.public_note
    with pytest.raises(UnableToClose, match="1 rujukan"):
        actions.close_case(case_id=case.pk, outcome="TERTANGANI", note="", public_note="Beres semua", by=officer, at=at)
    actions.answer_referral(referral_id=referral.pk, answer="DITERIMA", text="Diproses", by=officer, at=at)
    case.refresh_from_db()
    assert case.state == "REFERRED"
    actions.answer_referral(referral_id=referral.pk, answer="SELESAI", text="KK sudah terbit", by=officer, at=at)
    case.refresh_from_db()
    assert case.state == "HANDLED"
    with pytest.raises(AlreadyAnswered):
        actions.answer_referral(referral_id=referral.pk, answer="DITOLAK", text="salah", by=officer, at=at)
    closed = actions.close_case(
        case_id=case.pk, outcome="RUJUKAN_SELESAI", note="", public_note="KK Anda sudah terbit", by=officer, at=at
    )
    assert (closed.state, closed.due_on) == ("CLOSED", None)
    assert Event.objects.filter(subjects__subject_id=case.person_id, name="desk.referral.answer").count() == 2


def test_an_unknown_agency_is_refused_and_the_case_stays(cast: Cast) -> None:
    case = a_matched_case(cast)
    with pytest.raises(NoSuchAgency):
        a_referral(cast, case, agency_id=new_id())
    case.refresh_from_db()
    assert case.state == "MATCHED"


def test_nothing_closes_without_an_outcome(cast: Cast) -> None:
    officer, at = cast.actor("BACK_OFFICE"), clock.now()
    case = a_case(officer)
    with pytest.raises(Refused):
        actions.close_case(case_id=case.pk, outcome="", note="", public_note="Sudah selesai", by=officer, at=at)
    with pytest.raises(Refused):
        actions.close_case(case_id=case.pk, outcome="INFORMASI", note="", public_note=" ", by=officer, at=at)
    with pytest.raises(UnableToClose):
        actions.close_case(case_id=case.pk, outcome="TERTANGANI", note="", public_note="Sudah beres", by=officer, at=at)
    actions.close_case(case_id=case.pk, outcome=Outcome.WITHDRAWN, note="", public_note="Ditarik", by=officer, at=at)
    with pytest.raises(UnableToMove):
        actions.close_case(case_id=case.pk, outcome="DITARIK", note="", public_note="Ditarik", by=officer, at=at)


def test_a_returned_case_has_no_clock_and_comes_back(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    case = actions.return_case(case_id=a_matched_case(cast).pk, reason="Bawa KK", by=officer, at=clock.now())
    assert (case.state, case.due_on) == ("RETURNED", None)
    case = actions.handle_case(case_id=case.pk, by=officer, at=clock.now())
    assert (case.state, case.assigned_to) == ("HANDLED", officer.user_id)
    assert case.due_on is not None


Deed = Callable[[Case, Any], object]
DEEDS: dict[str, tuple[str, Deed]] = {
    "match": (
        "BACK_OFFICE",
        lambda case, by: actions.match_case(case_id=case.pk, person_id=new_id(), by=by, at=clock.now()),
    ),
    "handle": ("BACK_OFFICE", lambda case, by: actions.handle_case(case_id=case.pk, by=by, at=clock.now())),
    "assign": (
        "BACK_OFFICE",
        lambda case, by: actions.assign_case(
            case_id=case.pk, user_id=new_id(), user_name="Rekan", by=by, at=clock.now()
        ),
    ),
    "return": (
        "BACK_OFFICE",
        lambda case, by: actions.return_case(case_id=case.pk, reason="Bawa KK", by=by, at=clock.now()),
    ),
    "note": ("FRONT_OFFICE", lambda case, by: actions.note_on_case(case_id=case.pk, text="ya", by=by, at=clock.now())),
    "refer": (
        "BACK_OFFICE",
        lambda case, by: actions.refer_case(
            case_id=case.pk,
            agency_id=an_agency().pk,
            reason="Belum punya KK",
            service_wanted="",
            is_accompanied=False,
            by=by,
            at=clock.now(),
        ),
    ),
    "propose": (
        "BACK_OFFICE",
        lambda case, by: actions.propose_case(
            case_id=case.pk, component_id=new_id(), kind="person", subject_id=new_id(), by=by, at=clock.now()
        ),
    ),
    "close": (
        "BACK_OFFICE",
        lambda case, by: actions.close_case(
            case_id=case.pk, outcome="DITARIK", note="", public_note="Ditarik", by=by, at=clock.now()
        ),
    ),
}


@pytest.mark.parametrize("verb", DEEDS)
def test_the_right_role_next_door_and_the_wrong_role_here_are_denied(cast: Cast, verb: str) -> None:
    role, deed = DEEDS[verb]
    case = a_matched_case(cast)
    before = Case.objects.values().get(pk=case.pk)
    for actor in (cast.elsewhere(role), cast.actor("AUDITOR"), cast.actor("VILLAGE_OPERATOR")):
        with pytest.raises(Denied):
            deed(case, actor)
    assert Case.objects.values().get(pk=case.pk) == before


def test_an_answer_from_next_door_is_denied(cast: Cast) -> None:
    referral = a_referral(cast)
    for actor in (cast.elsewhere("BACK_OFFICE"), cast.actor("FRONT_OFFICE")):
        with pytest.raises(Denied):
            actions.answer_referral(
                referral_id=referral.pk, answer="SELESAI", text="ya sudah", by=actor, at=clock.now()
            )


def test_nobody_registers_for_the_next_village(cast: Cast) -> None:
    with pytest.raises(Denied):
        a_case(cast.elsewhere("FRONT_OFFICE"))
    with pytest.raises(Denied):
        a_case(cast.actor("VILLAGE_OPERATOR"))


def test_the_story_is_for_those_who_serve_and_every_look_is_logged(cast: Cast) -> None:
    case = a_case(cast.actor("FRONT_OFFICE"))
    seen = queries.get_case(cast.actor("BACK_OFFICE"), case.pk)
    assert (seen.story, seen.phone) == (STORY, "081234567890")
    look = AccessLog.objects.get()
    assert (look.subject_id, look.fields, case.ticket in look.purpose) == (case.pk, ["cerita", "nomor HP"], True)
    hidden = queries.get_case(cast.actor("AUDITOR"), case.pk)
    assert (hidden.story, hidden.phone, hidden.hides_story, hidden.allowed) == ("", "", True, frozenset())
    assert AccessLog.objects.count() == 1
    with pytest.raises(NoSuchCase):
        queries.get_case(cast.elsewhere("BACK_OFFICE"), case.pk)
    with pytest.raises(NoSuchCase):
        queries.get_case(cast.actor("VILLAGE_OPERATOR"), case.pk)
