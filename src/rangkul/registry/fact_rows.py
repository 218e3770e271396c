"""The two statements that read the facts of families and of persons, and what the packed numbers in their rows mean.

Yes/no facts travel as bits of one number, marks of PPKS and PSKS as bits of another, answers of forms as a third: a row
of a million has fifteen columns to write and read, not ninety.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rangkul.registry import form_facts
from rangkul.registry.endings import NOT_AWAY
from rangkul.registry.enums import HealthStatus, Source
from rangkul.registry.vocabulary import CONDITION_FACTS, FAMILY, FAMILY_GROUPS, PERSON_GROUPS

ANY_OF_FAMILY = (
    "punya_id_dtks",
    "terdaftar_dtsen",
    "rawan_pangan",
    "menerima_pkh",
    "menerima_bpnt",
    "menerima_blt_dd",
    "menerima_kks",
    "menerima_program_lain",
)
"""Facts that hold for a family when they hold for the family itself or for one of its members."""

MAYBE = ("aparatur_negara", "pensiunan")
"""Yes/no facts that may be unknown: a second bit says that somebody told."""

BITS = {
    name: 1 << place
    for place, name in enumerate(
        (
            *(*ANY_OF_FAMILY, "menerima_pbi", "menerima_kip", *CONDITION_FACTS),
            *("disabilitas_tervalidasi", "hamil_berisiko"),
            *(f"{name}{known}" for name in MAYBE for known in ("", "?")),
        )
    )
}
MARKS = {code: 1 << place for place, code in enumerate(dict.fromkeys((*PERSON_GROUPS, *FAMILY_GROUPS)))}
_EPOCH = date(1900, 1, 1)
_NUTRITION = (
    HealthStatus.NORMAL,
    HealthStatus.UNDERNOURISHED,
    HealthStatus.STUNTED,
    HealthStatus.WASTED,
    HealthStatus.SEVERELY_STUNTED,
)
"""From the lightest to the gravest: of two measurements of one day the graver counts."""

_SERVANTS = ("5", "6", "7", "16", "17", *map(str, range(48, 64)))
"""Occupations (domain G.1) of PNS, TNI, Polri, BUMN, BUMD and officials; `4` is somebody with a pension."""


def _cases(column: str, kinds: Mapping[str, object], *, otherwise: object = 0) -> str:
    """SQL for a value's number: {value: number}; `otherwise` for other values."""
    return f"CASE {column} {' '.join(f"WHEN '{value}' THEN {number}" for value, number in kinds.items())} ELSE {otherwise} END"


PROGRAMME_FACTS = {
    "PKH": "menerima_pkh",
    "BPNT": "menerima_bpnt",
    "BLT_DD": "menerima_blt_dd",
    "KKS": "menerima_kks",
    "PBI_JK": "menerima_pbi",
    "KIP": "menerima_kip",
    "OTHER": "menerima_program_lain",
}
_DAYS = f"(coalesce(lower(period), DATE '{_EPOCH}') - DATE '{_EPOCH}')"
# A decile travels with the day its status began and its source, so that the latest wins and, on one day, the lower.
_DECILE_RANK = (
    f"({_DAYS} * 16 + (10 - decile)) * 16 + {_cases('source', {each: n for n, each in enumerate(Source.values)})}"
)
_IN_FORCE = "{key} IS NOT NULL AND period @> %(as_of)s::date {only}"
_ABOUT = f"""
LEFT JOIN (
    SELECT key, bit_or(bits) AS bits, bit_or(marks) AS marks, max(rank) AS desil_rank, max(form) AS form_rank,
        max(health) AS health_rank
    FROM (
        SELECT {{key}} AS key, {BITS["punya_id_dtks"]}::bigint AS bits, 0::bigint AS marks, NULL::int AS rank,
            NULL::bigint AS form, NULL::int AS health
            FROM registry_identity WHERE kind = 'ID_DTKS' AND {_IN_FORCE}
        UNION ALL SELECT {{key}}, CASE WHEN source = 'DTSEN' AND is_listed THEN {BITS["terdaftar_dtsen"]} ELSE 0 END,
            0, {_DECILE_RANK}, NULL, NULL
            FROM registry_welfarestatus WHERE {_IN_FORCE}
        UNION ALL SELECT {{key}}, {_cases("programme", {code: BITS[fact] for code, fact in PROGRAMME_FACTS.items()})},
            0, NULL, NULL, NULL
            FROM registry_outsidemembership WHERE {_IN_FORCE}
        UNION ALL SELECT {{key}},
            {_cases("kind", {kind: BITS[fact] for fact, kind in CONDITION_FACTS.items()} | {"RAWAN_PANGAN": BITS["rawan_pangan"]})},
            0, NULL, NULL, NULL
            FROM registry_condition WHERE {_IN_FORCE}
        UNION ALL SELECT {{key}}, 0, {_cases("type_code", MARKS)}, NULL, NULL, NULL
            FROM registry_groupmark WHERE {_IN_FORCE}
        {{more}}
    ) known GROUP BY key
) a ON a.key = s.id
"""  # noqa: S608 - every part is a constant of this module


