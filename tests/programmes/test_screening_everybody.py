"""Everybody and one alike: the verdicts of a run are those that each subject gets by itself, with the reasons."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from django.db import connection

from rangkul.institutions.facts import institution_facts
from rangkul.institutions.models import Institution
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.programmes import queries
from rangkul.programmes.actions import CatalogueLoad, request_screening, screen_components, screen_everybody
from rangkul.programmes.enums import Verdict
from rangkul.programmes.models import (
    Component,
    ProposalBatch,
    ProposalLine,
    ScreeningResult,
    ScreeningRun,
    ScreeningTally,
)
from rangkul.programmes.verdicts import facts_of, has_registry_id, judge, subject_kind, verdict_of
from tests.people import KECAMATAN, OTHER_KECAMATAN, REGENCY, VILLAGE, Cast
from tests.programmes.conftest import AT
from tests.programmes.factories import a_family, a_person, has_condition, has_dtks_id, populate

pytestmark = pytest.mark.django_db
OFFICE = system_actor("uji")
DAY = date(2022, 6, 1)


def institutions() -> None:
    for number, (kind, registration, until) in enumerate(
        [("LKSA", "1", None), ("LKSA", "", None), ("LKSA", "2", date(2022, 5, 31)), ("LKS_LANSIA", "3", None)]
    ):
        Institution.objects.create(
            name=f"LKSA Contoh {number}", kind=kind, area_code=VILLAGE, registration_number=registration,
            registered_until=until, client_count=9, created_at=AT,
        )  # fmt: skip


def everybody_in(component: Component, area: str) -> list[Any]:
    """Ids of every subject of the component's unit in the area, by plain SQL of its own."""
    kind = subject_kind(component)
    if kind == "institution":
        return [each.pk for each, _ in institution_facts(on=DAY, area=area)]
    living = {
        "family": "registry_family WHERE (ended_on IS NULL OR ended_on > %(day)s)",
        "person": "registry_person WHERE merged_into_id IS NULL AND (died_on IS NULL OR died_on > %(day)s)",
    }[kind]
    with connection.cursor() as cursor:
        statement = f"SELECT id FROM {living} AND area_code >= %(lower)s AND area_code < %(upper)s"
        cursor.execute(statement, {"day": DAY, "lower": area, "upper": f"{area}/"})
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.requirement("R003")
@pytest.mark.requirement("R013")
@pytest.mark.requirement("R018")
@pytest.mark.parametrize("area", [REGENCY, KECAMATAN, VILLAGE])
def test_every_verdict_of_a_run_is_the_one_the_subject_gets_alone(catalogue: CatalogueLoad, area: str) -> None:
    populate(40, kecamatan=2, villages=2)
    institutions()
    every = Component.objects.filter(terms__valid__contains=DAY).order_by("code")
    components = list(every if area == REGENCY else every.filter(programme__is_own=True))
    runs = screen_components(component_ids=[each.pk for each in components], area=area, as_of=DAY, by=OFFICE, at=AT)
    seen: set[Verdict] = set()
    alone_of = cache(facts_of)
    for run in runs:
        ids = everybody_in(run.component, area)
        stored = {row.subject_id: row for row in ScreeningResult.objects.filter(run=run)}
        assert run.met + run.not_met + run.unknown == len(ids) > 0
        assert stored.keys() <= set(ids)
        for subject_id in ids:
            subject = alone_of(subject_kind(run.component), subject_id, DAY)
            assert subject is not None
            alone = verdict_of(judge(run.terms, run.component.unit, subject, DAY).result)
            assert queries.verdict_in_run(run, subject_id) == alone, (run.component.code, subject.facts)
            seen.add(alone)
            if subject_id in stored:
                assert stored[subject_id].has_registry_id == has_registry_id(run.terms, subject.facts)
    assert area != REGENCY or seen == set(Verdict)


def test_counts_by_village_add_up_to_the_run(cast: Cast, catalogue: CatalogueLoad) -> None:
    populate(80, kecamatan=2, villages=2)
    rastra = queries.get_component("rastra")
    run = screen_everybody(component_id=rastra.pk, area=REGENCY, as_of=DAY, by=OFFICE, at=AT)
    officer = cast.actor("PROGRAMME_OFFICER")
    by_kecamatan = queries.counts_by_area(officer, run)
    assert [row.area_code for row in by_kecamatan] == ["73.12.01", "73.12.02"]
    assert sum(row.met for row in by_kecamatan) == run.met > 0
    assert sum(row.not_met for row in by_kecamatan) == run.not_met
    in_kecamatan = queries.counts_by_area(officer, run, within="73.12.01")
    assert sum(row.met for row in in_kecamatan) == by_kecamatan[0].met
    assert [row.area_code for row in queries.counts_by_area(cast.actor("VILLAGE_OPERATOR"), run)] == ["73.12.01"]
    assert queries.counts_by_area(cast.actor("VILLAGE_OPERATOR", OTHER_KECAMATAN), run)[0].area_code == "73.12.02"


