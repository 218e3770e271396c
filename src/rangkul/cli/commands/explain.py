"""`rangkul explain`: why a family, person or institution fulfils a programme's requirements or not, clause by clause."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

if TYPE_CHECKING:
    from rangkul.programmes.parts import FamilyParts
    from rangkul.programmes.queries import Why
    from rangkul.rules.explain import Clause

MARKS = {True: "ya   ", False: "TIDAK", None: "?    "}


@click.command("explain")
@click.option("--family", "family", metavar="ID", help="Id keluarga, dari alamat halamannya.")
@click.option("--person", "person", metavar="ID", help="Id orang, dari alamat halamannya.")
@click.option("--institution", "institution", metavar="ID", help="Id lembaga, dari alamat halamannya.")
@click.option("--programme", "code", metavar="CODE", required=True, help="Kode program atau komponen dalam katalog.")
@click.option("--as-of", "as_of", metavar="TTTT-BB-HH", help="Keadaan per tanggal (bawaan: hari ini).")
@click.option("--purpose", required=True, help="Keperluan; masuk ke catatan akses yang dapat dilihat warga itu.")
@click.option(
    "--as", "username", required=True, help="Nama pengguna yang meminta; hanya yang boleh dilihatnya ditampilkan."
)
@click.option("--json", "is_json", is_flag=True, help="Tulis sebagai JSON, untuk program lain.")
def command(
    family: str | None,
    person: str | None,
    institution: str | None,
    code: str,
    as_of: str | None,
    purpose: str,
    username: str,
    is_json: bool,
) -> None:
    """Jelaskan mengapa satu keluarga, orang atau lembaga (tidak) memenuhi syarat program, dengan sumber dan tanggal tiap data."""
    given = {"family": family, "person": person, "institution": institution}
    named = [(kind, text) for kind, text in given.items() if text is not None]
    if len(named) != 1:
        raise click.UsageError("Sebut satu: --family ID, --person ID atau --institution ID.")
    kind, subject = named[0]
    subject_id, day = _uuid(subject), _day(as_of)
    if not purpose.strip():
        raise click.UsageError("--purpose kosong: tulis untuk keperluan apa data ini dilihat.")
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    found = _explained(kind, subject_id, code, day, purpose.strip(), username)
    if is_json:
        click.echo(json.dumps([_as_json(each) for each in found], ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join("\n".join(_as_text(each)) for each in found))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise click.UsageError(
            f"“{text[:60]}” bukan id: bentuknya 0192f0c1-2b3c-7d4e-8f90-123456789abc, lihat alamat halamannya."
        ) from None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.UsageError(f"--as-of “{text}” bukan tanggal: tulis seperti 2026-11-22.") from None


def _explained(kind: str, subject_id: UUID, code: str, day: date | None, purpose: str, username: str) -> list["Why"]:
    from django.conf import settings

    from rangkul.accounts.queries import find_actor, find_user_named
    from rangkul.kernel import clock
    from rangkul.kernel.errors import Denied, Refused
    from rangkul.platform.audit.actions import note_access
    from rangkul.programmes import queries

    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    user = find_user_named(username)
    actor = find_actor(user, on=today) if user else None
    if actor is None:
        raise click.ClickException(f"Tidak ada pengguna {username} dengan tugas yang berlaku hari ini.")
    actor = actor.for_purpose(purpose)
    found: list[Why] = []
    try:
        for component in queries.components_named(actor, code, of_institutions=kind == "institution"):
            found += queries.why(actor, component, kind, subject_id, day or today)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    except Denied as denied:
        who = {"family": "Keluarga", "person": "Orang", "institution": "Lembaga"}[kind]
        raise click.ClickException(
            f"{denied.message} {who} dengan id {subject_id} tidak ada, atau bukan untuk dilihat {username}."
        ) from None
    if not found:
        raise click.ClickException(
            "Keluarga ini tidak beranggota pada tanggal itu; tidak ada orang yang dapat dinilai."
        )
    if kind == "institution":
        return found  # no person is looked at
    fields = ["penilaian program", *(["kondisi kesehatan"] if any(each.tells_health for each in found) else [])]
    note_access(by=actor, kind=kind, subject_id=subject_id, fields=fields)
    return found


def _as_text(each: "Why") -> Iterator[str]:
    from rangkul.programmes.queries import period_of
    from rangkul.rules.wording import value_words

    yield f"{each.label.name} · {each.component.name} ({each.component.programme.name})"
    yield f"Keadaan per {value_words(each.as_of)}: {str(each.verdict.label).upper()}"
    yield f"Ketentuan versi {each.terms.version}, berlaku {period_of(each.terms)}; dasar: {each.terms.legal_basis or '–'}"
    if each.terms.required_registry:
        held = "berlaku" if each.registry_ok else "BELUM ADA; tanpa ini tidak dapat diusulkan"
        yield f"ID {each.terms.required_registry}: {held}"
    if each.is_enrolled:
        yield "Sudah menjadi penerima."
    yield from _clauses(each.explanation.clauses, "")
    if each.parts is not None:
        yield from _parts(each, each.parts)


def _parts(each: "Why", found: "FamilyParts") -> Iterator[str]:
    """Which part each member counts for, as on the sheet (`screening_parts.html`)."""
    yield "Komponen tiap anggota:"
    for member, parts in found.members:
        name = each.part_labels[member].name
        if not parts:
            yield f"  {name}: tidak termasuk komponen"
        for part in parts:
            value = "" if part.value is None else f", {_rupiah(part.value)}"
            yield f"  {name}: {part.name}, {part.state.label}{value}"
    if found.has_hidden:
        yield "  Komponen yang menyangkut kesehatan tidak ditampilkan; karena itu jumlahnya juga tidak."
        return
    yield f"  Jumlah yang dihitung: {'belum diketahui' if found.total is None else _rupiah(found.total)}"
    if found.at_most is not None:
        yield f"  Paling banyak {found.at_most} orang sekeluarga dihitung, mulai dari nilai tertinggi."
    for part_name, limit in found.caps:
        yield f"  {part_name}: paling banyak {limit} orang."


def _rupiah(amount: int) -> str:
    from rangkul.programmes.cases import rupiah_words

    return f"{rupiah_words(amount)} sekali penyaluran"


def _clauses(clauses: Sequence["Clause"], indent: str) -> Iterator[str]:
    for clause in clauses:
        mark = "     " if clause.is_hidden else MARKS[clause.result]
        yield f"{indent}[{mark}] {clause.sentence}"
        for fact in clause.facts:
            yield f"{indent}        {fact.label} = {fact.shown or _value(fact.value)}; sumber: {fact.source}"
        yield from _clauses(clause.children, indent + "    ")


def _value(value: Any) -> str:
    from rangkul.rules.wording import value_words

    if isinstance(value, str) and len(value) == len("2026-11-22"):
        try:
            return value_words(date.fromisoformat(value))
        except ValueError:
            return value
    return value_words(value)


def _as_json(each: "Why") -> dict[str, Any]:
    return {
        "component": each.component.code,
        "programme": each.component.programme.code,
        "kind": each.kind,
        "id": str(each.subject_id),
        "as_of": each.as_of.isoformat(),
        "verdict": each.verdict.value,
        "registry_id_ok": each.registry_ok,
        "is_enrolled": each.is_enrolled,
        "terms": {
            "version": each.terms.version,
            "legal_basis": each.terms.legal_basis,
            "digest": each.terms.rule_digest,
        },
        "explanation": each.explanation.to_json(),
        "parts": None if each.parts is None else _parts_as_json(each, each.parts),
    }


def _parts_as_json(each: "Why", found: "FamilyParts") -> dict[str, Any]:
    return {
        "members": [
            {
                "id": str(member),
                "name": each.part_labels[member].name,
                "parts": [{"name": part.name, "state": part.state.value, "value": part.value} for part in parts],
            }
            for member, parts in found.members
        ],
        "total": found.total,
        "at_most": found.at_most,
        "caps": dict(found.caps),
        "health_hidden": found.has_hidden,
    }
