"""Reading change requests: the list, whose turn it is, and one request with what it would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel import clock
from rangkul.kernel.clock import format_date
from rangkul.kernel.sixteen_digits import mask
from rangkul.platform.files.models import StoredFile
from rangkul.platform.files.queries import OpenedFile, list_files_of, open_file
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.platform.workflow import Transition
from rangkul.registry import change_facts, policies, returning
from rangkul.registry.change_facts import Clash
from rangkul.registry.enums import ChangeKind, MaritalStatus, NikStatus, Relation, Sex
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.events import FIELD_NAMES
from rangkul.registry.models import ChangeRequest, Family, Person
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.returners import Returner, find_returner
from rangkul.registry.workflow import CHANGE

PAGE_SIZE = 50
_FIRST = 5
HOUSEHOLD_LABELS: dict[str, str | Promise] = {
    "NEW_OWN": gettext_lazy("KK baru, orang ini sebagai kepala"),
    "NEW_PARTNER": gettext_lazy("KK baru, pasangan sebagai kepala"),
    "TO_PARTNER": gettext_lazy("ikut KK pasangan"),
    "TO_OWN": gettext_lazy("pasangan ikut KK orang ini"),
    "APART": gettext_lazy("tetap di KK masing-masing"),
}
KNOWN_AS_LABELS: dict[str, str | Promise] = {
    returning.SAME: gettext_lazy("sama orangnya; data yang sudah ada dibawa ke sini"),
    returning.OTHER: gettext_lazy("orang lain; daftarkan sebagai warga baru"),
}
_LABELS: dict[str, str | Promise] = {
    "evidence": gettext_lazy("bukti"),
    "new_head": gettext_lazy("kepala keluarga baru"),
    "without_head": gettext_lazy("keluarga ini untuk sementara tanpa kepala"),
    "area": gettext_lazy("desa/kelurahan tujuan"),
    "destination": gettext_lazy("tujuan pindah"),
    "person": gettext_lazy("yang pindah"),
    "origin": gettext_lazy("asal"),
    "relation": gettext_lazy("hubungan dalam KK"),
    "kk": gettext_lazy("nomor KK"),
    "to_family": gettext_lazy("KK tujuan"),
    "partner": gettext_lazy("pasangan"),
    "household": gettext_lazy("sesudah menikah"),
    "known_as": gettext_lazy("orang dengan NIK ini"),
    "head": gettext_lazy("kepala keluarga baru"),
    "former": gettext_lazy("hubungan kepala lama sesudahnya"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One request in a list."""

    id: UUID
    number: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    about: str
    area_code: str
    area_label: str
    happened_on: date
    asked_by_name: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One page by id, newest first; `after` leads on, None at the end."""

    rows: tuple[ChangeRow, ...]
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class WaitingJoin:
    """Somebody's place in a family, asked for and not checked yet."""

    change_id: UUID
    number: str
    family_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One request as its page shows it: texts masked, clashes against the record as it is now."""

    row: ChangeRow
    family_id: UUID | None
    person_id: UUID | None
    to_area: str
    to_area_label: str
    proposed: tuple[tuple[str, str], ...]
    values: dict[str, Any]
    base: dict[str, str]
    clashes: tuple[Clash, ...]
    seen: str
    differences: tuple[tuple[str, str, str], ...]
    note: str
    decision_reason: str
    checked_by_name: str
    checked_at: datetime | None
    submitted_at: datetime | None
    applied_at: datetime | None
    digest: str
    revision: int
    files: tuple[StoredFile, ...]
    may_edit: bool
    may_check: bool
    may_apply: bool
    returner: Returner | None = None

    @property
    def steps(self) -> tuple[Transition, ...]:
        """Transitions open at the present state."""
        return CHANGE.available(self.row.state)


def list_changes(
    actor: Actor,
    *,
    state: str = "",
    kind: str = "",
    area: str = "",
    subject: tuple[str, UUID] | None = None,
    mine: bool = False,
    after: UUID | None = None,
    limit: int = PAGE_SIZE,
) -> ChangePage:
    """Requests of the actor's areas, newest first; `mine` keeps those that wait for this actor. Four queries."""
    found = _waiting(actor) if mine else policies.changes_visible_to(actor)
    found = found.filter(**{key: value for key, value in {"state": state, "kind": kind}.items() if value})
    if area:
        found = found.filter(inside_area(area))
    if subject is not None:
        found = found.filter(**{f"{subject[0]}_id": subject[1]})
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.select_related("person", "family").order_by("-pk")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return ChangePage(_rows(rows), rows[-1].pk if more else None)


def list_changes_waiting_for(actor: Actor) -> tuple[int, tuple[ChangeRow, ...]]:
    """(how many wait for this actor, the first few, the oldest first)."""
    found = _waiting(actor)
    rows = list(found.select_related("person", "family").order_by("pk")[:_FIRST])
    return (found.count() if len(rows) == _FIRST else len(rows)), _rows(rows)


def find_waiting_join(actor: Actor, person_id: UUID) -> WaitingJoin | None:
    """The request that asks for the person's place in a family and is not decided yet; None without one. One query."""
    found = policies.changes_visible_to(actor).filter(person_id=person_id, kind=ChangeKind.JOIN)
    change = found.filter(state__in=CHANGE.open_states).exclude(state="DRAFT").order_by("-pk").first()
    if change is None:
        return None
    return WaitingJoin(change.pk, change.number, UUID(str(change_facts.opened(change)["to_family"])))


