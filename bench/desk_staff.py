"""The staff of a district's desk for `desk_bench`: who they are, where they serve, and their sessions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

MARK = "ukur-"


@dataclass(frozen=True, slots=True)
class Official:
    """One official: `areas` are villages, kecamatan or the district."""

    user_id: UUID
    name: str
    role: str
    areas: tuple[str, ...]


def hire(district: str, wanted: int) -> list[Official]:
    """Officials as a district has them, in an order that mixes roles: front and back office of every village,
    facilitators with one or two villages each, TKSK of the kecamatan, three supervisors, one manager.
    Those who are there already stay; `wanted` shortens the list.
    """
    from django.db import transaction

    from rangkul.accounts.models import Duty, User
    from rangkul.kernel import clock
    from rangkul.kernel.ids import new_id
    from rangkul.organisation.models import Office
    from rangkul.platform.audit.rows import bulk_change

    known = {
        each.user.username: each for each in Duty.objects.filter(user__username__startswith=MARK).select_related("user")
    }
    if not known:
        office = Office.objects.earliest("id")
        since = clock.local_date(clock.now(), "Asia/Makassar") - timedelta(days=400)
        with transaction.atomic(), bulk_change("bench"):
            for number, (role, areas) in enumerate(_seats(district)):
                user = User(id=new_id(), username=f"{MARK}{number:03}", name=f"Contoh Petugas {number}", is_demo=True)
                user.set_unusable_password()
                user.save()
                duty = Duty(id=new_id(), user=user, role=role, office=office, area_codes=areas, valid_from=since)
                duty.save()
                known[user.username] = duty
    return [
        Official(each.user_id, each.user.name, each.role, tuple(each.area_codes))
        for _name, each in sorted(known.items())
    ][:wanted]


def _seats(district: str) -> list[tuple[str, list[str]]]:
    """220 seats of a district with 70 villages, spread so that any part of the list has every kind."""
    from rangkul.reference.queries import list_villages

    villages = [each.code for each in list_villages(district)]
    kecamatan = sorted({each.rpartition(".")[0] for each in villages})
    third = -(-len(kecamatan) // 3)
    rare = [("TKSK", [each]) for each in kecamatan]
    rare += [("SUPERVISOR", kecamatan[first : first + third]) for first in range(0, len(kecamatan), third)]
    rare.append(("SLRT_MANAGER", [district]))
    common: list[tuple[str, list[str]]] = []
    for number, village in enumerate(villages):
        common += [("FRONT_OFFICE", [village]), ("BACK_OFFICE", [village])]
        if number % 7 < 5:
            common.append(("FACILITATOR", villages[number : number + 2] if number % 5 == 0 else [village]))
        if number % 4 == 0:
            common.append(("PUSKESOS_COORDINATOR", [village]))
    step = max(1, len(common) // len(rare))
    for place, seat in enumerate(rare):
        common.insert(place * (step + 1), seat)
    return common


def sign_in(officials: list[Official], token: str) -> list[str]:
    """A Cookie header for each: a session as the sign-in page opens one, and the token of its forms.

    Written straight into the table of sessions: what is measured begins behind the sign-in.
    """
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from rangkul.accounts.models import User

    engine: Any = import_module(settings.SESSION_ENGINE)
    users = User.objects.in_bulk([each.user_id for each in officials])
    cookies = []
    for each in officials:
        user = users[each.user_id]
        session = engine.SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}")
    return cookies
