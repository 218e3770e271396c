"""IDs of a register in force, of many at once."""

from datetime import date

import pytest

from rangkul.reference.loading import load_reference
from rangkul.registry import queries
from tests.people import VILLAGE
from tests.registry.factories import make_family, make_identity, make_person

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)


def test_ids_of_many_match_ids_one_by_one() -> None:
    load_reference(within=("73.12",))
    one, two, three = (make_person(f"Orang {n}", VILLAGE) for n in ("Satu", "Dua", "Tiga"))
    family = make_family(one, since=LONG_AGO)
    make_identity(family, "ID_DTKS", "KELUARGA", since=LONG_AGO)
    make_identity(two, "ID_DTKS", "SENDIRI", since=LONG_AGO)
    day = date(2026, 3, 2)
    many = queries.registry_ids_in_force("DTKS", "person", [one.pk, two.pk, three.pk], on=day)
    singly = {p.pk: queries.registry_id_in_force("DTKS", person_id=p.pk, on=day) for p in (one, two, three)}
    assert many == {key: value for key, value in singly.items() if value}
    assert queries.registry_ids_in_force("DTKS", "family", [family.pk], on=day) == {family.pk: "KELUARGA"}