def get_change(actor: Actor, change_id: UUID) -> ChangeView:
    """One request. Raises NoSuchRecord when there is none that the actor may see."""
    change = policies.changes_visible_to(actor).select_related("person", "family").filter(pk=change_id).first()
    if change is None:
        raise NoSuchRecord("change", change_id)
    is_open = change.state in CHANGE.open_states
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    now = change_facts.standing(change.family_id, change.person_id, today) if is_open else {}
    values = change_facts.opened(change)
    may_check = policies.can_check_change(actor, change)
    return ChangeView(
        row=_rows([change])[0],
        family_id=change.family_id,
        person_id=change.person_id,
        to_area=change.to_area,
        to_area_label=area_labels([change.to_area]).get(change.to_area, "") if change.to_area else "",
        proposed=tuple(_in_words(values)),
        values=values,
        base=change.base,
        clashes=change_facts.clashes_of(change, now) if is_open else (),
        seen=change_facts.fingerprint(now) if is_open else "",
        differences=tuple(change_facts.differences(change.before, change.after)),
        note=change.note,
        decision_reason=change.decision_reason,
        checked_by_name=change.checked_by_name,
        checked_at=change.checked_at,
        submitted_at=change.submitted_at,
        applied_at=change.applied_at,
        digest=change.digest,
        revision=change.revision,
        files=tuple(list_files_of(actor, ("change", change.pk))),
        may_edit=policies.can_edit_change(actor, change),
        may_check=may_check,
        may_apply=may_check and policies.can_apply_change(actor, change),
        returner=find_returner(actor, values["nik"], values) if is_open and returning.is_asked(values) else None,
    )


def open_change_file(actor: Actor, change_id: UUID, file_id: UUID) -> OpenedFile:
    """A paper of a request with its bytes. Raises NoSuchRecord, Denied, FileDamaged."""
    if not policies.changes_visible_to(actor).filter(pk=change_id).exists():
        raise NoSuchRecord("change", change_id)

    def belongs(_actor: Actor, stored: StoredFile) -> None:
        if (stored.owner_kind, stored.owner_id) != ("change", change_id):
            raise NoSuchRecord("file", file_id)

    return open_file(actor, file_id, check=belongs)


def _waiting(actor: Actor) -> QuerySet[ChangeRequest]:
    """Requests whose next step this actor may take: fresh eyes for the check, both places for applying."""
    found = policies.changes_visible_to(actor)
    wanted = Q(pk__in=[])
    if actor.may(policies.CHECK_CHANGE):
        wanted |= Q(state="SUBMITTED")
        if any(area.level <= 2 for area in actor.areas):
            wanted |= Q(state="CHECKED")
        if actor.user_id is not None:
            # A NULL asker is the program itself; `exclude` would drop its requests.
            wanted &= ~(Q(asked_by=actor.user_id) & Q(asked_by__isnull=False))
            wanted &= ~(Q(submitted_by=actor.user_id) & Q(submitted_by__isnull=False))
    if actor.may(policies.ASK_CHANGE):
        wanted |= Q(state__in=["DRAFT", "RETURNED"])
    return found.filter(wanted)


def _rows(changes: Iterable[ChangeRequest]) -> tuple[ChangeRow, ...]:
    found = list(changes)
    places = area_labels({change.area_code for change in found})
    return tuple(
        ChangeRow(
            id=change.pk,
            number=change.number,
            kind=change.kind,
            kind_label=str(ChangeKind(change.kind).label),
            state=change.state,
            state_label=str(CHANGE.state(change.state).label),
            about=_about(change),
            area_code=change.area_code,
            area_label=places.get(change.area_code, change.area_code),
            happened_on=change.happened_on,
            asked_by_name=change.asked_by_name,
            updated_at=change.updated_at,
        )
        for change in found
    )


def _about(change: ChangeRequest) -> str:
    if change.person is not None:
        return change.person.name
    if change.family is not None:
        return _("Keluarga %(head)s") % {"head": change.family.head_name or "–"}
    return str(change_facts.opened(change).get("name", ""))


def _in_words(values: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """(label, text) of the proposal; numbers of identity masked."""
    flat = {**values, **values.get("changes", {})}
    persons = Person.objects.in_bulk([*change_facts.persons_named(values)])
    families = Family.objects.in_bulk([UUID(str(values["to_family"]))] if values.get("to_family") else [])
    for key, value in flat.items():
        if key in ("changes", "members", "visit") or value in (None, "", False):
            continue
        label = str(FIELD_NAMES.get(key) or _LABELS.get(key, key))
        yield label, _shown(key, value, persons, families)
    for person_id, relation in values.get("members", []):
        person = persons.get(UUID(str(person_id)))
        yield _("keluar ke KK baru"), f"{person.name if person else '–'}, {Relation(relation).label}"


def _shown(key: str, value: Any, persons: dict[UUID, Person], families: dict[UUID, Family]) -> str:
    choices: dict[str, Any] = {
        "relation": Relation,
        "former": Relation,
        "sex": Sex,
        "marital_status": MaritalStatus,
        "nik_status": NikStatus,
    }
    if key in ("nik", "kk"):
        return mask(str(value))
    if key == "birth_date":
        return format_date(date.fromisoformat(str(value)))
    if key in choices:
        return str(choices[key](value).label)
    if key in ("area", "area_code"):
        return area_labels([str(value)]).get(str(value), str(value))
    if key in ("new_head", "head", "partner", "person"):
        person = persons.get(UUID(str(value)))
        return person.name if person else "–"
    if key == "to_family":
        family = families.get(UUID(str(value)))
        return family.head_name if family else "–"
    if key == "known_as":
        return str(KNOWN_AS_LABELS.get(str(value), value))
    if key == "household":
        return str(HOUSEHOLD_LABELS.get(str(value), value))
    return _("ya") if value is True else str(value)
