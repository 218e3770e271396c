"""When versions of terms are in force: what publishing one does to the others, where a hole appears, what overlaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.programmes.errors import PeriodsOverlap
from rangkul.programmes.models import Terms

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PeriodPlan:
    """What publishing does: `closes` ends on the new start, `supersedes` gives way from its own first day.

    `questions` are what somebody has to confirm with a reason: holes in time, and a start in the past.
    """

    closes: Terms | None = None
    supersedes: Terms | None = None
    questions: tuple[str, ...] = ()


def plan_period(published: Sequence[Terms], *, start: date, end: date | None, today: date) -> PeriodPlan:
    """How a version in force from `start` until before `end` (None: open) takes its place among the published ones.

    The version in force on `start` is followed: it ends there, or gives way altogether when it began the same day.
    Raises PeriodsOverlap when another published version begins inside the new period.
    """
    before = [each for each in published if each.valid.lower < start]
    same = next((each for each in published if each.valid.lower == start), None)
    after = sorted((each for each in published if each.valid.lower > start), key=lambda each: each.valid.lower)
    for later in after:
        if end is None or later.valid.lower < end:
            raise PeriodsOverlap(
                new=words_of(start, end),
                version=later.version,
                other=words_of(later.valid.lower, later.valid.upper),
                remedy=_("isi hari terakhir %(day)s, atau mulai sesudah versi itu berakhir")
                % {"day": clock.format_date(later.valid.lower - _DAY)},
            )
    earlier = max(before, key=lambda each: each.valid.lower, default=None)
    is_cut = earlier is not None and (earlier.valid.upper is None or earlier.valid.upper > start)
    followed = same or (earlier if is_cut else None)
    questions = [*_hole_before(earlier, start, same or is_cut), *_hole_after(followed, after, end)]
    if start < today:
        questions.append(
            _(
                "Versi ini berlaku surut sejak %(day)s. Keputusan dan penilaian yang sudah ada tidak berubah, "
                "tetapi penilaian baru untuk tanggal yang lalu memakai versi ini."
            )
            % {"day": clock.format_date(start)}
        )
    return PeriodPlan(closes=earlier if is_cut and same is None else None, supersedes=same, questions=tuple(questions))


def words_of(start: date | None, end: date | None) -> str:
    """ "1 Januari 2027 sampai 31 Desember 2027"; `end` is the first day after the period."""
    first = clock.format_date(start) if start else _("awal")
    if end is None:
        return _("mulai %(first)s, seterusnya") % {"first": first}
    return _("%(first)s sampai %(last)s") % {"first": first, "last": clock.format_date(end - _DAY)}


def _hole_before(earlier: Terms | None, start: date, is_followed: object) -> list[str]:
    if earlier is None or is_followed or earlier.valid.upper >= start:
        return []
    return [
        _("Tidak ada ketentuan yang berlaku pada %(hole)s: versi %(n)s berakhir sebelum versi ini mulai.")
        % {"hole": words_of(earlier.valid.upper, start), "n": earlier.version}
    ]


def _hole_after(followed: Terms | None, after: Sequence[Terms], end: date | None) -> list[str]:
    """Whether nothing is in force between the end of the new period and what comes after it or was open before."""
    if end is None:
        return []
    if after:
        following = after[0]
        if following.valid.lower <= end:
            return []
        return [
            _("Tidak ada ketentuan yang berlaku pada %(hole)s, sampai versi %(n)s mulai.")
            % {"hole": words_of(end, following.valid.lower), "n": following.version}
        ]
    if followed is None or (followed.valid.upper is not None and followed.valid.upper <= end):
        return []
    return [
        _("Tidak ada ketentuan yang berlaku %(hole)s: versi %(n)s yang digantikan berlaku lebih lama dari versi ini.")
        % {"hole": words_of(end, followed.valid.upper), "n": followed.version}
    ]
