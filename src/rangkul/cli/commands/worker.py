"""`rangkul worker`: runs background jobs from the queue in the database."""

import click


@click.command("worker")
@click.option("--once", is_flag=True, help="Kerjakan yang menunggu, lalu selesai.")
def command(once: bool) -> None:
    """Pekerja latar: impor, ekspor, penapisan massal, dan tugas terjadwal."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    from rangkul.platform.tasks.worker import run_worker

    run_worker(wait=not once)