def _forms(facts: Mapping[str, form_facts.Answered]) -> str:
    return ", ".join(f"'{form}'" for form in form_facts.forms_of(facts))


_OF_FAMILY = f"""UNION ALL SELECT {{key}}, 0, 0, NULL, {form_facts.packed(form_facts.OF_FAMILY)}, NULL
            FROM registry_answersheet WHERE form IN ({_forms(form_facts.OF_FAMILY)}) AND {_IN_FORCE}"""  # noqa: S608
_SERVES = {"1": BITS["aparatur_negara"] | BITS["aparatur_negara?"], "2": BITS["aparatur_negara?"]}
_OF_PERSON = f"""UNION ALL SELECT {{key}}, {_cases(f"({form_facts.PUBLIC_SERVANT.sql()})::text", _SERVES)}, 0, NULL,
            {form_facts.packed(form_facts.OF_PERSON)}, NULL
            FROM registry_answersheet WHERE form IN ({_forms(form_facts.OF_PERSON)}) AND {_IN_FORCE}
        UNION ALL SELECT {{key}},
            CASE WHEN status IN ('HAMIL_RISTI', 'HAMIL_KEK') AND until_on > %(as_of)s THEN {BITS["hamil_berisiko"]} ELSE 0 END,
            0, NULL, NULL,
            CASE WHEN kind = 'GIZI_BALITA' AND measured_on > %(as_of)s::date - 365 THEN (measured_on - DATE '{_EPOCH}') * 8
                + {_cases("status", {each.value: n for n, each in enumerate(_NUTRITION, 1)})} END
            FROM registry_healthrecord WHERE measured_on <= %(as_of)s {{only}}
        UNION ALL SELECT {{key}}, {BITS["disabilitas_tervalidasi"]}, 0, NULL, NULL, NULL
            FROM registry_disabilityprofile p WHERE state = 'SUDAH' AND validated_on <= %(as_of)s {{only}} AND NOT EXISTS (
                SELECT FROM registry_disabilityprofile q WHERE q.person_id = p.person_id AND q.version > p.version
                    AND q.recorded_at < %(as_of)s::date + 1
            )"""  # noqa: S608
_OCCUPATION = f"""CASE WHEN s.occupation_code IN ({", ".join(f"'{code}'" for code in _SERVANTS)})
            THEN {BITS["aparatur_negara"] | BITS["aparatur_negara?"] | BITS["pensiunan?"]}
        WHEN s.occupation_code = '4' THEN {BITS["pensiunan"] | BITS["pensiunan?"] | BITS["aparatur_negara?"]}
        WHEN s.occupation_code <> '' THEN {BITS["aparatur_negara?"] | BITS["pensiunan?"]} ELSE 0 END"""


def _about(key: str, more: str) -> str:
    return _ABOUT.replace("{more}", more).replace("{key}", key)


