"""Where a family lives: its point and its photos, for those who may see them; each look is logged."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.kernel.errors import Denied
from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.files.queries import OpenedFile, open_file
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import FamilyPhoto, FamilyPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A place in decimal degrees (WGS 84)."""

    latitude: float
    longitude: float
    accuracy_m: int | None
    taken_on: date
    recorded_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoEntry:
    """One photo of the house."""

    id: UUID
    view_label: str
    taken_on: date
    added_by_name: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The house of a family on a day."""

    point: PointView | None
    photos: tuple[PhotoEntry, ...]


def home_of(actor: Actor, family_id: UUID, *, on: date | None = None) -> HomeView | None:
    """Point and photos of a family (taken until `on`); None when the role may not see homes. At most four queries.

    Raises NoSuchRecord when the actor may not see the family.
    """
    if not policies.can_view_home(actor):
        return None
    if not policies.families_visible_to(actor).filter(pk=family_id).exists():
        raise NoSuchRecord("family", family_id)
    points = FamilyPoint.objects.filter(family_id=family_id).order_by("-taken_on", "-recorded_at")
    photos = FamilyPhoto.objects.filter(family_id=family_id).order_by("-taken_on", "-pk")
    if on is None:
        points, photos = points.filter(is_current=True), photos.filter(withdrawn_on__isnull=True)
    else:
        points, photos = points.filter(taken_on__lte=on), photos.filter(taken_on__lte=on).exclude(withdrawn_on__lte=on)
    point, shown = points.first(), list(photos[:12])
    if point is not None or shown:
        looking = actor if actor.purpose.strip() else actor.for_purpose("membuka halaman data")
        note_access(by=looking, kind="family", subject_id=family_id, fields=["home"])
    return HomeView(
        _point(point) if point else None,
        tuple(
            PhotoEntry(
                id=row.pk,
                view_label=str(row.get_view_display()),
                taken_on=row.taken_on,
                added_by_name=row.added_by_name,
            )
            for row in shown
        ),
    )


def open_photo(actor: Actor, photo_id: UUID) -> OpenedFile:
    """The photo's bytes. Raises NoSuchRecord for what the actor may not see, Denied for roles that see no homes."""
    if not policies.can_view_home(actor):
        raise Denied(permission=policies.VIEW_HOME, message="Peran Anda tidak dapat melihat foto rumah warga.")
    photo = FamilyPhoto.objects.filter(pk=photo_id, family__in=policies.families_visible_to(actor)).first()
    if photo is None:
        raise NoSuchRecord("photo", photo_id)
    return open_file(actor, photo.file_id, check=lambda _actor, _stored: None)


def _point(row: FamilyPoint) -> PointView:
    latitude, longitude = crypto.unseal(bytes(row.point_cipher), context=numbers.POINT).split(",")
    return PointView(
        latitude=float(latitude),
        longitude=float(longitude),
        accuracy_m=row.accuracy_m,
        taken_on=row.taken_on,
        recorded_by_name=row.recorded_by_name,
    )
