"""The landing of a list of institutions: staged rows, what each would do, writing them by the room's own actions, undo."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import ProtectedError
from psycopg import sql
from psycopg.types.range import DateRange

from rangkul.institutions.actions.change_institution import describe_institution
from rangkul.institutions.actions.keep_house import set_beds
from rangkul.institutions.actions.keep_record import record_accreditation, record_registration
from rangkul.institutions.actions.register_institution import register_institution
from rangkul.institutions.errors import UnableToChange
from rangkul.institutions.models import ImportedInstitution, Institution
from rangkul.kernel import clock
from rangkul.kernel.text import clean
from rangkul.platform.importing.checking import Problem
from rangkul.platform.importing.enums import Verdict
from rangkul.platform.importing.landing import Matched, Progress, register_landing
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.platform.policy.areas import inside_area
from rangkul.platform.policy.walls import APP_ROLE

CODE = "institutions.list"
ROOM = "Seluruh lembaga"
"""The room that stands for the capacity of a list, which names no rooms."""
SCHEMA: dict[str, Any] = {
    "row": pl.Int32, "name": pl.String, "kind": pl.String, "area_code": pl.String, "address": pl.String,
    "leader": pl.String, "phone": pl.String, "owner": pl.String, "number": pl.String, "since": pl.Date,
    "until": pl.Date, "grade": pl.String, "graded": pl.Date, "graded_until": pl.Date, "clients": pl.Int32,
    "beds": pl.Int32,
}  # fmt: skip
SAMPLES = 25
_FIELDS = {"address": "alamat", "phone": "telepon", "owner": "pemilik", "clients": "jumlah_klien", "leader": "ketua"}
_BODY = "menurut daftar Dinas"


@dataclass(frozen=True, slots=True)
class Intent:
    """What a staged row would do: verdict, the institution it is about, {field: [now, then]}, or why it is doubtful."""

    row: int
    data: dict[str, Any]
    verdict: str
    known: Institution | None
    change: dict[str, list[str | None]]
    code: str = ""
    shown: str = ""


class HomesLanding:
    """Institutions with their registration, accreditation and capacity."""

    def begin(self, batch: ImportBatch) -> None:
        self.forget(batch)
        _run("CREATE UNLOGGED TABLE {} (row integer NOT NULL, data jsonb NOT NULL)", batch)
        _run(f"REVOKE ALL ON {{}} FROM {APP_ROLE}", batch)

    def stage(self, batch: ImportBatch, frame: pl.DataFrame) -> None:
        rows = [(each["row"], json.dumps(each, default=str)) for each in frame.to_dicts()]
        with connection.cursor() as cursor:
            cursor.executemany(sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(_table(batch)), rows)

    def staged(self, batch: ImportBatch) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"import_homes_{batch.pk.hex}"])
            if not cursor.fetchone()[0]:
                return 0
        return len(_staged(batch))

    def forget(self, batch: ImportBatch) -> None:
        _run("DROP TABLE IF EXISTS {}", batch)

    def match(self, batch: ImportBatch, progress: Progress) -> Matched:
        """Verdicts for every staged row; a name or number that stands twice, here or in the directory, is doubtful."""
        intents = intend(batch)
        counts: dict[str, int] = {}
        for each in intents:
            counts[each.verdict] = counts.get(each.verdict, 0) + 1
        progress(len(intents), len(intents), "membandingkan dengan daftar lembaga")
        return Matched(
            counts=counts,
            problems=[_problem(each) for each in intents if each.code],
            samples=_samples(intents),
            areas={each.row: each.data["area_code"] for each in intents},
        )

    def apply(self, batch: ImportBatch, progress: Progress) -> dict[str, int]:
        """Write what is new and changed; each row as the office would by hand, with its events."""
        by, at = _writer(batch), clock.now()
        done = {"institutions": 0, "institutions_changed": 0, "same": 0}
        intents = [each for each in intend(batch) if not each.code]
        for place, each in enumerate(intents):
            if each.verdict == Verdict.SAME:
                done["same"] += 1
                continue
            _write(batch, each, by, at)
            done["institutions" if each.known is None else "institutions_changed"] += 1
            progress(place + 1, len(intents), "menulis daftar lembaga")
        return done

    def undo(self, batch: ImportBatch, progress: Progress) -> dict[str, object]:
        """Take away what only this list made; institutions that others built upon stay and are told."""
        kept, removed, restored = [], 0, 0
        for memory in (
            ImportedInstitution.objects.filter(batch_id=batch.pk).select_related("institution").order_by("-id")
        ):
            try:
                with transaction.atomic():
                    _take_back(memory)
            except (ProtectedError, UnableToChange):
                kept.append({"id": str(memory.institution_id), "kind": "institution", "why": "sudah dipakai data lain"})
                continue
            removed, restored = removed + memory.was_created, restored + (not memory.was_created)
        return {"removed": removed, "restored": restored, "kept": kept, "kept_count": len(kept)}


def intend(batch: ImportBatch) -> list[Intent]:
    """What each staged row would do now, in the order of the file; three queries."""
    rows = _staged(batch)
    regency = ".".join(batch.area_code.split(".")[:2])
    every = list(Institution.objects.filter(inside_area(regency), is_active=True).order_by("id"))
    by_name: dict[tuple[str, str], list[Institution]] = {}
    by_number: dict[str, list[Institution]] = {}
    for each in every:
        by_name.setdefault((_key(each.name), each.area_code[:8]), []).append(each)
        if each.registration_number:
            by_number.setdefault(_key(each.registration_number), []).append(each)
    seen: dict[tuple[str, str], int] = {}
    found = []
    for row, data in rows:
        mark = (_key(data["name"]), data["area_code"][:8])
        known = by_number.get(_key(data["number"] or "")) or by_name.get(mark) or []
        if mark in seen:
            found.append(
                Intent(row, data, Verdict.DOUBTFUL, None, {}, "LEMBAGA_GANDA_DALAM_BERKAS", f"baris {seen[mark]}")
            )
        elif len(known) > 1:
            names = ", ".join(each.name for each in known[:3])
            found.append(Intent(row, data, Verdict.DOUBTFUL, None, {}, "LEMBAGA_LEBIH_DARI_SATU", names))
        elif known and known[0].kind != data["kind"]:
            shown = known[0].get_kind_display()
            found.append(Intent(row, data, Verdict.DOUBTFUL, known[0], {}, "JENIS_LEMBAGA_BERBEDA", shown))
        elif known:
            change = _difference(known[0], data)
            found.append(Intent(row, data, Verdict.CHANGED if change else Verdict.SAME, known[0], change))
        else:
            found.append(Intent(row, data, Verdict.NEW, None, {LABELS[key]: [None, str(value)] for key, value in data.items() if value is not None and key in LABELS}))  # fmt: skip
        seen.setdefault(mark, row)
    return found


LABELS = _FIELDS | {"name": "nama_lembaga", "kind": "jenis_lembaga", "number": "tanda_daftar", "grade": "akreditasi", "beds": "tempat_tidur"}  # fmt: skip


def _difference(known: Institution, data: dict[str, Any]) -> dict[str, list[str | None]]:
    """What the row would change; a blank cell of the list changes nothing."""
    now = {
        "address": known.address, "phone": known.phone, "owner": known.owner, "clients": known.client_count,
        "leader": known.leader_name,
    }  # fmt: skip
    found: dict[str, list[str | None]] = {
        label: [str(now[key]) or None, str(data[key])]
        for key, label in _FIELDS.items()
        if data[key] is not None and str(data[key]) != str(now[key])
    }
    if (
        data["number"]
        and not known.registrations.filter(number=data["number"], period=_span(data, "since", "until")).exists()
    ):
        found["tanda_daftar"] = [known.registration_number or None, data["number"]]
    if (
        data["grade"]
        and not known.accreditations.filter(grade=data["grade"], period__startswith=data["graded"]).exists()
    ):
        found["akreditasi"] = [None, data["grade"]]
    if data["beds"] and not known.bed_groups.exists():
        found["tempat_tidur"] = [None, str(data["beds"])]
    return found


def _write(batch: ImportBatch, intent: Intent, by: Actor, at: datetime) -> None:
    data, house = intent.data, intent.known
    memory = ImportedInstitution(batch_id=batch.pk, was_created=house is None, before={}, recorded_at=at)
    if house is None:
        house = register_institution(
            name=data["name"], kind=data["kind"], area=data["area_code"], address=data["address"] or "",
            leader_name=data["leader"] or "", phone=data["phone"] or "", owner=data["owner"] or "",
            client_count=data["clients"] or 0, by=by, at=at,
        )  # fmt: skip
    else:
        memory.before = _before(house)
        if intent.change.keys() & set(_FIELDS.values()):
            describe_institution(
                institution_id=house.pk, address=data["address"] or house.address, phone=data["phone"] or house.phone,
                owner=data["owner"] or house.owner, serves_area=house.serves_area,
                client_count=house.client_count if data["clients"] is None else data["clients"], by=by, at=at,
            )  # fmt: skip
            if data["leader"]:
                Institution.objects.filter(pk=house.pk).update(leader_name=data["leader"])
    memory.institution = house
    told: dict[str, Any] = {"institution_id": house.pk, "by": by, "at": at}
    is_new = intent.known is None
    if data["number"] and (is_new or "tanda_daftar" in intent.change):
        record_registration(**told, number=data["number"], since=_day(data["since"]), until=_day(data["until"]))
    if data["grade"] and (is_new or "akreditasi" in intent.change):
        until = _day(data["graded_until"])
        record_accreditation(
            **told, grade=data["grade"], body=_BODY, number="", since=_day(data["graded"]), until=until
        )
    if data["beds"] and (is_new or "tempat_tidur" in intent.change):
        set_beds(**told, name=ROOM, beds=data["beds"], since=batch.as_of)
    memory.save(force_insert=True)


def _before(house: Institution) -> dict[str, Any]:
    fields = ("address", "phone", "owner", "client_count", "leader_name", "registration_number")
    until = house.registered_until
    return {
        "fields": {name: getattr(house, name) for name in fields},
        "registered_until": until.isoformat() if until else None,
        **{
            table: {str(each.pk): _as_text(each.period) for each in getattr(house, table).all()}
            for table in ("registrations", "accreditations", "bed_groups")
        },
    }


def _take_back(memory: ImportedInstitution) -> None:
    house = memory.institution
    before = memory.before
    if memory.was_created and house.residencies.exists():
        raise UnableToChange("Sudah ada penghuni.")
    for table in ("registrations", "accreditations", "bed_groups"):
        earlier = before.get(table, {})
        made = getattr(house, table).exclude(pk__in=list(earlier))
        (made if memory.was_created else made.filter(**_made_by(table, memory))).delete()
        for pk, period in earlier.items():
            getattr(house, table).filter(pk=pk).update(period=_as_range(period))
    memory.delete()
    if memory.was_created:
        house.delete()
        return
    until = before["registered_until"]
    Institution.objects.filter(pk=house.pk).update(**before["fields"], registered_until=_day(until))


def _made_by(table: str, memory: ImportedInstitution) -> dict[str, Any]:
    return {"name": ROOM} if table == "bed_groups" else {"recorded_at": memory.recorded_at}


def _samples(intents: list[Intent]) -> list[tuple[int, str, str, dict[str, list[str | None]]]]:
    found = []
    for verdict in (Verdict.NEW, Verdict.CHANGED):
        some = [each for each in intents if each.verdict == verdict][:SAMPLES]
        found += [(each.row, str(verdict.value), str(each.data["name"]), each.change) for each in some]
    return found


_REASONS = {
    "LEMBAGA_GANDA_DALAM_BERKAS": ("nama_lembaga", "setiap lembaga satu baris", "gabungkan atau hapus salah satu barisnya"),
    "LEMBAGA_LEBIH_DARI_SATU": (
        "nama_lembaga", "satu lembaga dengan nama atau nomor ini", "tulis nomor tanda daftar yang membedakan",
    ),
    "JENIS_LEMBAGA_BERBEDA": (
        "jenis_lembaga", "jenis yang sama seperti di daftar lembaga",
        "perbaiki jenisnya, atau catat perubahan jenisnya di halaman lembaga",
    ),
}  # fmt: skip


def _problem(each: Intent) -> Problem:
    column, expected, remedy = _REASONS[each.code]
    return Problem(each.row, Verdict.DOUBTFUL, each.code, column, each.shown[:300], expected, remedy)


def _staged(batch: ImportBatch) -> list[tuple[int, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT row, data FROM {} ORDER BY row").format(_table(batch)))
        return [(row, json.loads(data) if isinstance(data, str) else data) for row, data in cursor.fetchall()]


def _run(text: str, batch: ImportBatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(text).format(_table(batch)))


def _table(batch: ImportBatch) -> sql.Identifier:
    return sql.Identifier(f"import_homes_{batch.pk.hex}")


def _writer(batch: ImportBatch) -> Actor:
    may = frozenset({"institutions.directory.change", "institutions.institution.change"})
    return system_actor(f"Impor daftar lembaga, atas persetujuan {batch.approved_by_name}", permissions=may)


def _key(text: str) -> str:
    return "".join(each for each in clean(text).casefold() if each.isalnum())


def _span(data: dict[str, Any], first: str, last: str) -> DateRange:
    until = _day(data[last])
    return DateRange(_day(data[first]), date.fromordinal(until.toordinal() + 1) if until else None)


def _day(text: Any) -> Any:
    return date.fromisoformat(text) if isinstance(text, str) else text


def _as_text(period: Any) -> list[str | None]:
    return [each.isoformat() if each else None for each in (period.lower, period.upper)]


def _as_range(pair: list[str | None]) -> DateRange:
    return DateRange(_day(pair[0]), _day(pair[1]))


register_landing(CODE, HomesLanding())
