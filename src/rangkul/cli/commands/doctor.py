"""`rangkul doctor`: what is well, what is not, and what to do about it."""

import sys

import click

COLOURS = {"OK": "green", "PERINGATAN": "yellow", "SALAH": "red"}


@click.command("doctor")
def command() -> None:
    """Periksa pemasangan ini: satu baris tiap pemeriksaan, dengan saran bila ada yang salah."""
    from rangkul.cli.checks import Verdict, examine

    is_wrong = False
    for finding in examine():
        word = finding.verdict.value
        click.echo(f"{click.style(f'{word:10}', fg=COLOURS[word])} {finding.subject:18} {finding.found}")
        if finding.remedy:
            click.echo(f"{'':29} → {finding.remedy}")
        is_wrong = is_wrong or finding.verdict is Verdict.WRONG
    sys.exit(1 if is_wrong else 0)
