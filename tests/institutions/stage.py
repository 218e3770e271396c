"""A stage for institutions: a panti with rooms that serves the district, its user, and browsers of officials."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client

from rangkul.accounts.models import Duty, User
from rangkul.accounts.queries import actor_for
from rangkul.institutions import actions
from rangkul.institutions.models import BedGroup, Institution, Residency
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor, system_actor
from tests.desk.stage import make_areas
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, Cast
from tests.registry.factories import make_person

OFFICE = system_actor(
    "uji", permissions=frozenset({"institutions.directory.change", "institutions.institution.change"})
)
TODAY = clock.local_date(clock.now(), "Asia/Makassar")


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


def a_panti(
    name: str = "Panti Contoh", *, beds: int = 2, kind: str = "PANTI", area: str = NEIGHBOUR_VILLAGE
) -> Institution:
    """A panti in another village of the district, open to the whole district, with one room since last year."""
    make_areas()
    panti = actions.register_institution(
        name=name, kind=kind, area=area, serves_area=REGENCY, by=OFFICE, at=clock.now()
    )
    if beds:
        actions.set_beds(
            institution_id=panti.pk, name="Wisma Melati", beds=beds, since=days_ago(300), serves="LANSIA",
            by=OFFICE, at=clock.now(),
        )  # fmt: skip
    return panti


def room_of(panti: Institution, name: str = "Wisma Melati") -> BedGroup:
    return BedGroup.objects.get(institution=panti, name=name, period__endswith__isnull=True)


def admit(panti: Institution, by: Actor, person: Any = None, **more: Any) -> Residency:
    told: dict[str, Any] = {
        "institution_id": panti.pk,
        "person_id": (person or make_person()).pk,
        "since": days_ago(10),
        "referral_id": None,
        "reason": "Tinggal sendiri, tidak ada yang merawat.",
        "by": by,
        "at": clock.now(),
    }
    return actions.admit_resident(**(told | more))


def user_of(cast: Cast, panti: Institution) -> tuple[User, Actor]:
    """The institution's own user: no areas, one institution."""
    user = User.objects.create_user(username=f"lks.{panti.pk}", password="kata-sandi-uji", name="Petugas Panti")
    duty = Duty.objects.create(
        user=user, role="INSTITUTION_OFFICER", office=cast.office, area_codes=[], institution_id=panti.pk,
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    return user, actor_for(duty)


class Screen:
    """A signed-in browser whose requests leave the test's transaction under its own role."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def get(self, url: str, **data: Any) -> Any:
        return self._back(self.client.get(url, data))

    def post(self, url: str, data: dict[str, Any]) -> Any:
        return self._back(self.client.post(url, data))

    def _back(self, response: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return response


def boxes(name: str, day: date) -> dict[str, int]:
    """A date as its three boxes send it."""
    return {f"{name}_hari": day.day, f"{name}_bulan": day.month, f"{name}_tahun": day.year}


def ids(rows: Any) -> set[UUID]:
    return {each.id for each in rows}
