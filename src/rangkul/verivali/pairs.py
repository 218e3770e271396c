"""Pairs konfirmasi/perbaikan: which fields of the registry a visit confirms or corrects, and how a reviewer applies them.

This is the seam to the registry: everything a visit may change goes through `apply` here, by the reviewer's hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.errors import Refused
from rangkul.kernel.nik import Nik
from rangkul.kernel.text import clean
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.registry.enums import ConditionKind, MaritalStatus, Sex, Source
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.events import FIELD_NAMES
from rangkul.registry.vocabulary import CONDITION_FACTS
from rangkul.verivali import requests, sealing
from rangkul.verivali.enums import CorrectionState, SubjectKind, Verdict
from rangkul.verivali.models import Correction, Subject, Visit

PERSON_FIELDS = (
    "name", "nik", "birth_place", "birth_date", "sex", "mother_name", "marital_status", "address", "hamlet", "rt", "rw",
)  # fmt: skip
FAMILY_FIELDS = ("address", "hamlet", "rt", "rw")
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "sex": [(str(value), label) for value, label in Sex.choices],
    "marital_status": [(str(value), label) for value, label in MaritalStatus.choices],
}
DIED_ON = "died_on"
CONDITION = "condition:"
LONGEST = {"name": 200, "mother_name": 200, "birth_place": 100, "address": 300, "hamlet": 100, "rt": 5, "rw": 5}


@dataclass(frozen=True, slots=True)
class Present:
    """What the registry says of a subject now: `values` by field (a NIK masked), the revision it has."""

    name: str
    revision: int
    values: Mapping[str, str]
    members: tuple[tuple[UUID, str], ...] = ()
    conditions: frozenset[str] = frozenset()

    def value(self, field: str) -> str:
        """The value of a field; "YA" for a condition in force."""
        if field.startswith(CONDITION):
            return "YA" if field.removeprefix(CONDITION) in self.conditions else ""
        return self.values.get(field, "")


def fields_of(kind: str) -> tuple[str, ...]:
    """Fields whose old value a visit shows."""
    return PERSON_FIELDS if kind == SubjectKind.PERSON else FAMILY_FIELDS


def label_of(field: str) -> str | Promise:
    """What a field is called."""
    if field == DIED_ON:
        return _("tanggal meninggal")
    if field.startswith(CONDITION):
        kind = field.removeprefix(CONDITION)
        return ConditionKind(kind).label if kind in ConditionKind.values else kind
    name: str | Promise = FIELD_NAMES.get(field, field)
    return name


def words_of(field: str, value: str) -> str:
    """A stored value in words."""
    return str(dict(CHOICES.get(field, [])).get(value, value))


def present_of(actor: Actor, subject: Subject, *, on: date) -> Present:
    """What the registry says of the subject now, as far as the actor may see it. Raises NoSuchRecord."""
    if subject.person_id is None:
        family = registry_queries.get_family(actor, _id(subject.family_id))
        members = tuple((member.person_id, member.name) for member in family.members)
        values = {field: str(getattr(family, field) or "") for field in FAMILY_FIELDS}
        return Present(family.label, family.revision, values, members)
    survivor = registry_queries.find_survivor(actor, subject.person_id) or subject.person_id
    person = registry_queries.get_person(actor, survivor)
    values = {field: _text(getattr(person, field)) for field in PERSON_FIELDS if field != "nik"}
    values |= {"nik": person.masked_nik, DIED_ON: _text(person.died_on)}
    return Present(person.name, person.revision, values, conditions=_conditions(survivor, on))


def read_value(field: str, raw: Any) -> str:
    """A corrected value as it is stored. Raises Refused naming the field."""
    if isinstance(raw, date):
        return raw.isoformat()
    text = clean(str(raw or ""))
    if not text:
        raise _refused(field, raw, "nilai yang benar", "isi perbaikannya, atau pilih “data lama benar”")
    if field == "nik":
        return str(Nik.parse(text))
    if field in CHOICES and text not in dict(CHOICES[field]):
        raise _refused(field, text, "pilihan dalam daftar", "pilih lagi")
    if field in ("birth_date", DIED_ON):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise _refused(field, text, "tanggal", "isi hari, bulan, dan tahun") from None
    if len(text) > LONGEST.get(field, 300):
        raise _refused(field, text, f"paling banyak {LONGEST[field]} huruf", "ringkas isinya")
    return text


def apply(
    subject: Subject,
    proposals: Iterable[tuple[Correction, str]],
    *,
    present: Present,
    by: Actor,
    at: datetime,
) -> dict[UUID, CorrectionState]:
    """Bring corrections (with their new values) into the registry by the reviewer's hand.

    The visit is the evidence and the review the second pair of eyes: the registry takes it from who may review.
    Fields of a person go through `correct_person` against the revision the reviewer saw, a death through
    `record_death`, a condition through `record_condition`. Whom the registry has as dead and the visit met alive is
    HANDED_ON with a change request that a second person checks; so is a family's address. Returns the state of each.
    Raises what those actions raise: Denied, Refused, StalePage, NikAlreadyRegistered.
    """
    states: dict[UUID, CorrectionState] = {}
    fields: dict[str, Any] = {}
    reason = f"Verivali: {subject.campaign.title}"[:200]
    later: list[tuple[str, str]] = []
    alive: Visit | None = None
    address: dict[str, str] = {}
    visit: Visit | None = None
    for correction, value in proposals:
        visit = correction.visit
        if subject.person_id is None or (correction.field == DIED_ON and not value):
            alive = correction.visit if present.value(correction.field) and subject.person_id else alive
            address |= {correction.field: value} if present.value(correction.field) != value else {}
            states[correction.pk] = CorrectionState.HANDED_ON
            continue
        states[correction.pk] = CorrectionState.APPLIED
        if correction.field == DIED_ON or correction.field.startswith(CONDITION):
            later.append((correction.field, value))
        elif present.value(correction.field) != value:
            fields[correction.field] = date.fromisoformat(value) if correction.field == "birth_date" else value
    if subject.person_id is None:
        if address and visit is not None:
            requests.ask_address(visit, _id(subject.family_id), address, by=by, at=at)
        return states
    rights = {registry_policies.CORRECT, registry_policies.APPLY_CHANGE, registry_policies.RECORD}
    by = replace(by, permissions=by.permissions | rights)
    person_id = registry_queries.find_survivor(by, subject.person_id) or subject.person_id
    if fields:
        registry_actions.correct_person(
            person_id=person_id, changes=fields, revision=present.revision, reason=reason, by=by, at=at
        )
    if alive is not None:
        requests.ask_alive(alive, person_id, by=by, at=at)
    for field, value in later:
        _apply_event(person_id, field, value, present=present, reason=reason, by=by, at=at)
    return states


def clashes_of(visit: Visit, present: Present) -> set[UUID]:
    """Corrections whose field the registry changed since the visit, to something else than is proposed."""
    found = set()
    for each in visit.corrections.filter(verdict=Verdict.CORRECT):
        was, proposed = (sealing.open_text(text, sealing.VALUE) for text in (each.old_cipher, each.new_cipher))
        if present.value(each.field) not in (was, proposed):
            found.add(each.pk)
    return found


def _apply_event(
    person_id: UUID, field: str, value: str, *, present: Present, reason: str, by: Actor, at: datetime
) -> None:
    if present.value(field) == value:
        return
    if field == DIED_ON:
        registry_actions.record_death(
            person_id=person_id, died_on=date.fromisoformat(value), evidence=reason, reason=reason, by=by, at=at
        )
        return
    registry_actions.record_condition(
        kind=field.removeprefix(CONDITION), person_id=person_id, source=Source.SURVEY, reason=reason, by=by, at=at
    )


def _conditions(person_id: UUID, on: date) -> frozenset[str]:
    """Conditions in force, whoever asks: what is recorded already is not proposed again. Nobody who died has any."""
    try:
        facts = registry_queries.facts_for_person(person_id, on).facts
    except NoSuchRecord:
        return frozenset()
    return frozenset(kind.value for fact, kind in CONDITION_FACTS.items() if facts.get(fact))


def _refused(field: str, value: object, expected: str, remedy: str) -> Refused:
    shown = "" if field == "nik" else value
    return Refused(field=str(label_of(field)), value=shown, expected=expected, remedy=remedy)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _id(value: UUID | None) -> UUID:
    assert value is not None
    return value
