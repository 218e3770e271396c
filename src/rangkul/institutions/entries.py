"""A service as somebody enters it, on a form or in a file, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from rangkul.institutions.enums import NeedKind, ServiceStatus, Weekday
from rangkul.institutions.models import Service
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.reference import queries as reference_queries

MOST_DAYS = 90
MOST_ROOM = 100_000


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Days of the week ("MO,TU") and the hours of opening; both hours or none."""

    days: str
    opens_at: time | None = None
    closes_at: time | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry:
    """What is entered about a service; the agency stands outside. `areas` are Kemendagri codes, none = the agency's."""

    name: str
    code: str = ""
    also_called: str = ""
    description: str = ""
    status: str = ServiceStatus.ACTIVE
    kinds: tuple[str, ...] = ()
    eligibility: str = ""
    requirements: tuple[str, ...] = ()
    output: str = ""
    how_to_apply: str = ""
    fees: str = ""
    wait: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    capacity_unit: str = ""
    capacity_maximum: int | None = None
    capacity_available: int | None = None
    feedback_days: int | None = None
    areas: tuple[str, ...] = ()
    hours: tuple[OpenHours, ...] = ()


_LENGTHS = {
    "name": 200, "code": 40, "also_called": 300, "output": 300, "fees": 200, "wait": 200, "address": 300, "phone": 50,
    "capacity_unit": 60,
}  # fmt: skip
_TEXTS = ("description", "eligibility", "how_to_apply")
_LONG = 4000


def checked(entry: ServiceEntry) -> ServiceEntry:
    """The entry tidied. Raises `Refused` for the first thing that cannot be."""
    words: dict[str, Any] = {name: clean(getattr(entry, name)) for name in (*_LENGTHS, *_TEXTS, "email", "url")}
    for name, text in words.items():
        most = _LENGTHS.get(name, _LONG)
        if len(text) > most:
            raise Refused(
                field=LABELS.get(name, name),
                value=text,
                expected=f"paling banyak {most} huruf",
                remedy="ringkas isinya",
            )
    if len(words["name"]) < 3:
        raise Refused(field="Nama layanan", value=words["name"], expected="nama yang jelas", remedy="isi nama layanan")
    _check_choices("Status", [entry.status], ServiceStatus.values)
    _check_choices("Jenis kasus", entry.kinds, NeedKind.values)
    _check_address(words["email"], words["url"])
    _check_numbers(entry)
    return replace(
        entry,
        **words,
        requirements=tuple(filter(None, (clean(each)[:300] for each in entry.requirements))),
        kinds=tuple(dict.fromkeys(entry.kinds)),
        areas=_areas(entry.areas),
        hours=tuple(sorted(map(_hours, entry.hours), key=lambda each: (each.days, str(each.opens_at)))),
    )


LABELS = {
    "name": "Nama layanan", "code": "Kode", "also_called": "Sebutan lain", "description": "Keterangan",
    "output": "Hasil", "fees": "Biaya", "wait": "Lama menunggu", "address": "Alamat", "phone": "Telepon",
    "capacity_unit": "Satuan daya tampung", "eligibility": "Untuk siapa", "how_to_apply": "Cara mengurus",
    "url": "Situs",
}  # fmt: skip
"""What the forms call the parts, for refusals."""


def entry_of(service: Service) -> ServiceEntry:
    """What a service of the directory holds, as it would be entered."""
    own: dict[str, Any] = {
        each.name: getattr(service, each.name) for each in fields(ServiceEntry) if each.name not in ("areas", "hours")
    }
    hours = [OpenHours(each.days, each.opens_at, each.closes_at, each.note) for each in service.hours.all()]
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in own.items()}
    return ServiceEntry(
        **plain,
        areas=tuple(sorted(each.area_code for each in service.areas.all())),
        hours=tuple(sorted(hours, key=lambda each: (each.days, str(each.opens_at)))),
    )


def _check_choices(field: str, given: Iterable[str], known: list[str]) -> None:
    for each in given:
        if each not in known:
            raise Refused(
                field=field, value=each, expected="salah satu dari " + ", ".join(known), remedy="pilih dari daftar"
            )


def _check_address(email: str, url: str) -> None:
    for field, value, validate, example in (
        ("Alamat e-mail", email, validate_email, "loket@contoh.go.id"),
        ("Situs", url, URLValidator(schemes=["http", "https"]), "https://contoh.go.id"),
    ):
        try:
            if value:
                validate(value)
        except ValidationError as error:
            raise Refused(field=field, value=value, expected=f"alamat seperti {example}", remedy="periksa atau kosongkan") from error  # fmt: skip


def _check_numbers(entry: ServiceEntry) -> None:
    for field, value, most in (
        ("Daya tampung", entry.capacity_maximum, MOST_ROOM),
        ("Tempat tersedia", entry.capacity_available, MOST_ROOM),
        ("Hari kerja menjawab", entry.feedback_days, MOST_DAYS),
    ):
        if value is not None and not 0 <= value <= most:
            raise Refused(field=field, value=value, expected=f"angka 0 sampai {most}", remedy="periksa angkanya")
    if entry.feedback_days == 0:
        raise Refused(
            field="Hari kerja menjawab",
            value=0,
            expected="sedikitnya satu hari kerja",
            remedy="kosongkan bila ikut lembaganya",
        )
    room, whole = entry.capacity_available, entry.capacity_maximum
    if room is not None and whole is not None and room > whole:
        raise Refused(
            field="Tempat tersedia",
            value=room,
            expected=f"tidak lebih dari daya tampung {whole}",
            remedy="periksa angkanya",
        )


def _areas(codes: tuple[str, ...]) -> tuple[str, ...]:
    parsed = sorted({str(AreaCode.parse(each)) for each in codes})
    unknown = set(parsed) - reference_queries.names_of(set(parsed)).keys()
    if unknown:
        raise Refused(
            field="Wilayah layanan",
            value=min(unknown),
            expected="kode wilayah yang ada",
            remedy="periksa kode Kemendagri",
        )
    return tuple(parsed)


def _hours(hours: OpenHours) -> OpenHours:
    days = [each.strip().upper() for each in hours.days.split(",") if each.strip()]
    _check_choices("Hari buka", days, Weekday.values)
    if not days:
        raise Refused(field="Hari buka", value="", expected="sedikitnya satu hari", remedy="pilih hari bukanya")
    if (hours.opens_at is None) != (hours.closes_at is None) or (
        hours.opens_at is not None and hours.closes_at is not None and hours.opens_at >= hours.closes_at
    ):
        raise Refused(
            field="Jam buka",
            value=f"{hours.opens_at or ''}–{hours.closes_at or ''}",
            expected="jam buka sebelum jam tutup",
            remedy="isi keduanya, atau kosongkan keduanya",
        )
    order = [day for day in Weekday.values if day in days]
    return replace(hours, days=",".join(order), note=clean(hours.note)[:200])
