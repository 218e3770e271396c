"""The office's own programmes for everybody to read: no figures of persons, nothing that needs a right."""

from datetime import date

from rangkul.platform.policy.actor import system_actor
from rangkul.programmes import queries
from rangkul.programmes.queries import CatalogueProgramme

_READS = frozenset({"programmes.catalogue.view"})


def list_public(on: date) -> list[CatalogueProgramme]:
    """Own programmes with their components and the terms in force, flagships first; the catalogue holds no person."""
    reader = system_actor("halaman warga", permissions=_READS)
    found = [each for each in queries.list_programmes(reader, on=on, is_own=True) if each.components]
    return sorted(found, key=lambda each: not each.programme.is_flagship)
