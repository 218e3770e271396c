"""`rangkul worker`: runs background jobs from the queue in the database."""

import click


@click.command("worker")
@click.option("--once", is_flag=True, help="Kerjakan yang menunggu, lalu selesai.")
def command(once: bool) -> None:
    """Pekerja latar: impor, ekspor, penapisan massal, dan tugas terjadwal."""
    from rangkul.cli import installation

    installation.open_database(installation.load_env())
    installation.set_up_django()
    from procrastinate.contrib.django import app

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    with worker_app.replace_connector(worker_app.connector):
        worker_app.run_worker(name="rangkul", concurrency=1, wait=not once, install_signal_handlers=True)
