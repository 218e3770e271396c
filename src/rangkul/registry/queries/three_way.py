"""Persons about whom the registry, Dukcapil and the poverty registers do not say the same (B03), and what was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from rangkul.kernel.clock import format_date
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import numbers, policies
from rangkul.registry.enums import DifferenceField, DifferenceState, NikStatus, Sex, Source
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import DifferenceMark, Membership, Person, SourceRecord, WelfareStatus
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.away import is_away
from rangkul.registry.queries.merged import records_of
from rangkul.registry.queries.records import today

PAGE = 25
POVERTY = (Source.DTSEN.value, Source.DTKS.value)
_BAD = f"('{NikStatus.UNMATCHED}', '{NikStatus.DOUBLE}')"
_POOR = "('DTSEN', 'DTKS')"

# The newest word of Dukcapil and of the poverty registers about each person, records merged into them included; who says
# nothing that can be compared (a file's leftovers) is no word.
_SAID = """
SELECT DISTINCT ON (coalesce(r.survivor_id, r.id), s.source = 'DUKCAPIL') coalesce(r.survivor_id, r.id) AS owner_id, s.*
FROM registry_sourcerecord s JOIN registry_person r ON r.id = s.person_id
WHERE s.source IN ('DUKCAPIL', 'DTSEN', 'DTKS') AND {here}
    AND (s.name_key <> '' OR s.birth_date IS NOT NULL OR s.is_same_nik IS NOT NULL OR s.nik_status <> '' OR s.sex <> ''
        OR s.is_same_kk IS NOT NULL OR s.is_same_mother IS NOT NULL)
ORDER BY coalesce(r.survivor_id, r.id), s.source = 'DUKCAPIL', s.as_of DESC, s.created_at DESC
"""
# A record may hold nothing but columns that nobody knows: those say nothing of who somebody is.
_TELLS = """(s.name_key <> '' OR s.birth_date IS NOT NULL OR s.nik_status <> '' OR s.sex <> ''
     OR s.is_same_nik IS NOT NULL OR s.is_same_kk IS NOT NULL OR s.is_same_mother IS NOT NULL)"""
_DIFFERENCES = f"""
SELECT p.id AS person_id, max(s.created_at) AS newest, ARRAY[
    CASE WHEN bool_or(s.name_key <> '' AND s.name_key <> p.name_key) THEN 'name' END,
    CASE WHEN bool_or(s.birth_date <> p.birth_date) OR min(s.birth_date) <> max(s.birth_date) THEN 'born' END,
    CASE WHEN p.nik_status IN {_BAD} OR bool_or(s.is_same_nik IS FALSE OR s.nik_status IN {_BAD}) THEN 'nik' END,
    CASE WHEN bool_or(s.sex <> '' AND p.sex <> '' AND s.sex <> p.sex) THEN 'sex' END,
    CASE WHEN bool_or(s.is_same_mother IS FALSE) THEN 'mother' END,
    CASE WHEN bool_or(s.is_same_kk IS FALSE) THEN 'kk' END] AS fields
FROM ({_SAID}) s JOIN registry_person p ON p.id = s.owner_id GROUP BY p.id
UNION ALL
SELECT r.id, max(w.created_at), ARRAY['nik'] FROM registry_person r
JOIN registry_welfarestatus w ON w.person_id = r.id AND w.source IN {_POOR} AND upper_inf(w.period)
WHERE r.nik_status IN {_BAD} AND {{here}} AND NOT EXISTS (
    SELECT FROM registry_sourcerecord s WHERE s.person_id = r.id AND s.source IN ('DUKCAPIL', 'DTSEN', 'DTKS') AND {_TELLS})
