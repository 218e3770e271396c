"""Making the cover: aid, entitlement and groups of everybody, from the snapshot, kept as Parquet for the pages.

Run by a job as the database's owner. Rows hold ids, areas and facts, no names and no numbers; the files are readable by
the owner only. A new cover stands beside the old one until its pointer is written, so that a page never sees half.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import duckdb
import pyarrow as pa
from django.conf import settings

from rangkul.insight.coverage import aids
from rangkul.insight.coverage.measures import FAMILY, PERSON, CoveredComponent
from rangkul.kernel.ids import new_id
from rangkul.programmes.everybody import Answers, Question, judge_everybody
from rangkul.programmes.queries.coverage import questions_in_force, served_on
from rangkul.registry.queries.health import poorly_nourished
from rangkul.registry.snapshot import Snapshot, snapshot_of

POINTER = "now.json"
MOST_COMPONENTS = 62
Progress = Callable[[int, int, str], None]


def folder() -> Path:
    """Where covers lie, for the owner only."""
    path = Path(settings.MEDIA_ROOT) / "coverage"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def build(*, as_of: date, progress: Progress = lambda _done, _total, _message: None) -> dict[str, int]:
    """Compute and keep the cover of everybody; returns {families, persons}."""
    progress(0, 4, "Membaca registri")
    with snapshot_of(area="", as_of=as_of) as taken:
        progress(1, 4, "Menilai semua aturan")
        questions = [each for each in questions_in_force(on=as_of) if each.kind in (FAMILY, PERSON)][:MOST_COMPONENTS]
        answers = judge_everybody(taken, questions)
        progress(2, 4, "Menggabungkan bantuan")
        components = [_covered(place, each) for place, each in enumerate(questions)]
        _fill(taken, answers, components)
        progress(3, 4, "Menyimpan")
        return _keep(taken.connection, components, as_of, taken.taken_at)


def _covered(place: int, question: Question) -> CoveredComponent:
    component = question.component
    return CoveredComponent(
        id=component.pk,
        code=component.code,
        name=component.name,
        programme=component.programme.name,
        unit=question.kind,
        place=place,
        is_sensitive=component.is_sensitive,
        is_own=component.programme.is_own,
    )


def _fill(taken: Snapshot, answers: Answers, components: Sequence[CoveredComponent]) -> None:
    base = taken.connection
    _take_served(base, taken.as_of, components)
    base.register("nourished_badly", pa.table({"id": pa.array(_texts(poorly_nourished(on=taken.as_of)), pa.string())}))
    met = {unit: _met(answers, [each for each in components if each.unit == unit]) for unit in (FAMILY, PERSON)}
    open_bits = sum(1 << each.place for each in components if not each.is_sensitive)
    has = {unit: _has_outside(unit, components, taken) for unit in (FAMILY, PERSON)}
    base.execute(
        f"""
        CREATE TEMP TABLE met_family AS {met[FAMILY]};
        CREATE TEMP TABLE met_person AS {met[PERSON]};
        CREATE TEMP TABLE people AS
            SELECT m.id, m.family_id, m.area_code, m.umur AS age, m.jenis_kelamin AS sex, m.hubungan AS relation,
                m.disabilitas AS disabled, m.hamil AS pregnant, n.id IS NOT NULL AND m.umur < 5 AS malnourished,
                (m.menerima_pbi::INT * {aids.KIS} + m.menerima_kip::INT * {aids.KIP}
                    + (s.has IS NOT NULL)::INT * {aids.LOCAL}) AS own_aid,
                coalesce(q.met, 0) AS met, coalesce(s.has, 0) AS own_has, m.menerima_pbi, m.menerima_kip
            FROM members m
            LEFT JOIN met_person q ON q.id = m.id
            LEFT JOIN served_person s ON s.id = m.id
            LEFT JOIN (SELECT id::UUID AS id FROM nourished_badly) n ON n.id = m.id;
        CREATE TEMP TABLE homes AS
            SELECT f.id, f.area_code, f.desil AS decile, f.jumlah_anggota AS members,
                (f.menerima_pkh::INT * {aids.PKH} + f.menerima_bpnt::INT * {aids.FOOD} + f.menerima_kks::INT * {aids.KKS}
                    + (f.menerima_blt_dd OR s.has IS NOT NULL)::INT * {aids.LOCAL}) AS own_aid,
                coalesce(q.met, 0) AS met, coalesce(s.has, 0) | {has[FAMILY]} AS has
            FROM all_families f
            LEFT JOIN met_family q ON q.id = f.id
            LEFT JOIN served_family s ON s.id = f.id;
        CREATE TABLE cover_families AS
            SELECT h.id, h.area_code, h.decile, h.members, (h.own_aid | coalesce(p.aid, 0))::UTINYINT AS aid, h.met, h.has,
                ((h.met | coalesce(p.met, 0)) & {open_bits}) <> 0 AS entitled, p.age, p.sex,
                coalesce(p.disabled, false) AS disabled, coalesce(p.pregnant, false) AS pregnant,
                coalesce(p.malnourished, false) AS malnourished
            FROM homes h LEFT JOIN (
                SELECT family_id, bit_or(own_aid) AS aid, bit_or(met) AS met, bool_or(disabled) AS disabled,
                    bool_or(pregnant) AS pregnant, bool_or(malnourished) AS malnourished,
                    max(age) FILTER (relation = 'HEAD') AS age, max(sex) FILTER (relation = 'HEAD') AS sex
                FROM people WHERE family_id IS NOT NULL GROUP BY 1
            ) p ON p.family_id = h.id ORDER BY h.area_code, h.id;
        CREATE TABLE cover_persons AS
            SELECT m.id, m.family_id, m.area_code, h.decile, (m.own_aid | coalesce(h.own_aid, 0))::UTINYINT AS aid, m.met,
                m.own_has | {has[PERSON]} AS has, ((m.met | coalesce(h.met, 0)) & {open_bits}) <> 0 AS entitled,
                m.age, m.sex, m.disabled, m.pregnant, m.malnourished
            FROM people m LEFT JOIN homes h ON h.id = m.family_id ORDER BY m.area_code, m.id;
        """  # noqa: S608 - numbers and names of our own
    )


def _take_served(base: duckdb.DuckDBPyConnection, as_of: date, components: Sequence[CoveredComponent]) -> None:
    place = {each.id: each.place for each in components}
    persons: dict[UUID, int] = {}
    families: dict[UUID, int] = {}
    for component, person, family in served_on(as_of):
        bit = 1 << place[component] if component in place else 0
        if person is not None:
            persons[person] = persons.get(person, 0) | bit
        if family is not None:
            families[family] = families.get(family, 0) | bit
    for name, found in (("served_person", persons), ("served_family", families)):
        rows = pa.table(
            {"id": pa.array(_texts(found), pa.string()), "has": pa.array(list(found.values()), pa.int64())}
        )
        base.register(f"read_{name}", rows)
        base.execute(f"CREATE TEMP TABLE {name} AS SELECT id::UUID AS id, has FROM read_{name}")  # noqa: S608
        base.unregister(f"read_{name}")


def _texts(ids: Sequence[UUID] | dict[UUID, int]) -> list[str]:
    return [str(each) for each in ids]


def _met(answers: Answers, components: Sequence[CoveredComponent]) -> str:
    """SQL: {id: bits of the rules that are met}."""
    parts = [
        f"SELECT id, {1 << each.place}::BIGINT AS bit FROM ({answers.relation[each.id]}) WHERE answer" for each in components  # noqa: S608
    ]
    every = " UNION ALL ".join(parts) or "SELECT NULL::UUID AS id, 0::BIGINT AS bit WHERE false"
    return f"SELECT id, bit_or(bit) AS met FROM ({every}) GROUP BY 1"  # noqa: S608


def _has_outside(unit: str, components: Sequence[CoveredComponent], taken: Snapshot) -> str:
    """SQL: the bits of components of others that the registry's memberships tell of."""
    held = {
        FAMILY: {aids.PKH: "f.menerima_pkh", aids.FOOD: "f.menerima_bpnt", aids.KKS: "f.menerima_kks"},
        PERSON: {aids.KIS: "m.menerima_pbi", aids.KIP: "m.menerima_kip"},
    }[unit]
    parts = [
        f"{held[bit]}::INT::BIGINT * {1 << each.place}"
        for each in components
        if each.unit == unit and not each.is_own and (bit := _outside_bit(each)) in held
    ]
    return f"({' | '.join(parts)})" if parts else "0::BIGINT"


