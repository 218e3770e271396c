"""Search before create: whom somebody about to be registered may already be, with reasons (decision 14, ADR 0014)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.kernel import names
from rangkul.kernel.errors import Refused
from rangkul.kernel.sixteen_digits import read_sixteen_digits
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.models import Membership, Person
from rangkul.registry.queries.hits import Why, hits_for
from rangkul.registry.queries.search import scope_of, similar_names
from rangkul.registry.queries.views import PersonHit

LEAST_SCORE = 0.5
LEAST_SHOWN = 0.36
OTHERS_NIK = 0.6
"""Who has the NIK but neither the name nor the birth date: below whom everything else fits, and never left out."""
_NAME_NEEDED = 0.8
_NAME_FORGIVEN = 0.3
"""A name so unlike is still looked at when card, or birth date and mother's name, say it may be one person."""
_FULL = 0.99 / (0.62 + 0.38 + 0.2 + 0.05 + 0.12)
"""Everything alike but the NIK is 0.99, and an equal NIK is 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What is known of somebody about to be registered; every part may be missing."""

    name: str = ""
    nik: str = ""
    kk: str = ""
    birth_date: date | None = None
    sex: str = ""
    area: str = ""
    mother_name: str = ""


def candidates_for(actor: Actor, newcomer: Newcomer, *, limit: int = 10) -> list[PersonHit]:
    """Persons in the actor's areas who may be the newcomer, the most likely first, with a score and reasons.

    Several keys find them (NIK, KK, birth date also with day and month swapped, name); the score is
    1 for an equal NIK, else name likeness and birth date together. A NIK counts as equal or not, never by distance.
    """
    newcomer = _without_a_name_yet(newcomer)
    found = {person.pk: person for person in _found(actor, newcomer)}
    families = _with_kk(actor, newcomer, found)
    scored = {pk: _score(person, newcomer, pk in families) for pk, person in found.items()}
    likely = {pk: why for pk, why in scored.items() if why.likeness >= LEAST_SHOWN}
    best = sorted(likely, key=lambda pk: -likely[pk].likeness)[:limit]
    return hits_for(actor, {pk: likely[pk] for pk in best})


_BABY = re.compile(r"(?:bayi|by)\b\.?\s*(?:(?:dari|ibu|ny|nyonya)\b\.?\s*)*(.*)", re.IGNORECASE)


def _without_a_name_yet(newcomer: Newcomer) -> Newcomer:
    """ "By. Ny. Hasnah" has no name yet: the name is the mother's, and the child is known by her and its birthday."""
    baby = _BABY.fullmatch(newcomer.name.strip())
    if baby is None or newcomer.birth_date is None or not (newcomer.mother_name or baby[1]):
        return newcomer
    return replace(newcomer, name="", mother_name=newcomer.mother_name or baby[1])


def swapped(day: date) -> date | None:
    """The same date with day and month exchanged; None when that is no date, or the same one."""
    try:
        other = date(day.year, day.day, day.month)
    except ValueError:
        return None
    return other if other != day else None


def _found(actor: Actor, newcomer: Newcomer) -> Iterable[Person]:
    seen = policies.visible_to(actor)
    index = _nik_index(newcomer.nik)
    if index is not None:
        yield from seen.filter(nik_index=index)
    born = newcomer.birth_date
    if born is not None:
        yield from _alike(seen.filter(birth_date__in=days_like(born)).only(*_USED)[:2000], newcomer)
    if newcomer.name:
        ids = [each.id for each in similar_names(newcomer.name, scope=scope_of(actor, newcomer.area or None))]
        yield from seen.filter(pk__in=ids).only(*_USED)


_USED = ("id", "name", "nik_index", "birth_date", "sex", "area_code", "mother_name")


def days_like(day: date) -> list[date]:
    """The date, with day and month exchanged, and a year earlier and later: what is looked up by birth date."""
    years = [swapped(day)]
    for other in (day.year - 1, day.year + 1):
        try:
            years.append(day.replace(year=other))
        except ValueError:
            years.append(date(other, 2, 28))
    return [day, *(each for each in years if each is not None)]


def _alike(persons: Iterable[Person], newcomer: Newcomer) -> Iterable[Person]:
    return (
        person
        for person in persons
        if not newcomer.name
        or names.similar(newcomer.name, person.name) >= LEAST_SCORE
        or (person.birth_date == newcomer.birth_date and _is_sibling(person, newcomer))
    )


def _is_sibling(person: Person, newcomer: Newcomer) -> bool:
    """One mother in one village: born on one day, it may be a child that had no name yet."""
    return (
        bool(newcomer.mother_name and person.mother_name)
        and person.area_code == newcomer.area
        and names.similar(newcomer.mother_name, person.mother_name) >= _NAME_NEEDED
    )


def _nik_index(digits: str) -> bytes | None:
    return numbers.nik_index(digits) if digits else None


def _with_kk(actor: Actor, newcomer: Newcomer, found: dict[UUID, Person]) -> set[UUID]:
    """Members of the family whose card number was given; they join the candidates."""
    if not newcomer.kk:
        return set()
    families = policies.families_visible_to(actor).filter(kk_index=numbers.kk_index(newcomer.kk), ended_on__isnull=True)
    members = Membership.objects.filter(family__in=families, period__endswith__isnull=True).select_related("person")
    for row in members:
        found.setdefault(row.person_id, row.person)
    return {row.person_id for row in members}


