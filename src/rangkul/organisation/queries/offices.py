"""Reading the organisation: the office, its letterhead, who held which office on a day, posts and their people."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from rangkul.kernel.errors import Refused
from rangkul.organisation.models import Division, Office, Official, Post
from rangkul.organisation.readiness import SEATS
from rangkul.platform.json_rows import built
from rangkul.platform.policy.prepared import prepared_statements

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

FULL_POST = SEATS


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the top of a letter."""

    government: str
    name: str
    address: str
    phone: str
    email: str
    city: str


def find_office() -> Office | None:
    """The office of this installation; None before it is set up."""
    with prepared_statements(), connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(o) FROM (SELECT * FROM organisation_office ORDER BY id LIMIT 1) AS o")
        found = built(Office, cursor.fetchone()[0])
    return found[0] if found else None


def get_office() -> Office:
    """The office of this installation. Raises `Refused` before the set-up."""
    office = find_office()
    if office is None:
        raise Refused(
            field="kantor",
            value="",
            expected="satu kantor yang terdaftar",
            remedy="jalankan `rangkul demo` atau isi data kantor",
        )
    return office


def letterhead(office: Office) -> Letterhead:
    """The letterhead of an office."""
    return Letterhead(
        government=office.government,
        name=office.name,
        address=office.address,
        phone=office.phone,
        email=office.email,
        city=office.city,
    )


def list_divisions(office: Office, *, on: date) -> QuerySet[Division]:
    """Divisions in force on a day, by name."""
    return office.divisions.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on).order_by("name")


def head_of_office(office: Office, *, on: date) -> Official | None:
    """Who headed the office on that day."""
    return office.officials.filter(is_head=True, term__contains=on).order_by("id").first()


def list_officials(office: Office, *, on: date) -> QuerySet[Official]:
    """Officials in office on a day, the head first."""
    return office.officials.filter(term__contains=on).select_related("division").order_by("-is_head", "position")


def list_past_officials(office: Office, *, on: date, skip: int = 0, limit: int = 50) -> list[Official]:
    """Who was in office before a day, and who will be after it, the newest first."""
    found = office.officials.exclude(term__contains=on).select_related("division")
    return list(found.order_by("-term", "position", "id")[skip : skip + limit])


def list_all_divisions(office: Office) -> QuerySet[Division]:
    """Divisions past and present, those in force first."""
    return office.divisions.order_by(F("valid_to").desc(nulls_first=True), "name")


class _Filled(TypedDict):
    filled: int


def list_posts(office: Office) -> "QuerySet[WithAnnotations[Post, _Filled]]":
    """Posts by area code, each with `filled` = people on its roster today (a full post has six)."""
    return office.posts.annotate(filled=Count("members", filter=Q(members__valid_to__isnull=True))).order_by(
        "area_code"
    )


def find_post(area_code: str) -> Post | None:
    """The post of a village."""
    return Post.objects.filter(area_code=area_code).first()


def letterhead_data(office: Office) -> dict[str, str]:
    """The letterhead as documents take it."""
    return {
        "government": office.government,
        "name": office.name,
        "address": office.address,
        "phone": office.phone,
        "email": office.email,
        "city": office.city,
        "unit": "DINSOS",
    }
