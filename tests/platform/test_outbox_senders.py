"""Senders as they really run: several at once, and one that is killed between sending and writing it down."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.outbox import sending
from rangkul.platform.outbox.channels import digest_of, sealed_secret
from rangkul.platform.outbox.messages import Recipient
from rangkul.platform.outbox.models import ChannelSetting, Delivery
from rangkul.platform.outbox.putting import put_message
from tests.platform.loopback import Asked, http_gateway

pytestmark = pytest.mark.django_db(transaction=True)
SENDER = """
import sys
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from rangkul.platform.outbox.sending import send_due
send_due()
"""


def set_up(url: str, *, once: str) -> None:
    config = {"url": f"{url}/s", "body": '{"id": "{key}"}', "once": once}
    digest = digest_of(config, {})
    kept = {"config": config, "secret": sealed_secret({}), "digest": digest, "tested_digest": digest, "is_on": True}
    ChannelSetting.objects.update_or_create(channel="SMS", defaults={**kept, "changed_at": clock.now()})


@transaction.atomic
def tell(count: int) -> None:
    for number in range(count):
        put_message(
            template="desk.ticket.registered",
            to=Recipient(phone=f"0812345678{number:02}", has_consent=True),
            values={"ticket": "R-2611-7KQ4-M2XH"},
            about=("case", new_id()),
            key=f"event-{number}",
            at=clock.now(),
        )


def work() -> None:
    try:
        sending.send_due()
    finally:
        connections.close_all()


def test_two_senders_share_the_work_and_a_killed_one_leaves_it_uncertain() -> None:
    with http_gateway() as gateway:
        set_up(gateway.url, once="0")
        tell(12)
        senders = [threading.Thread(target=work) for _ in range(3)]
        for each in senders:
            each.start()
        for each in senders:
            each.join()
        keys = [each.json()["id"] for each in gateway.asked]
        assert len(keys) == len(set(keys)) == 12
        assert set(Delivery.objects.values_list("state", flat=True)) == {"SENT"}

        Delivery.objects.all().delete()
        connection.cursor().execute("DELETE FROM outbox_message")
        gateway.asked.clear()
        running: list[subprocess.Popen[bytes]] = []
        is_there = threading.Event()

        def kill(_asked: Asked) -> None:
            is_there.wait(30)
            os.kill(running[0].pid, signal.SIGKILL)

        gateway.on_request = kill
        tell(1)
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", SENDER, str(connection.settings_dict["NAME"])]
        running.append(subprocess.Popen(command, env=environ))
        is_there.set()
        assert running[0].wait(60) == -signal.SIGKILL
        row = Delivery.objects.get()
        assert (row.state, len(gateway.asked)) == ("SENDING", 1)
        gateway.on_request = None
        later = clock.now() + sending.CLAIM_LIVES + timedelta(seconds=1)
        assert sending.release_stale(at=later) == 1
        row.refresh_from_db()
        assert row.state == "UNCERTAIN"
        assert sending.send_due() == {}

        set_up(gateway.url, once="1")
        Delivery.objects.update(state="SENDING")
        sending.release_stale(at=later)
        row.refresh_from_db()
        assert (row.state, row.is_repeated) == ("WAITING", True)
        Delivery.objects.update(due_at=clock.now())
        ChannelSetting.objects.update(paused_until=None)
        assert sending.send_due() == {"SENT": 1}
        assert len({each.json()["id"] for each in gateway.asked}) == 1, "the gateway knows it by its key"