def _outside_bit(component: CoveredComponent) -> int:
    return next((bit for code, bit in aids.OUTSIDE_BITS.items() if component.code.startswith(code)), 0)


def _keep(
    base: duckdb.DuckDBPyConnection, components: Sequence[CoveredComponent], as_of: date, taken_at: datetime
) -> dict[str, int]:
    root = folder()
    place = root / str(new_id())
    before = os.umask(0o077)
    try:
        place.mkdir(mode=0o700)
        counts = {}
        for table in ("families", "persons"):
            base.table(f"cover_{table}").write_parquet(str(place / f"{table}.parquet"))
            row = base.execute(f"SELECT count(*) FROM cover_{table}").fetchone()  # noqa: S608
            counts[table] = int(row[0]) if row else 0
        told = {
            "folder": place.name,
            "as_of": as_of.isoformat(),
            "taken_at": taken_at.isoformat(),
            "counts": counts,
            "components": [
                {
                    "id": str(each.id), "code": each.code, "name": each.name, "programme": each.programme,
                    "unit": each.unit, "place": each.place, "is_sensitive": each.is_sensitive, "is_own": each.is_own,
                }
                for each in components
            ],
        }  # fmt: skip
        written = root / f"{POINTER}.new"
        written.write_text(json.dumps(told), encoding="utf-8")
        kept = _present(root)
        written.replace(root / POINTER)
    finally:
        os.umask(before)
    for old in root.iterdir():
        # The one before stays until the next time: somebody may be reading it.
        if old.is_dir() and old.name not in (place.name, kept):
            shutil.rmtree(old, ignore_errors=True)
    return counts


def _present(root: Path) -> str:
    try:
        return str(json.loads((root / POINTER).read_text(encoding="utf-8"))["folder"])
    except (FileNotFoundError, ValueError, KeyError):
        return ""
