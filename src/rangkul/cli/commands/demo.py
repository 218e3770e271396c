"""`rangkul demo`: from nothing to a signed-in worklist on a demo district; with --check, tries it all and says so."""

import os
import sys
import time

import click

from rangkul.cli.district import DISTRICTS, DemoAccount


@click.command("demo")
@click.option("--check", is_flag=True, help="Siapkan, masuk sebagai tiap peran, ambil daftar kerjanya, lalu selesai.")
@click.option(
    "--district", type=click.Choice(DISTRICTS), default="soppeng", show_default=True, help="Kabupaten contoh."
)
@click.option(
    "--families", type=click.IntRange(min=300), help="Banyaknya keluarga, sedikitnya 300 (bawaan: sebanyak aslinya)."
)
@click.option("--fresh", is_flag=True, help="Buang data contoh yang ada dan mulai lagi.")
def command(check: bool, district: str, families: int | None, fresh: bool) -> None:
    """Kabupaten contoh dengan penduduk buatan dan akun siap pakai."""
    from rangkul.cli import demo_check, demonstration, installation, serving

    os.environ["RANGKUL_DEMO"] = "1"
    env = installation.load_env()
    stopwatch = demonstration.Stopwatch()
    database = demonstration.prepare(env, stopwatch, district=district, families=families, fresh=fresh)
    if check:
        problems = demo_check.check(env, database, stopwatch)
        for name, seconds in stopwatch.laps:
            click.echo(f"{seconds:8.2f} s  {name}")
        if problems:
            raise demonstration.UnableToDemonstrate("; ".join(problems))
        click.echo(f"{stopwatch.total:8.2f} s  seluruhnya: baik")
        sys.exit(0)
    serving.serve(env, database, announce=lambda: _announce(env.base_url, time.monotonic() - stopwatch.started))


def _announce(address: str, seconds: float) -> None:
    from rangkul.cli import demonstration, installation

    accounts = demonstration.accounts()
    installation.say(f"\nRangkul terbuka di {address}  (siap dalam {seconds:.1f} detik; Ctrl+C untuk berhenti)\n")
    installation.say("Akun contoh, masuk dengan satu klik di halaman masuk:" if accounts else "Belum ada akun contoh.")
    for account in accounts:
        installation.say(_line(account))


def _line(account: DemoAccount) -> str:
    duty = " · ".join(each for each in (str(account.role_label), str(account.area)) if each)
    return f"  {account.username:22} {account.name:34} {duty}"
