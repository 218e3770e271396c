"""`rangkul screen`: every rule over a snapshot folder, on DuckDB or on a Spark cluster, results as Parquet."""

from pathlib import Path

import click


@click.command("screen")
@click.option("--snapshot", "snapshot", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="Folder dari `rangkul export-snapshot`; bagian dari banyak kantor boleh ditaruh bersama.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder hasil, baru.")
@click.option("--engine", "engine_name", default="duckdb", show_default=True,
              help="duckdb, local[2] (Spark di mesin ini), atau spark://host:port.")  # fmt: skip
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Harus sama dengan tanggal snapshot.")
@click.option("--area", default="", help="Hanya provinsi atau kabupaten/kota ini.")
@click.option("--catalogue", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Folder katalog (bawaan: katalog siap pakai).")  # fmt: skip
@click.option("--published", is_flag=True, help="Pakai ketentuan yang berlaku di basis data kantor ini.")
@click.option(
    "--set", "given", multiple=True, metavar="KUNCI=NILAI", help="Setelan mesin, mis. spark.executor.memory=4g."
)
def command(
    snapshot: Path,
    out: Path,
    engine_name: str,
    as_of: object,
    area: str,
    catalogue: Path | None,
    published: bool,
    given: tuple[str, ...],
) -> None:
    """Nilai semua warga dalam folder snapshot menurut semua aturan; hasilnya Parquet."""
    from rangkul.cli import installation

    if published and catalogue:
        raise click.UsageError("Pilih --published atau --catalogue, bukan keduanya.")
    if published:
        installation.open_database(installation.load_env())
    installation.set_up_django()
    from rangkul.programmes.engines import open_engine
    from rangkul.programmes.entries import FOLDER
    from rangkul.programmes.folder_questions import published_questions, questions_of_catalogue
    from rangkul.programmes.screen_folder import screen_folder
    from rangkul.registry.snapshot_folder import read_folder

    folder = read_folder(snapshot, area=area)
    asked = getattr(as_of, "date", lambda: folder.as_of)()
    if asked != folder.as_of:
        raise click.UsageError(
            f"Snapshot ini per {folder.as_of.isoformat()}, bukan {asked.isoformat()}: buat yang baru."
        )
    on = folder.as_of
    questions = published_questions(on) if published else questions_of_catalogue(on, catalogue or FOLDER)
    if not questions:
        raise click.ClickException(f"Tidak ada aturan yang berlaku pada {on.isoformat()}.")
    engine = open_engine(engine_name, settings=_settings(given))
    try:
        done = screen_folder(
            folder, questions, engine=engine, out=out, progress=lambda told: click.echo(told, err=True)
        )
    finally:
        engine.close()
    for code, counts in done.counts.items():
        told = ", ".join(f"{verdict.label}: {amount}" for verdict, amount in counts.items())
        click.echo(f"{code:24} {told}")
    for code in done.left_out:
        click.echo(f"{code:24} tidak dinilai: aturan lembaga, dan snapshot tidak memuat lembaga")
    click.echo(f"{folder.families} keluarga, {len(folder.parts)} kabupaten/kota, mesin {done.engine}: hasil di {out}")


def _settings(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    wrong = [key for key, sign, value in pairs if not (key and sign and value)]
    if wrong:
        raise click.UsageError(f"--set {wrong[0]}: tulis sebagai KUNCI=NILAI.")
    return {key: value for key, _sign, value in pairs}
