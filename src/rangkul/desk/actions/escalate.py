"""Escalation by the program itself: whoever holds the case, then the supervisor, then the manager, once a level."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.queries import OfficerOnDuty
from rangkul.desk import sla
from rangkul.desk.actions import steps
from rangkul.desk.enums import Standing
from rangkul.desk.models import Case, Escalation
from rangkul.desk.telling import tell_official
from rangkul.kernel import clock
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.reference import queries as reference_queries

PROGRAM = system_actor("penjaga tenggat", permissions=frozenset({"desk.case.escalate"}))
LATER = timedelta(days=3)
"""How long a case may be late before the manager is told (three days, the office may see them as a long weekend)."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Level:
    """A rung: `roles` in the order in which somebody is looked for."""

    number: int
    roles: tuple[str, ...]


LEVELS = (
    Level(1, ("FACILITATOR", "PUSKESOS_COORDINATOR", "BACK_OFFICE")),
    Level(2, ("SUPERVISOR",)),
    Level(3, ("SLRT_MANAGER",)),
)


def wanted_level(case: Case, now: datetime) -> int:
    """How far up the case belongs now: 1 when at risk, 2 when late, 3 when late for longer than `LATER`; 0 else."""
    found = sla.standing(case, now)
    if found == Standing.AT_RISK:
        return 1
    if found != Standing.LATE:
        return 0
    assert case.due_at is not None
    return 3 if now >= case.due_at + LATER else 2


def escalate_due(*, at: datetime) -> int:
    """Escalate every open case whose time has come, one transaction each; returns how many rungs were climbed.

    Runs as the program, outside any area's walls. Cases that wait for nothing new are not touched.
    """
    risky = Q(paused_at__isnull=True, escalation_level=0, at_risk_at__lte=at)
    late = Q(paused_at__isnull=True, escalation_level__lt=2, due_at__lte=at)
    long_late = Q(paused_at__isnull=True, escalation_level__lt=3, due_at__lte=at - LATER)
    found = Case.objects.filter(risky | late | long_late).exclude(state="CLOSED").order_by("due_at", "id")
    ids = list(found.values_list("pk", flat=True)[:AT_ONCE])
    return sum(1 for case_id in ids if _has_climbed(case_id, at))


def _has_climbed(case_id: UUID, at: datetime) -> bool:
    case = Case.objects.get(pk=case_id)
    if wanted_level(case, at) <= case.escalation_level:
        return False
    return escalate_case(case_id=case_id, by=PROGRAM, at=at) is not None


@action("desk.case.escalate")
def escalate_case(*, case_id: UUID, by: Actor, at: datetime) -> Case:
    """Tell the next ones up about a case whose time runs out or is over; levels that were passed over are told too.

    Each level is told once, whatever happens later. Changes no revision: somebody who writes meanwhile is not disturbed.
    """
    by.check_may("desk.case.escalate")
    case = steps.lock(case_id)
    for level in LEVELS[case.escalation_level : wanted_level(case, at)]:
        people = list(_people(level, case, at))
        Escalation.objects.get_or_create(
            case=case,
            level=level.number,
            defaults={
                "role": people[0].role if people else level.roles[0],
                "told": [each.name for each in people],
                "due_at": case.due_at,
                "at": at,
            },
        )
        case.escalation_level = level.number
        for each in people:
            _tell(case, level, each, at)
    case.save(update_fields=["escalation_level"])
    names = Escalation.objects.filter(case=case, level=case.escalation_level).values_list("told", flat=True).first()
    steps.note_event(
        "desk.case.escalate", case, by=by, at=at, level=case.escalation_level, to=", ".join(names or []),
        late=sla.standing(case, at) == Standing.LATE,
    )  # fmt: skip
    return case


def _tell(case: Case, level: Level, officer: OfficerOnDuty, at: datetime) -> None:
    """At risk, whoever holds it hears that time runs out; when late, the next ones up hear by how many days."""
    values: dict[str, object] = {"ticket": case.ticket}
    template = "desk.case.at_risk"
    if sla.standing(case, at) == Standing.LATE:
        assert case.due_at is not None
        template, values["days"] = "desk.case.escalated", max(1, (at - case.due_at).days)
    key = f"escalation/{case.pk}/{level.number}"
    tell_official(template, officer.user_id, values=values, case_id=case.pk, key=key, at=at)


def _people(level: Level, case: Case, at: datetime) -> Iterator[OfficerOnDuty]:
    """Who is told: whoever holds the case (level 1), else all of the first role of the level that covers the village."""
    day = clock.local_date(at, settings.TIME_ZONE)
    officers = accounts_queries.list_officers_on_duty("desk.case.view", within=case.area_code, on=day)
    there = [each for each in officers if each.covers(case.area_code)]
    if level.number == 1 and case.assigned_to is not None:
        holder = next((each for each in there if each.user_id == case.assigned_to), None)
        if holder is not None:
            yield holder
            return
    for role in level.roles:
        found = [each for each in there if each.role == role]
        if found:
            yield from found
            return


def recount_due(*, at: datetime) -> int:
    """Count open cases anew whose due moment was counted before the calendar last changed; returns how many."""
    changed = reference_queries.calendar_changed_at()
    if changed is None:
        return 0
    old = Q(due_counted_at__lt=changed, due_at__isnull=False)
    ids = list(Case.objects.filter(old).exclude(state="CLOSED").order_by("id").values_list("pk", flat=True)[:AT_ONCE])
    for case_id in ids:
        recount_case(case_id=case_id, by=PROGRAM, at=at)
    return len(ids)


@action("desk.case.recount")
def recount_case(*, case_id: UUID, by: Actor, at: datetime) -> Case:
    """Count a case's time anew after the calendar changed; the event keeps the former and the new day."""
    by.check_may("desk.case.escalate")
    case = steps.lock(case_id)
    before, told = case.due_at, case.due_on
    sla.count(case, at)
    if case.state == "REFERRED":
        case.due_on = told
    case.save(update_fields=["at_risk_at", "due_at", "due_on", "due_counted_at", "unknown_years"])
    steps.note_event(
        "desk.case.recount", case, by=by, at=at,
        before=before.isoformat() if before else "", now=case.due_at.isoformat() if case.due_at else "",
    )  # fmt: skip
    return case
