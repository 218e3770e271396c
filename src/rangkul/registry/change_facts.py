"""What a change request stands on: the fields as they are now, what is frozen, and where both no longer agree."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel.clock import format_date
from rangkul.platform import crypto
from rangkul.registry import numbers
from rangkul.registry.enums import ChangeKind, Relation
from rangkul.registry.events import FIELD_NAMES
from rangkul.registry.models import ChangeRequest, Family, Membership, Person
from rangkul.registry.queries.areas import area_label

SEALED = "registry.change"
PERSON_FIELDS = (
    *("name", "nik", "nik_status", "sex", "birth_place", "birth_date", "mother_name", "marital_status", "phone"),
    *("education_code", "occupation_code", "area_code", "address", "hamlet", "rt", "rw"),
)
_PLACE = ("area_code", "address", "hamlet", "rt", "rw")


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that changed after the request was filled in; texts as pages show them."""

    key: str
    label: str
    then: str
    now: str


def sealed(proposed: Mapping[str, Any]) -> bytes:
    """The proposal as it is stored."""
    return crypto.seal(json.dumps(proposed, sort_keys=True, default=str), context=SEALED)


def opened(change: ChangeRequest) -> dict[str, Any]:
    """The proposal as it was written."""
    found: dict[str, Any] = json.loads(crypto.unseal(bytes(change.proposed_cipher), context=SEALED))
    return found


def digest_of(change: ChangeRequest) -> str:
    """SHA-256 over everything the request says; equal as long as nobody touched it."""
    said = {
        "number": change.number,
        "kind": change.kind,
        "family": str(change.family_id or ""),
        "person": "" if change.kind == ChangeKind.MOVE_IN else str(change.person_id or ""),  # known only when applied
        "happened_on": change.happened_on.isoformat(),
        "to_area": change.to_area,
        "proposed": opened(change),
        "base": change.base,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def standing(family_id: UUID | None, person_id: UUID | None, on: date) -> dict[str, str]:
    """{field: shown text} of the family, its members on a day, and the person; numbers masked. Four queries at most."""
    fields: dict[str, str] = {}
    if family_id is not None:
        fields |= _of_family(Family.objects.get(pk=family_id), on)
    if person_id is not None:
        fields |= _of_person(Person.objects.get(pk=person_id), on)
    return fields


def fingerprint(fields: Mapping[str, str]) -> str:
    """A short mark of the fields as a page showed them."""
    return hashlib.sha256(json.dumps(dict(fields), sort_keys=True).encode()).hexdigest()[:16]


def clashes_of(change: ChangeRequest, now: Mapping[str, str]) -> tuple[Clash, ...]:
    """Fields the request depends on that are no longer as they were when it was filled in."""
    keys = [key for key in sorted({*change.base, *now}) if _matters(change, key)]
    return tuple(
        Clash(key, label_of(key), change.base.get(key, ""), now.get(key, ""))
        for key in keys
        if change.base.get(key, "") != now.get(key, "")
    )


def label_of(key: str) -> str:
    """The field's name in words."""
    about, _dot, name = key.partition(".")
    if about == "member":
        return _("anggota KK")
    if name in _OWN_LABELS:
        return str(_OWN_LABELS[name])
    return str(FIELD_NAMES.get(name, name))


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(label, before, after) of what an applied request changed."""
    keys = sorted({*before, *after})
    return [(label_of(key), before.get(key, ""), after.get(key, "")) for key in keys]


def changed_only(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Both sides without the fields that stayed."""
    keys = [key for key in {*before, *after} if before.get(key, "") != after.get(key, "")]
    return {key: before.get(key, "") for key in keys}, {key: after.get(key, "") for key in keys}


_OWN_LABELS: dict[str, str | Promise] = {
    "head_name": gettext_lazy("kepala keluarga"),
    "ended_on": gettext_lazy("KK berakhir"),
    "died_on": gettext_lazy("meninggal"),
    "family": gettext_lazy("KK"),
    "kk": gettext_lazy("nomor KK"),
}


def _matters(change: ChangeRequest, key: str) -> bool:
    about, _dot, name = key.partition(".")
    if change.kind == ChangeKind.CORRECTION:
        return about == "person" and name in opened(change)["changes"]
    if change.kind == ChangeKind.ADDRESS:
        return about == "family" and (name in opened(change) or name in ("area_code", "ended_on"))
    if change.kind == ChangeKind.ALIVE:
        return key in ("person.died_on", "person.family")
    if change.kind == ChangeKind.DEATH:
        return key in ("person.died_on", "person.family") or about in ("family", "member")
    if change.kind in (ChangeKind.JOIN, ChangeKind.MARRIAGE):
        return key in ("person.died_on", "person.family", "person.marital_status") or about != "person"
    return True


def _of_family(family: Family, on: date) -> dict[str, str]:
    fields = {f"family.{name}": _text(getattr(family, name)) for name in (*_PLACE, "head_name")}
    fields["family.area_code"] = area_label(family.area_code)
    fields["family.ended_on"] = format_date(family.ended_on) if family.ended_on else ""
    fields["family.kk"] = numbers.masked(family.kk_cipher, numbers.KK)
    for row in Membership.objects.filter(family=family, period__contains=on).select_related("person"):
        fields[f"member.{row.person_id}"] = f"{row.person.name}, {Relation(row.relation).label}"
    return fields


def _of_person(person: Person, on: date) -> dict[str, str]:
    shown = {name: _text(getattr(person, name)) for name in PERSON_FIELDS if name not in ("nik", "phone", "area_code")}
    shown["nik"] = numbers.masked(person.nik_cipher, numbers.NIK)
    shown["phone"] = numbers.masked_phone(person.phone_cipher)
    shown["area_code"] = area_label(person.area_code)
    for name in ("sex", "nik_status", "marital_status"):
        shown[name] = str(getattr(person, f"get_{name}_display")())
    shown["died_on"] = _text(person.died_on)
    row = Membership.objects.filter(person=person, period__contains=on).select_related("family").first()
    shown["family"] = f"{row.family.head_name}, {Relation(row.relation).label}" if row else ""
    return {f"person.{name}": value for name, value in shown.items()}


def _text(value: object) -> str:
    return format_date(value) if isinstance(value, date) else str(value or "")


def persons_named(proposed: Mapping[str, Any]) -> Iterable[UUID]:
    """Ids of persons a proposal names besides its subject."""
    single = [proposed.get(name) for name in ("new_head", "head", "partner", "person")]
    return [UUID(str(each)) for each in [*single, *(row[0] for row in proposed.get("members", []))] if each]
