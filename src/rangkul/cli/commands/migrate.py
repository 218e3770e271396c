"""`rangkul migrate`: brings the tables and the static files up to date."""

import click


@click.command("migrate")
def command() -> None:
    """Perbarui tabel basis data dan berkas statis ke versi program ini."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    applied = installation.migrate()
    installation.collect_static_files()
    click.echo(f"{len(applied)} migrasi dijalankan." if applied else "Tabel sudah mutakhir.")
