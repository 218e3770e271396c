"""A web process killed with -9 in the middle of a handover: nothing of it stands, and the same form sent again settles once."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from rangkul.delivery import actions
from rangkul.delivery.models import Handover
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from tests.delivery.stage import AT, DeliveryStage
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)

SLOW_TABLE = """
import sys, time
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from datetime import date
from importlib import import_module
from uuid import UUID
from rangkul.accounts.models import User
from rangkul.accounts.queries import find_actor
from tests.delivery.stage import AT, DAY
module = import_module("rangkul.delivery.actions.record_handover")
real = module.record
def slow(*args, **kwargs):
    event = real(*args, **kwargs)
    print("half-way", flush=True)
    time.sleep(120)
    return event
module.record = slow
form = module.HandoverForm(key=UUID(sys.argv[3]), receiver="SENDIRI", receiver_name="Andi Satu", proof="TANDA_TANGAN", handed_on=DAY)
actor = find_actor(User.objects.get(pk=sys.argv[4]), on=DAY)
module.record_handover(entitlement_id=UUID(sys.argv[2]), form=form, by=actor, at=AT)
"""


def test_a_handover_whose_server_was_killed_is_not_there_and_can_be_sent_again() -> None:
    stage = DeliveryStage.build(Cast.gather())
    cycle = stage.cycle("OPEN")
    line = stage.line(cycle, "Andi")
    form = stage.form(key=new_id())
    known = [connection.settings_dict["NAME"], line.pk, form.key, stage.operator.user_id]
    server = subprocess.Popen(
        [sys.executable, "-c", SLOW_TABLE, *map(str, known)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert server.stdout is not None
    assert server.stdout.readline().strip() == b"half-way"
    server.send_signal(signal.SIGKILL)
    server.wait()
    assert not Handover.objects.exists()
    assert not Event.objects.filter(name="delivery.handover.record").exists()

    for _twice in range(2):
        actions.record_handover(entitlement_id=line.pk, form=form, by=stage.operator, at=AT)
    assert Handover.objects.get().key == form.key
    line.refresh_from_db()
    assert line.state == "SETTLED"
    assert Event.objects.filter(name="delivery.handover.record").count() == 1
