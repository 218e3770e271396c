"""`rangkul export`: writes a file in a known format to a place of your choice, as an official with a purpose."""

from datetime import date
from pathlib import Path

import click


@click.command("export")
@click.option("--format", "format_code", help="Kode format; tanpa pilihan ini daftarnya ditampilkan.")
@click.option("--area", help="Kode wilayah Kemendagri, mis. 73.12 atau 73.12.01.2001.")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Keadaan per tanggal (bawaan: hari ini).")
@click.option("--purpose", help="Keperluan; masuk ke jejak audit.")
@click.option("--as", "username", help="Nama pengguna yang meminta; hanya data yang boleh dilihatnya yang ditulis.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Berkas tujuan (.xlsx atau .csv).")
def command(
    format_code: str | None,
    area: str | None,
    as_of: object,
    purpose: str | None,
    username: str | None,
    out: Path | None,
) -> None:
    """Tulis data registri dalam format berkas asalnya, dengan keperluan yang dicatat."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    from rangkul.platform.exporting import queries

    if format_code is None:
        for each in queries.list_exporters():
            click.echo(f"{each.code:22} {each.title}")
        return
    if not (area and purpose and username and out):
        raise click.UsageError("Lengkapi --area, --purpose, --as, dan --out.")
    rows = _write(format_code, area, getattr(as_of, "date", lambda: None)(), purpose, username, out)
    click.echo(f"{rows} baris ditulis ke {out}. Berkas ini memuat NIK lengkap: simpan di tempat yang aman.")


def _write(format_code: str, area: str, as_of: date | None, purpose: str, username: str, out: Path) -> int:
    from django.conf import settings

    from rangkul.accounts.queries import find_actor, find_user_named
    from rangkul.kernel import clock
    from rangkul.platform.exporting import actions
    from rangkul.platform.tasks.runner import run_job

    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    user = find_user_named(username)
    actor = find_actor(user, on=today) if user else None
    if actor is None:
        raise click.ClickException(f"Tidak ada pengguna {username} dengan tugas yang berlaku hari ini.")
    kind = "CSV" if out.suffix.lower() == ".csv" else "XLSX"
    export = actions.request_export(
        format_code=format_code, area=area, as_of=as_of or today, purpose=purpose, kind=kind, by=actor, at=clock.now()
    )
    if export.job_id is not None:
        run_job(export.job_id, is_last_attempt=True)
    done, pieces = actions.take_export(export_id=export.pk, by=actor, at=clock.now())
    out.touch()
    out.chmod(0o600)
    with out.open("wb") as file:
        file.writelines(pieces)
    return done.rows
