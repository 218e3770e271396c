"""`rangkul boundaries`: takes the outlines of areas from a GeoJSON or TopoJSON file, for the maps."""

from collections.abc import Sequence
from pathlib import Path

import click

LEVELS = {"provinsi": 1, "kabupaten": 2, "kecamatan": 3, "desa": 4}
SHOWN = 40


@click.command("boundaries")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--level", type=click.Choice(list(LEVELS)), required=True, help="Tingkat wilayah dalam berkas.")
@click.option("--code", "key", default="", help="Kolom berisi kode wilayah (bawaan: dikenali sendiri).")
@click.option("--layer", default="", help="Lapisan TopoJSON, bila berkasnya memuat beberapa.")
@click.option("--swap", is_flag=True, help="Koordinat dalam berkas ditulis lintang dulu, lalu bujur.")
@click.option("--source", default="", help="Asal batas, dicantumkan di bawah peta (bawaan: nama berkas).")
def command(file: Path, level: str, key: str, layer: str, swap: bool, source: str) -> None:
    """Muat batas wilayah dari FILE (GeoJSON atau TopoJSON, WGS84); seluruhnya atau tidak sama sekali."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    from rangkul.kernel import clock
    from rangkul.kernel.area_code import AreaLevel
    from rangkul.kernel.errors import Refused
    from rangkul.platform.policy.actor import system_actor
    from rangkul.reference.actions import load_shapes

    try:
        done = load_shapes(
            path=file,
            level=AreaLevel(LEVELS[level]),
            key=key,
            layer=layer,
            swap=swap,
            source=source,
            by=system_actor("rangkul boundaries"),
            at=clock.now(),
        )
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    click.echo(f"{done.loaded} batas {level} dimuat (kolom {done.key}, kode {done.system}).")
    if done.derived:
        click.echo(f"{done.derived} batas di atasnya digabungkan dari batas {level}.")
    _tell("objek tidak cocok dengan daftar wilayah", done.unmatched)
    _tell(f"{level} di wilayah yang sama belum punya batas", done.without_shape)


def _tell(what: str, lines: Sequence[str]) -> None:
    if lines:
        click.echo(f"{len(lines)} {what}:")
    for line in lines[:SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > SHOWN:
        click.echo(f"  … dan {len(lines) - SHOWN} lainnya")