_LIVING_FAMILY = "(s.formed_on IS NULL OR s.formed_on <= %(as_of)s) AND (s.ended_on IS NULL OR s.ended_on > %(as_of)s)"
FAMILIES = f"""
SELECT s.id, s.area_code AS kode_wilayah, nullif(s.livelihood, '') AS mata_pencaharian,
    coalesce(a.bits, 0) AS bits, coalesce(a.marks, 0) AS marks, a.desil_rank, a.form_rank
FROM registry_family s {_about("family_id", _OF_FAMILY)}
WHERE {_LIVING_FAMILY} AND {{whom}}
"""  # noqa: S608 - every part is a constant of this module
PERSONS = f"""
SELECT s.id, f.id AS family_id, s.area_code,
    CASE WHEN s.birth_date <= %(as_of)s THEN date_part('year', age(%(as_of)s::date, s.birth_date))::int END AS umur,
    nullif(s.sex, '') AS jenis_kelamin, CASE WHEN f.id IS NOT NULL THEN m.relation END AS hubungan,
    nullif(s.marital_status, '') AS status_kawin, d.jenis_disabilitas, d.tingkat_disabilitas,
    s.nik_status AS status_nik, coalesce(a.bits, 0) | {_OCCUPATION} AS bits, coalesce(a.marks, 0) AS marks,
    a.desil_rank, a.form_rank, a.health_rank
FROM registry_person s
LEFT JOIN registry_membership m ON m.person_id = s.id AND m.period @> %(as_of)s::date
LEFT JOIN registry_family f ON f.id = m.family_id AND {_LIVING_FAMILY.replace("s.", "f.")}
{_about("person_id", _OF_PERSON)}
LEFT JOIN (
    SELECT DISTINCT ON (person_id) person_id, nullif(disability_type, '') AS jenis_disabilitas,
        nullif(severity, '') AS tingkat_disabilitas
    FROM registry_condition WHERE kind = 'DISABILITAS' AND {_IN_FORCE.replace("{key}", "person_id")}
    ORDER BY person_id, lower(period) DESC NULLS LAST, id DESC
) d ON d.person_id = s.id
WHERE s.merged_into_id IS NULL AND (s.died_on IS NULL OR s.died_on > %(as_of)s) AND {NOT_AWAY.format("s.id")} AND {{whom}}
"""  # noqa: S608 - every part is a constant of this module

TEXTS = (
    *("id", "family_id", "area_code", "kode_wilayah", "mata_pencaharian", "jenis_kelamin", "hubungan", "status_kawin"),
    *("jenis_disabilitas", "tingkat_disabilitas", "status_nik"),
)
NUMBERS = ("umur", "desil_rank", "health_rank")
LONG_NUMBERS = ("bits", "marks", "form_rank")

MEMBER_NAMES = tuple(fact.name for fact in FAMILY.members)
FAMILY_NAMES = tuple(fact.name for fact in FAMILY.facts if fact.name != "anggota")
_FAMILY_MARKS = {name: MARKS[code] for code, name in FAMILY_GROUPS.items()}
_PERSON_MARKS = {name: MARKS[code] for code, name in PERSON_GROUPS.items()}


def place_by_age(members: Sequence[Mapping[str, Any]]) -> dict[Any, int | None]:
    """{id: place from the youngest (1) of a family}; of one age by id, None for whose age is unknown."""
    aged = sorted((row for row in members if row["umur"] is not None), key=lambda row: (row["umur"], row["id"]))
    return {row["id"]: None for row in members} | {row["id"]: place for place, row in enumerate(aged, 1)}


