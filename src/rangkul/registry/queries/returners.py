"""Who is said to move in but is registered already: where, since when away, and the request beside the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.nik import Nik
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.enums import Sex
from rangkul.registry.events import FIELD_NAMES
from rangkul.registry.queries.areas import area_label
from rangkul.registry.queries.away import away_among
from rangkul.registry.queries.records import today
from rangkul.registry.queries.search import home_of_nik


@dataclass(frozen=True, slots=True)
class Returner:
    """A known person as far as the actor may see them: out of sight there is only the place.

    `rows` are (field, as the request says, as the registry says).
    """

    where: str
    person_id: UUID | None = None
    name: str = ""
    away_since: date | None = None
    rows: tuple[tuple[str, str, str], ...] = ()


def find_returner(actor: Actor, nik: str, asked: Mapping[str, Any] | None = None) -> Returner | None:
    """The living person whom a typed NIK belongs to, wherever; None for nobody and for what is no NIK.

    None also for roles that neither ask for changes nor check them.
    """
    if not (actor.is_system or actor.may(policies.ASK_CHANGE) or actor.may(policies.CHECK_CHANGE)):
        return None
    try:
        number = Nik.parse(nik)
    except Refused:
        return None
    home = home_of_nik(number)
    if home is None:
        return None
    rows = policies.visible_to(actor).filter(nik_index=numbers.nik_index(number), died_on__isnull=True)
    person = next(iter(sorted(rows, key=lambda row: (row.nik_status != "ADA_PADAN", row.pk))), None)
    if person is None:
        return Returner(where=area_label(home))
    told = asked or {}
    born = str(told.get("birth_date") or "")
    return Returner(
        where=area_label(person.area_code),
        person_id=person.pk,
        name=person.name,
        away_since=away_among([person.pk], on=today()).get(person.pk),
        rows=(
            (str(FIELD_NAMES["name"]), str(told.get("name") or ""), person.name),
            (str(FIELD_NAMES["birth_date"]), _day(date.fromisoformat(born) if born else None), _day(person.birth_date)),
            (str(FIELD_NAMES["sex"]), _sex(told.get("sex")), _sex(person.sex)),
            (str(FIELD_NAMES["mother_name"]), str(told.get("mother_name") or ""), person.mother_name),
        ),
    )


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _sex(code: Any) -> str:
    return str(Sex(code).label) if code else ""
