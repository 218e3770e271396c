"""`rangkul rotate-keys`: brings everything that is encrypted to the newest key."""

import click


@click.command("rotate-keys")
def command() -> None:
    """Enkripsi ulang semua isi rahasia dengan kunci terbaru; boleh dihentikan dan dijalankan lagi."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    from rangkul.cli.key_rotation import rotate_everything
    from rangkul.platform.crypto import installed_keys

    total = 0
    for place, moved in rotate_everything():
        total += moved
        if moved:
            click.echo(f"{place}: {moved}")
    click.echo(f"{total} isi dipindahkan ke kunci {installed_keys().newest}.")
    click.echo("Kunci lama masih perlu untuk cadangan lama dan jejak baris; berkas ekspor habis dalam tujuh hari.")
