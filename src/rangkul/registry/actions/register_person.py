"""Register somebody, with or without papers."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import names
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.nik import Nik
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.members import join
from rangkul.registry.enums import IdentityKind, NikStatus, Relation, Source
from rangkul.registry.errors import AlreadyRegistered
from rangkul.registry.models import Family, Identity, Person

_WITHOUT_NIK = {NikStatus.NONE, NikStatus.NOT_RECORDED}


@action("registry.person.register")
def register_person(
    *,
    name: str,
    area: str,
    by: Actor,
    at: datetime,
    nik: str | None = None,
    nik_status: str | None = None,
    kk: str | None = None,
    relation: str = "",
    sex: str = "",
    birth_place: str = "",
    birth_date: date | None = None,
    mother_name: str = "",
    marital_status: str = "",
    phone: str = "",
    address: str = "",
    hamlet: str = "",
    rt: str = "",
    rw: str = "",
    source: str = Source.DESK,
    reason: str = "",
    form_id: UUID | None = None,
) -> Person:
    """Register a person who lives in `area`; without a NIK they get a temporary identity number (SEM-…).

    `form_id` is the id the form was given when it was opened, so that a form sent twice makes one person. With `kk` of a
    card that is not registered yet they begin its family as HEAD; into a registered one leads `register_checked`.
    Raises Refused, Denied, AlreadyRegistered, NikAlreadyRegistered (a living verified record has the NIK),
    KkAlreadyRegistered (the card is registered).
    """
    where = steps.read_area(area)
    policies.check_can_register_person(by, where)
    steps.check_form_id(form_id)
    if form_id is not None and Person.objects.filter(pk=form_id).exists():
        raise AlreadyRegistered(form_id)
    steps.check_not_future("Tanggal lahir", birth_date, at)
    shown = names.display(clean(name))
    if not names.search_key(shown):
        raise Refused(field="Nama", value=name, expected="nama sesuai KTP atau KK", remedy="tulis nama dengan huruf")
    number = steps.read_nik(nik)
    status = _status(number, nik_status)
    if number:
        steps.check_nik_is_free(number)
    sealed = numbers.seal_nik(number) if number else None
    person = Person(
        pk=form_id or new_id(),
        name=shown[:200],
        name_key=names.search_key(shown)[:200],
        nik_cipher=sealed.cipher if sealed else None,
        nik_index=sealed.index if sealed else None,
        nik_status=status,
        sex=sex or (number.sex if number else ""),
        birth_place=clean(birth_place)[:100],
        birth_date=birth_date,
        mother_name=clean(mother_name)[:200],
        marital_status=marital_status,
        phone_cipher=crypto.seal(clean(phone), context=numbers.PHONE) if clean(phone) else None,
        area_code=where,
        address=clean(address)[:300],
        hamlet=clean(hamlet)[:100],
        rt=clean(rt)[:5],
        rw=clean(rw)[:5],
        source=source,
        created_at=at,
        updated_at=at,
    )
    with steps.readable(nik=number or "", record_id=person.pk):
        person.save(force_insert=True)
    if number is None:
        _give_temporary_number(person, at)
    family = _begin_family(person, kk, relation, by=by, at=at)
    subjects = [("person", person.pk), *([("family", family.pk)] if family else [])]
    record(
        "registry.person.register",
        by=by,
        at=at,
        on=person,
        subjects=subjects,
        area=where,
        reason=reason,
        data={"nik_status": status, "source": source, "has_family": family is not None},
    )
    return person


def temporary_number(person_id: UUID, area: str) -> str:
    """A number that can be read out over the telephone: "SEM-7312012001-4F7K2Q9"."""
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    value, digits = person_id.int & (1 << 35) - 1, ""
    for _step in range(7):
        value, remainder = divmod(value, len(alphabet))
        digits += alphabet[remainder]
    return f"SEM-{area.replace('.', '')}-{digits}"


def _status(nik: Nik | None, given: str | None) -> NikStatus:
    if nik is None:
        status = NikStatus(given) if given else NikStatus.NONE
        if status not in _WITHOUT_NIK:
            raise Refused(field="NIK", value="", expected="16 angka", remedy="isi NIK atau pilih “tidak punya”")
        return status
    status = NikStatus(given) if given else NikStatus.UNCHECKED
    return NikStatus.UNCHECKED if status in _WITHOUT_NIK else status


def _give_temporary_number(person: Person, at: datetime) -> None:
    Identity.objects.create(
        person=person,
        kind=IdentityKind.TEMPORARY,
        value=temporary_number(person.pk, person.area_code),
        period=steps.since(steps.day_of(at)),
        source=Source.DESK,
        created_at=at,
    )


def _begin_family(person: Person, kk: str | None, relation: str, *, by: Actor, at: datetime) -> Family | None:
    number = steps.read_kk(kk)
    if number is None:
        return None
    steps.check_kk_is_free(number)
    if relation != Relation.HEAD:
        raise Refused(
            field="Nomor KK",
            value=number.masked,
            expected="nomor KK yang sudah terdaftar",
            remedy="daftarkan dulu kepala keluarganya, atau kosongkan nomor KK",
        )
    policies.check_can_register_family(by, person.area_code)
    sealed = numbers.seal_kk(number)
    family = Family(
        kk_cipher=sealed.cipher,
        kk_index=sealed.index,
        area_code=person.area_code,
        address=person.address,
        hamlet=person.hamlet,
        rt=person.rt,
        rw=person.rw,
        head_name=person.name,
        source=person.source,
        created_at=at,
        updated_at=at,
    )
    with steps.readable(kk=number):
        family.save(force_insert=True)
    join(family, person, Relation.HEAD, steps.day_of(at))
    return family
