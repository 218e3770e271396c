"""Screening a list or a village as of any day: decisions stay as they are, and nobody screens the neighbours."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.programmes import actions
from rangkul.programmes.actions import screen_everybody, screen_list
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.models import (
    Candidate,
    CandidateRun,
    Decree,
    Enrolment,
    ProposalBatch,
    ProposalLine,
    Screening,
    ScreeningRun,
)
from rangkul.registry.models import Condition
from tests.desk.stage import make_areas
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.programmes.proposal_stage import AT, DAY, LONG_AGO, Stage
from tests.web.test_proposals_pages import Browser, words

pytestmark = pytest.mark.django_db
LATER = date(2026, 7, 1)


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage.build(cast, quota=10)


def boxes(day: date) -> dict[str, str]:
    return {"as_of_hari": str(day.day), "as_of_bulan": str(day.month), "as_of_tahun": str(day.year)}


def decided_rows() -> list[Any]:
    return [list(each.objects.order_by("pk").values()) for each in (ProposalBatch, ProposalLine, Enrolment, Decree)]


@pytest.mark.requirement("B05")
def test_what_was_decided_stays_when_the_list_is_screened_again(stage: Stage) -> None:
    poor, fed = stage.family("Contoh Satu"), stage.family("Contoh Dua")
    batch = stage.verified(poor, fed)
    decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
    Condition.objects.filter(family=fed).update(period=DateRange(LONG_AGO, date(2026, 6, 1)))
    before, screenings = decided_rows(), list(Screening.objects.order_by("pk").values())
    browser = Browser(stage.cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    url = reverse("web:programmes:screening-proposal", args=[batch.pk])
    assert "belum dinilai" in words(browser.get(url))
    answer = browser.post(url, **boxes(LATER))
    assert answer.status_code == 303
    said = words(browser.get(answer["Location"]))
    assert "1 KK perlu ditinjau" in said
    assert said.count("calon ditinjau") == 1
    assert decided_rows() == before
    assert list(Screening.objects.filter(as_of=DAY).order_by("pk").values()) == screenings
    verdicts = dict(Screening.objects.filter(as_of=LATER).values_list("family_id", "verdict"))
    assert verdicts == {poor.pk: "MET", fed.pk: "NOT_MET"}
    run = screen_everybody(component_id=stage.component.pk, area=REGENCY, as_of=LATER, by=system_actor("uji"), at=AT)
    assert (run.met, run.not_met) == (1, 1)
    assert decided_rows() == before


def test_a_list_of_candidates_is_screened_for_one_component(stage: Stage) -> None:
    family = stage.family("Contoh Tiga")
    person = family.memberships.get().person_id
    run = CandidateRun.objects.create(kind="USUL", area_code=REGENCY, as_of=DAY, created_at=AT)
    for kind, subject_id in (("family", family.pk), ("person", person)):
        Candidate.objects.create(
            run=run, area_code=VILLAGE, subject_kind=kind, subject_id=subject_id, reason="TANPA_BANTUAN",
            advice="USULKAN", evidence_source="", evidence_kind="",
        )  # fmt: skip
    browser = Browser(stage.cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    url = reverse("web:programmes:screening-candidates", args=[run.pk])
    answer = browser.post(url, component=str(stage.component.pk), **boxes(DAY))
    said = words(browser.get(answer["Location"]))
    assert "1 nama lain dalam daftar tidak dinilai" in said
    assert Screening.objects.get().verdict == "MET"
    assert "Nilai daftar ini" in words(browser.page("candidate-run", run.pk))


def test_the_neighbour_screens_neither_the_list_nor_its_names(stage: Stage) -> None:
    family = stage.family("Contoh Empat")
    batch = stage.draft(family)
    url = reverse("web:programmes:screening-proposal", args=[batch.pk])
    for role, where in (("VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE), ("ADMINISTRATOR", None)):
        browser = Browser(stage.cast, role, where)
        assert browser.get(url).status_code in (403, 404)
        assert browser.post(url, **boxes(DAY)).status_code in (403, 404)
    given: dict[str, Any] = {"component_id": stage.component.pk, "as_of": DAY, "at": AT}
    with pytest.raises(Denied):
        screen_list(subject_ids=[family.pk], by=stage.cast.elsewhere("VILLAGE_OPERATOR"), **given)
    for wrong in ([], [new_id() for _ in range(201)]):
        with pytest.raises(Refused, match="1 sampai 200"):
            screen_list(subject_ids=wrong, by=stage.operator, **given)
    assert Screening.objects.filter(created_at=AT).count() == 0


def test_a_village_is_screened_by_its_own_people_only(stage: Stage) -> None:
    make_areas()
    stage.family("Contoh Lima")
    stage.family("Contoh Enam", area=NEIGHBOUR_VILLAGE)
    browser = Browser(stage.cast, "PUSKESOS_COORDINATOR")
    url = reverse("web:programmes:run-list")
    given = {"component": str(stage.component.pk)} | boxes(DAY)
    for elsewhere in (NEIGHBOUR_VILLAGE, REGENCY):
        assert browser.post(url, **given, area=str(elsewhere)).status_code == 422
        with pytest.raises(Denied):
            actions.request_screening(
                area=elsewhere, as_of=DAY, by=stage.cast.actor("PUSKESOS_COORDINATOR"), at=AT
            )  # fmt: skip
    assert not Job.objects.exists()
    assert browser.post(url, **given, area=str(VILLAGE)).status_code == 303
    run_waiting_jobs()
    run = ScreeningRun.objects.get()
    assert (run.area_code, run.as_of, run.met) == (VILLAGE, DAY, 1)
    assert "Contoh Lima" in words(browser.page("run", run.pk))
    officer = Browser(stage.cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    assert f'value="{VILLAGE}"' in officer.get(url).content.decode()
    assert Browser(stage.cast, "PUSKESOS_COORDINATOR", NEIGHBOUR_VILLAGE).get(
        reverse("web:programmes:run", args=[run.pk])
    ).status_code == 404  # fmt: skip