def test_who_meets_the_rule_by_page_and_by_id(cast: Cast, catalogue: CatalogueLoad) -> None:
    with_id, without_id, neighbour = (a_family(VILLAGE), a_family(VILLAGE), a_family("73.12.02.2001"))
    for family in (with_id, without_id, neighbour):
        a_person(family.area_code, family)
        has_condition(family, "RAWAN_PANGAN")
    has_dtks_id(with_id)
    rastra = queries.get_component("rastra")
    run = screen_everybody(component_id=rastra.pk, area=REGENCY, as_of=DAY, by=OFFICE, at=AT)
    operator = cast.actor("VILLAGE_OPERATOR")

    def ids(**choice: Any) -> set[Any]:
        return {row.subject_id for row in queries.list_met_not_enrolled(operator, run, **choice).rows}

    assert ids() == {with_id.pk, without_id.pk}, "the near miss: the neighbour kecamatan is not listed"
    assert ids(registry_id="yes") == {with_id.pk}
    assert ids(registry_id="no") == {without_id.pk}
    officer = cast.actor("PROGRAMME_OFFICER")
    first = queries.list_met_not_enrolled(officer, run, limit=2)
    second = queries.list_met_not_enrolled(officer, run, limit=2, after=first.next_key)
    assert {row.subject_id for row in (*first.rows, *second.rows)} == {with_id.pk, without_id.pk, neighbour.pk}
    assert second.next_key == ""
    assert first.rows[0].label is not None


def test_running_again_leaves_what_people_decided(cast: Cast, catalogue: CatalogueLoad) -> None:
    family = a_family(VILLAGE)
    rastra = queries.get_component("rastra")
    batch = ProposalBatch.objects.create(
        number="1", component=rastra, fiscal_year=2022, area_code=VILLAGE, created_at=AT, updated_at=AT
    )
    line = ProposalLine.objects.create(
        batch=batch, family=family, state="ACCEPTED", override_reason="hasil musyawarah", created_at=AT
    )
    before = ProposalLine.objects.filter(pk=line.pk).values().get()
    first = screen_everybody(component_id=rastra.pk, area=REGENCY, as_of=DAY, by=OFFICE, at=AT)
    has_condition(family, "RAWAN_PANGAN")
    second = screen_everybody(component_id=rastra.pk, area=REGENCY, as_of=DAY, by=OFFICE, at=AT)
    assert (first.met, second.met) == (0, 1)
    assert ProposalLine.objects.filter(pk=line.pk).values().get() == before
    assert ScreeningRun.objects.count() == 2, "the earlier run stays as it was"


def test_a_run_is_asked_for_as_a_job_by_who_may(cast: Cast, catalogue: CatalogueLoad) -> None:
    populate(20, kecamatan=1, villages=1)
    officer = cast.actor("PROGRAMME_OFFICER")
    for actor, area in ((cast.actor("VILLAGE_OPERATOR"), VILLAGE), (officer, "73.11")):
        with pytest.raises(Denied):
            request_screening(area=area, as_of=DAY, by=actor, at=AT)
    job = request_screening(area=REGENCY, as_of=DAY, by=officer, at=AT)
    run_waiting_jobs()
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.error) == (JobState.DONE, "")
    assert len(job.result["runs"]) == 6
    event = Event.objects.filter(name="programmes.screening.run_all").first()
    assert event is not None
    assert (event.actor_id, event.role) == (officer.user_id, "PROGRAMME_OFFICER")


def test_a_sensitive_run_is_only_for_those_who_may_see_health(cast: Cast, catalogue: CatalogueLoad) -> None:
    person = a_person(VILLAGE)
    has_condition(person, "KUSTA")
    kusta = queries.get_component("permakanan-kusta")
    run = screen_everybody(component_id=kusta.pk, area=REGENCY, as_of=DAY, by=OFFICE, at=AT)
    assert run.met == 1
    assert kusta.pk in queries.latest_runs(cast.actor("PROGRAMME_OFFICER"))
    operator = cast.actor("VILLAGE_OPERATOR")
    assert kusta.pk not in queries.latest_runs(operator)
    assert queries.list_met_not_enrolled(operator, run).rows == ()


def test_an_empty_area_gives_an_empty_run(catalogue: CatalogueLoad) -> None:
    own = list(Component.objects.filter(programme__is_own=True).values_list("pk", flat=True))
    runs = screen_components(component_ids=own, area="73.12.08", as_of=DAY, by=OFFICE, at=AT)
    assert {(run.met, run.not_met, run.unknown) for run in runs} == {(0, 0, 0)}
    assert not ScreeningTally.objects.exists()
