"""One box that finds people: by NIK, KK, another number, or a name that forgives spelling."""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from rangkul.kernel import names
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.clock import format_date
from rangkul.kernel.text import clean
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.enums import IdentityKind, OutsideProgramme
from rangkul.registry.queries.away import away_among
from rangkul.registry.queries.hits import Why, hits_for
from rangkul.registry.queries.merged import survivors_of
from rangkul.registry.queries.records import today
from rangkul.registry.queries.views import PersonHit

LONGEST_TEXT = 120
NAME_CANDIDATES = 50
LEAST_LIKENESS = 0.45
_REGENCY = 5


class Named(NamedTuple):
    """A person found by name."""

    id: UUID
    name: str
    name_key: str


_BETWEEN_DIGITS = re.compile(r"[\s.\-']")


def search_persons(
    actor: Actor, text: str, *, area: str | None = None, birth_date: date | None = None, limit: int = 25
) -> list[PersonHit]:
    """People in the actor's areas who fit what was typed, the most alike first, at most `limit`.

    Sixteen digits are a NIK, a KK (then its members) or a card number; other text with a digit is a number in a
    register (ID DTKS, KKS, JKN, PKH, temporary); everything else is a name. `area` and `birth_date` narrow a name.
    Who moved away is found by who works in the whole regency only.
    Raises Denied when the role may not search.
    """
    policies.check_can_search(actor)
    wanted = clean(text)[:LONGEST_TEXT]
    if not wanted:
        return []
    if any(each.isdigit() for each in wanted):
        return _of_today(actor, hits_for(actor, _by_number(wanted, limit)))[:limit]
    return search_names(actor, wanted, area=area, birth_date=birth_date, limit=limit)


def search_names(
    actor: Actor, name: str, *, area: str | None = None, birth_date: date | None = None, limit: int = 25
) -> list[PersonHit]:
    """People whose name sounds like `name`; see `search_persons`."""
    return _of_today(actor, hits_for(actor, _by_name(actor, name, area=area, birth_date=birth_date, limit=limit)))


def find_person_by_nik(actor: Actor, nik: str) -> UUID | None:
    """The living person with this NIK whom the actor may see: the verified record first; None when there is none."""
    rows = policies.visible_to(actor).filter(nik_index=numbers.nik_index(nik), died_on__isnull=True)
    return next((row.pk for row in sorted(rows, key=lambda row: (row.nik_status != "ADA_PADAN", row.pk))), None)


def nik_known_elsewhere(nik: str) -> AreaCode | None:
    """The area of the living person whose verified NIK this is, wherever; says nothing else about them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_area_of_nik(%s)", [numbers.nik_index(nik)])
        row = cursor.fetchone()
    return AreaCode(row[0]) if row and row[0] else None


def home_of_nik(nik: str) -> AreaCode | None:
    """The area of the living person who has this NIK, verified or not, wherever; says nothing else about them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_home_of_nik(%s)", [numbers.nik_index(nik)])
        row = cursor.fetchone()
    return AreaCode(row[0]) if row and row[0] else None


