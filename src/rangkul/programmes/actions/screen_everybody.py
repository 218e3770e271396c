"""Screening everybody in an area: one pass of all rules over the columnar snapshot, results and counts kept.

Whoever meets the rule or cannot be judged is stored by id; those who do not are counted by village. A run changes no
proposal, decision or enrolment.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.area_code import AreaCode
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.errors import NoSuchComponent
from rangkul.programmes.everybody import Answers, Question, judge_everybody, store_answers
from rangkul.programmes.models import ScreeningRun
from rangkul.programmes.policies.screening import check_can_screen_everybody
from rangkul.programmes.queries.catalogue import find_component, terms_in_force
from rangkul.registry.snapshot import snapshot_of

Progress = Callable[[int, int, str], None]


def screen_everybody(*, component_id: UUID, area: str, as_of: date, by: Actor, at: datetime) -> ScreeningRun:
    """`screen_components` for one component."""
    return screen_components(component_ids=[component_id], area=area, as_of=as_of, by=by, at=at)[0]


@action("programmes.screening.run_all")
def screen_components(
    *,
    component_ids: Sequence[UUID],
    area: str,
    as_of: date,
    by: Actor,
    at: datetime,
    progress: Progress = lambda _done, _total, _message: None,
) -> list[ScreeningRun]:
    """Judge everybody in the area by the terms in force on `as_of`, one run for each component; a background job.

    Needs the owner's connection (COPY is not possible under row-level security). Raises Denied, NoSuchComponent,
    NoTermsInForce.
    """
    place = AreaCode.parse(area)
    check_can_screen_everybody(by, place)
    questions = [_question(component_id, as_of) for component_id in component_ids]
    steps = len(questions) + 2
    progress(0, steps, "Membaca registri")
    with snapshot_of(area=place, as_of=as_of) as taken:
        progress(1, steps, "Menilai semua aturan sekaligus")
        answers = judge_everybody(taken, questions)
        runs = []
        for number, question in enumerate(questions, 2):
            progress(number, steps, f"Menyimpan hasil {question.component.name}")
            runs.append(_keep(question, answers, place, as_of, by, at))
    for run in runs:
        record(
            "programmes.screening.run_all",
            by=by,
            at=at,
            on=run,
            area=place,
            data={"component": run.component.code, "as_of": as_of.isoformat(), "met": run.met, "unknown": run.unknown},
        )
    return runs


def _question(component_id: UUID, as_of: date) -> Question:
    component = find_component(component_id)
    if component is None:
        raise NoSuchComponent(component_id)
    return Question(component, terms_in_force(component, as_of))


def _keep(question: Question, answers: Answers, area: str, as_of: date, by: Actor, at: datetime) -> ScreeningRun:
    run = ScreeningRun.objects.create(
        component=question.component,
        terms=question.terms,
        area_code=area,
        as_of=as_of,
        snapshot_at=answers.taken_at,
        requested_by=by.user_id,
        created_at=at,
    )
    return store_answers(run, question, answers)
