"""A verivali campaign of the demo: one kecamatan, divided, half visited, some approved, one to repeat."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from uuid import UUID

from rangkul.cli.demo.life import Progress, Story
from rangkul.platform.policy.actor import Actor
from rangkul.verivali import actions, queries
from rangkul.verivali.actions import NewCampaign, Told

_RESULTS = ("ENUMERATED", "ENUMERATED", "ENUMERATED", "HOUSE_NOT_FOUND", "ENUMERATED", "HOUSE_GONE")
_POOR = {"p01": "TIDAK", "p03": "TIDAK", "p04": "YA", "p05": "YA", "p07": "YA", "p10": "YA"}
VISITED, APPROVED = 6, 2


def verify(story: Story, progress: Progress) -> None:
    """Plan, open and divide a campaign about the poorest around the home village; the facilitator visits some."""
    cast, calendar = story.cast, story.calendar
    officer, facilitator = cast.actors["data"], cast.actors["fasilitator"]
    plan = NewCampaign(
        title=f"Verifikasi keluarga desil 1–2, {calendar.today.year}",
        questionnaire="usulan-10",
        version=1,
        cohort="keluarga-desil",
        parameters={"decile": 2},
        sampling="COUNT_VILLAGE",
        sample_size=12,
        area=cast.home[:8],
        as_of=calendar.today - timedelta(days=21),
        due_on=calendar.today + timedelta(days=30),
        revisit_percent=10,
        seed="contoh",
    )
    campaign = actions.create_campaign(campaign=plan, by=officer, at=calendar.ago(20)).pk
    if not queries.preview(officer, queries.get_campaign(officer, campaign).campaign).total:
        return
    actions.open_campaign(campaign_id=campaign, by=officer, at=calendar.ago(19))
    if cast.home not in {row.area_code for row in queries.list_of_campaign(officer, campaign, area=cast.home).rows}:
        return
    actions.assign_evenly(campaign_id=campaign, by=officer, at=calendar.ago(18))
    progress("verivali", 0, VISITED)
    sent = [
        _visit(facilitator, subject, result, story)
        for subject, result in zip(_to_visit(facilitator), cycle(_RESULTS), strict=False)
    ]
    waiting = [(visit, drawn) for visit, drawn, is_sent in sent if is_sent]
    for visit in [visit for visit, drawn in waiting if not drawn][:APPROVED]:
        actions.approve_visit(visit_id=visit, by=cast.actors["supervisor"], at=calendar.ago(5))
    progress("verivali", VISITED, VISITED)


def _to_visit(facilitator: Actor) -> Iterator[tuple[UUID, bool]]:
    yield from ((row.id, row.is_drawn) for row in queries.list_mine(facilitator, limit=VISITED).rows)


def _visit(by: Actor, subject: tuple[UUID, bool], result: str, story: Story) -> tuple[UUID, bool, bool]:
    """One visit, sent; returns it, whether it is to be repeated, and whether it waits for review."""
    at = story.calendar.ago(9)
    visit = actions.start_visit(subject_id=subject[0], by=by, at=at)
    day = (at - timedelta(hours=1)).date()
    actions.save_visit(visit_id=visit.pk, told=Told(visited_on=day, result=result), by=by, at=at)
    if result == "ENUMERATED":
        answers = {f"p{number:02}": "TIDAK" for number in range(1, 11)} | _POOR
        actions.save_visit(visit_id=visit.pk, told=Told(block="sepuluh", answers=answers), by=by, at=at)
    visit = actions.submit_visit(visit_id=visit.pk, by=by, at=at)
    return visit.pk, subject[1], visit.state == "SUBMITTED"
