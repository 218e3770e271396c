"""Screening one subject: who may, what is kept, what the trail tells."""

from datetime import date
from uuid import uuid4

import pytest
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Denied
from rangkul.platform.audit.models import Event
from rangkul.programmes import queries
from rangkul.programmes.actions import CatalogueLoad, screen_subject
from rangkul.programmes.errors import NoSuchComponent, NoTermsInForce, SubjectGone, WrongSubject
from rangkul.programmes.models import Screening, Terms
from rangkul.programmes.verdicts import facts_of, judge
from rangkul.registry.models import Family
from rangkul.rules.explain import Explanation
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.programmes.conftest import AT
from tests.programmes.factories import a_family, a_person, has_condition, has_decile, has_dtks_id

pytestmark = pytest.mark.django_db
DAY = date(2022, 6, 1)


@pytest.fixture
def family(catalogue: CatalogueLoad) -> Family:
    family = a_family(VILLAGE)
    has_dtks_id(a_person(VILLAGE, family))
    has_condition(family, "RAWAN_PANGAN")
    return family


def test_the_right_role_in_the_neighbour_village_may_not(cast: Cast, family: Family) -> None:
    rastra = queries.get_component("rastra").pk
    mine = screen_subject(
        component_id=rastra, kind="family", subject_id=family.pk, as_of=DAY, by=cast.actor("VILLAGE_OPERATOR"), at=AT
    )
    assert mine.verdict == "MET"
    for actor in (cast.elsewhere("VILLAGE_OPERATOR"), cast.actor("ADMINISTRATOR")):
        with pytest.raises(Denied):
            screen_subject(component_id=rastra, kind="family", subject_id=family.pk, as_of=DAY, by=actor, at=AT)
    assert Screening.objects.count() == 1
    assert NEIGHBOUR_VILLAGE not in {event.area_code for event in Event.objects.all()}


def test_the_unit_the_day_and_the_subject_must_fit(cast: Cast, family: Family) -> None:
    operator = cast.actor("VILLAGE_OPERATOR")
    rastra = queries.get_component("rastra").pk
    given = {"component_id": rastra, "kind": "family", "subject_id": family.pk, "as_of": DAY, "by": operator, "at": AT}
    for change, expected in (
        ({"kind": "person"}, WrongSubject),
        ({"component_id": uuid4()}, NoSuchComponent),
        ({"as_of": date(2021, 1, 1)}, NoTermsInForce),
        ({"subject_id": uuid4()}, Denied),
    ):
        with pytest.raises(expected):
            screen_subject(**given | change)  # type: ignore[arg-type]
    Family.objects.filter(pk=family.pk).update(ended_on=date(2022, 1, 1))
    with pytest.raises(SubjectGone):
        screen_subject(**given)  # type: ignore[arg-type]


@pytest.mark.requirement("R018")
def test_verdict_reasons_and_registry_id_are_kept_as_they_were(cast: Cast, family: Family) -> None:
    rastra = queries.get_component("rastra")
    operator = cast.actor("VILLAGE_OPERATOR")
    kept = screen_subject(component_id=rastra.pk, kind="family", subject_id=family.pk, as_of=DAY, by=operator, at=AT)
    Terms.objects.filter(component=rastra).update(state="SUPERSEDED")
    has_condition(family, "KUSTA")
    again = Screening.objects.get(pk=kept.pk)
    explanation = Explanation.from_json(again.explanation)
    assert explanation.result is True
    assert explanation.rule_digest == again.terms.rule_digest
    assert (again.facts["rawan_pangan"], again.facts["_registry_ok"]) == (True, True)
    event = Event.objects.get(name="programmes.screening.run")
    assert (event.data["component"], event.data["verdict"]) == ("Bantuan beras", "MET")


@pytest.mark.requirement("R008")
def test_the_trail_of_a_sensitive_component_tells_nothing(cast: Cast, catalogue: CatalogueLoad) -> None:
    person = a_person(VILLAGE)
    has_condition(person, "KUSTA")
    kusta = queries.get_component("permakanan-kusta")
    screen_subject(
        component_id=kusta.pk, kind="person", subject_id=person.pk, as_of=DAY, by=cast.actor("BACK_OFFICE"), at=AT
    )
    event = Event.objects.get(name="programmes.screening.run")
    assert "component" not in event.data
    assert "verdict" not in event.data


@pytest.mark.requirement("R309")
def test_reasons_tell_the_source_of_each_fact_and_since_when(catalogue: CatalogueLoad) -> None:
    family = a_family(VILLAGE)
    mother = a_person(VILLAGE, family, born=date(1995, 1, 1))
    has_decile(family, 2, DateRange(date(2025, 4, 1), None))
    has_condition(mother, "HAMIL", DateRange(date(2025, 6, 1), None))
    day = date(2025, 7, 1)
    pkh = queries.get_component("pkh")
    facts = facts_of("family", family.pk, day)
    assert facts is not None
    told = judge(queries.terms_in_force(pkh, day), pkh.unit, facts, day)
    decile, members, *_rest = told.clauses
    assert [fact.source for fact in decile.facts] == ["DTSEN, sejak 1 April 2025"]
    assert "hamil: data contoh, sejak 1 Juni 2025" in [fact.source for fact in members.facts]
    assert not told.masked().clauses[1].facts, "what tells of health is hidden with its clause"
    assert Explanation.from_json(told.to_json()) == told
