"""Steps that several actions take: lock, compare revisions, put both person and family on the timeline."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.platform.audit.queries import list_events_about
from rangkul.registry.errors import (
    AlreadyInFamily,
    AlreadyRegistered,
    KkAlreadyRegistered,
    NikAlreadyRegistered,
    NoSuchRecord,
    StalePage,
)
from rangkul.registry.models import Family, Membership, PastNumber, Person
from rangkul.registry.queries.areas import area_label
from rangkul.registry.queries.search import kk_known_elsewhere, nik_known_elsewhere

Subject = tuple[str, UUID]


def day_of(at: datetime) -> date:
    """The office's calendar day at a moment."""
    return clock.local_date(at, settings.TIME_ZONE)


def lock_person(person_id: UUID) -> Person:
    """The person, locked. Raises NoSuchRecord when there is none, or the record was merged into another."""
    person = Person.objects.select_for_update(of=("self",)).filter(pk=person_id, merged_into__isnull=True).first()
    if person is None:
        raise NoSuchRecord("person", person_id)
    return person


def lock_family(family_id: UUID) -> Family:
    """The family, locked. Raises NoSuchRecord."""
    family = Family.objects.select_for_update(of=("self",)).filter(pk=family_id).first()
    if family is None:
        raise NoSuchRecord("family", family_id)
    return family


def check_revision(record: Person | Family, expected: int | None) -> None:
    """Raise StalePage, naming who changed it, when the page showed another revision. None skips the check."""
    if expected is None or record.revision == expected:
        return
    kind = "person" if isinstance(record, Person) else "family"
    last = list_events_about([(kind, record.pk)]).first()
    zone = ZoneInfo(settings.TIME_ZONE)
    raise StalePage(changed_by=last.actor_name if last else "", changed_at=last.at.astimezone(zone) if last else None)


def save_next(record: Person | Family, at: datetime, fields: Iterable[str]) -> None:
    """Save some fields and count the revision on."""
    record.revision += 1
    record.updated_at = at
    record.save(update_fields=[*dict.fromkeys(fields), "revision", "updated_at"])


def number_of(record: Person | Family, until: datetime) -> PastNumber:
    """The NIK or card number as it stands, not kept yet: `keep_number` does when it has changed."""
    if isinstance(record, Person):
        return PastNumber(person=record, nik_cipher=record.nik_cipher, nik_status=record.nik_status, until_at=until)
    return PastNumber(family=record, kk_cipher=record.kk_cipher, until_at=until)


def keep_number(was: PastNumber) -> None:
    """Keep what a number was, so that an earlier day shows it, when its record has another (or another status) now."""
    record = was.person or was.family
    assert record is not None  # `number_of` made it
    now = number_of(record, was.until_at)
    if any(getattr(was, name) != getattr(now, name) for name in ("nik_cipher", "nik_status", "kk_cipher")):
        was.save(force_insert=True)


def present_membership(person_id: UUID, on: date) -> Membership | None:
    """The membership that holds on a day, locked."""
    rows = Membership.objects.select_for_update(of=("self",)).filter(person_id=person_id, period__contains=on)
    return rows.first()


def subjects_of_person(person_id: UUID, on: date) -> list[Subject]:
    """The person and the family they are in on a day: both timelines show what happens."""
    families = Membership.objects.filter(person_id=person_id, period__contains=on).values_list("family_id", flat=True)
    return [("person", person_id), *(("family", family_id) for family_id in families)]


def subjects_of_family(family_id: UUID, on: date) -> list[Subject]:
    """The family and the members present on a day."""
    persons = Membership.objects.filter(family_id=family_id, period__contains=on).values_list("person_id", flat=True)
    return [("family", family_id), *(("person", person_id) for person_id in persons)]


