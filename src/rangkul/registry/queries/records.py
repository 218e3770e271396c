"""One person, one family: everything a page shows, in a number of queries that does not grow with the history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.enums import Relation
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Family, Membership, Person
from rangkul.registry.queries import past, rows
from rangkul.registry.queries.areas import area_label
from rangkul.registry.queries.merged import records_of, records_with
from rangkul.registry.queries.views import FamilyLink, FamilyView, MemberView, MergedRecord, Numbers, PersonView

_PLACE = ("area_code", "address", "hamlet", "rt", "rw")


def today() -> date:
    """The calendar day of the office now."""
    return clock.local_date(clock.now(), settings.TIME_ZONE)


def get_person(actor: Actor, person_id: UUID, *, on: date | None = None) -> PersonView:
    """The person with numbers, statuses, outside programmes, conditions and families as of a day (today).

    Rows of merged records are among them. Sensitive conditions are there only for a role that may see them, and that
    look is logged. Raises NoSuchRecord when the actor may not see the person.
    """
    person = policies.visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NoSuchRecord("person", person_id)
    day = on or today()
    records = records_of([person_id])
    subjects = rows.Subjects(persons=dict.fromkeys(records, ""), until=on)
    conditions, hidden, looked = rows.list_conditions(actor, subjects, on=day)
    if looked:
        note_access(by=_opening(actor), kind="person", subject_id=person_id, fields=["conditions"])
    families = rows.list_family_links(records, on=day)
    if on is not None:
        families = _as_of(person, families, day)
    identities, statuses = rows.list_identities(subjects, on=day), rows.list_statuses(subjects, on=day)
    outside = rows.list_outside(subjects, on=day)
    was_recorded = on is None or bool(families or identities or statuses or outside) or _since(person) <= day
    if not was_recorded:
        person.nik_cipher, person.nik_status = past.UNKNOWN, ""
    return PersonView(
        **_personal(person),
        family=next((link for link in families if link.is_present), None),
        families=families,
        identities=identities,
        statuses=statuses,
        outside=outside,
        conditions=conditions,
        hides_conditions=hidden,
        merged_records=_merged([record for record in records if record != person_id]),
        was_recorded=was_recorded,
    )


def get_family(actor: Actor, family_id: UUID, *, on: date | None = None) -> FamilyView:
    """The family with present and former members and everything known of it and of its present members.

    Raises NoSuchRecord when the actor may not see the family.
    """
    family = policies.families_visible_to(actor).filter(pk=family_id).first()
    if family is None:
        raise NoSuchRecord("family", family_id)
    day = on or today()
    members = _members(family_id, day, as_of=on is not None)
    present = {member.person_id: member.name for member in members if member.is_present}
    # who only took another place in the family has not left it, and who left stands there once
    by_start = sorted(members, key=lambda member: member.start or date.min)
    left = {member.person_id: member for member in by_start if member.person_id not in present}
    survivors = records_of(present)
    records = {record: present[survivor] for record, survivor in survivors.items()}
    subjects = rows.Subjects(persons=records, families=(family_id,), survivors=survivors, until=on)
    if on is not None:
        _go_back(family, past.fields_on([], [family_id], day).of(family_id), day)
        family.head_name = next((each.name for each in members if each.is_present and each.relation == "HEAD"), "")
    conditions, hidden, looked = rows.list_conditions(actor, subjects, on=day)
    if looked:
        note_access(by=_opening(actor), kind="family", subject_id=family_id, fields=["conditions"])
    identities, statuses = rows.list_identities(subjects, on=day), rows.list_statuses(subjects, on=day)
    outside = rows.list_outside(subjects, on=day)
    was_recorded = on is None or bool(members or identities or statuses or outside) or _since(family) <= day
    if not was_recorded:
        family.kk_cipher = past.UNKNOWN
    return FamilyView(
        id=family.pk,
        head_name=family.head_name,
        masked_kk=numbers.masked(family.kk_cipher, numbers.KK),
        kk_is_known=family.kk_cipher != past.UNKNOWN,
        area_code=family.area_code,
        area_label=area_label(family.area_code),
        address=family.address,
        hamlet=family.hamlet,
        rt=family.rt,
        rw=family.rw,
        livelihood=family.livelihood,
        livelihood_label=family.get_livelihood_display(),
        formed_on=family.formed_on,
        ended_on=family.ended_on,
        source_label=family.get_source_display(),
        revision=family.revision,
        members=tuple(member for member in members if member.is_present),
        former_members=tuple(left.values()),
        identities=identities,
        statuses=statuses,
        outside=outside,
        conditions=conditions,
        hides_conditions=hidden,
        was_recorded=was_recorded,
    )


def reveal_person_numbers(actor: Actor, person_id: UUID, *, at: datetime, on: date | None = None) -> Numbers:
    """Whole NIK and telephone of a person, after a stated purpose; the look goes into the access log.

    On an earlier day the NIK of that day, and no telephone: which one it was then nobody kept. Raises Denied without the permission or the purpose, NoSuchRecord when the actor may not see the person.
    """
    policies.check_can_view_identity(actor)
    person = policies.visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NoSuchRecord("person", person_id)
    if on is not None:
        _as_of(person, (), on)
        note_access(by=actor, kind="person", subject_id=person_id, fields=["nik"], at=at)
        return Numbers(nik=numbers.open_number(person.nik_cipher, numbers.NIK))
    note_access(by=actor, kind="person", subject_id=person_id, fields=["nik", "phone"], at=at)
    return Numbers(
        nik=numbers.open_number(person.nik_cipher, numbers.NIK),
        phone=numbers.open_number(person.phone_cipher, numbers.PHONE),
    )


def reveal_family_numbers(actor: Actor, family_id: UUID, *, at: datetime, on: date | None = None) -> Numbers:
    """Whole number of the family card, after a stated purpose; see `reveal_person_numbers`."""
    policies.check_can_view_identity(actor)
    family = policies.families_visible_to(actor).filter(pk=family_id).first()
    if family is None:
        raise NoSuchRecord("family", family_id)
    if on is not None:
        _go_back(family, past.fields_on([], [family_id], on).of(family_id), on)
    note_access(by=actor, kind="family", subject_id=family_id, fields=["kk"], at=at)
    return Numbers(kk=numbers.open_number(family.kk_cipher, numbers.KK))


def _opening(actor: Actor) -> Actor:
    """The actor with a purpose: the one stated, else that the page of the record was opened."""
    return actor if actor.purpose.strip() else actor.for_purpose("membuka halaman data")


def family_of(person_id: UUID, *, on: date) -> UUID | None:
    """The family the person is in on a day; system use, unscoped but for row-level security."""
    rows_there = Membership.objects.filter(person_id__in=records_with(person_id), period__contains=on)
    return rows_there.values_list("family_id", flat=True).first()


def _as_of(person: Person, links: Iterable[FamilyLink], day: date) -> tuple[FamilyLink, ...]:
    """Put the person back to a day; returns the families until then, that of the day with its head of the day.

    Whoever left the family since lived where it lived: its place of then is theirs, unless they were corrected later.
    """
    found = tuple(link for link in links if link.start is None or link.start <= day)
    home = next((link for link in found if link.is_present), None)
    head = None
    if home is not None:
        heads = Membership.objects.filter(family_id=home.family_id, relation=Relation.HEAD, period__contains=day)
        head = heads.values_list("person_id", "person__name").first()
        if home.end is not None:
            there = Family.objects.filter(pk=home.family_id).values(*_PLACE).first()
            _go_back(person, there or {}, day)
    _go_back(person, past.fields_at_home(person.pk, [home.family_id] if home else [], day), day)
    if home is None:
        return found
    name = str(past.fields_on([head[0]], [], day).of(head[0]).get("name", head[1])) if head else ""
    shown = replace(home, head_name=name, end=None, end_reason="")  # when it would end nobody knew yet
    return tuple(shown if link is home else link for link in found)


def _since(record: Person | Family) -> date:
    """The day the record was made."""
    return clock.local_date(record.created_at, settings.TIME_ZONE)


def _merged(records: list[UUID]) -> tuple[MergedRecord, ...]:
    """What each merged record says of itself: the numbers and dates that did not stay are there. No query for none."""
    found = Person.objects.filter(pk__in=records).order_by("pk") if records else ()
    return tuple(
        MergedRecord(each.pk, each.name, numbers.masked(each.nik_cipher, numbers.NIK), each.birth_date)
        for each in found
    )


def nik_status_label(person: Person) -> str:
    """The status in words, also on a day of which the number is not known."""
    if person.nik_cipher == past.UNKNOWN or not person.nik_status:
        return _("tidak diketahui")
    return person.get_nik_status_display()


def _go_back(record: Person | Family, then: Mapping[str, Any], day: date) -> None:
    """Put the fields as they stood on a day into the record (which is shown, never saved)."""
    for name, value in then.items():
        setattr(record, name, value)
    if isinstance(record, Person) and record.died_on is not None and record.died_on > day:
        record.died_on = None
    if isinstance(record, Family) and record.ended_on is not None and record.ended_on > day:
        record.ended_on = None


def present_members(actor: Actor, family_id: UUID, *, on: date) -> list[UUID]:
    """Ids of the persons in a family on a day; none when the actor may not see the family."""
    seen = policies.families_visible_to(actor).filter(pk=family_id)
    return list(Membership.objects.filter(family__in=seen, period__contains=on).values_list("person_id", flat=True))


def _members(family_id: UUID, day: date, *, as_of: bool = False) -> list[MemberView]:
    found: Iterable[Membership] = (
        Membership.objects.filter(family_id=family_id).select_related("person").order_by("period", "person__birth_date")
    )
    if as_of:
        found = [row for row in found if (rows.start_of(row.period) or day) <= day]
        then = past.fields_on([row.person_id for row in found], [], day)
        for row in found:
            _go_back(row.person, then.of(row.person_id), day)
    order = {"HEAD": 0, "SPOUSE": 1, "CHILD": 2}
    views = [_member(row, day) for row in found]
    if as_of:  # when a membership would end nobody knew yet
        views = [replace(view, end=None, end_reason_label="") if view.is_present else view for view in views]
    return sorted(views, key=lambda view: (order.get(view.relation, 3), view.birth_date or date.max, view.name))


def _member(row: Membership, day: date) -> MemberView:
    person: Person = row.person
    return MemberView(
        person_id=person.pk,
        name=person.name,
        masked_nik=numbers.masked(person.nik_cipher, numbers.NIK),
        nik_status=person.nik_status,
        nik_status_label=nik_status_label(person),
        sex=person.sex,
        sex_label=person.get_sex_display(),
        birth_date=person.birth_date,
        died_on=person.died_on,
        relation=row.relation,
        relation_label=row.get_relation_display(),
        start=rows.start_of(row.period),
        end=rows.end_of(row.period),
        end_reason_label=row.get_end_reason_display() if row.end_reason else "",
        is_present=rows.covers(row.period, day),
    )


def _personal(person: Person) -> dict[str, Any]:
    return {
        "id": person.pk,
        "name": person.name,
        "masked_nik": numbers.masked(person.nik_cipher, numbers.NIK),
        "nik_status": person.nik_status,
        "nik_status_label": nik_status_label(person),
        "sex": person.sex,
        "sex_label": person.get_sex_display(),
        "birth_place": person.birth_place,
        "birth_date": person.birth_date,
        "mother_name": person.mother_name,
        "marital_status": person.marital_status,
        "marital_status_label": person.get_marital_status_display(),
        "masked_phone": numbers.masked_phone(person.phone_cipher),
        "area_code": person.area_code,
        "area_label": area_label(person.area_code),
        "address": person.address,
        "hamlet": person.hamlet,
        "rt": person.rt,
        "rw": person.rw,
        "died_on": person.died_on,
        "source_label": person.get_source_display(),
        "revision": person.revision,
    }
