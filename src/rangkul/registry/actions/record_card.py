"""A family that had no card gets one, a person who had no NIK gets one: the number is written down, once."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.correct_person import correct_person
from rangkul.registry.models import Family, Person


@action("registry.family.record_card")
def record_card(
    *, family_id: UUID, kk: str, by: Actor, at: datetime, revision: int | None = None, reason: str = ""
) -> Family:
    """Write the number of a newly issued card on a family that has none; the same number again changes nothing more.

    A family with another card is refused: a new card of the same family comes by its own change. Raises Refused, Denied,
    KkAlreadyRegistered, StalePage.
    """
    family = steps.lock_family(family_id)
    policies.check_can_record_family(by, family)
    steps.check_revision(family, revision)
    number = steps.read_kk(kk)
    if number is None:
        raise Refused(field="Nomor KK", value="", expected="16 angka", remedy="isi nomor seperti tertulis di kartu")
    sealed = numbers.seal_kk(number)
    if family.kk_index is not None and bytes(family.kk_index) != sealed.index:
        raise Refused(
            field="Nomor KK",
            value="",
            expected="keluarga yang belum punya nomor KK",
            remedy="keluarga ini sudah punya nomor lain; pakai “Pecah KK” atau ajukan perubahan",
        )
    if family.kk_index is None:
        steps.check_kk_is_free(number)
        was = steps.number_of(family, at)
        family.kk_cipher, family.kk_index = sealed.cipher, sealed.index
        with steps.readable(kk=number, record_id=family.pk):
            steps.save_next(family, at, ["kk_cipher", "kk_index"])
        steps.keep_number(was)
    _noted("registry.family.record_card", family, by=by, at=at, reason=reason)
    return family


@action("registry.person.record_nik")
def record_nik(*, person_id: UUID, nik: str, by: Actor, at: datetime, reason: str = "") -> Person:
    """Write the NIK of somebody who had none; the same NIK again changes nothing.

    Another NIK than the recorded one is refused: that is a correction, which is asked for. Raises Refused, Denied,
    NikAlreadyRegistered.
    """
    person = steps.lock_person(person_id)
    policies.check_can_record_person(by, person)
    number = steps.read_nik(nik)
    if number is None:
        raise Refused(field="NIK", value="", expected="16 angka", remedy="isi NIK seperti tertulis di kartu")
    if person.nik_index is not None and bytes(person.nik_index) != numbers.nik_index(number):
        raise Refused(
            field="NIK", value="", expected="orang yang belum punya NIK",
            remedy="orang ini sudah tercatat dengan NIK lain; ajukan perbaikan data",
        )  # fmt: skip
    if person.nik_index is None:
        recorder = replace(by, permissions=by.permissions | {policies.CORRECT})
        person = correct_person(person_id=person_id, changes={"nik": str(number)}, by=recorder, at=at, reason=reason)
    _noted("registry.person.record_nik", person, by=by, at=at, reason=reason)
    return person


def _noted(name: str, thing: Person | Family, *, by: Actor, at: datetime, reason: str) -> None:
    find = steps.subjects_of_person if isinstance(thing, Person) else steps.subjects_of_family
    subjects = find(thing.pk, steps.day_of(at))
    record(name, by=by, at=at, on=thing, subjects=subjects, area=thing.area_code, reason=reason)