GROUP BY r.id
"""  # noqa: S608
# What was decided holds until one of the registers is heard again.
_STATES = f"""
SELECT d.person_id, f.field, CASE WHEN m.decided_at >= d.newest THEN m.state ELSE 'OPEN' END AS state
FROM ({_DIFFERENCES}) d CROSS JOIN unnest(d.fields) AS f (field)
LEFT JOIN registry_differencemark m ON m.person_id = d.person_id AND m.field = f.field
WHERE f.field IS NOT NULL
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Said:
    """What one register says of a person; texts are "" where it says nothing."""

    source: str
    as_of: date | None
    name: str
    born: str
    nik: str
    sex: str = ""
    mother: str = ""
    kk: str = ""

    def value(self, field: str) -> str:
        """What it says of one particular (`DifferenceField`)."""
        return str(getattr(self, field))


@dataclass(frozen=True, slots=True)
class Handled:
    """What somebody did about a difference; `holds` is False once a register said something newer."""

    state: str
    state_label: str
    note: str
    decided_by: str
    decided_at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class ThreeWayRow:
    """One person in three columns: on which particulars they disagree, {field: state}, and what was done about each."""

    person_id: UUID
    name: str
    area_label: str
    area_code: str
    registry: Said
    dukcapil: Said
    dtsen: Said
    states: Mapping[str, str]
    marks: Mapping[str, Handled]

    @property
    def differs(self) -> tuple[str, ...]:
        """The particulars that differ."""
        return tuple(self.states)


@dataclass(frozen=True, slots=True)
class ThreeWayPage:
    """One page; `after` is the mark of the next, "" at the end. `counts` are persons by state; who has two counts in both."""

    rows: tuple[ThreeWayRow, ...]
    after: str
    count: int
    counts: Mapping[str, int]


