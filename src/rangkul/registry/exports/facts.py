"""Statuses, memberships and filled forms of an area as they stand on a day, each beside whom it is about."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rangkul.platform.crypto import unseal_many
from rangkul.platform.policy.actor import Actor
from rangkul.reference.forms import Form
from rangkul.registry import policies
from rangkul.registry.exports.subjects import (
    Subject,
    about,
    in_pieces,
    persons_by_id,
    persons_in,
    subjects_of,
    with_last_family,
)
from rangkul.registry.models import AnswerSheet, Identity, OutsideMembership, WelfareStatus
from rangkul.registry.numbers import ANSWER, REST
from rangkul.registry.queries.merged import records_of


@dataclass(frozen=True, slots=True)
class Line:
    """One fact with its subject: `row` is the fact, `answers` the form that came with it.

    `numbers` are {identity kind: number}, `beside` {programme: number} of memberships that the same source tells. `of_family`,
    `family_numbers` and `family_members` are the answers, numbers and memberships of a person's family.
    """

    subject: Subject
    row: Any
    answers: Mapping[str, str]
    numbers: Mapping[str, str]
    beside: Mapping[str, str]
    of_family: Mapping[str, str] = field(default_factory=dict)
    family_numbers: Mapping[str, str] = field(default_factory=dict)
    family_members: Mapping[str, str] = field(default_factory=dict)

    @property
    def rest(self) -> dict[str, str]:
        """{column: text} that the file says in columns that nobody knows."""
        return json.loads(self.answers[REST]) if REST in self.answers else {}


def list_statuses(actor: Actor, *, area: str, source: str, on: date, form: Form | None = None) -> Iterator[Line]:
    """Who is listed by a register on a day, with the decile."""
    found = WelfareStatus.objects.filter(about(actor, area), source=source, is_listed=True, period__contains=on)
    return _lines(actor, found, on=on, form=form)


def list_memberships(
    actor: Actor, *, area: str, source: str, programmes: Iterable[str], on: date, form: Form | None = None
) -> Iterator[Line]:
    """Who is served by programmes of others on a day, as one source says."""
    found = OutsideMembership.objects.filter(
        about(actor, area), source=source, programme__in=list(programmes), period__contains=on
    )
    return _lines(actor, found, on=on, form=form)


def list_sheets(actor: Actor, *, area: str, form: Form, on: date, of: str) -> Iterator[Line]:
    """Filled forms in force on a day, `of` persons ("person") or families ("family")."""
    sheets = AnswerSheet.objects.filter(form=form.code, version=form.version, period__contains=on)
    found = sheets.filter(about(actor, area), **{f"{of}__isnull": False})
    if of == "person":  # of a person and a record merged into them, only the person's own: one line for everybody
        found = found.exclude(Exists(sheets.filter(person=OuterRef("person__survivor"))))
    return _lines(actor, found, on=on, form=form)


def rest_columns(actor: Actor, *, area: str, form: Form, on: date) -> list[str]:
    """Columns that nobody knows in the files which brought the forms in force on a day, in order of name."""
    if not policies.can_view_health(actor):
        return []
    sheets = AnswerSheet.objects.filter(form=form.code, version=form.version, period__contains=on)
    told = sheets.filter(about(actor, area), secret_cipher__has_key=REST).values_list("secret_cipher", flat=True)
    ciphers = {each[REST] for each in told.iterator()}
    texts = unseal_many([bytes.fromhex(each) for each in ciphers], context=ANSWER)
    return sorted({name for text in texts for name in json.loads(text)})


def list_checked(
    actor: Actor, *, area: str, statuses: Iterable[str], form: Form, on: date
) -> Iterator[tuple[Subject, dict[str, str]]]:
    """Persons whose NIK has one of these statuses, and the dead, each with the form that told so."""
    people = persons_in(actor, area).filter(Q(nik_status__in=list(statuses)) | Q(died_on__isnull=False))
    for piece in in_pieces(people.order_by("pk")):
        subjects = with_last_family(persons_by_id({each.pk for each in piece}, on=on), on=on)
        told = answers_of(actor, subjects, form=form, on=on, of="person")
        yield from ((each, told.get(each.id, {})) for each in subjects.values())


def answers_of(actor: Actor, subjects: Iterable[UUID], *, form: Form, on: date, of: str) -> dict[UUID, dict[str, str]]:
    """{subject: {column: answer}} of a form in force on a day; health answers only for who may see them.

    A person's own sheet goes before that of a record merged into them.
    """
    ids = list(subjects)
    record_of = records_of(ids) if of == "person" else {each: each for each in ids}
    rows = AnswerSheet.objects.filter(
        form=form.code, version=form.version, period__contains=on, **{f"{of}__in": list(record_of)}
    )
    told = [(getattr(row, f"{of}_id"), row) for row in rows]
    told.sort(key=lambda each: (each[0] == record_of[each[0]], each[1].created_at))
    return {record_of[about]: opened(actor, row, form) for about, row in told}


def opened(actor: Actor, sheet: AnswerSheet, form: Form) -> dict[str, str]:
    """The answers of a sheet as the file wrote them, without what the actor may not see."""
    sees_health = policies.can_view_health(actor)
    hidden = {each.name for each in form.questions if each.is_health and not sees_health}
    hidden |= {*(() if sees_health else (REST,))}  # nobody knows what those columns tell
    ciphers = {name: bytes.fromhex(text) for name, text in sheet.secret_cipher.items()}
    plain = dict(zip(ciphers, unseal_many(list(ciphers.values()), context=ANSWER), strict=True))
    return {name: str(text) for name, text in (sheet.answers | plain).items() if name not in hidden}


def identities_of(subjects: Iterable[UUID], *, on: date, source: str = "") -> dict[UUID, dict[str, str]]:
    """{person or family: {identity kind: number in force}}; of several of a kind that of `source`, else the newest."""
    ids = list(subjects)
    found: dict[UUID, dict[str, str]] = {}
    for of in ("person", "family"):
        rows = Identity.objects.filter(period__contains=on, **{f"{of}__in": ids})
        for row in sorted(rows, key=lambda each: (each.source == source, each.created_at)):
            found.setdefault(getattr(row, f"{of}_id"), {})[row.kind] = row.value
    return found


def memberships_of(subjects: Iterable[UUID], *, source: str, on: date) -> dict[UUID, dict[str, str]]:
    """{person or family: {programme: number}} of memberships that a source tells, in force on a day."""
    ids = list(subjects)
    found: dict[UUID, dict[str, str]] = {}
    for of in ("person", "family"):
        rows = OutsideMembership.objects.filter(source=source, period__contains=on, **{f"{of}__in": ids})
        for row in rows.order_by("created_at"):
            found.setdefault(getattr(row, f"{of}_id"), {})[row.programme] = row.number
    return found


def _lines(actor: Actor, found: QuerySet[Any], *, on: date, form: Form | None) -> Iterator[Line]:
    for piece in in_pieces(found.order_by("pk")):
        subjects = subjects_of(piece, on=on)
        told: dict[UUID, dict[str, str]] = {}
        if form is not None and not (piece and isinstance(piece[0], AnswerSheet)):
            for of in ("person", "family"):
                told |= answers_of(actor, subjects, form=form, on=on, of=of)
        homes = {each.family.pk for each in subjects.values() if each.family and not each.is_family}
        numbers = identities_of([*subjects, *homes], on=on, source=piece[0].source)
        beside = memberships_of([*subjects, *homes], source=piece[0].source, on=on)
        of_family = answers_of(actor, homes, form=form, on=on, of="family") if form is not None else {}
        for row in piece:
            subject = subjects[row.person_id or row.family_id]
            own = (
                opened(actor, row, form)
                if form is not None and isinstance(row, AnswerSheet)
                else told.get(subject.id, {})
            )
            home = subject.family.pk if subject.family and not subject.is_family else None
            yield Line(
                subject,
                row,
                own,
                numbers.get(subject.id, {}),
                beside.get(subject.id, {}),
                of_family.get(home, {}) if home else {},
                numbers.get(home, {}) if home else {},
                beside.get(home, {}) if home else {},
            )
