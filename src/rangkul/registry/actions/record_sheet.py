"""Filled forms that somebody asked on the spot: kept as what a register's file tells, and taken back with all they ended."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.platform.audit.actions import action, record
from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.policy.actor import Actor
from rangkul.reference.forms import get_form
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import Source
from rangkul.registry.models import AnswerSheet, Family, Person


@action("registry.sheet.record")
def record_sheet(
    *,
    form: str,
    answers: Mapping[str, str],
    asked: Collection[str],
    on: date,
    evidence_id: UUID,
    by: Actor,
    at: datetime,
    person_id: UUID | None = None,
    family_id: UUID | None = None,
    source: str = Source.SURVEY,
    reason: str = "",
) -> AnswerSheet:
    """Keep the answers to a form as they hold from a day on; the sheet of that form in force until then ends.

    `answers` are in the form's own codes, `asked` names every question that was put: what the former sheet says of the
    others stays. A sheet of a later day stays in force from its own day. `evidence_id` (the visit) takes the sheet back
    again. Raises Refused (a day to come), Denied, KeyError (no such form or question).
    """
    subject = steps.lock_subject(person_id, family_id)
    _check(by, subject)
    steps.check_not_future("Tanggal isian", on, at)
    known = get_form(form)
    unknown = set(answers) - {each.name for each in known.questions if not each.is_secret}
    if unknown:
        raise KeyError(f"{form}: {sorted(unknown)}")
    own = AnswerSheet.objects.select_for_update(of=("self",)).filter(
        **_about(subject), form=known.code, version=known.version
    )
    formers = list(own.filter(period__contains=on).order_by("created_at"))
    later = own.filter(period__startswith__gt=on).order_by("period").first()
    was = [[str(each.pk), _text(each.period.lower), _text(each.period.upper)] for each in formers]
    kept: dict[str, dict[str, Any]] = {"answers": {}, "secret_index": {}, "secret_cipher": {}}
    for former in formers:
        for column, values in kept.items():
            values.update({name: value for name, value in getattr(former, column).items() if name not in asked})
        former.period = _range(former.period.lower, on)
        former.save(update_fields=["period"])
    kept["answers"].update(answers)
    sheet = AnswerSheet.objects.create(
        **_about(subject),
        form=known.code,
        version=known.version,
        period=DateRange(on, later.period.lower if later else None),
        source=source,
        batch_id=evidence_id,
        created_at=at,
        **kept,
    )
    data = {"form": known.title, "sheet": str(sheet.pk), "formers": was}
    _record("registry.sheet.record", subject, by=by, at=at, reason=reason, data=data)
    return sheet


@action("registry.sheet.withdraw")
def withdraw_sheet(*, sheet_id: UUID, by: Actor, at: datetime, reason: str) -> AnswerSheet:
    """Take a recorded sheet back: it never held, and what it ended holds again as long as the sheet did. Raises Denied."""
    sheet = AnswerSheet.objects.select_for_update(of=("self",)).get(pk=sheet_id)
    subject = steps.lock_subject(sheet.person_id, sheet.family_id)
    _check(by, subject)
    start, until = sheet.period.lower, sheet.period.upper
    about = ("person" if isinstance(subject, Person) else "family", subject.pk)
    events = list_events_about([about]).filter(name="registry.sheet.record", object_id=subject.pk)
    told: Mapping[str, Any] = next((each.data for each in events if each.data.get("sheet") == str(sheet.pk)), {})
    for former_id, lower, upper in told.get("formers", []):
        former = AnswerSheet.objects.select_for_update(of=("self",)).filter(pk=former_id).first()
        if former is not None and (former.period.isempty or former.period.upper == start):
            days = [day for day in (_day(upper), until) if day is not None]
            former.period = DateRange(_day(lower), min(days) if days else None)
            former.save(update_fields=["period"])
    sheet.period = DateRange(empty=True)
    sheet.save(update_fields=["period"])
    form = get_form(sheet.form)
    _record("registry.sheet.withdraw", subject, by=by, at=at, reason=reason, data={"form": form.title})
    return sheet


def _check(by: Actor, subject: Person | Family) -> None:
    if isinstance(subject, Person):
        policies.check_can_record_person(by, subject)
    else:
        policies.check_can_record_family(by, subject)


def _about(subject: Person | Family) -> dict[str, Any]:
    return {"person": subject} if isinstance(subject, Person) else {"family": subject}


def _range(lower: date | None, upper: date) -> DateRange:
    return DateRange(empty=True) if lower == upper else DateRange(lower, upper)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _record(
    name: str, subject: Person | Family, *, by: Actor, at: datetime, reason: str, data: Mapping[str, object]
) -> None:
    day = steps.day_of(at)
    if isinstance(subject, Person):
        subjects = steps.subjects_of_person(subject.pk, day)
    else:
        subjects = steps.subjects_of_family(subject.pk, day)
    record(name, by=by, at=at, on=subject, subjects=subjects, area=subject.area_code, reason=reason, data=data)
