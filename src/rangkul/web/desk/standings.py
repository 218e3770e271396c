"""How a case stands with its time, in words and tones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from rangkul.desk.enums import Standing
from rangkul.web.shared.wording import date_in_words, moment_in_words

_TONES = {
    Standing.ON_TIME: "good",
    Standing.AT_RISK: "warn",
    Standing.LATE: "bad",
    Standing.PAUSED: "neutral",
    Standing.NO_CLOCK: "neutral",
}


@dataclass(frozen=True, slots=True)
class StandingTag:
    """A standing with its tone, as lists take it."""

    tone: str

    @classmethod
    def of(cls, standing: Standing) -> "StandingTag":
        """The tag of a standing."""
        return cls(_TONES[standing])


def tone_of_standing(standing: Standing) -> str:
    """The tone of a standing on tags."""
    return _TONES[standing]


def time_in_words(due_at: datetime | None) -> str:
    """A due moment: the day alone when it is the end of the day, else with the clock."""
    if due_at is None:
        return "–"
    local = timezone.localtime(due_at)
    if (local.hour, local.minute) == (0, 0):
        return _("akhir %(date)s") % {"date": date_in_words((local - timedelta(minutes=1)).date())}
    return moment_in_words(due_at)


def years_in_words(years: tuple[int, ...]) -> str:
    """Years without a calendar: "2027" or "2027 dan 2028"."""
    return _(" dan ").join(str(each) for each in years)
