"""Correct what is recorded of a person: single fields, against the revision the page showed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rangkul.kernel import names
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import IdentityKind, MaritalStatus, NikStatus, Sex
from rangkul.registry.models import Family, Identity, Person

TEXTS = {"birth_place": 100, "mother_name": 200, "address": 300, "hamlet": 100, "rt": 5, "rw": 5} | {
    "education_code": 10,
    "occupation_code": 10,
}
CORRECTABLE = frozenset(
    {*TEXTS, "name", "sex", "birth_date", "marital_status", "nik", "nik_status", "phone", "area_code"}
)
IDENTITY = frozenset({"name", "nik", "nik_status", "sex", "birth_date", "mother_name", "area_code"})
"""What tells one human being from another: once it stands, two officials change it (a change request)."""
_SECRET = frozenset({"nik", "phone"})


@action("registry.person.correct")
def correct_person(
    *,
    person_id: UUID,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
    reason: str = "",
) -> Person:
    """Set the given fields of a person; others stay. Old and new values go into the trail, numbers excepted.

    `changes` holds some of `CORRECTABLE` (`nik` and `phone` as typed). `revision` is the one the page showed: when
    somebody saved since, StalePage names them. What of `IDENTITY` stands already is changed through a change request
    only. Raises Refused, Denied, NikAlreadyRegistered.
    """
    unknown = set(changes) - CORRECTABLE
    if unknown:
        raise ValueError(f"these fields cannot be corrected: {', '.join(sorted(unknown))}")
    person = steps.lock_person(person_id)
    policies.check_can_correct_person(by, person)
    steps.check_revision(person, revision)
    if needs_check(person, changes):
        policies.check_can_change_person(by, person)
    before = {name: getattr(person, name) for name in changes if name not in _SECRET}
    was = steps.number_of(person, at)
    fields = [field for name, value in changes.items() for field in _set(person, name, value, by=by, at=at)]
    after = {name: getattr(person, name) for name in before}
    changed = [name for name in changes if name in _SECRET or before[name] != after[name]]
    if not changed:
        raise Refused(
            field="Perubahan", value="", expected="sedikitnya satu isian yang berubah", remedy="ubah isiannya"
        )
    _check_nik_status(person)
    with steps.readable(nik=_nik_of(person)):
        steps.save_next(person, at, fields)
    steps.keep_number(was)
    if "nik" in changed:
        _close_temporary_number(person, at)
    if "name" in changed:
        Family.objects.filter(
            memberships__person=person, memberships__relation="HEAD", memberships__period__endswith__isnull=True
        ).update(head_name=person.name)
    record(
        "registry.person.correct",
        by=by,
        at=at,
        on=person,
        subjects=steps.subjects_of_person(person.pk, steps.day_of(at)),
        area=person.area_code,
        reason=reason,
        data={
            "fields": changed,
            "before": {name: _plain(before[name]) for name in changed if name in before},
            "after": {name: _plain(after[name]) for name in changed if name in after},
        },
    )
    return person


def needs_check(person: Person, changes: Mapping[str, Any]) -> frozenset[str]:
    """Those of the changes that take a second official: of `IDENTITY`, recorded already, and now to be something else."""
    standing = {name: getattr(person, name) for name in IDENTITY & changes.keys() if name != "nik"}
    asked = {name for name, value in standing.items() if value not in (None, "") and value != changes[name]}
    if "nik" in changes:
        number = steps.read_nik(changes["nik"])
        asked |= {"nik"} if number is None or numbers.nik_index(number) != bytes(person.nik_index or b"") else set()
    if person.nik_index is None:
        asked -= {"nik", "nik_status"}
    return frozenset(asked)


def _set(person: Person, name: str, value: Any, *, by: Actor, at: datetime) -> list[str]:
    """Put one value into its columns; returns their names."""
    if name in TEXTS:
        setattr(person, name, clean(str(value or ""))[: TEXTS[name]])
        return [name]
    setter = _SETTERS.get(name)
    if setter is not None:
        return setter(person, value)
    if name == "birth_date":
        steps.check_not_future("Tanggal lahir", value, at)
        person.birth_date = value
        return [name]
    return _set_area(person, value, by=by)


def _set_name(person: Person, value: str) -> list[str]:
    shown = names.display(clean(value))
    if not names.search_key(shown):
        raise Refused(field="Nama", value=value, expected="nama sesuai KTP atau KK", remedy="tulis nama dengan huruf")
    person.name, person.name_key = shown[:200], names.search_key(shown)[:200]
    return ["name", "name_key"]


def _set_nik(person: Person, value: str) -> list[str]:
    nik = steps.read_nik(value)
    if nik is None:
        person.nik_cipher = person.nik_index = None
        person.nik_status = NikStatus.NONE
    else:
        sealed = numbers.seal_nik(nik)
        if person.nik_index is None or bytes(person.nik_index) != sealed.index:
            steps.check_nik_is_free(nik)
            person.nik_cipher, person.nik_index = sealed.cipher, sealed.index
            person.nik_status = NikStatus.UNCHECKED
    return ["nik_cipher", "nik_index", "nik_status"]


def _set_nik_status(person: Person, value: str) -> list[str]:
    person.nik_status = NikStatus(value)
    return ["nik_status"]


def _set_sex(person: Person, value: str) -> list[str]:
    person.sex = Sex(value) if value else ""
    return ["sex"]


def _set_marital_status(person: Person, value: str) -> list[str]:
    person.marital_status = MaritalStatus(value) if value else ""
    return ["marital_status"]


def _set_phone(person: Person, value: str) -> list[str]:
    person.phone_cipher = crypto.seal(clean(value), context=numbers.PHONE) if clean(value or "") else None
    return ["phone_cipher"]


_SETTERS: dict[str, Callable[[Person, Any], list[str]]] = {
    "name": _set_name,
    "nik": _set_nik,
    "nik_status": _set_nik_status,
    "sex": _set_sex,
    "marital_status": _set_marital_status,
    "phone": _set_phone,
}


def _set_area(person: Person, value: str, *, by: Actor) -> list[str]:
    area = steps.read_area(value)
    if not by.covers(area):
        raise Denied(permission=policies.APPLY_CHANGE, message="Desa tujuan berada di luar wilayah tugas Anda.")
    if person.memberships.filter(period__endswith__isnull=True).exists():
        raise Refused(
            field="Desa",
            value=area,
            expected="orang tanpa KK",
            remedy="orang ini anggota KK; pakai “Pindah keluarga” atau “Pecah KK”",
        )
    person.area_code = area
    return ["area_code"]


def _check_nik_status(person: Person) -> None:
    if person.nik_index is None and person.nik_status in (NikStatus.MATCHED, NikStatus.UNMATCHED):
        raise Refused(field="NIK", value="", expected="16 angka", remedy="isi NIK, atau pilih “tidak punya”")


def _nik_of(person: Person) -> str:
    return numbers.open_number(person.nik_cipher, numbers.NIK)


def _close_temporary_number(person: Person, at: datetime) -> None:
    """Somebody who has a NIK no longer needs the temporary number; one of the same day stays to the next."""
    if person.nik_index is None:
        return
    on = steps.day_of(at)
    rows = Identity.objects.filter(person=person, kind=IdentityKind.TEMPORARY, period__endswith__isnull=True)
    for row in rows.filter(period__startswith__lt=on):
        steps.close_at(row, on, what="Identitas sementara")
        row.save(update_fields=["period"])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value) if value is not None else None