def family_facts(family: Mapping[str, Any], members: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The facts of a family by name from its row and those of its members."""
    everybody = [family, *members]
    found: dict[str, Any] = {name: any(row["bits"] & BITS[name] for row in everybody) for name in ANY_OF_FAMILY}
    found |= {name: any(row["marks"] & mark for row in everybody) for name, mark in _FAMILY_MARKS.items()}
    found |= _decile(max((row["desil_rank"] for row in everybody if row["desil_rank"] is not None), default=None))
    found |= form_facts.unpacked(form_facts.OF_FAMILY, family["form_rank"])
    found |= {
        "mata_pencaharian": family["mata_pencaharian"],
        "jumlah_anggota": len(everybody) - 1,
        "kode_wilayah": family["kode_wilayah"],
    }
    return {name: found[name] for name in FAMILY_NAMES}


def member_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a person by name from a row."""
    school = form_facts.unpacked(form_facts.OF_PERSON, row["form_rank"])
    found = {name: bool(row["bits"] & bit) for name, bit in BITS.items()}
    found |= {name: bool(row["marks"] & mark) for name, mark in _PERSON_MARKS.items()}
    told: dict[str, Any] = {name: found[name] if found[f"{name}?"] else None for name in MAYBE}
    told |= {
        "jenjang_sekolah": school["jenjang_sekolah"],
        "masih_sekolah": None if school["masih_sekolah"] is None else school["masih_sekolah"] == "YA",
        "status_gizi": _NUTRITION[row["health_rank"] % 8 - 1].value if row["health_rank"] is not None else None,
    }
    return {name: told[name] if name in told else found.get(name, row.get(name)) for name in MEMBER_NAMES}


def _decile(rank: int | None) -> dict[str, Any]:
    if rank is None:
        return {"desil": None, "sumber_desil": None, "desil_sejak": None}
    days = rank >> 8
    return {
        "desil": 10 - (rank >> 4) % 16,
        "sumber_desil": Source.values[rank % 16],
        "desil_sejak": _EPOCH + timedelta(days=days) if days else None,
    }


def family_columns() -> str:
    """The facts of `family_facts` as DuckDB's SQL over `f`, the families, and `m`, the sums over their members."""
    rank = "greatest(f.desil_rank, m.desil_rank)"
    sources = " ".join(f"WHEN {n} THEN '{each}'" for n, each in enumerate(Source.values))
    told = {name: f"(f.bits | coalesce(m.bits, 0)) & {BITS[name]} <> 0" for name in ANY_OF_FAMILY}
    told |= {name: f"(f.marks | coalesce(m.marks, 0)) & {mark} <> 0" for name, mark in _FAMILY_MARKS.items()}
    told |= {name: form_facts.unpacked_sql(name, form_facts.OF_FAMILY, "f.form_rank") for name in form_facts.OF_FAMILY}
    told |= {
        "desil": f"10 - (({rank} >> 4) & 15)",
        "sumber_desil": f"CASE {rank} & 15 {sources} END",
        "desil_sejak": f"CASE WHEN {rank} >> 8 > 0 THEN DATE '{_EPOCH}' + ({rank} >> 8) END",
        "jumlah_anggota": "coalesce(m.jumlah_anggota, 0)",
    }
    return ", ".join(f"{told.get(name, f'f.{name}')} AS {name}" for name in FAMILY_NAMES)


def member_columns() -> str:
    """The facts of `member_facts` as DuckDB's SQL over the rows of persons."""
    told = {name: f"bits & {bit} <> 0" for name, bit in BITS.items()}
    told |= {name: f"CASE WHEN bits & {BITS[f'{name}?']} <> 0 THEN bits & {BITS[name]} <> 0 END" for name in MAYBE}
    told |= {name: f"marks & {mark} <> 0" for name, mark in _PERSON_MARKS.items()}
    gravities = " ".join(f"WHEN {n} THEN '{each.value}'" for n, each in enumerate(_NUTRITION, 1))
    told |= {
        "urutan_termuda": "CASE WHEN umur IS NOT NULL AND family_id IS NOT NULL"
        " THEN row_number() OVER (PARTITION BY family_id ORDER BY umur NULLS LAST, id) END",
        "jenjang_sekolah": form_facts.unpacked_sql("jenjang_sekolah", form_facts.OF_PERSON, "form_rank"),
        "masih_sekolah": form_facts.unpacked_sql("masih_sekolah", form_facts.OF_PERSON, "form_rank") + " = 'YA'",
        "status_gizi": f"CASE health_rank & 7 {gravities} END",
    }
    return ", ".join(f"{told[name]} AS {name}" if name in told else name for name in MEMBER_NAMES)
