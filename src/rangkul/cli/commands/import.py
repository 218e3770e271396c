# ruff: noqa: N999 - the name of the file is the name of the command
"""`rangkul import`: brings a file in from the command line, goes on where it stopped, and waits until it is read."""

import click


@click.command("import")
@click.argument("file", type=click.Path())
@click.option("--area", required=True, help="Kode wilayah yang dibicarakan berkas, mis. 73.12 atau 73.12.01.2001.")
@click.option("--as-of", "as_of", required=True, help="Tanggal data, mis. 2022-07-01.")
@click.option("--user", "username", required=True, help="Nama akun pengunggah; orang lain yang menyetujuinya.")
@click.option("--format", "format_code", default="", help="Jenis berkas (bawaan: kenali sendiri).")
@click.option("--unit", type=click.Choice(["orang", "keluarga"]), help="Setiap baris adalah satu orang atau keluarga.")
@click.option("--sheet", default="", help="Lembar lain dari buku kerja ini yang dibaca sebagai impor tersendiri.")
@click.option("--no-wait", is_flag=True, help="Unggah saja; pembacaan dikerjakan pekerja latar.")
def command(
    file: str, area: str, as_of: str, username: str, format_code: str, unit: str | None, sheet: str, no_wait: bool
) -> None:
    """Unggah FILE untuk diimpor; diulang dengan berkas yang sama, unggahan diteruskan dari yang sudah diterima."""
    from datetime import date
    from pathlib import Path

    from rangkul.cli import installation

    env = installation.load_env()
    installation.open_database(env)
    installation.set_up_django()
    from rangkul.cli.importing import UnableToImport, bring

    path = Path(file)
    if not path.is_file():
        raise UnableToImport(f"Berkas {file} tidak ada; periksa nama dan foldernya.")
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise UnableToImport(f"--as-of berisi “{as_of}”, seharusnya tanggal seperti 2022-07-01.") from None
    bring(
        path,
        area=area,
        as_of=day,
        username=username,
        format_code=format_code,
        unit={"orang": "PERSON", "keluarga": "FAMILY", None: ""}[unit],
        waits=not no_wait,
        base_url=env.base_url,
        sheet=sheet,
    )
