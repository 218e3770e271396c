"""`rangkul audit`: closes blocks of the audit trail, and proves that nothing in it was changed."""

import sys

import click


@click.group("audit")
def command() -> None:
    """Jejak audit: segel catatan baru, dan periksa rantainya."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()


@command.command("seal")
def seal() -> None:
    """Segel catatan yang sudah selesai ditulis, dan catat kepala rantainya di luar basis data."""
    from rangkul.kernel import clock
    from rangkul.platform.audit import anchors
    from rangkul.platform.audit.sealing import seal_new

    made = seal_new(at=clock.now())
    rows = sum(each.count for each in made)
    click.echo(f"{len(made)} blok baru, {rows} catatan disegel.")
    if made:
        click.echo(f"Kepala rantai: {made[-1].seq}:{made[-1].root}")
        click.echo(f"Dicatat di {anchors.anchor_file()}; simpan salinannya di mesin lain atau cetak pada berita acara.")


@command.command("verify")
@click.option("--head", "heads", multiple=True, help="Kepala rantai yang pernah dicetak, bentuk nomor:sidik.")
def verify(heads: tuple[str, ...]) -> None:
    """Periksa seluruh jejak audit; keluar dengan 1 bila ada yang diubah, dihapus, disisipkan, atau terpotong."""
    from rangkul.kernel import clock
    from rangkul.platform.audit.anchors import Anchor
    from rangkul.platform.audit.verification import keep_check, verify_trail

    found = verify_trail(heads=tuple(Anchor.parse(each) for each in heads))
    keep_check(found, at=clock.now())
    click.echo(f"{found.blocks} blok, {found.rows} catatan tersegel, {found.unsealed} catatan belum disegel.")
    if found.ok:
        click.secho("Utuh: tidak ada catatan yang berubah sejak disegel.", fg="green")
        click.echo(f"Kepala rantai: {found.head or '(belum ada segel)'}")
        return
    for each in found.problems[:20]:
        since = f" Terakhir utuh: {each.since.isoformat(timespec='seconds')}." if each.since else ""
        click.secho(f"TIDAK UTUH: {each.text}{since}", fg="red", err=True)
    sys.exit(1)
