"""Where a family lives: its point on the map, sealed, and photos of the house."""

from datetime import date, datetime
from typing import BinaryIO, Final
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.files.actions import keep_file
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import PhotoView, Source
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Family, FamilyPhoto, FamilyPoint

SOUTH, NORTH, WEST, EAST = -11.1, 6.3, 94.7, 141.1
"""Indonesia's extent in degrees, a little widened."""
PHOTOS_KEPT: Final = 8


@action("registry.family.record_point")
def record_point(
    *,
    family_id: UUID,
    latitude: float,
    longitude: float,
    by: Actor,
    at: datetime,
    taken_on: date | None = None,
    accuracy_m: int | None = None,
    source: str = Source.SURVEY,
) -> FamilyPoint:
    """Keep the place of the house (WGS 84, decimal degrees, sealed); the former point stays. Raises Refused, Denied."""
    family = steps.lock_family(family_id)
    policies.check_can_record_home(by, family)
    day = taken_on or steps.day_of(at)
    steps.check_not_future("Diambil pada", day, at)
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        swapped = SOUTH <= longitude <= NORTH and WEST <= latitude <= EAST
        raise Refused(
            field="Koordinat",
            value="",
            expected="lintang -11 sampai 6 dan bujur 95 sampai 141",
            remedy="lintang dan bujur tampaknya tertukar" if swapped else "salin lagi dari peta atau telepon",
        )
    FamilyPoint.objects.filter(family=family, is_current=True).update(is_current=False)
    point = FamilyPoint.objects.create(
        family=family,
        point_cipher=crypto.seal(f"{latitude:.6f},{longitude:.6f}", context=numbers.POINT),
        accuracy_m=accuracy_m,
        taken_on=day,
        source=source,
        recorded_by_name=by.name,
        recorded_at=at,
    )
    _record("registry.family.record_point", family, by=by, at=at)
    return point


@action("registry.family.add_photo")
def add_photo(
    *,
    family_id: UUID,
    content: bytes | BinaryIO,
    name: str,
    view: str,
    by: Actor,
    at: datetime,
    taken_on: date | None = None,
) -> FamilyPhoto:
    """Keep a photo of the house (JPEG, PNG or WebP). Raises Refused (type, size, too many), Denied."""
    family = steps.lock_family(family_id)
    policies.check_can_record_home(by, family)
    day = taken_on or steps.day_of(at)
    steps.check_not_future("Diambil pada", day, at)
    if FamilyPhoto.objects.filter(family=family, withdrawn_on__isnull=True).count() >= PHOTOS_KEPT:
        raise Refused(
            field="Foto", value=name, expected=f"paling banyak {PHOTOS_KEPT} foto", remedy="tarik dulu foto yang lama"
        )
    stored = keep_file(
        content=content, name=name, kind="PHOTO", owner=("family", family.pk), area=family.area_code, by=by, at=at
    )
    photo = FamilyPhoto.objects.create(
        family=family, file_id=stored.pk, view=PhotoView(view), taken_on=day, added_by_name=by.name, added_at=at
    )
    _record("registry.family.add_photo", family, by=by, at=at)
    return photo


@action("registry.family.withdraw_photo")
def withdraw_photo(*, photo_id: UUID, reason: str, by: Actor, at: datetime) -> FamilyPhoto:
    """Take a photo off the card, saying why; the file stays with the trail. Raises Refused, Denied, NoSuchRecord."""
    photo = FamilyPhoto.objects.select_for_update(of=("self",)).filter(pk=photo_id).first()
    if photo is None or not policies.families_visible_to(by).filter(pk=photo.family_id).exists():
        raise NoSuchRecord("photo", photo_id)
    family = steps.lock_family(photo.family_id)
    policies.check_can_record_home(by, family)
    if not clean(reason):
        raise Refused(field="Alasan", value="", expected="alasan menarik foto", remedy="tulis mengapa foto ditarik")
    photo.withdrawn_on, photo.withdraw_reason = steps.day_of(at), clean(reason)[:300]
    photo.save(update_fields=["withdrawn_on", "withdraw_reason"])
    _record("registry.family.withdraw_photo", family, by=by, at=at, reason=photo.withdraw_reason)
    return photo


def _record(name: str, family: Family, *, by: Actor, at: datetime, reason: str = "") -> None:
    record(name, by=by, at=at, on=family, subjects=[("family", family.pk)], area=family.area_code, reason=reason)
