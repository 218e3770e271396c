"""`rangkul outbox`: how the outbox stands, sending what is due by hand, trying failed deliveries again."""

import click

CHANNELS = ("email", "sms", "whatsapp", "push")


@click.group("outbox")
def command() -> None:
    """Kotak keluar: keadaan, kirim sekarang, dan coba lagi yang gagal."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()


@command.command("status")
def status() -> None:
    """Tampilkan tiap saluran: menyala atau mati, yang menunggu, gagal, dan tidak pasti."""
    from rangkul.platform.outbox.queries import standing

    for each in standing():
        counts = ", ".join(f"{state} {count}" for state, count in sorted(each.counts.items())) or "kosong"
        oldest = f", tertua {each.oldest:%Y-%m-%d %H:%M} UTC" if each.oldest else ""
        click.echo(f"{each.channel.lower():9} {'menyala' if each.is_on else 'mati':8} {counts}{oldest}")
        if each.problem:
            click.echo(f"{'':9} → {each.problem}")


@command.command("send")
def send() -> None:
    """Kirim yang sudah waktunya sekarang juga, tanpa menunggu pekerja latar."""
    from rangkul.platform.outbox.sending import send_due

    done = send_due()
    click.echo(
        ", ".join(f"{state} {count}" for state, count in sorted(done.items())) or "Tidak ada yang harus dikirim."
    )


@command.command("retry")
@click.argument("channel", type=click.Choice(CHANNELS))
def retry(channel: str) -> None:
    """Masukkan lagi semua kiriman yang gagal pada satu saluran ke antrean."""
    from rangkul.kernel import clock
    from rangkul.platform.outbox.actions import retry_dead
    from rangkul.platform.outbox.policies import RETRY, VIEW
    from rangkul.platform.policy.actor import system_actor

    operator = system_actor("rangkul outbox retry", permissions=frozenset({RETRY, VIEW}))
    count = retry_dead(channel=channel.upper(), by=operator, at=clock.now())
    click.echo(f"{count} kiriman masuk antrean lagi.")
