"""`rangkul catalogue`: checks programme folders and their cases, for those who write them and do not program."""

import sys
from pathlib import Path

import click


@click.group("catalogue")
def command() -> None:
    """Katalog program: periksa folder programme.yaml dan cases.yaml."""


@command.command("check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """Periksa aturan, besaran, urutan, dan semua contoh dalam FOLDER (bawaan: katalog Rangkul); tidak menyimpan apa pun.

    FOLDER boleh satu program (berisi programme.yaml) atau kumpulan program. Keluar dengan 1 bila ada yang salah.
    """
    from rangkul.cli import installation

    installation.load_env()
    installation.set_up_django()
    from rangkul.programmes.catalogue_check import check_folder
    from rangkul.programmes.entries import FOLDER

    found = check_folder(folder or FOLDER)
    for text in found.wrong:
        click.secho(f"SALAH  {text}\n", fg="red", err=True)
    for text in found.remarks:
        click.echo(f"Catatan: {text}")
    click.echo(f"{found.programmes} program, {found.components} komponen, {found.cases} contoh.")
    if not found.is_good:
        click.secho(f"{len(found.wrong)} yang salah; perbaiki berkasnya, lalu periksa lagi.", fg="red", err=True)
        sys.exit(1)
    click.secho("Semua contoh cocok dengan aturannya.", fg="green")
