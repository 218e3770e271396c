"""The office's own programmes for everybody to read: no figures of persons, nothing that needs a right."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rangkul.platform.policy.actor import system_actor
from rangkul.programmes import queries

if TYPE_CHECKING:
    from rangkul.programmes.models import Component, Programme, Terms

_READS = frozenset({"programmes.catalogue.view"})


@dataclass(frozen=True, slots=True)
class PublicComponent:
    """What is given, under which conditions: the rule in words; notes of officers for officers stay inside."""

    component: "Component"
    terms: "Terms | None"
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicProgramme:
    programme: "Programme"
    components: tuple[PublicComponent, ...]


def list_public(on: date) -> list[PublicProgramme]:
    """Own programmes with their components and the terms in force, flagships first; the catalogue holds no person."""
    reader = system_actor("halaman warga", permissions=_READS)
    found = [each for each in queries.list_programmes(reader, on=on, is_own=True) if each.components]
    told = [PublicProgramme(each.programme, tuple(_told(part, on) for part in each.components)) for each in found]
    return sorted(told, key=lambda each: not each.programme.is_flagship)


def _told(part: queries.CatalogueComponent, on: date) -> PublicComponent:
    conditions = queries.clauses_in_words(part.terms, part.component.unit, on) if part.terms else ()
    return PublicComponent(part.component, part.terms, tuple(conditions))
