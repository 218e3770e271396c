"""Facts that a letter states, taken from the registry and frozen with their day and source."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.desk.letters.kinds import LetterKind
from rangkul.desk.models import Case
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries import FamilyView, PersonView, StatusView

REGISTERS = ("DTSEN", "DTKS")
"""Registers of who is poor, the one that holds today first."""


def take_facts(case: Case, kind: LetterKind, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the registry says of the case's person today, as JSON; `status` is None for who is in no register.

    A decile is quoted with its source and first day, never worked out. Whole NIK only for kinds that need it: the look
    is logged with the letter as purpose. Raises `Refused` when the kind needs a person, a listing or a lower decile and
    there is none, `Denied` when the actor may not see the person.
    """
    today = clock.local_date(at, settings.TIME_ZONE)
    facts: dict[str, Any] = {
        "on": today.isoformat(), "name": case.concerned_name, "nik": "", "birth": "", "sex": "", "address": "",
        "village": reference_queries.area_label(case.area_code), "members": [], "status": None, "has_person": False,
    }  # fmt: skip
    if case.person_id is None:
        if "person" in kind.needs or "listed" in kind.needs:
            raise Refused(
                field="Warga", value=case.ticket, expected="kasus yang sudah dicocokkan dengan registri",
                remedy="buka kasusnya dan cocokkan dengan warga di registri lebih dahulu",
            )  # fmt: skip
        return facts
    person = registry_queries.get_person(by, registry_queries.find_survivor(by, case.person_id) or case.person_id)
    family = _family(by, person)
    facts |= _of_person(person, kind, by, at)
    if kind.members_title and family is not None:
        facts["members"] = [_member(each) for each in family.members if each.died_on is None]
    facts["status"] = _status(person, family, person.id, today)
    _check(person, kind, facts["status"])
    return facts


def _family(by: Actor, person: PersonView) -> FamilyView | None:
    return registry_queries.get_family(by, person.family.family_id) if person.family else None


def _of_person(person: PersonView, kind: LetterKind, by: Actor, at: datetime) -> dict[str, Any]:
    born = clock.format_date(person.birth_date) if person.birth_date else "tanggal belum diketahui"
    nik = person.masked_nik
    if kind.shows_nik and person.masked_nik:
        purpose = by.for_purpose(f"menyusun {kind.name.lower()}")
        nik = registry_queries.reveal_person_numbers(purpose, person.id, at=at).nik
    return {
        "has_person": True,
        "name": person.name,
        "nik": nik,
        "birth": ", ".join(filter(None, [person.birth_place, born])),
        "has_birth_place": bool(person.birth_place),
        "sex": str(person.sex_label),
        "address": ", ".join(filter(None, [person.address, person.area_label])),
    }


def _member(each: Any) -> list[str]:
    born = clock.format_date(each.birth_date) if each.birth_date else "-"
    return [each.name, each.masked_nik or "-", each.sex or "-", born, str(each.relation_label)]


def _status(person: PersonView, family: FamilyView | None, person_id: UUID, today: Any) -> dict[str, Any] | None:
    """The listing in force: DTSEN before DTKS, the person's own before the family's; an ID DTKS alone counts too."""
    own = [each for each in person.statuses if _counts(each)]
    shared = [each for each in (family.statuses if family else ()) if _counts(each) and not each.about]
    found = sorted([*own, *shared], key=lambda each: REGISTERS.index(each.source))
    registry_id = registry_queries.registry_id_in_force("DTKS", person_id=person_id, on=today)
    if found:
        best = found[0]
        return {
            "source": best.source,
            "decile": best.decile,
            "since": best.start.isoformat() if best.start else "",
            "registry_id": registry_id,
        }
    if registry_id:
        return {"source": "DTKS", "decile": None, "since": "", "registry_id": registry_id}
    return None


def _counts(each: StatusView) -> bool:
    return each.is_in_force and each.is_listed and each.source in REGISTERS


def _check(person: PersonView, kind: LetterKind, status: dict[str, Any] | None) -> None:
    if person.died_on is not None and kind.layout == "statement":
        raise Refused(
            field="Warga", value=person.name, expected="warga yang masih hidup",
            remedy="tercatat meninggal di registri; minta perbaikan data bila itu keliru",
        )  # fmt: skip
    if "listed" in kind.needs and status is None:
        raise Refused(
            field="Status DTSEN", value="", expected="status DTSEN atau DTKS yang berlaku hari ini",
            remedy=(
                "warga belum terdaftar; usulkan pendataan lewat musyawarah desa atau SPTJM, "
                "atau minta pengelola data mengimpor berkas DTSEN terbaru"
            ),
        )  # fmt: skip
    decile = status["decile"] if status else None
    if kind.highest_decile is not None and decile is not None and decile > kind.highest_decile:
        raise Refused(
            field="Desil", value=decile, expected=f"desil 1 sampai {kind.highest_decile}",
            remedy="bila tidak sesuai keadaan keluarga, ajukan sanggahan desil dan pemutakhiran data lebih dahulu",
        )  # fmt: skip
