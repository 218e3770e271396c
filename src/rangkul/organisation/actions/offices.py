"""Setting up the organisation: the office with its divisions and officials, and its posts with their people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.kernel.errors import Refused
from rangkul.organisation.enums import OfficeLevel, PostStatus
from rangkul.organisation.models import Division, Office, Official, Post, PostMember, PostStatusChange
from rangkul.organisation.queries.offices import find_office
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

CHANGE = "organisation.office.change"


@dataclass(frozen=True, slots=True)
class NewOfficial:
    """Somebody in office since the office's first day; `division` is a code, "" for the head of office."""

    position: str
    name: str
    division: str = ""
    rank: str = ""
    nip: str = ""
    is_head: bool = False
    is_signatory: bool = False


@dataclass(frozen=True, slots=True)
class NewOffice:
    """An office as it is founded: `divisions` by code."""

    name: str
    government: str
    area_code: str
    city: str
    time_zone: str
    address: str = ""
    phone: str = ""
    email: str = ""
    village_label: str = "Desa/Kelurahan"
    divisions: dict[str, str] = field(default_factory=dict)
    officials: tuple[NewOfficial, ...] = ()


@action("organisation.office.found")
def found_office(*, office: NewOffice, since: date, by: Actor, at: datetime) -> Office:
    """Set up the office of this installation with its divisions and officials. Raises `Refused` when there is one."""
    by.check_may(CHANGE)
    existing = find_office()
    if existing is not None:
        raise Refused(
            field="kantor",
            value=office.name,
            expected=f"satu kantor; {existing.name} sudah terdaftar",
            remedy="ubah kantor yang ada pada halaman Organisasi",
        )
    fields = ("name", "government", "area_code", "city", "time_zone", "address", "phone", "email", "village_label")
    made = Office.objects.create(level=OfficeLevel.REGENCY, **{name: getattr(office, name) for name in fields})
    divisions = {
        code: Division.objects.create(office=made, code=code, name=name, valid_from=since)
        for code, name in office.divisions.items()
    }
    for each in office.officials:
        Official.objects.create(
            office=made,
            division=divisions[each.division] if each.division else None,
            position=each.position,
            name=each.name,
            rank=each.rank,
            nip=each.nip,
            is_head=each.is_head,
            is_signatory=each.is_signatory,
            term=DateRange(since, None),
        )
    record("organisation.office.found", by=by, at=at, on=made, area=made.area_code, data={"name": made.name})
    return made


@action("organisation.post.open")
def open_post(
    *,
    name: str,
    area: str,
    since: date,
    members: Sequence[tuple[str, str, UUID | None]],
    by: Actor,
    at: datetime,
    decree_number: str = "",
    address: str = "",
) -> Post:
    """Open a post (Puskesos) in a village with its people: (role of `PostRole`, name, user id). A full post has six."""
    by.check_may(CHANGE)
    office = find_office()
    if office is None or Post.objects.filter(office=office, area_code=area).exists():
        raise Refused(
            field="pos", value=area, expected="desa yang belum memiliki Puskesos", remedy="pilih desa yang lain"
        )
    post = Post.objects.create(
        office=office,
        name=name,
        area_code=area,
        status=PostStatus.ACTIVE,
        started_on=since,
        decree_number=decree_number,
        address=address,
        has_internet=True,
    )
    PostStatusChange.objects.create(
        post=post,
        after=post.status,
        on=since,
        decree_number=decree_number,
        reason="dibuka",
        changed_at=at,
        changed_by=by.user_id,
        changed_by_name=by.name,
    )
    PostMember.objects.bulk_create(
        PostMember(post=post, role=role, name=who, user_id=user, valid_from=since) for role, who, user in members
    )
    record("organisation.post.open", by=by, at=at, on=post, area=area, data={"name": name, "people": len(members)})
    return post
