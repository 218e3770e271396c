"""`rangkul settings`: every variable of the environment, its default, its value here, what it is for."""

import os

import click


@click.command("settings")
@click.option("--markdown", is_flag=True, help="Sebagai tabel Markdown untuk dokumentasi, tanpa nilai mesin ini.")
def command(markdown: bool) -> None:
    """Tabel pengaturan (variabel lingkungan); nilai rahasia tidak pernah ditampilkan."""
    from rangkul.cli.installation import describe, load_env

    if markdown:
        click.echo("| Variabel | Bawaan | Arti | Contoh |\n|---|---|---|---|")
        for name, default, _value, meaning, example in describe():
            click.echo(f"| `{name}` | {default} | {meaning} | `{example}` |")
        return
    load_env()
    rows = describe(os.environ)
    width = max(len(row[0]) for row in rows)
    for name, default, value, meaning, example in rows:
        click.echo(f"{name:{width}}  {value or default or '(kosong)'}")
        click.echo(f"{'':{width}}  {meaning}. Contoh: {example}")
