"""Persons and families for tests, made the short way: straight into the tables."""

import itertools
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.kernel import clock, names
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.family_card import NomorKK, make_nomor_kk
from rangkul.kernel.nik import Nik, make_nik
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.models import (
    Condition,
    Family,
    Identity,
    Membership,
    OutsideMembership,
    Person,
    WelfareStatus,
)
from tests.people import VILLAGE

BORN = date(1980, 5, 19)


def lent(actor: Actor) -> Actor:
    """Who applies what somebody else has checked."""
    return replace(actor, permissions=actor.permissions | {policies.CORRECT, policies.APPLY_CHANGE})


def a_nik(serial: int = 1, *, born: date = BORN, sex: str = "P", area: str = VILLAGE) -> Nik:
    return make_nik(AreaCode.parse(area), born, "P" if sex == "P" else "L", serial)


def a_kk(serial: int = 1, area: str = VILLAGE) -> NomorKK:
    return make_nomor_kk(AreaCode.parse(area), date(2015, 3, 2), serial)


def make_person(name: str = "Siti Contoh", area: str = VILLAGE, *, nik: str | None = None, **fields: Any) -> Person:
    sealed = numbers.seal_nik(Nik.parse(nik)) if nik else None
    now = clock.now()
    defaults: dict[str, Any] = {
        "nik_status": "BELUM_DICEK" if nik else "TIDAK_PUNYA",
        "birth_date": BORN,
        "sex": "P",
        "source": "DEMO",
        "created_at": now,
        "updated_at": now,
    }
    return Person.objects.create(
        name=name,
        name_key=names.search_key(name),
        area_code=area,
        nik_cipher=sealed.cipher if sealed else None,
        nik_index=sealed.index if sealed else None,
        **(defaults | fields),
    )


def merged_in_a_row(*names: str) -> list[Person]:
    """Records of one human being, each merged into the next; the last is the person."""
    chain = [make_person(name) for name in names]
    for older, newer in itertools.pairwise(chain):
        Person.objects.filter(pk=older.pk).update(merged_into=newer)
    return chain


def make_family(
    head: Person, *others: Person, kk: str | None = None, since: date = date(2015, 1, 1), **fields: Any
) -> Family:
    sealed = numbers.seal_kk(NomorKK.parse(kk)) if kk else None
    now = clock.now()
    defaults: dict[str, Any] = {
        "area_code": head.area_code,
        "head_name": head.name,
        "source": "DEMO",
        "created_at": now,
        "updated_at": now,
    }
    family = Family.objects.create(
        kk_cipher=sealed.cipher if sealed else None,
        kk_index=sealed.index if sealed else None,
        **(defaults | fields),
    )
    for person in (head, *others):
        Membership.objects.create(
            person=person,
            family=family,
            relation="HEAD" if person is head else "CHILD",
            period=DateRange(since, None),
        )
    return family


def _about(subject: Person | Family) -> dict[str, Any]:
    return {"person" if isinstance(subject, Person) else "family": subject, "source": "DEMO", "created_at": clock.now()}


def make_identity(
    subject: Person | Family, kind: str, value: str, since: date = date(2020, 1, 1), until: date | None = None
) -> Identity:
    return Identity.objects.create(kind=kind, value=value, period=DateRange(since, until), **_about(subject))


def make_status(
    subject: Person | Family, decile: int | None, since: date = date(2020, 1, 1), **fields: Any
) -> WelfareStatus:
    about = _about(subject) | fields
    return WelfareStatus.objects.create(decile=decile, period=DateRange(since, None), **about)


def make_outside(subject: Person | Family, programme: str, number: str = "") -> OutsideMembership:
    return OutsideMembership.objects.create(
        programme=programme, number=number, period=DateRange(date(2020, 1, 1), None), **_about(subject)
    )


def make_condition(subject: Person | Family, kind: str, since: date = date(2020, 1, 1), **fields: Any) -> Condition:
    return Condition.objects.create(kind=kind, period=DateRange(since, None), **(_about(subject) | fields))


def ids_of(rows: Any) -> set[UUID]:
    return {row.pk for row in rows}
