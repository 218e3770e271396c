"""Where each fact of a family and its members comes from and since when: what an explanation tells beside the fact.

A fact that is no because nothing is recorded has no origin of its own; the vocabulary's `source` then says where it would
be. The rows are those that `fact_rows` reads; of several, the newest is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from rangkul.kernel import clock
from rangkul.reference.forms import find_form
from rangkul.registry import form_facts
from rangkul.registry.enums import HealthSource, Source
from rangkul.registry.fact_rows import ANY_OF_FAMILY, PROGRAMME_FACTS
from rangkul.registry.vocabulary import CONDITION_FACTS, FAMILY_GROUPS, PERSON_GROUPS


@dataclass(frozen=True, slots=True)
class Origin:
    """Who told a fact, in words, and from which day it holds (or was told)."""

    source: str
    since: date | None

    @property
    def text(self) -> str:
        """ "DTSEN, sejak 1 Januari 2022"."""
        return f"{self.source}, sejak {clock.format_date(self.since)}" if self.since else self.source


Origins = Mapping[str, Origin]

_ABOUT = "(person_id = ANY(%(persons)s) OR family_id = %(family)s)"
_SUBJECT = "coalesce(person_id, family_id)"
_ROWS = f"""
SELECT {_SUBJECT} AS subject, 'IDENTITY' AS kind, kind AS code, source, lower(period) AS since, 0 AS rank
    FROM registry_identity WHERE kind = 'ID_DTKS' AND {_ABOUT} AND period @> %(as_of)s::date
UNION ALL SELECT {_SUBJECT}, 'DECILE', '', source, lower(period), 10 - decile
    FROM registry_welfarestatus WHERE decile IS NOT NULL AND {_ABOUT} AND period @> %(as_of)s::date
UNION ALL SELECT {_SUBJECT}, 'LISTED', '', source, lower(period), 0
    FROM registry_welfarestatus WHERE source = 'DTSEN' AND is_listed AND {_ABOUT} AND period @> %(as_of)s::date
UNION ALL SELECT {_SUBJECT}, 'OUTSIDE', programme, source, lower(period), 0
    FROM registry_outsidemembership WHERE {_ABOUT} AND period @> %(as_of)s::date
UNION ALL SELECT {_SUBJECT}, 'CONDITION', kind, source, lower(period), 0
    FROM registry_condition WHERE {_ABOUT} AND period @> %(as_of)s::date
UNION ALL SELECT {_SUBJECT}, 'GROUP', type_code, source, lower(period), 0
    FROM registry_groupmark WHERE {_ABOUT} AND period @> %(as_of)s::date
UNION ALL SELECT {_SUBJECT}, 'FORM', form, source, lower(period), 0
    FROM registry_answersheet WHERE {_ABOUT} AND period @> %(as_of)s::date
UNION ALL SELECT person_id, 'HEALTH', kind, source, measured_on, 0
    FROM registry_healthrecord WHERE person_id = ANY(%(persons)s) AND measured_on <= %(as_of)s
UNION ALL SELECT person_id, 'PROFILE', '', source, validated_on, 0
    FROM registry_disabilityprofile WHERE person_id = ANY(%(persons)s) AND state = 'SUDAH' AND validated_on <= %(as_of)s
UNION ALL SELECT id, 'PERSON', '', source, (updated_at AT TIME ZONE %(zone)s)::date, 0
    FROM registry_person WHERE id = ANY(%(persons)s)
UNION ALL SELECT id, 'FAMILY', '', source, (updated_at AT TIME ZONE %(zone)s)::date, 0
    FROM registry_family WHERE id = %(family)s
UNION ALL SELECT person_id, 'MEMBER', '', '', lower(period), 0
    FROM registry_membership WHERE person_id = ANY(%(persons)s) AND period @> %(as_of)s::date
"""  # noqa: S608 - every part is a constant of this module
_OF_PERSON = ("umur", "jenis_kelamin", "status_kawin", "status_nik", "aparatur_negara", "pensiunan")
_OF_FAMILY = ("kode_wilayah", "mata_pencaharian", "jumlah_anggota")
_DECILE = ("desil", "sumber_desil", "desil_sejak")


def origins_of(family_id: UUID | None, person_ids: Sequence[UUID], as_of: date) -> dict[UUID, dict[str, Origin]]:
    """{id of the family or person: {fact: origin}} for those facts that a row tells. One query.

    The family's facts that hold for a member too are told by whichever row is newest.
    """
    given = {"family": family_id, "persons": list(person_ids), "as_of": as_of, "zone": settings.TIME_ZONE}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, given)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    # The newest last, so that it stays; of two deciles of one day the lower, as `fact_rows` has it.
    rows.sort(key=lambda row: (row["since"] or date.min, row["rank"]))
    found: dict[UUID, dict[str, Origin]] = {each: {} for each in person_ids}
    if family_id is not None:
        found[family_id] = {}
    shared = {*ANY_OF_FAMILY, *FAMILY_GROUPS.values(), *_DECILE}
    for row in rows:
        origin = Origin(_source_of(row), row["since"])
        for name in _facts_of(row):
            if row["subject"] in found:
                found[row["subject"]][name] = origin
            if family_id is not None and name in shared:
                found[family_id][name] = origin
    return found


def _facts_of(row: Mapping[str, Any]) -> Iterable[str]:  # noqa: C901 - one case per kind of row
    code = row["code"]
    match row["kind"]:
        case "IDENTITY":
            return ("punya_id_dtks",)
        case "DECILE":
            return _DECILE
        case "LISTED":
            return ("terdaftar_dtsen",)
        case "OUTSIDE":
            return (PROGRAMME_FACTS[code],) if code in PROGRAMME_FACTS else ()
        case "CONDITION":
            facts = [fact for fact, kind in CONDITION_FACTS.items() if kind == code]
            return ("rawan_pangan",) if code == "RAWAN_PANGAN" else (*facts, *_disability(code))
        case "GROUP":
            return {PERSON_GROUPS.get(code, ""), FAMILY_GROUPS.get(code, "")} - {""}
        case "FORM":
            return tuple(
                name
                for facts in (
                    form_facts.OF_FAMILY,
                    form_facts.OF_PERSON,
                    {"aparatur_negara": form_facts.PUBLIC_SERVANT},
                )
                for name, fact in facts.items()
                if code in fact.asked
            )
        case "HEALTH":
            return ("hamil_berisiko",) if code == "KEHAMILAN" else ("status_gizi",)
        case "PROFILE":
            return ("disabilitas_tervalidasi",)
        case "PERSON":
            return _OF_PERSON
        case "FAMILY":
            return _OF_FAMILY
        case _:
            return ("hubungan",)


def _disability(code: str) -> tuple[str, ...]:
    return ("jenis_disabilitas", "tingkat_disabilitas") if code == "DISABILITAS" else ()


def _source_of(row: Mapping[str, Any]) -> str:
    code = row["source"]
    if row["kind"] == "FORM":
        form = find_form(row["code"])
        return form.title if form else row["code"]
    if row["kind"] == "HEALTH":
        return str(HealthSource(code).label) if code in HealthSource.values else "data kesehatan"
    if row["kind"] == "MEMBER":
        return "kartu keluarga di registri"
    label = str(Source(code).label) if code in Source.values else "registri"
    return f"data di registri ({label})" if row["kind"] in ("PERSON", "FAMILY") else label
