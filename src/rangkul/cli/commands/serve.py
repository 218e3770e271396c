"""`rangkul serve`: the whole installation in one command, until it is told to stop."""

import click


@click.command("serve")
@click.option("--migrate", "migrates", is_flag=True, help="Perbarui tabel lebih dulu.")
def command(migrates: bool) -> None:
    """Jalankan server: PostgreSQL tertanam, proses web, dan pekerja latar."""
    from rangkul.cli import installation, serving

    env = installation.load_env()
    database = installation.open_database(env)
    installation.set_up_django()
    if migrates:
        installation.migrate()
    missing = installation.list_unapplied_migrations()
    if missing:
        raise click.ClickException(
            f"{len(missing)} migrasi belum dijalankan ({missing[0]} …). Buat cadangan, lalu: rangkul migrate"
        )
    installation.collect_static_files()
    serving.serve(env, database, announce=lambda: installation.say(f"Rangkul terbuka di {env.base_url}"))