def list_disagreements(
    actor: Actor, *, area: str = "", after: str = "", state: str = DifferenceState.OPEN
) -> ThreeWayPage:
    """Persons in the actor's areas with a difference in that state, by area and name (keyset).

    A name differs when its search key does: neither a title nor a spelling that sounds alike is a difference. Birth date,
    sex, mother and family card are compared where both sides have them. A NIK differs when Dukcapil does not match it
    although a poverty register lists the person, or when a register writes another one.
    """
    wanted = DifferenceState(state)
    persons = policies.visible_to(actor).exclude(is_away(today()))
    if area:
        persons = persons.filter(inside_area(area))
    here, given = _here(actor, area)
    counts = _counts(persons, here, given)
    statement = f"SELECT z.person_id FROM ({_STATES.format(here=here)}) z WHERE z.state = %s"  # noqa: S608
    found_in_state = persons.filter(pk__in=RawSQL(statement, [*given, *given, wanted.value]))  # noqa: S611 - constants
    mark = after.split("|", 1)
    if len(mark) == 2:
        found_in_state = found_in_state.filter(Q(area_code__gt=mark[0]) | Q(area_code=mark[0], pk__gt=_uuid(mark[1])))
    found = list(found_in_state.order_by("area_code", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    rows = tuple(_rows(found[:PAGE]))
    return ThreeWayPage(rows, f"{last.area_code}|{last.pk}" if last else "", counts[wanted], counts)


def get_disagreement(actor: Actor, person_id: UUID) -> ThreeWayRow:
    """One person in three columns, whether or not anything differs still. Raises NoSuchRecord."""
    person = policies.visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NoSuchRecord("person", person_id)
    return next(iter(_rows([person])))


def difference_states(person_ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """{person: {particular that differs: state}}; one query. System use: the caller has shown that the actor sees them."""
    ids = list(person_ids)
    own = "coalesce(r.survivor_id, r.id) = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(_STATES.format(here=own), [ids, ids])
        told = cursor.fetchall()
    order = list(DifferenceField.values)
    found: dict[UUID, dict[str, str]] = {each: {} for each in ids}
    for person_id, field, state in sorted(told, key=lambda row: order.index(row[1])):
        found[person_id][field] = state
    return found


def _here(actor: Actor, area: str) -> tuple[str, list[Any]]:
    """SQL that keeps the work to the area asked for; whom the actor may see is asked beside it."""
    bounds = [(area, f"{area}/")] if area else [each.bounds for each in actor.areas]
    place = "(r.area_code >= %s AND r.area_code < %s)"
    # A record merged into somebody may lie elsewhere than its person.
    parts = [*[place] * len(bounds), "r.survivor_id IS NOT NULL"]
    return f"({' OR '.join(parts)})", [text for bound in bounds for text in bound]


def _counts(persons: QuerySet[Person], here: str, given: list[Any]) -> dict[str, int]:
    visible, more = persons.order_by().values("pk").query.sql_with_params()
    statement = f"""
        SELECT z.state, count(DISTINCT z.person_id) FROM ({_STATES.format(here=here)}) z
        WHERE z.person_id IN ({visible}) GROUP BY 1
    """  # noqa: S608 - constants of this module and the ORM's own statement
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *given, *more])
        found = dict(cursor.fetchall())
    return {state: found.get(state, 0) for state in DifferenceState.values}


def _rows(people: list[Person]) -> Iterable[ThreeWayRow]:
    labels = area_labels(person.area_code for person in people)
    states = difference_states(person.pk for person in people)
    owner = records_of(person.pk for person in people)
    said: dict[tuple[UUID, str], SourceRecord] = {}
    for record in SourceRecord.objects.filter(
        person__in=list(owner), source__in=[Source.DUKCAPIL.value, *POVERTY]
    ).order_by("as_of", "created_at"):
        if _says(record):
            said[owner[record.person_id], "dtsen" if record.source in POVERTY else record.source] = record
    listed = {
        row.person_id: row
        for row in WelfareStatus.objects.filter(person__in=people, source__in=POVERTY).order_by("period")
    }
    marks: dict[UUID, dict[str, Handled]] = {}
    for mark in DifferenceMark.objects.filter(person__in=people):
        now = states[mark.person_id].get(mark.field)
        marks.setdefault(mark.person_id, {})[mark.field] = Handled(
            mark.state,
            str(mark.get_state_display()),
            mark.note,
            mark.decided_by_name,
            mark.decided_at,
            now == mark.state,
        )
    homes = Membership.objects.filter(person__in=people, period__endswith__isnull=True).select_related("family")
    cards = {home.person_id: numbers.masked(home.family.kk_cipher, numbers.KK) for home in homes}
    nothing = Said("", None, "", "", "")
    for person in people:
        status = listed.get(person.pk)
        only_listed = Said(str(status.get_source_display()), status.period.lower, "", "", "") if status else nothing
        yield ThreeWayRow(
            person_id=person.pk,
            name=person.name,
            area_label=labels.get(person.area_code, person.area_code),
            area_code=person.area_code,
            registry=Said(
                "",
                None,
                person.name,
                _day(person.birth_date),
                str(person.get_nik_status_display()),
                str(person.get_sex_display()),
                person.mother_name,
                cards.get(person.pk, ""),
            ),
            dukcapil=_said(said.get((person.pk, Source.DUKCAPIL.value))) or nothing,
            dtsen=_said(said.get((person.pk, "dtsen"))) or only_listed,
            states=states[person.pk],
            marks=marks.get(person.pk, {}),
        )


def _says(record: SourceRecord) -> bool:
    told = (record.is_same_nik, record.is_same_kk, record.is_same_mother)
    texts = (record.name_key, record.birth_date, record.nik_status, record.sex)
    return any(each is not None for each in told) or any(texts)


def _said(record: SourceRecord | None) -> Said | None:
    if record is None:
        return None
    status = str(NikStatus(record.nik_status).label) if record.nik_status in NikStatus.values else ""
    return Said(
        record.source,
        record.as_of,
        record.name,
        _day(record.birth_date),
        ", ".join(filter(None, [status, _same(record.is_same_nik, "NIK sama", "NIK lain")])),
        str(Sex(record.sex).label) if record.sex in Sex.values else "",
        _same(record.is_same_mother, "nama ibu sama", "nama ibu lain"),
        _same(record.is_same_kk, "KK sama", "KK lain"),
    )


def _same(told: bool | None, same: str, other: str) -> str:
    return "" if told is None else same if told else other


def _day(day: date | None) -> str:
    return format_date(day) if day else ""


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
