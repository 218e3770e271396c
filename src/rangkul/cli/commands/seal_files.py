"""`rangkul seal-files`: encrypts files that were kept before files were encrypted, and strips their photos."""

import sys

import click


@click.command("seal-files")
def command() -> None:
    """Enkripsi berkas lama yang masih terbuka dan buang data kamera dari fotonya; boleh dihentikan dan dijalankan lagi."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    from rangkul.kernel import clock
    from rangkul.platform.documents.queries import is_pdf_kept
    from rangkul.platform.files.older import seal_open_files
    from rangkul.platform.policy.actor import system_actor

    by = system_actor("rangkul seal-files")
    sealed, unclean, failed = 0, 0, 0
    for each in seal_open_files(by=by, now=clock.now, is_used_elsewhere=is_pdf_kept):
        sealed += each.is_sealed
        if each.is_sealed and not each.is_clean:
            unclean += 1
            click.echo(f"{each.file_id}: dienkripsi, tetapi fotonya rusak sehingga data kameranya tidak dapat dibuang")
        if not each.is_sealed:
            failed += 1
            click.echo(f"{each.file_id}: belum dienkripsi: {each.problem}")
    click.echo(f"{sealed} berkas dienkripsi, {unclean} di antaranya foto yang tidak dapat dibersihkan; {failed} gagal.")
    if sealed:
        click.echo("Cadangan lama masih memuat berkas terbuka: simpan terkunci atau hapus sesuai masa simpannya.")
    sys.exit(1 if failed else 0)
