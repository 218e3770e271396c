"""A campaign for tests: who it visits, who visits, and visits in any state."""

from datetime import date
from typing import Any

from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.registry.models import Person
from rangkul.verivali import actions
from rangkul.verivali.actions import NewCampaign, Told
from rangkul.verivali.models import Campaign, Subject, Visit
from tests.desk.stage import make_areas
from tests.people import FAR_VILLAGE, NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.registry.factories import make_condition, make_person

__all__ = ["FAR_VILLAGE", "NEIGHBOUR_VILLAGE", "REGENCY", "VILLAGE", "make_areas"]

AS_OF = date(2026, 1, 31)
WG_FINE = dict.fromkeys(("melihat", "mendengar", "berjalan", "mengingat", "merawat-diri", "berkomunikasi"), "1")


def with_disability(name: str = "Siti Contoh", area: str = VILLAGE, **fields: Any) -> Person:
    person = make_person(name, area, **fields)
    make_condition(person, "DISABILITAS")
    return person


def plan(by: Actor, **fields: Any) -> Campaign:
    words: dict[str, Any] = {
        "title": "Validasi penyandang disabilitas",
        "questionnaire": "wg-ss",
        "version": 1,
        "cohort": "penyandang-disabilitas",
        "area": REGENCY,
        "as_of": AS_OF,
        "seed": "benih",
    }
    return actions.create_campaign(campaign=NewCampaign(**(words | fields)), by=by, at=clock.now())


def open_for(cast: Cast, *persons: Person, **fields: Any) -> Campaign:
    """An open campaign, its subjects in VILLAGE with the facilitator there."""
    officer = cast.actor("DATA_OFFICER")
    for person in persons:
        if not person.condition_rows.exists() and "cohort" not in fields:
            make_condition(person, "DISABILITAS")
    campaign = actions.open_campaign(campaign_id=plan(officer, **fields).pk, by=officer, at=clock.now())
    cast.user("FACILITATOR")
    if campaign.subjects.filter(area_code=VILLAGE).exists():
        actions.assign_evenly(campaign_id=campaign.pk, by=officer, at=clock.now())
    return campaign


def subject_of(campaign: Campaign, about: Any) -> Subject:
    kind = "person" if isinstance(about, Person) else "family"
    return Subject.objects.select_related("campaign").get(campaign=campaign, **{kind: about})


def begin(subject: Subject, by: Actor) -> Visit:
    return actions.start_visit(subject_id=subject.pk, by=by, at=clock.now())


def save(visit: Visit, by: Actor, **told: Any) -> Visit:
    return actions.save_visit(visit_id=visit.pk, told=Told(**told), by=by, at=clock.now())


def wg_answers(visit: Visit, by: Actor, **other: str) -> None:
    save(visit, by, block="ranah", answers=WG_FINE | {name.replace("_", "-"): value for name, value in other.items()})
    save(visit, by, block="pendukung", answers={"pendamping": "TIDAK", "dilayani": "TIDAK"})


def visited(subject: Subject, by: Actor, *, result: str = "CONFIRMED", on: date = AS_OF, **other: str) -> Visit:
    """A submitted visit with a filled-in WG-SS."""
    visit = begin(subject, by)
    save(visit, by, visited_on=on, result=result)
    wg_answers(visit, by, **other)
    return actions.submit_visit(visit_id=visit.pk, by=by, at=clock.now())
