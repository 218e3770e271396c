"""Results of the satisfaction survey: by period, by post and by element; what is too small stays covered."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from rangkul.desk.models import SurveyAnswer, SurveyTurn
from rangkul.desk.policies import answers_visible_to
from rangkul.desk.satisfaction import ELEMENTS, FEWEST, Score, score_of, to_withhold
from rangkul.desk.tickets import survey_key
from rangkul.kernel.errors import Refused
from rangkul.organisation import queries as organisation_queries
from rangkul.platform import crypto
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.reference import queries as reference_queries

_PERIOD = re.compile(r"(20[0-9]{2})(?:-(S[12]|TW[1-4]))?")
_CLOSED = "SELECT area_code, post_id FROM desk_closed_ticket(%s, %s)"
REST_AFTER = timedelta(days=14)
"""A complaint that was answered and not objected to for so long counts as closed."""


@dataclass(frozen=True, slots=True)
class SurveyPeriod:
    """A year, half-year (S1) or quarter (TW1): whole months, `until` excluded."""

    code: str
    label: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class PostResult:
    """Score of one post; `value` None and `answers` 0 where showing it would tell of too few."""

    name: str
    answers: int
    value: Decimal | None
    grade: str


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """The whole: `score` None below `FEWEST` answers (then `answers` is not told either, only that there are too few)."""

    period: SurveyPeriod
    area: str
    answers: int
    score: Score | None
    posts: tuple[PostResult, ...]
    suggestions: tuple[str, ...]

    @property
    def is_too_few(self) -> bool:
        """Whether there are answers, but not enough to show."""
        return self.score is None and self.answers > 0


@dataclass(frozen=True, slots=True)
class ClosedTicket:
    """Where a closed ticket belongs, for its survey."""

    area: str
    post_id: UUID | None


def find_closed_ticket(subject_id: UUID, *, now: datetime) -> ClosedTicket | None:
    """The place of a case or complaint that is closed; None while it is open, and for anything else."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED, [subject_id, now - REST_AFTER])
        row = cursor.fetchone()
    return ClosedTicket(*row) if row else None


def was_asked(subject_id: UUID) -> bool:
    """Whether the survey of this ticket was answered."""
    return SurveyTurn.objects.filter(key=survey_key(subject_id)).exists()


def period_of(code: str) -> SurveyPeriod:
    """The period with this code. Raises `Refused` for what is none."""
    found = _PERIOD.fullmatch(code)
    if found is None:
        raise Refused(field="Periode", value=code, expected="tahun, semester atau triwulan", remedy="pilih dari daftar")
    year, part = int(found[1]), found[2] or ""
    if part.startswith("S"):
        first, months, label = 6 * int(part[1]) - 5, 6, f"Semester {part[1]} {year}"
    elif part:
        first, months, label = 3 * int(part[2]) - 2, 3, f"Triwulan {part[2]} {year}"
    else:
        first, months, label = 1, 12, f"Tahun {year}"
    until = first + months
    return SurveyPeriod(code, label, date(year, first, 1), date(year + (until > 12), (until - 1) % 12 + 1, 1))


def list_periods(today: date) -> list[SurveyPeriod]:
    """This year and the last, each with its halves and the quarters that have begun; the newest first."""
    codes = [
        f"{year}{part}" for year in (today.year, today.year - 1)
        for part in ("", "-S2", "-S1", "-TW4", "-TW3", "-TW2", "-TW1")
    ]  # fmt: skip
    return [each for each in map(period_of, codes) if each.since <= today]


def results(actor: Actor, *, period: str, area: str = "") -> SurveyResult:
    """The result of a period inside an area (all of the actor's own when ""), in four queries whatever its size."""
    when = period_of(period)
    found = answers_visible_to(actor).filter(month__gte=when.since, month__lt=when.until)
    if area:
        found = found.filter(inside_area(area))
    count = found.count()
    score = score_of(_totals(found), count) if count >= FEWEST else None
    posts = _posts(found) if score is not None else ()
    suggestions = _suggestions(found) if score is not None else ()
    return SurveyResult(when, area, count, score, posts, suggestions)


def _totals(found: QuerySet[SurveyAnswer]) -> list[int]:
    sums = [0] * len(ELEMENTS)
    for marks, times in found.values_list("marks").annotate(times=Count("pk")):
        for place, mark in enumerate(marks):
            sums[place] += mark * times
    return sums


def _posts(found: QuerySet[SurveyAnswer]) -> tuple[PostResult, ...]:
    """Each village's post; answers of villages without a post stand under the village's name."""
    sums: dict[str, list[int]] = {}
    counts: dict[str, int] = {}
    for area, marks, times in found.values_list("area_code", "marks").annotate(times=Count("pk")):
        own = sums.setdefault(area, [0] * len(ELEMENTS))
        counts[area] = counts.get(area, 0) + times
        for place, mark in enumerate(marks):
            own[place] += mark * times
    hidden = to_withhold(counts)
    names = reference_queries.labels_of(set(counts))
    posts = organisation_queries.names_of_posts(set(counts))
    rows = []
    for area in sorted(counts, key=lambda code: posts.get(code) or names.get(code, code)):
        score = None if area in hidden else score_of(sums[area], counts[area])
        rows.append(
            PostResult(
                name=posts.get(area) or names.get(area, area),
                answers=counts[area] if score else 0,
                value=score.value if score else None,
                grade=score.grade.letter if score else "",
            )
        )
    return tuple(rows)


def _suggestions(found: QuerySet[SurveyAnswer], *, limit: int = 20) -> tuple[str, ...]:
    """What people wrote, in no order of time."""
    ciphers = found.filter(suggestion_cipher__isnull=False).order_by("id").values_list("suggestion_cipher", flat=True)
    return tuple(
        sorted(crypto.unseal(bytes(each), context="desk.suggestion") for each in ciphers[:limit] if each is not None)
    )
