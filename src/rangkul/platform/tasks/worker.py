"""The background worker's side of procrastinate."""

import logging

from procrastinate import App

_log = logging.getLogger(__name__)


def on_app_ready(app: App) -> None:
    """Register our tasks with procrastinate when Django is ready."""
    from rangkul.platform.outbox import tasks as outbox
    from rangkul.platform.tasks import runner

    runner.register(app)
    outbox.register(app)


def run_worker(*, concurrency: int = 1, wait: bool = True) -> None:
    """Work on the queue in this process until it is told to stop (SIGTERM, SIGINT: the running job may end first).

    Jobs whose worker died are taken up again first. `wait=False` stops when the queue is empty.
    """
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from rangkul.platform.tasks.runner import resume_orphans

    resumed = resume_orphans()
    if resumed:
        _log.warning("took up %s jobs whose worker had died", len(resumed))
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()):
        app.run_worker(concurrency=concurrency, wait=wait, install_signal_handlers=True, delete_jobs="successful")
