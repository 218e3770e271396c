"""Needs that nobody could meet, by reason, kind and place: closed as not possible, or stuck with a receiver (B07)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case as Choice
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from rangkul.desk import policies
from rangkul.desk.enums import OPEN_STATES, Outcome, ReferralState, Sector, Unmet
from rangkul.desk.models import Case, Referral
from rangkul.desk.queries.surveys import SurveyPeriod
from rangkul.desk.workflow import CASE
from rangkul.kernel.ids import read_id
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.reference import queries as reference_queries

UNSAID = "-"
"""Stands for "nobody has said" in addresses, where "" means "any"."""
PAGE = 25
_ON_ITS_WAY = ("CLOSED", "PROPOSED", "DECIDED")
"""States in which a need no longer hangs on its referrals."""


@dataclass(frozen=True, slots=True)
class UnmetKey:
    """One group of needs: village, sector ("-" unsorted), reason ("-" not said), and whether somebody still looks on."""

    area: str
    sector: str
    reason: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class UnmetFigures:
    """How many needs came in a period (`received`) and how many of them nobody met, in groups. Unit: needs (cases)."""

    received: int
    counts: Counter[UnmetKey]

    @property
    def total(self) -> int:
        """All needs that were not met."""
        return self.counts.total()

    def by(self, *names: str) -> Counter[tuple[str, ...]]:
        """Counts by some parts of the key, in the order of `names`; `is_open` as "1" or ""."""
        found: Counter[tuple[str, ...]] = Counter()
        for key, count in self.counts.items():
            found[tuple(_text(getattr(key, name)) for name in names)] += count
        return found


@dataclass(frozen=True, slots=True)
class UnmetRow:
    """One need that was not met, for who may open its case."""

    id: UUID
    ticket: str
    concerned_name: str
    area_label: str
    sector_label: str
    reason: str
    reason_label: str
    state: str
    state_label: str
    receiver: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class UnmetPage:
    """One page of them, the newest first; `next_mark` continues after the last row, "" at the end."""

    rows: tuple[UnmetRow, ...]
    next_mark: str
    total: int


def unmet_figures(actor: Actor, period: SurveyPeriod, *, area: str = "", today: date) -> UnmetFigures:
    """Needs registered in the period inside the actor's areas (inside `area` of them), in three queries.

    A need counts once: closed with "not possible" by the reason said then, or open with its newest referral rejected or
    beyond its day and no other referral under way.
    """
    needs = _in(policies.needs_counted_for(actor), period, area)
    stuck = _in(policies.referrals_counted_for(actor), period, area, "case__").filter(_stuck(today))
    closed = needs.filter(outcome=Outcome.NOT_POSSIBLE).values_list("area_code", "sector", "unmet_reason")
    found: Counter[UnmetKey] = Counter()
    for place, sector, reason, count in closed.annotate(n=Count("pk")).order_by():
        found[UnmetKey(place, sector or UNSAID, reason or UNSAID, False)] += count
    waiting = stuck.annotate(why=_reason_of_referral()).values_list("case__area_code", "case__sector", "why")
    for place, sector, reason, count in waiting.annotate(n=Count("pk")).order_by():
        found[UnmetKey(place, sector or UNSAID, reason, True)] += count
    return UnmetFigures(needs.count(), found)


def list_unmet(
    actor: Actor, period: SurveyPeriod, *, today: date, area: str = "", sector: str = "", reason: str = "",
    is_open: bool | None = None, after: str = "", limit: int = PAGE,
) -> UnmetPage:  # fmt: skip
    """The needs behind a figure: exactly those that `unmet_figures` counts, of cases the actor may see."""
    newest = Referral.objects.filter(case_id=OuterRef("pk")).filter(_stuck(today)).annotate(why=_reason_of_referral())
    found = _in(policies.visible_to(actor) & policies.needs_counted_for(actor), period, area).annotate(
        stuck_why=_first(newest, "why"), stuck_at=_first(newest, "to_label")
    )
    closed, stuck = Q(outcome=Outcome.NOT_POSSIBLE), Q(stuck_why__isnull=False)
    found = found.filter(closed | stuck if is_open is None else (stuck if is_open else closed))
    if sector:
        found = found.filter(sector="" if sector == UNSAID else sector)
    if reason == UNSAID:
        found = found.filter(closed, unmet_reason="")
    elif reason:
        found = found.filter(Q(closed, unmet_reason=reason) | Q(stuck_why=reason))
    total = found.count()
    mark = read_id(after)
    if mark is not None:
        found = found.filter(id__lt=mark)
    cases = list(found.order_by("-id")[: limit + 1])
    places = reference_queries.labels_of({each.area_code for each in cases})
    rows = tuple(_row(each, places.get(each.area_code, each.area_code)) for each in cases[:limit])
    return UnmetPage(rows, str(cases[limit - 1].pk) if len(cases) > limit else "", total)


def supposed_reason(actor: Actor, case_id: UUID, *, today: date) -> str:
    """What the case itself says about why it could not be met, to begin a form with; "" when it says nothing."""
    found = policies.referrals_visible_to(actor).filter(case_id=case_id)
    newest = found.annotate(why=_reason_of_referral()).order_by("-pk").first()
    if newest is None:
        return ""
    is_rejected = newest.state == ReferralState.REJECTED
    is_silent = newest.answered_at is None and newest.answer_due_on < today
    return str(newest.why) if is_rejected or is_silent else ""


def reason_label(reason: str) -> str:
    """A reason in words; "" for `UNSAID` and for what is none."""
    return str(Unmet(reason).label) if reason in Unmet.values else ""


def sector_label(sector: str) -> str:
    """A sector in words; "" for `UNSAID` and for what is none."""
    return str(Sector(sector).label) if sector in Sector.values else ""


def _in[M: (Case, Referral)](found: QuerySet[M], period: SurveyPeriod, area: str, prefix: str = "") -> QuerySet[M]:
    zone = ZoneInfo(settings.TIME_ZONE)
    since, until = (datetime.combine(day, time(), zone) for day in (period.since, period.until))
    found = found.filter(**{f"{prefix}registered_at__gte": since, f"{prefix}registered_at__lt": until})
    return found.filter(inside_area(area)) if area else found


def _stuck(today: date) -> Q:
    """Referrals that a need hangs on in vain: the newest of an open case, rejected or beyond its day, and no other alive."""
    waiting = Q(state__in=OPEN_STATES) & ~Q(state=ReferralState.ASKED)
    late = waiting & Q(answer_due_on__lt=today)
    others = Referral.objects.filter(case_id=OuterRef("case_id")).exclude(pk=OuterRef("pk"))
    alive = others.filter(
        Q(state=ReferralState.DONE) | Q(state=ReferralState.ASKED) | (waiting & Q(answer_due_on__gte=today))
    )
    later = others.filter(pk__gt=OuterRef("pk")).exclude(state=ReferralState.WITHDRAWN)
    in_vain = Q(state=ReferralState.REJECTED) | late
    return in_vain & ~Q(case__state__in=_ON_ITS_WAY) & ~Exists(alive) & ~Exists(later)


def _reason_of_referral() -> Choice:
    said = Coalesce(NullIf(F("refusal"), Value("")), Value(Unmet.REJECTED.value))
    return Choice(
        When(state=ReferralState.REJECTED, then=said), default=Value(Unmet.UNANSWERED.value), output_field=CharField()
    )


def _first(found: QuerySet[Referral], name: str) -> Subquery:
    return Subquery(found.values(name)[:1])


def _row(case: Case, area_label: str) -> UnmetRow:
    reason = case.unmet_reason or getattr(case, "stuck_why", "") or UNSAID
    return UnmetRow(
        id=case.pk,
        ticket=case.ticket,
        concerned_name=case.concerned_name,
        area_label=area_label,
        sector_label=sector_label(case.sector),
        reason=reason,
        reason_label=reason_label(reason),
        state=case.state,
        state_label=str(CASE.state(case.state).label),
        receiver=getattr(case, "stuck_at", "") or "",
        registered_at=case.registered_at,
    )


def _text(value: object) -> str:
    return ("1" if value else "") if isinstance(value, bool) else str(value)
