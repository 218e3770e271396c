"""Persons about whom the registry, Dukcapil and the poverty registers do not say the same (B03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rangkul.kernel import names
from rangkul.kernel.clock import format_date
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import policies
from rangkul.registry.enums import NikStatus, Source
from rangkul.registry.models import Person, SourceRecord, WelfareStatus
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.away import is_away
from rangkul.registry.queries.records import today

PAGE = 25
POVERTY = (Source.DTSEN.value, Source.DTKS.value)
_BAD_NIK = (NikStatus.UNMATCHED.value, NikStatus.DOUBLE.value)


@dataclass(frozen=True, slots=True)
class Said:
    """What one register says of a person; texts are "" where it says nothing."""

    source: str
    as_of: date | None
    name: str
    born: str
    nik: str


@dataclass(frozen=True, slots=True)
class ThreeWayRow:
    """One person in three columns, and which of name, birth date and NIK they disagree on."""

    person_id: UUID
    name: str
    area_label: str
    registry: Said
    dukcapil: Said
    dtsen: Said
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreeWayPage:
    """One page; `after` is the mark of the next, "" at the end. `count` counts all."""

    rows: tuple[ThreeWayRow, ...]
    after: str
    count: int


def list_disagreements(actor: Actor, *, area: str = "", after: str = "") -> ThreeWayPage:
    """Persons in the actor's areas whose particulars differ between registers, by area and name (keyset).

    A name differs when it does not sound the same; a NIK when Dukcapil does not match it although a poverty register
    lists the person, or when a register writes another one.
    """
    persons = _disagreeing(policies.visible_to(actor)).exclude(is_away(today()))
    if area:
        persons = persons.filter(inside_area(area))
    count = persons.count()
    mark = after.split("|", 1)
    if len(mark) == 2:
        persons = persons.filter(Q(area_code__gt=mark[0]) | Q(area_code=mark[0], pk__gt=_uuid(mark[1])))
    found = list(persons.order_by("area_code", "pk")[: PAGE + 1])
    rows = tuple(_rows(found[:PAGE]))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ThreeWayPage(rows, f"{last.area_code}|{last.pk}" if last else "", count)


def _disagreeing(persons: QuerySet[Person]) -> QuerySet[Person]:
    said = SourceRecord.objects.filter(person=OuterRef("pk"), source__in=[Source.DUKCAPIL.value, *POVERTY])
    other = said.filter(
        Q(birth_date__isnull=False) & ~Q(birth_date=F("person__birth_date"))
        | ~Q(name="") & ~Q(name__iexact=F("person__name"))
        | Q(is_same_nik=False)
        | Q(nik_status__in=_BAD_NIK)
    )
    listed = WelfareStatus.objects.filter(person=OuterRef("pk"), source__in=POVERTY, period__endswith__isnull=True)
    return persons.filter(Exists(other) | Q(nik_status__in=_BAD_NIK) & (Exists(listed) | Exists(said)))


def _rows(persons: Iterable[Person]) -> Iterable[ThreeWayRow]:
    people = list(persons)
    labels = area_labels(person.area_code for person in people)
    said: dict[tuple[UUID, str], SourceRecord] = {}
    told = SourceRecord.objects.filter(person__in=people).exclude(name="", leftover_cipher__isnull=False)
    for record in told.order_by("as_of"):  # columns without a place here say nothing of name, birth or NIK
        said[record.person_id, "dtsen" if record.source in POVERTY else record.source] = record
    listed = {
        row.person_id: row
        for row in WelfareStatus.objects.filter(person__in=people, source__in=POVERTY).order_by("period")
    }
    for person in people:
        own = Said("", None, person.name, _day(person.birth_date), str(person.get_nik_status_display()))
        dukcapil = _said(said.get((person.pk, Source.DUKCAPIL.value)))
        status = listed.get(person.pk)
        dtsen = _said(said.get((person.pk, "dtsen"))) or (
            Said(str(status.get_source_display()), status.period.lower, "", "", "") if status else None
        )
        columns = [own, *(each for each in (dukcapil, dtsen) if each)]
        yield ThreeWayRow(
            person_id=person.pk,
            name=person.name,
            area_label=labels.get(person.area_code, person.area_code),
            registry=own,
            dukcapil=dukcapil or Said("", None, "", "", ""),
            dtsen=dtsen or Said("", None, "", "", ""),
            differs=tuple(
                _differs(person, columns, [said.get((person.pk, key)) for key in (Source.DUKCAPIL.value, "dtsen")])
            ),
        )


def _said(record: SourceRecord | None) -> Said | None:
    if record is None:
        return None
    status = str(NikStatus(record.nik_status).label) if record.nik_status in NikStatus.values else ""
    nik = "NIK sama" if record.is_same_nik else "NIK lain" if record.is_same_nik is False else ""
    return Said(
        record.source, record.as_of, record.name, _day(record.birth_date), ", ".join(filter(None, [status, nik]))
    )


def _differs(person: Person, columns: list[Said], records: list[SourceRecord | None]) -> Iterable[str]:
    if len({names.search_key(each.name) for each in columns if each.name}) > 1:
        yield "name"
    if len({each.born for each in columns if each.born}) > 1:
        yield "born"
    bad = person.nik_status in _BAD_NIK or any(
        record is not None and (record.is_same_nik is False or record.nik_status in _BAD_NIK) for record in records
    )
    if bad:
        yield "nik"


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
