"""`rangkul snapshot`: takes the copy of everybody that what-if, coverage and the rule editor look at."""

import click


@click.command("snapshot")
@click.option("--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Keadaan per tanggal (bawaan: hari ini).")
@click.option("--if-stale", "only_stale", is_flag=True, help="Hanya bila data berubah atau harinya berganti.")
def command(as_of: object, only_stale: bool) -> None:
    """Buat salinan data semua warga untuk simulasi dan cakupan; cocok untuk jadwal malam."""
    from datetime import datetime
    from time import perf_counter

    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    from django.conf import settings

    from rangkul.insight.everybody import actions, preparing, store
    from rangkul.kernel import clock
    from rangkul.kernel.numerals import format_number
    from rangkul.platform.policy.actor import system_actor
    from rangkul.registry.snapshot import data_changed_at

    day = as_of.date() if isinstance(as_of, datetime) else clock.local_date(clock.now(), settings.TIME_ZONE)
    kept = store.find_kept()
    if only_stale and kept is not None and kept.as_of == day and kept.changed_at == data_changed_at():
        click.echo(f"Salinan data per {day.isoformat()} masih baru; tidak ada yang dikerjakan.")
        return
    started = perf_counter()
    made = actions.take_snapshot(as_of=day, by=system_actor("rangkul snapshot"), at=clock.now(), progress=_tell)
    preparing.prepare()
    seconds = perf_counter() - started
    click.echo(
        f"Salinan data per {made.as_of.isoformat()}: {format_number(made.families)} keluarga, "
        f"{format_number(made.persons)} orang, {seconds:.1f} detik."
    )


def _tell(done: int, total: int, message: str) -> None:
    click.echo(f"[{done}/{total}] {message} …", err=True)
