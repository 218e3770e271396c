"""Why somebody on a list made earlier no longer lives where the list has them: moved, died, ended, out of sight."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.kernel.clock import format_date
from rangkul.registry.models import Family, Person
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.away import away_among
from rangkul.registry.queries.merged import survivors_of

AWAY, MOVED, DIED, ENDED, UNSEEN = "AWAY", "MOVED", "DIED", "ENDED", "UNSEEN"


@dataclass(frozen=True, slots=True)
class Departure:
    """Why a subject is no longer there, in words; `on` is the day where it is known."""

    why: str
    words: str
    on: date | None = None


def departures_of(kind: str, places: Mapping[UUID, str], *, on: date) -> dict[UUID, Departure]:
    """{subject: why} of those persons or families ("person", "family") who no longer live in the place given for each.

    A merged record is asked about as the person it is now; whom row-level security hides has left the actor's areas.
    At most four queries.
    """
    if not places:
        return {}
    if kind.lower() == "family":
        families = Family.objects.in_bulk(list(places))
        return _told((pk, area, families.get(pk), None) for pk, area in places.items())
    survivors = survivors_of(places)
    persons = Person.objects.in_bulk(set(survivors.values()))
    away = away_among(persons, on=on)
    return _told(
        (pk, area, persons.get(survivors.get(pk, pk)), away.get(survivors.get(pk, pk))) for pk, area in places.items()
    )


def _told(rows: Iterable[tuple[UUID, str, Person | Family | None, date | None]]) -> dict[UUID, Departure]:
    found: dict[UUID, Departure] = {}
    moved: dict[UUID, str] = {}
    for pk, area, thing, left_on in rows:
        if thing is None:
            found[pk] = Departure(UNSEEN, _("tidak lagi tercatat di desa ini"))
        elif isinstance(thing, Person) and thing.died_on is not None:
            found[pk] = Departure(DIED, _("meninggal %(day)s") % _day(thing.died_on), thing.died_on)
        elif isinstance(thing, Family) and thing.ended_on is not None:
            found[pk] = Departure(ENDED, _("KK berakhir %(day)s") % _day(thing.ended_on), thing.ended_on)
        elif left_on is not None:
            found[pk] = Departure(AWAY, _("pindah ke luar sejak %(day)s") % _day(left_on), left_on)
        elif thing.area_code != area:
            moved[pk] = thing.area_code
    labels = area_labels(moved.values())
    for pk, area in moved.items():
        found[pk] = Departure(MOVED, _("pindah ke %(place)s") % {"place": labels.get(area, area)})
    return found


def _day(day: date) -> dict[str, str]:
    return {"day": format_date(day)}
