"""Asking for a change: fill in, attach the papers, submit; from then on the request is frozen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.files.actions import keep_file
from rangkul.platform.files.models import StoredFile
from rangkul.platform.policy.actor import Actor
from rangkul.registry import change_facts, policies, returning
from rangkul.registry.actions import steps
from rangkul.registry.actions.changes.desk import move, noted, take_change
from rangkul.registry.actions.changes.effects import effect
from rangkul.registry.enums import FAMILY_CHANGES, ChangeKind
from rangkul.registry.errors import AlreadyRegistered, UnableToAsk
from rangkul.registry.models import ChangeRequest
from rangkul.registry.queries.areas import area_label
from rangkul.registry.queries.search import home_of_nik
from rangkul.registry.workflow import CHANGE

EDITABLE = ("DRAFT", "RETURNED")
MOST_DOCUMENTS = 10
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@action("registry.change.draft")
def draft_change(
    *,
    kind: str,
    happened_on: date,
    proposed: Mapping[str, Any],
    by: Actor,
    at: datetime,
    family_id: UUID | None = None,
    person_id: UUID | None = None,
    area: str = "",
    to_area: str = "",
    note: str = "",
    form_id: UUID | None = None,
) -> ChangeRequest:
    """Begin a request about a family or a person; `proposed` holds what the kind needs (`effects`).

    The fields as they stand today are kept beside it. `area` is needed only for who moves in and has no family yet.
    Raises Refused, Denied, AlreadyRegistered for a form sent twice.
    """
    what = ChangeKind(kind)
    steps.check_form_id(form_id)
    if form_id is not None and ChangeRequest.objects.filter(pk=form_id).exists():
        raise AlreadyRegistered(form_id)
    where = _area_of(what, family_id, person_id, area)
    policies.check_can_ask_change(by, where)
    pk = form_id or new_id()
    change = ChangeRequest(
        pk=pk,
        number=_number(pk),
        kind=what,
        area_code=where,
        family_id=family_id,
        person_id=person_id,
        asked_by=by.user_id,
        asked_by_name=by.name,
        created_at=at,
        updated_at=at,
    )
    _fill_in(change, happened_on=happened_on, proposed=proposed, to_area=to_area, note=note, at=at)
    with steps.readable(record_id=pk):
        change.save(force_insert=True)
    noted(change, "draft", by=by, at=at)
    return change


@action("registry.change.edit")
def edit_change(
    *,
    change_id: UUID,
    happened_on: date,
    proposed: Mapping[str, Any],
    by: Actor,
    at: datetime,
    revision: int | None = None,
    to_area: str = "",
    note: str = "",
) -> ChangeRequest:
    """Fill the request in anew while it is a draft or was returned, on the fields as they are now.

    Raises Refused, Denied, UnableToAsk once it was submitted, StalePage.
    """
    change = take_change(change_id, revision=revision)
    policies.check_can_edit_change(by, change)
    _check_editable(change)
    _fill_in(change, happened_on=happened_on, proposed=proposed, to_area=to_area, note=note, at=at)
    change.revision += 1
    change.updated_at = at
    change.save()
    noted(change, "edit", by=by, at=at)
    return change


@action("registry.change.attach")
def attach_document(*, change_id: UUID, content: bytes | BinaryIO, name: str, by: Actor, at: datetime) -> StoredFile:
    """Put a scan or photo of a paper beside the request while it may still be filled in.

    Raises Refused (not a PDF or picture, too big, more than MOST_DOCUMENTS), Denied, UnableToAsk.
    """
    change = take_change(change_id)
    policies.check_can_edit_change(by, change)
    _check_editable(change)
    if StoredFile.objects.filter(owner_kind="change", owner_id=change.pk).count() >= MOST_DOCUMENTS:
        raise Refused(
            field="Dokumen",
            value=name,
            expected=f"paling banyak {MOST_DOCUMENTS} berkas",
            remedy="gabungkan beberapa halaman menjadi satu PDF",
        )
    stored = keep_file(
        content=content, name=name, kind="ATTACHMENT", owner=("change", change.pk), area=change.area_code, by=by, at=at
    )
    noted(change, "attach", by=by, at=at, data={"file": stored.name})
    return stored


@action("registry.change.submit")
def submit_change(*, change_id: UUID, by: Actor, at: datetime, revision: int | None = None) -> ChangeRequest:
    """Hand the request in: from now on nobody edits it, its digest is kept, and somebody else checks it.

    What the registry would refuse is refused now already (tried and taken back). Raises Refused, Denied, UnableToMove,
    UnableToAsk, StalePage.
    """
    change = take_change(change_id, revision=revision)
    policies.check_can_edit_change(by, change)
    CHANGE.move(change.state, "submit")
    _check_papers(change)
    if not change.to_area or by.covers(change.to_area):
        _try(change, by=by, at=at)
    change.digest = change_facts.digest_of(change)
    change.submitted_by = by.user_id
    change.submitted_at = at
    change.decision_reason = ""
    move(change, "submit", by=by, at=at)
    return change


def _check_papers(change: ChangeRequest) -> None:
    """Nobody is brought back to life on a word: a paper lies beside the request, or a visit of verivali found them."""
    if change.kind != ChangeKind.ALIVE or change_facts.opened(change).get("visit"):
        return
    if not StoredFile.objects.filter(owner_kind="change", owner_id=change.pk).exists():
        raise Refused(
            field="Dokumen",
            value="",
            expected="surat keterangan hidup atau foto orangnya",
            remedy="lampirkan dokumennya, lalu ajukan lagi",
        )


class _TakenBack(Exception):
    """Ends a trial: everything it did is rolled back."""


def _try(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            effect(change, change_facts.opened(change), by=applier(by), at=at)
            raise _TakenBack
    except _TakenBack:
        return


def applier(by: Actor) -> Actor:
    """The one who lets the program apply a request: own name and areas, with the rights the change itself needs."""
    rights = {policies.CORRECT, policies.APPLY_CHANGE, policies.REGISTER_PERSON, policies.REGISTER_FAMILY}
    return replace(by, permissions=by.permissions | rights)


def _check_editable(change: ChangeRequest) -> None:
    if change.state not in EDITABLE:
        raise UnableToAsk(
            f"Permohonan {change.number} sudah {CHANGE.state(change.state).label}, jadi isinya tidak dapat diubah lagi."
        )


def _fill_in(
    change: ChangeRequest,
    *,
    happened_on: date,
    proposed: Mapping[str, Any],
    to_area: str,
    note: str,
    at: datetime,
) -> None:
    steps.check_not_future("Tanggal kejadian", happened_on, at)
    change.happened_on = happened_on
    change.proposed_cipher = change_facts.sealed(proposed)
    if change.kind == ChangeKind.MOVE_IN:
        to_area = _where_known(proposed)
    change.to_area = to_area if to_area != change.area_code else ""
    change.note = clean(note)[:2000]
    change.base = change_facts.standing(change.family_id, change.person_id, steps.day_of(at))


def _where_known(proposed: Mapping[str, Any]) -> str:
    """Where the one who moves in is registered now, "" for a newcomer. Raises Refused until it is said who that is."""
    nik = steps.read_nik(proposed.get("nik"))
    home = home_of_nik(nik) if nik else None
    if nik is None or home is None:
        if returning.is_asked(proposed):
            raise Refused(
                field="NIK", value=nik.masked if nik else "", expected="NIK orang yang sudah terdaftar",
                remedy="periksa lagi angkanya, atau daftarkan sebagai warga baru",
            )  # fmt: skip
        return ""
    if proposed.get("known_as") not in (returning.SAME, returning.OTHER):
        raise Refused(
            field="NIK", value=nik.masked, expected=f"keterangan: NIK ini sudah tercatat di {area_label(home)}",
            remedy="nyatakan apakah orangnya sama (data lamanya dibawa ke sini) atau orang lain",
        )  # fmt: skip
    return str(home) if returning.is_asked(proposed) else ""


def _area_of(kind: ChangeKind, family_id: UUID | None, person_id: UUID | None, area: str) -> str:
    if kind in FAMILY_CHANGES and family_id is not None:
        return steps.lock_family(family_id).area_code
    if kind == ChangeKind.MOVE_IN:
        return str(steps.read_area(area))
    if kind in FAMILY_CHANGES or person_id is None:
        raise Refused(
            field="Permohonan", value=kind.label, expected="keluarga atau orang", remedy="mulai dari halamannya"
        )
    return steps.lock_person(person_id).area_code


def _number(change_id: UUID) -> str:
    """A number that can be read out over the telephone: "UBH-4F7K2Q9M"."""
    value, digits = change_id.int & (1 << 40) - 1, ""
    for _step in range(8):
        value, remainder = divmod(value, len(_LETTERS))
        digits += _LETTERS[remainder]
    return f"UBH-{digits}"
