"""Marking a person, family or community with a PPKS or PSKS type, and ending the mark with a reason."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import groups, policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import Source
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Community, Family, GroupMark, Person

_UNITS = {"person": "orang", "family": "keluarga", "community": "kelompok"}


@action("registry.community.register")
def register_community(
    *, name: str, area: str, by: Actor, at: datetime, leader_name: str = "", member_count: int | None = None
) -> Community:
    """Register a community or group so that it can be marked as a whole. Raises Refused, Denied."""
    place = AreaCode.parse(area)
    policies.check_can_register_family(by, place)
    title = clean(name)[:200]
    if not title:
        raise Refused(field="Nama kelompok", value="", expected="nama kelompok", remedy="tulis nama yang dipakai warga")
    if Community.objects.filter(area_code=place, name__iexact=title).exists():
        raise Refused(
            field="Nama kelompok", value=title, expected="kelompok yang belum terdaftar di desa ini",
            remedy="buka kelompok yang sudah ada",
        )  # fmt: skip
    community = Community.objects.create(
        name=title, area_code=place, leader_name=clean(leader_name)[:200], member_count=member_count, created_at=at
    )
    record("registry.community.register", by=by, at=at, on=community, area=place, data={"name": title})
    return community


@action("registry.group.mark")
def mark_group(
    *,
    type_code: str,
    evidence: str,
    by: Actor,
    at: datetime,
    person_id: UUID | None = None,
    family_id: UUID | None = None,
    community_id: UUID | None = None,
    on: date | None = None,
    source: str = Source.DESK,
    batch_id: UUID | None = None,
) -> GroupMark:
    """Mark somebody with a type from a day on (today), with the evidence.

    A sensitive type needs the right to health, or "marked already" would tell. Raises Refused (not for this unit,
    marked already, no evidence, dead), Denied, NoSuchRecord.
    """
    unit, subject = _lock(person_id, family_id, community_id)
    _check(by, subject)
    start = on or steps.day_of(at)
    steps.check_not_future("Sejak", start, at)
    kind = groups.get_type(type_code, on=start)
    if kind.is_sensitive:
        policies.check_sees_health(by)
    if unit not in kind.about:
        fitting = ", ".join(_UNITS[each] for each in sorted(kind.about & _UNITS.keys())) or "lembaga, di menu Lembaga"
        raise Refused(
            field="Jenis", value=kind.name, expected=f"jenis untuk {_UNITS[unit]}", remedy=f"ini untuk {fitting}"
        )
    if isinstance(subject, Person) and subject.died_on is not None:
        raise Refused(field="Warga", value=subject.name, expected="warga yang masih hidup", remedy="periksa orangnya")
    if not clean(evidence):
        raise Refused(
            field="Bukti", value="", expected="dasar penandaan", remedy="sebutkan asesmen, surat, atau berkas"
        )
    own = Q(**{unit: subject}) | Q(person__survivor=subject) if unit == "person" else Q(**{unit: subject})
    known = GroupMark.objects.filter(own, type_code=kind.code)
    if known.filter(Q(period__endswith__isnull=True) | Q(period__contains=start)).exists():
        raise Refused(field="Jenis", value=kind.name, expected="jenis yang belum tercatat", remedy="sudah tercatat")
    mark = GroupMark.objects.create(
        **{unit: subject},
        type_code=kind.code,
        is_sensitive=kind.is_sensitive,
        period=steps.since(start),
        evidence=clean(evidence)[:300],
        source=source,
        marked_by_name=by.name,
        batch_id=batch_id,
        created_at=at,
    )
    _record("registry.group.mark", mark, subject, by=by, at=at)
    return mark


@action("registry.group.end")
def end_group_mark(*, mark_id: UUID, reason: str, by: Actor, at: datetime, on: date | None = None) -> GroupMark:
    """End a mark on a day (the first day it no longer holds) with the reason. Raises Refused, Denied, NoSuchRecord."""
    mark = GroupMark.objects.select_for_update(of=("self",)).filter(pk=mark_id).first()
    if mark is None or not policies.marks_visible_to(by).filter(pk=mark_id).exists():
        raise NoSuchRecord("mark", mark_id)
    # a merged record's mark is the person's
    owner = mark.person.survivor_id or mark.person_id if mark.person else None
    _unit, subject = _lock(owner, mark.family_id, mark.community_id)
    _check(by, subject)
    if not clean(reason):
        raise Refused(field="Alasan", value="", expected="alasan berakhir", remedy="tulis mengapa tidak berlaku lagi")
    if mark.period.upper is not None:
        raise Refused(
            field="Tanda", value=clock.format_date(mark.period.upper), expected="tanda yang masih berlaku",
            remedy="tanda ini sudah berakhir",
        )  # fmt: skip
    last = on or steps.day_of(at)
    steps.check_not_future("Berakhir", last, at)
    if mark.period.lower == last:
        mark.period = type(mark.period)(last, last, empty=True)  # marked by mistake: it never held
    else:
        steps.close_at(mark, last, what="Berakhir")
    mark.end_reason, mark.ended_by_name = clean(reason)[:300], by.name
    mark.save(update_fields=["period", "end_reason", "ended_by_name"])
    _record("registry.group.end", mark, subject, by=by, at=at, reason=mark.end_reason)
    return mark


def _lock(
    person_id: UUID | None, family_id: UUID | None, community_id: UUID | None
) -> tuple[str, Person | Family | Community]:
    if community_id is not None:
        community = Community.objects.select_for_update(of=("self",)).filter(pk=community_id).first()
        if community is None:
            raise NoSuchRecord("community", community_id)
        return groups.COMMUNITY, community
    subject = steps.lock_subject(person_id, family_id)
    return (groups.PERSON if isinstance(subject, Person) else groups.FAMILY), subject


def _check(by: Actor, subject: Person | Family | Community) -> None:
    if isinstance(subject, Person):
        policies.check_can_record_person(by, subject)
    elif isinstance(subject, Family):
        policies.check_can_record_family(by, subject)
    else:
        policies.check_can_register_family(by, subject.area_code)


def _record(name: str, mark: GroupMark, subject: Any, *, by: Actor, at: datetime, reason: str = "") -> None:
    day = steps.day_of(at)
    subjects = [("community", subject.pk)]
    if isinstance(subject, Person):
        subjects = steps.subjects_of_person(subject.pk, day)
    elif isinstance(subject, Family):
        subjects = steps.subjects_of_family(subject.pk, day)
    data: dict[str, Any] = {"is_sensitive": mark.is_sensitive}
    if not mark.is_sensitive:
        data["type"] = mark.type_code
    record(
        name,
        by=by,
        at=at,
        on=subject,
        subjects=subjects,
        area=subject.area_code,
        reason="" if mark.is_sensitive else reason,
        data=data,
    )