def lock_subject(person_id: UUID | None, family_id: UUID | None) -> Person | Family:
    """The one person or family that a row is about, locked. Raises ValueError unless exactly one is given."""
    if (person_id is None) == (family_id is None):
        raise ValueError("give a person or a family, not both")
    return lock_person(person_id) if person_id else lock_family(family_id)  # type: ignore[arg-type]


def close_at(row: Any, on: date, *, what: str) -> None:
    """End a dated row on a day (the first day it no longer holds). Raises Refused when it began on that day or later."""
    if row.period.lower is not None and row.period.lower >= on:
        raise Refused(
            field=what,
            value=clock.format_date(on),
            expected=f"tanggal sesudah {clock.format_date(row.period.lower)}, mulai berlakunya data sebelumnya",
            remedy="pilih tanggal yang lebih akhir",
        )
    row.period = DateRange(row.period.lower, on)


def since(on: date, until: date | None = None) -> DateRange:
    """The half-open range from a day on. Raises Refused when it would be empty."""
    if until is not None and until <= on:
        raise Refused(
            field="Tanggal akhir",
            value=clock.format_date(until),
            expected=f"tanggal sesudah {clock.format_date(on)}",
            remedy="periksa tanggal mulai dan tanggal akhir",
        )
    return DateRange(on, until)


def check_not_future(field: str, on: date | None, at: datetime) -> None:
    """Raise Refused for a date after the day of the action."""
    if on is not None and on > day_of(at):
        raise Refused(
            field=field,
            value=clock.format_date(on),
            expected="tanggal hari ini atau sebelumnya",
            remedy="periksa tanggal pada dokumen",
        )


def read_area(area: str) -> AreaCode:
    """A village, or a kecamatan while the village is unknown. Raises Refused."""
    code = AreaCode.parse(area)
    if code.level < 3:
        raise Refused(
            field="Wilayah", value=area, expected="desa/kelurahan (atau kecamatan)", remedy="pilih desa tempat tinggal"
        )
    return code


def read_nik(nik: str | None) -> Nik | None:
    """A NIK as typed; None when empty. Raises Refused."""
    return Nik.parse(nik) if nik and nik.strip() else None


def read_kk(kk: str | None) -> NomorKK | None:
    """A family-card number as typed; None when empty. Raises Refused."""
    return NomorKK.parse(kk) if kk and kk.strip() else None


def check_form_id(form_id: UUID | None) -> None:
    """Raise Refused for an id that this program did not make (forms carry the id of the record to be)."""
    if form_id is not None and form_id.version != 7:
        raise Refused(field="Formulir", value=None, expected="formulir dari halaman ini", remedy="muat ulang halaman")


@contextmanager
def readable(*, nik: str = "", kk: str = "", record_id: UUID | None = None, name: str = "") -> Iterator[None]:
    """What the database refuses, as an error an officer understands; the savepoint keeps the transaction usable."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        if constraint == "registry_verified_nik_once":
            raise NikAlreadyRegistered(_where(nik_known_elsewhere(nik))) from error
        if constraint == "registry_living_kk_once":
            raise KkAlreadyRegistered(_where(kk_known_elsewhere(kk))) from error
        if constraint == "registry_one_family_at_a_time":
            raise AlreadyInFamily(name=name or "Orang ini", since=None) from error
        if record_id is not None and constraint.endswith("_pkey"):
            raise AlreadyRegistered(record_id) from error
        raise


def check_nik_is_free(nik: Nik) -> None:
    """Raise NikAlreadyRegistered when a living person's verified record has the NIK, wherever they live."""
    area = nik_known_elsewhere(nik)
    if area is not None:
        raise NikAlreadyRegistered(area_label(area))


def check_kk_is_free(kk: NomorKK) -> None:
    """Raise KkAlreadyRegistered when a living family has the card number, wherever it lives."""
    area = kk_known_elsewhere(kk)
    if area is not None:
        raise KkAlreadyRegistered(area_label(area))


def _where(area: AreaCode | None) -> str:
    return area_label(area) if area else "wilayah lain"
