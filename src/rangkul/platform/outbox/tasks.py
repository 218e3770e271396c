"""The sender as background work: woken after a commit, and once a minute for what came due."""

import contextlib
import logging

from django.db import connections
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued

from rangkul.kernel import clock
from rangkul.platform.outbox.sending import forget_addresses, send_due

_SEND = "rangkul.outbox"
_HOUR = 3_600
_log = logging.getLogger(__name__)


def register(app: App) -> None:
    """Hang the sender into procrastinate."""

    @app.periodic(cron="* * * * *")
    @app.task(name=_SEND, queue="default", queueing_lock=_SEND)
    def send(timestamp: int) -> None:
        try:
            done = send_due()
            if timestamp % _HOUR < 60:
                forget_addresses(at=clock.now())
        finally:
            connections.close_all()
        if done:
            _log.info("outbox: %s", ", ".join(f"{state} {count}" for state, count in sorted(done.items())))


def wake_sender() -> None:
    """Ask for the sender now; when it is asked for already, or cannot be, the next minute will do."""
    from procrastinate.contrib.django import app

    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task(_SEND, queueing_lock=_SEND).defer(timestamp=int(clock.now().timestamp()))