def kk_known_elsewhere(kk: str) -> AreaCode | None:
    """The area of the living family with this card number, wherever; says nothing else about it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_area_of_kk(%s)", [numbers.kk_index(kk)])
        row = cursor.fetchone()
    return AreaCode(row[0]) if row and row[0] else None


def find_family_by_kk(actor: Actor, kk: str) -> UUID | None:
    """The living family with this card number that the actor may see."""
    index = numbers.kk_index(kk)
    return (
        policies.families_visible_to(actor)
        .filter(kk_index=index, ended_on__isnull=True)
        .values_list("pk", flat=True)
        .first()
    )


def _of_today(actor: Actor, hits: list[PersonHit]) -> list[PersonHit]:
    """The hits without who moved away: the village no longer has them; the regency finds them, told as such, to come back."""
    away = away_among((hit.id for hit in hits if hit.family_id is None and hit.died_on is None), on=today())
    if not away:
        return hits
    return [
        replace(hit, reasons=(*hit.reasons, _("pindah sejak %(day)s") % {"day": format_date(away[hit.id])}))
        if hit.id in away
        else hit
        for hit in hits
        if hit.id not in away or actor.covers(hit.area_code[:_REGENCY])
    ]


def _by_number(wanted: str, limit: int) -> dict[UUID, Why]:
    digits = _BETWEEN_DIGITS.sub("", wanted)
    is_card = len(digits) == 16 and digits.isascii() and digits.isdigit()
    found = _by_nik(digits, limit) if is_card else {}
    return found or _by_register(list({wanted, digits}), digits if is_card else "", limit)


def _by_nik(digits: str, limit: int) -> dict[UUID, Why]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, merged_into_id FROM registry_records_with_nik(%s, %s)", [numbers.nik_index(digits), limit]
        )
        rows = cursor.fetchall()
    merged = survivors_of(pk for pk, other in rows if other is not None)
    return {merged.get(pk, pk): Why(1.0, (_("NIK sama"),)) for pk, _other in rows}


def _by_register(values: list[str], kk: str, limit: int) -> dict[UUID, Why]:
    """Who is known by the number in a register, or whose family is, or has the card; one query, two with merged ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM registry_people_with_number(%s::text[], %s::text[], %s, %s)",
            [values, IdentityKind.values, numbers.kk_index(kk) if kk else None, limit],
        )
        rows = cursor.fetchall()
    merged = survivors_of(pk for pk, other, _register, _kind in rows if other is not None)
    found: dict[UUID, Why] = {}
    for pk, _other, register, kind in rows:
        found.setdefault(merged.get(pk, pk), Why(1.0, (_same_number(register, kind),)))
    return found


def _same_number(register: str, kind: str) -> str:
    if register == "KK":
        return _("nomor KK sama")
    if register == "IDENTITY":
        return _("%(kind)s sama") % {"kind": IdentityKind(kind).label}
    return _("nomor %(programme)s sama") % {"programme": OutsideProgramme(kind).label}


def _by_name(actor: Actor, name: str, *, area: str | None, birth_date: date | None, limit: int) -> dict[UUID, Why]:
    found = similar_names(name, scope=scope_of(actor, area), birth_date=birth_date)
    likeness = {shown: names.similar(name, shown) for shown in {each.name for each in found}}
    likely = [each for each in found if likeness[each.name] >= LEAST_LIKENESS]
    best = sorted(likely, key=lambda each: -likeness[each.name])[:limit]
    asked = names.search_key(name)
    return {each.id: Why(likeness[each.name], name_reasons(name, asked, each, likeness[each.name])) for each in best}


def similar_names(
    name: str, *, scope: list[str], birth_date: date | None = None, wanted: int = NAME_CANDIDATES
) -> list[Named]:
    """Unmerged persons inside `scope` (areas with all below) whose name sounds alike.

    One SECURITY DEFINER function with the scope as a parameter: row-level security keeps trigram indexes from being
    used (the operators are not leakproof), so the search applies the same scope itself.
    """
    key = names.search_key(name)
    if not key or not scope:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, name_key FROM registry_search_name(%s, %s::text[], %s, %s)",
            [key, scope, birth_date, wanted],
        )
        return [Named(*row) for row in cursor.fetchall()]


def scope_of(actor: Actor, area: str | None) -> list[str]:
    """The areas a search covers: the actor's, or the part of them inside `area`."""
    if not actor.may(policies.VIEW_PERSON) and not actor.is_system:
        return []
    if not area:
        return [str(own) for own in actor.areas]
    narrowed = AreaCode.parse(area)
    if actor.covers(narrowed):
        return [str(narrowed)]
    return [str(own) for own in actor.areas if narrowed.contains(own)]


def name_reasons(typed: str, asked: str, found: Named, likeness: float) -> tuple[str, ...]:
    """Why a name was found, in words; `asked` is the search key of what was typed."""
    if typed.casefold() == found.name.casefold():
        return (_("nama sama"),)
    if asked == found.name_key:
        return (_("nama berbunyi sama"),)
    if sorted(asked.split()) == sorted(found.name_key.split()):
        return (_("nama sama, urutan kata berbeda"),)
    return (_("nama mirip") if likeness >= 0.8 else _("sebagian nama mirip"),)
