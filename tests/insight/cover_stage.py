"""A small district whose coverage can be counted by hand."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rangkul.insight.coverage import queries
from rangkul.insight.coverage.cover import Cover, get_cover
from rangkul.insight.coverage.queries import Wanted
from rangkul.platform.policy.actor import Actor
from rangkul.registry.models import Family, Person
from tests.insight.taken import take_once
from tests.people import FAR_VILLAGE, NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import (
    make_condition,
    make_family,
    make_identity,
    make_outside,
    make_person,
    make_status,
)

TODAY = date(2026, 8, 1)


@dataclass
class District:
    """Families by what they get. In VILLAGE: one gets everything, three get nothing (one of them entitled)."""

    families: dict[str, Family] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)


def a_home(name: str, area: str = VILLAGE, **fields: Any) -> Family:
    return make_family(make_person(name, area, **fields))


def build_district() -> District:
    """Eight families in three villages; R-numbers of what each shows stand in the tests."""
    made = District()
    everything = make_family(
        make_person("Ambo Lengkap"), make_person("Ani Anak", birth_date=date(2015, 1, 1)), livelihood="PERTANIAN"
    )
    for programme in ("PKH", "BPNT", "KKS"):
        make_outside(everything, programme)
    child = everything.memberships.exclude(relation="HEAD").get().person
    make_outside(child, "KIP")
    make_outside(everything.memberships.get(relation="HEAD").person, "PBI_JK")
    made.families["everything"] = everything

    hungry = a_home("Besse Lapar")
    make_condition(hungry, "RAWAN_PANGAN")
    head = hungry.memberships.get().person
    make_identity(head, "ID_DTKS", "CONTOH-BESSE")
    make_status(hungry, 2, source="DTSEN")
    baby = make_person("Bayu Balita", birth_date=date(2024, 3, 1), sex="L")
    _join(baby, hungry)
    made.families["entitled"] = hungry
    made.persons["baby"] = baby

    made.families["nothing"] = a_home("Cicci Kosong", sex="L", birth_date=date(1950, 1, 1))
    mother = make_person("Daeng Hamil", birth_date=date(2000, 1, 1))
    make_condition(mother, "HAMIL")
    made.families["pregnant"] = make_family(mother)
    made.persons["mother"] = mother

    disabled = make_person("Ecce Difabel")
    make_condition(disabled, "DISABILITAS", disability_type="FISIK", severity="BERAT")
    in_pkh = make_family(disabled)
    make_outside(in_pkh, "PKH")
    made.families["disabled"] = in_pkh
    made.persons["disabled"] = disabled

    made.families["next"] = a_home("Fatma Tetangga", NEIGHBOUR_VILLAGE)
    covered = make_person("Gani Jauh", FAR_VILLAGE)
    make_condition(covered, "DISABILITAS")
    make_outside(covered, "PBI_JK")
    made.families["far"] = make_family(covered)
    made.families["aided"] = a_home("Hasna BLT", FAR_VILLAGE)
    make_outside(made.families["aided"], "BLT_DD")
    return made


def _join(person: Person, family: Family) -> None:
    first = family.memberships.first()
    assert first is not None
    family.memberships.create(person=person, relation="CHILD", period=first.period)


def counted() -> Cover:
    """The cover of everybody as of TODAY."""
    take_once(TODAY)
    return get_cover(on=TODAY)


def cell(cover: Cover, code: str, unit: str, **narrowing: str) -> Wanted:
    found = queries.wanted_from(cover, code=code, unit=unit, **narrowing)
    assert found is not None, code
    return found


def names_in(actor: Actor, cover: Cover, wanted: Wanted) -> list[str]:
    """Names on the whole list, sorted."""
    return sorted(row.label.name for row in queries.list_cell(actor, cover, wanted).rows)
