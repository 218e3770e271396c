"""What an approved visit makes of its answers and its result: facts for rules and pages, candidates, requests."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.registry.models import AnswerSheet, ChangeRequest, DuplicatePair, Family
from rangkul.registry.queries import facts_for_family, facts_for_person
from rangkul.registry.queries.answers import list_answers
from rangkul.verivali import actions
from rangkul.verivali.errors import UnableToVerify
from rangkul.verivali.models import Campaign, Visit
from rangkul.verivali.queries import list_left_school
from tests.people import Cast
from tests.registry.factories import make_family, make_outside, make_person, make_status
from tests.verivali.stage import AS_OF, VILLAGE, begin, make_areas, open_for, save, subject_of
from tests.web.test_registry_pages import Browser, hidden_of

pytestmark = pytest.mark.django_db

LATER = date(2026, 2, 5)
HOUSE = {
    "301a": "1", "301b": "1", "302": "36", "303": "8", "304": "6", "305": "3", "306a": "5", "306b": "1", "307a": "1",
    "307b": "1", "308": "8", "309a": "1", "309b": "1", "310": "1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    make_areas()


def a_family(*others: Any, name: str = "Siti Contoh") -> Family:
    family = make_family(make_person(name), *others)
    make_status(family, 2)
    return family


def families_campaign(cast: Cast, questionnaire: str) -> Campaign:
    return open_for(cast, questionnaire=questionnaire, cohort="keluarga-desil", parameters={"decile": 4})


def family_visit(cast: Cast, campaign: Campaign, family: Family, result: str, **blocks: dict[str, Any]) -> Visit:
    """A visit to the family with answers to the blocks that are asked of nobody in particular, by name; not sent yet."""
    facilitator = cast.actor("FACILITATOR")
    visit = begin(subject_of(campaign, family), facilitator)
    save(visit, facilitator, visited_on=LATER, result=result)
    for block, answers in blocks.items():
        save(visit, facilitator, block=block, answers=answers)
    return visit


def approved(cast: Cast, visit: Visit) -> Visit:
    actions.submit_visit(visit_id=visit.pk, by=cast.actor("FACILITATOR"), at=clock.now())
    return actions.approve_visit(visit_id=visit.pk, by=cast.actor("SUPERVISOR"), at=clock.now())


def ten(**other: str) -> dict[str, str]:
    return {f"p{number:02}": "TIDAK" for number in range(1, 11)} | other


@pytest.mark.requirement("R121")
def test_the_ten_questions_stand_on_the_familys_page_until_the_approval_is_taken_back(cast: Cast) -> None:
    family, supervisor = a_family(), cast.actor("SUPERVISOR")
    visit = approved(
        cast, family_visit(cast, families_campaign(cast, "usulan-10"), family, "ENUMERATED", sepuluh=ten(p07="YA"))
    )
    (sheet,) = list_answers(supervisor, family_id=family.pk, on=LATER)
    assert (sheet.title, sheet.start, len(sheet.lines)) == ("Sepuluh pertanyaan usulan", LATER, 10)
    assert ("Sebagian besar berlantai tanah dan/atau plesteran", "Ya") in sheet.lines
    assert AnswerSheet.objects.get().source == "SURVEY"
    assert list_answers(supervisor, family_id=family.pk, on=AS_OF) == ()
    said: dict[str, Any] = {"visit_id": visit.pk, "reason": "Keliru keluarga", "at": clock.now()}
    for stranger in (cast.elsewhere("SUPERVISOR"), cast.actor("FACILITATOR")):
        with pytest.raises(Denied):
            actions.take_back_visit(by=stranger, **said)
    desk = Browser(cast, "SUPERVISOR")
    assert "Tarik persetujuan" in desk.get(reverse("web:verivali:visit", args=[visit.pk])).content.decode()
    here = reverse("web:verivali:visit-take-back", args=[visit.pk])
    assert desk.post(here, reason="").status_code == 422
    assert desk.post(here, reason="Keliru keluarga").status_code == 303
    visit.refresh_from_db()
    assert (visit.state, visit.subject.state) == ("SUBMITTED", "SUBMITTED")
    with pytest.raises(UnableToVerify):
        actions.take_back_visit(by=supervisor, **said)
    assert list_answers(supervisor, family_id=family.pk, on=LATER) == ()
    again = desk.get(reverse("web:verivali:visit-review", args=[visit.pk]))
    done = desk.post(reverse("web:verivali:visit-approve", args=[visit.pk]), **hidden_of(again))
    assert done.status_code == 303
    assert len(list_answers(supervisor, family_id=family.pk, on=LATER)) == 1


@pytest.mark.requirement("R121")
def test_regsosek_at_the_door_is_what_rules_read_of_the_house_and_each_member(cast: Cast) -> None:
    pupil = make_person("Murid Contoh", birth_date=date(2012, 1, 1))
    family = a_family(pupil)
    old = AnswerSheet.objects.create(
        family=family, form="REGSOSEK2022K.3", version="2022.K", period=DateRange(date(2022, 10, 1), None),
        answers={"q303": "2", "q307b2": "3"}, source="PBDT", created_at=clock.now(),
    )  # fmt: skip
    visit = family_visit(cast, families_campaign(cast, "regsosek-2022k"), family, "ENUMERATED")
    Visit.objects.filter(pk=visit.pk).update(
        state="SUBMITTED", submitted_at=clock.now(),
        answers={**HOUSE, f"{pupil.pk}/412": "2", f"{pupil.pk}/413": "7", f"{pupil.pk}/411": ["1", "4"]},
    )  # fmt: skip
    subject = visit.subject
    subject.state = "SUBMITTED"
    subject.save()
    actions.approve_visit(visit_id=visit.pk, by=cast.actor("SUPERVISOR"), at=clock.now())
    assert facts_for_family(family.pk, AS_OF).facts["lantai"] == "UBIN_KERAMIK"
    assert facts_for_family(family.pk, LATER).facts["lantai"] == "TANAH"
    facts = facts_for_person(pupil.pk, LATER).facts
    assert (facts["masih_sekolah"], facts["jenjang_sekolah"]) == (True, "SMP")
    told = {sheet.form: sheet.answers for sheet in AnswerSheet.objects.filter(period__contains=LATER)}
    assert told["REGSOSEK2022K.4"]["q411"] == "5"
    assert (told["REGSOSEK2022K.3"]["q307b1"], told["REGSOSEK2022K.3"]["q307b2"]) == ("1", "3")
    actions.take_back_visit(visit_id=visit.pk, reason="Keliru keluarga", by=cast.actor("SUPERVISOR"), at=clock.now())
    old.refresh_from_db()
    assert (old.period.lower, old.period.upper) == (date(2022, 10, 1), None)
    assert facts_for_family(family.pk, LATER).facts["lantai"] == "UBIN_KERAMIK"
    assert facts_for_person(pupil.pk, LATER).facts["masih_sekolah"] is None


@pytest.mark.requirement("R118")
def test_families_that_stand_twice_or_left_ask_for_what_persons_ask_for(cast: Cast) -> None:
    other = make_person("Siti Nurhalisa")
    double, gone = a_family(name="Siti Nurhaliza"), a_family(name="Ambo Lain")
    campaign = families_campaign(cast, "usulan-10")
    approved(cast, family_visit(cast, campaign, double, "PART_OF_OTHER"))
    pair = DuplicatePair.objects.get()
    assert other.pk in (pair.left_id, pair.right_id)
    approved(cast, family_visit(cast, campaign, gone, "HOUSE_GONE"))
    change = ChangeRequest.objects.get()
    assert (change.family_id, change.kind, change.state) == (gone.pk, "PINDAH_KELUAR", "SUBMITTED")


@pytest.mark.requirement("R120")
def test_who_is_at_school_no_more_is_told_to_the_list_of_candidates(cast: Cast) -> None:
    left, pupil = (make_person(name, birth_date=date(2010, 1, 1)) for name in ("Berhenti", "Murid"))
    for person in (left, pupil):
        make_outside(person, "KIP")
    facilitator = cast.actor("FACILITATOR")
    campaign = open_for(cast, left, pupil, cohort="penerima-kip", questionnaire="kepesertaan-kip")
    for person, answer in ((left, "3"), (pupil, "2")):
        visit = begin(subject_of(campaign, person), facilitator)
        save(visit, facilitator, visited_on=AS_OF, result="CONFIRMED")
        save(visit, facilitator, block="kartu", answers={"kartu-ada": "YA", "menerima": "TIDAK"})
        school = {"412": answer, "413": "7", "414": "2", "nama-sekolah": "SMP Contoh", "sebab-berhenti": "2"}
        save(visit, facilitator, block="sekolah", answers=school)
        assert person == pupil or list(list_left_school(VILLAGE, AS_OF)) == []
        approved(cast, visit)
    assert [each.person_id for each in list_left_school(VILLAGE, AS_OF)] == [left.pk]
