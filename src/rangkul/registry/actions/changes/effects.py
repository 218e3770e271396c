"""What each kind of change request does to the registry, through the actions that everybody else uses."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from rangkul.registry import returning
from rangkul.registry.actions import steps
from rangkul.registry.actions.bring_back_person import bring_back_person
from rangkul.registry.actions.change_family import change_head, move_family, split_family
from rangkul.registry.actions.correct_address import correct_address
from rangkul.registry.actions.correct_person import correct_person
from rangkul.registry.actions.record_death import record_death
from rangkul.registry.actions.register_family import add_member, register_family
from rangkul.registry.actions.register_person import register_person
from rangkul.registry.actions.take_back_death import take_back_death
from rangkul.registry.actions.transfer_member import leave_district, transfer_member
from rangkul.registry.enums import ChangeKind, MaritalStatus, Relation
from rangkul.registry.models import ChangeRequest, Family, Membership, Person

_DATES = {"birth_date"}
_PLACE = ("address", "hamlet", "rt", "rw")
HOUSEHOLDS = ("NEW_OWN", "NEW_PARTNER", "TO_PARTNER", "TO_OWN", "APART")
"""After a marriage: a new family headed by the person or by the partner, one joins the other's, or both stay."""

Effect = Callable[..., None]


def effect(change: ChangeRequest, proposed: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Do to the registry what the request proposes. Raises what the actions raise; the caller's transaction undoes."""
    _EFFECTS[ChangeKind(change.kind)](
        change, proposed, on=change.happened_on, why={"by": by, "at": at, "reason": _reason(change)}
    )


def _reason(change: ChangeRequest) -> str:
    return f"Permohonan {change.number}" + (f": {change.note}" if change.note else "")


def _person(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None


def _birth(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    family = steps.lock_family(_need(change.family_id))
    _check_alive(family)
    child = _register(change, proposed, family, birth_date=on, why=why)
    add_member(
        family_id=family.pk, person_id=child.pk, relation=proposed.get("relation") or Relation.CHILD, on=on, **why
    )


def _death(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    person_id = _need(change.person_id)
    row = steps.present_membership(person_id, on)
    heads = row is not None and row.relation == Relation.HEAD
    others = row is not None and _others_stay(row, on)
    new_head = _person(proposed.get("new_head"))
    if heads and others and new_head is None and not proposed.get("without_head"):
        raise Refused(
            field="Kepala keluarga baru",
            value="",
            expected="anggota yang mengepalai keluarga ini",
            remedy="pilih kepala baru, atau nyatakan belum ada kepala keluarga",
        )
    # Somebody who died today is head until tonight, and nothing may begin tomorrow: the new head begins today.
    first = heads and new_head is not None and on >= steps.day_of(why["at"])
    if first and row is not None:
        change_head(family_id=row.family_id, person_id=_need(new_head), on=on, **why)
    record_death(person_id=person_id, died_on=on, evidence=str(proposed.get("evidence", "")), **why)
    if heads and row is not None and new_head is not None and not first:
        change_head(family_id=row.family_id, person_id=new_head, on=on + timedelta(days=1), **why)
    if row is not None and not others:
        family = steps.lock_family(row.family_id)
        family.ended_on = on + timedelta(days=1)
        steps.save_next(family, why["at"], ["ended_on"])


def _move(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    place: dict[str, Any] = {name: str(proposed.get(name, "")) for name in _PLACE}
    move_family(family_id=_need(change.family_id), to_area=str(proposed["area"]), on=on, **place, **why)


def _move_out(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    leave_district(
        family_id=_need(change.family_id),
        destination=str(proposed.get("destination", "")),
        person_id=_person(proposed.get("person")),
        on=on,
        **why,
    )


def _move_in(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    family = steps.lock_family(change.family_id) if change.family_id else None
    if family is not None:
        _check_alive(family)
    if returning.is_asked(proposed):
        person = _bring_back(change, proposed, family, on=on, why=why)
    else:
        person = _register(change, proposed, family, birth_date=_date(proposed.get("birth_date")), why=why)
    if family is not None:
        relation = proposed.get("relation") or Relation.OTHER
        add_member(family_id=family.pk, person_id=person.pk, relation=relation, on=on, **why)
        return
    place: dict[str, Any] = {name: str(proposed.get(name, "")) for name in _PLACE}
    members = [(person.pk, Relation.HEAD)]
    register_family(area=change.area_code, members=members, kk=proposed.get("kk"), on=on, **place, **why)


def _bring_back(
    change: ChangeRequest, proposed: Mapping[str, Any], family: Family | None, *, on: date, why: Mapping[str, Any]
) -> Person:
    """The known person lives here again; what the form says besides fills blanks, and changes nothing that is recorded."""
    known = returning.known_person(proposed)
    row = steps.present_membership(known.pk, on)
    if row is not None and family is not None and row.family_id == family.pk:
        raise Refused(
            field="NIK", value=known.name, expected="orang dari luar KK ini", remedy="orang ini sudah anggota KK ini"
        )
    place: dict[str, Any] = {name: getattr(family, name) if family else str(proposed.get(name, "")) for name in _PLACE}
    area = family.area_code if family else change.area_code
    person = bring_back_person(person_id=known.pk, area=area, on=on, **place, **why)
    told = {name: proposed.get(name) for name in ("sex", "birth_place", "birth_date", "mother_name")}
    blanks = {
        name: _date(value) if name in _DATES else value
        for name, value in told.items()
        if value and getattr(person, name) in (None, "")
    }
    return correct_person(person_id=person.pk, changes=blanks, **why) if blanks else person


def _split(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    split_family(
        family_id=_need(change.family_id),
        members=[(UUID(str(person)), str(relation)) for person, relation in proposed.get("members", [])],
        kk=proposed.get("kk"),
        new_head_id=_person(proposed.get("new_head")),
        on=on,
        **why,
    )


def _join(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    transfer_member(
        person_id=_need(change.person_id),
        to_family_id=UUID(str(proposed["to_family"])),
        relation=str(proposed.get("relation") or Relation.OTHER),
        new_head_id=_person(proposed.get("new_head")),
        on=on,
        **why,
    )


def _marriage(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    own, partner = _need(change.person_id), UUID(str(proposed["partner"]))
    if own == partner:
        raise Refused(field="Pasangan", value="", expected="orang lain", remedy="pilih pasangannya")
    household = str(proposed.get("household") or "APART")
    for person_id in (own, partner):
        person = steps.lock_person(person_id)
        if person.died_on is not None and person.died_on < on:
            raise Refused(field="Pasangan", value=person.name, expected="orang yang masih hidup", remedy="periksa lagi")
        if person.marital_status != MaritalStatus.MARRIED:
            correct_person(person_id=person_id, changes={"marital_status": MaritalStatus.MARRIED}, **why)
    if household in ("NEW_OWN", "NEW_PARTNER"):
        head, spouse = (own, partner) if household == "NEW_OWN" else (partner, own)
        family_id = _begin_family(head, proposed, on=on, why=why)
        transfer_member(
            person_id=spouse,
            to_family_id=family_id,
            relation=Relation.SPOUSE,
            new_head_id=_person(proposed.get("new_head")),
            on=on,
            **why,
        )
    elif household in ("TO_PARTNER", "TO_OWN"):
        goes, stays = (own, partner) if household == "TO_PARTNER" else (partner, own)
        row = steps.present_membership(stays, on)
        if row is None:
            raise Refused(field="KK", value="", expected="pasangan yang sudah punya KK", remedy="pilih “KK baru”")
        relation = Relation.SPOUSE if row.relation == Relation.HEAD else Relation.CHILD_IN_LAW
        transfer_member(
            person_id=goes,
            to_family_id=row.family_id,
            relation=relation,
            new_head_id=_person(proposed.get("new_head")),
            on=on,
            **why,
        )


def _begin_family(head: UUID, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> UUID:
    row = steps.present_membership(head, on)
    if row is not None:
        if row.relation == Relation.HEAD and not proposed.get("new_head"):
            return row.family_id  # already heads a family: the spouse joins it
        members = [(head, str(Relation.HEAD))]
        new_head = _person(proposed.get("new_head"))
        family = split_family(
            family_id=row.family_id, members=members, kk=proposed.get("kk"), new_head_id=new_head, on=on, **why
        )
        return family.pk
    person = steps.lock_person(head)
    place: dict[str, Any] = {name: getattr(person, name) for name in _PLACE}
    kk = proposed.get("kk")
    return register_family(area=person.area_code, members=[(head, Relation.HEAD)], kk=kk, on=on, **place, **why).pk


def _new_head(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    change_head(
        family_id=_need(change.family_id),
        person_id=UUID(str(proposed["head"])),
        former_relation=str(proposed.get("former") or Relation.OTHER),
        on=on,
        **why,
    )


def _correction(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    changes = {name: _date(value) if name in _DATES else value for name, value in proposed["changes"].items()}
    correct_person(person_id=_need(change.person_id), changes=changes, **why)


def _address(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    place: dict[str, Any] = {name: str(proposed[name]) for name in _PLACE if name in proposed}
    correct_address(family_id=_need(change.family_id), **place, **why)


def _alive(change: ChangeRequest, proposed: Mapping[str, Any], *, on: date, why: Mapping[str, Any]) -> None:
    take_back_death(person_id=_need(change.person_id), evidence=str(proposed.get("evidence", "")), **why)


def _register(
    change: ChangeRequest,
    proposed: Mapping[str, Any],
    family: Family | None,
    *,
    birth_date: date | None,
    why: Mapping[str, Any],
) -> Person:
    place: dict[str, Any] = {name: getattr(family, name) if family else str(proposed.get(name, "")) for name in _PLACE}
    texts: dict[str, Any] = {
        name: str(proposed.get(name, "")) for name in ("name", "sex", "birth_place", "mother_name")
    }
    # The request's own id is the person's: applied once, whatever is sent twice.
    return register_person(
        area=family.area_code if family else change.area_code,
        nik=proposed.get("nik") or None,
        birth_date=birth_date,
        form_id=change.pk,
        **texts,
        **place,
        **why,
    )


def _others_stay(row: Membership, on: date) -> bool:
    there = Membership.objects.filter(family_id=row.family_id, period__contains=on + timedelta(days=1))
    return there.exclude(person_id=row.person_id).exists()


def _check_alive(family: Family) -> None:
    if family.ended_on is not None:
        raise Refused(
            field="Keluarga", value=family.head_name, expected="keluarga yang masih ada", remedy="KK ini sudah berakhir"
        )


def _date(value: Any) -> date | None:
    return value if isinstance(value, date) or value is None else date.fromisoformat(str(value)) if value else None


def _need(value: UUID | None) -> UUID:
    assert value is not None  # the request's constraint and its kind say so
    return value


_EFFECTS: dict[ChangeKind, Effect] = {
    ChangeKind.BIRTH: _birth,
    ChangeKind.DEATH: _death,
    ChangeKind.MOVE: _move,
    ChangeKind.MOVE_OUT: _move_out,
    ChangeKind.MOVE_IN: _move_in,
    ChangeKind.SPLIT: _split,
    ChangeKind.JOIN: _join,
    ChangeKind.MARRIAGE: _marriage,
    ChangeKind.NEW_HEAD: _new_head,
    ChangeKind.CORRECTION: _correction,
    ChangeKind.ADDRESS: _address,
    ChangeKind.ALIVE: _alive,
}
