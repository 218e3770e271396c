"""`rangkul export-snapshot`: the facts of everybody as Parquet, for screening on another machine."""

from datetime import date
from pathlib import Path

import click


@click.command("export-snapshot")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--area", required=True, help="Kode wilayah Kemendagri, mis. 73.12.")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Keadaan per tanggal (bawaan: hari ini).")
@click.option("--purpose", required=True, help="Keperluan; masuk ke jejak audit.")
@click.option("--as", "username", required=True, help="Nama pengguna yang meminta.")
def command(folder: Path, area: str, as_of: object, purpose: str, username: str) -> None:
    """Tulis fakta semua warga sebagai Parquet ke FOLDER, satu bagian per kabupaten/kota.

    Tanpa nama dan nomor identitas, tetapi memuat data kesehatan: hanya untuk peran yang boleh membawanya keluar.
    """
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    from django.conf import settings

    from rangkul.accounts.queries import find_actor, find_user_named
    from rangkul.kernel import clock
    from rangkul.registry.actions import take_snapshot_out

    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    day: date = getattr(as_of, "date", lambda: today)()
    user = find_user_named(username)
    actor = find_actor(user, on=today) if user else None
    if actor is None:
        raise click.ClickException(f"Tidak ada pengguna {username} dengan tugas yang berlaku hari ini.")
    parts = take_snapshot_out(area=area, as_of=day, folder=folder, purpose=purpose, by=actor, at=clock.now())
    for part in parts:
        click.echo(f"{part.regency}: {part.families} keluarga, {part.members} orang")
    click.echo(f"Ditulis ke {folder}. Hanya pemilik folder yang boleh membacanya.")