def _score(person: Person, newcomer: Newcomer, same_card: bool) -> Why:
    index = _nik_index(newcomer.nik)
    if index is not None and person.nik_index is not None and bytes(person.nik_index) == index:
        return _same_nik(person, newcomer)
    likeness = names.similar(newcomer.name, person.name) if newcomer.name else 0.0
    closeness, born_reason = _born(person.birth_date, newcomer.birth_date)
    is_forgiven = same_card and closeness >= 0.9 and likeness >= _NAME_FORGIVEN
    # a baby is registered before it has a name; a twin is shown too, and told by its name
    is_unnamed = closeness == 1.0 and _is_sibling(person, newcomer)
    if likeness < LEAST_SCORE and not is_forgiven and not is_unnamed:
        return Why(0.0, ())
    score = 0.62 * likeness + 0.38 * closeness
    if same_card:
        score += 0.2
    if newcomer.sex and person.sex and newcomer.sex != person.sex:
        score -= 0.15
    if newcomer.area and person.area_code == newcomer.area:
        score += 0.05
    motherly = names.similar(newcomer.mother_name, person.mother_name) if newcomer.mother_name else 0.0
    if motherly >= _NAME_NEEDED:
        score += 0.12 * motherly
    elif newcomer.mother_name and person.mother_name:
        score -= 0.1
    reasons = (
        [_("nama sama") if likeness >= 0.995 else _("nama mirip")]
        if likeness >= _NAME_NEEDED
        else [_("sebagian nama mirip") if likeness >= _NAME_FORGIVEN else _("nama berbeda")]
    )
    reasons += [born_reason] if born_reason else []
    reasons += [_("nomor KK sama")] if same_card else []
    reasons += [_("nama ibu sama") if motherly >= 0.995 else _("nama ibu mirip")] if motherly >= _NAME_NEEDED else []
    if index is not None and person.nik_index is not None:
        # another number on the card: either one was typed wrongly, or these are two people
        score -= 0.1
        reasons.append(_("NIK berbeda"))
    # no upper bound before sorting: somebody who fits in everything stands before who fits in most
    return Why(max(0.0, score * _FULL), tuple(reasons))


def _same_nik(person: Person, newcomer: Newcomer) -> Why:
    """One NIK is one person, unless name and birth date both say otherwise: then a digit was mistyped, or a NIK borrowed."""
    closeness, _reason = _born(person.birth_date, newcomer.birth_date)
    is_dated = person.birth_date is not None and newcomer.birth_date is not None
    if is_dated and closeness < 0.7 and newcomer.name and names.similar(newcomer.name, person.name) < LEAST_SCORE:
        return Why(OTHERS_NIK, (_("NIK sama"), _("nama dan tanggal lahir berbeda")))
    return Why(1.0, (_("NIK sama"),))


def _born(known: date | None, given: date | None) -> tuple[float, str]:
    """How close two birth dates are, and the reason; an unknown date neither helps nor harms much."""
    if known is None or given is None:
        return 0.45, ""
    if known == given:
        return 1.0, _("tanggal lahir sama")
    if swapped(given) == known:
        return 0.9, _("tanggal lahir sama, hari dan bulan tertukar")
    if (known.month, known.day) == (given.month, given.day) and abs(known.year - given.year) <= 1:
        return 0.7, _("tanggal lahir berbeda satu tahun")
    if known.year == given.year:
        # who knows the year only is written down as born on one of these days
        is_guessed = bool({(known.month, known.day), (given.month, given.day)} & {(1, 1), (7, 1), (12, 31)})
        return 0.6 if is_guessed else 0.4, _("tahun lahir sama")
    return (0.15, _("tahun lahir berdekatan")) if abs(known.year - given.year) <= 5 else (0.0, "")


def newcomer_from(
    *,
    name: str = "",
    nik: str = "",
    kk: str = "",
    birth_date: date | None = None,
    sex: str = "",
    area: str = "",
    mother_name: str = "",
) -> Newcomer:
    """A newcomer from what a form holds; numbers that cannot be read are left out, the form itself refuses them."""
    return Newcomer(
        name=name,
        nik=_readable(nik),
        kk=_readable(kk),
        birth_date=birth_date,
        sex=sex,
        area=area,
        mother_name=mother_name,
    )


def _readable(digits: str) -> str:
    try:
        return read_sixteen_digits(digits, field="Nomor") if digits else ""
    except Refused:
        return ""


def look_alikes(actor: Actor, person_id: UUID, *, limit: int) -> list[PersonHit]:
    """Who in the actor's areas may be the same person as one of the registry, the most alike first."""
    person = policies.visible_to(actor).filter(pk=person_id).first()
    if person is None:
        return []
    same = Newcomer(
        name=person.name, birth_date=person.birth_date, sex=person.sex, area=person.area_code,
        mother_name=person.mother_name,
    )  # fmt: skip
    return [hit for hit in candidates_for(actor, same, limit=limit + 1) if hit.id != person_id][:limit]
