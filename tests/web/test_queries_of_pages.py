"""The pages that people live in ask the database as often on a full desk as on an empty one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rangkul.desk import actions
from rangkul.desk.models import Case
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.outbox.messages import Recipient
from rangkul.platform.outbox.putting import put_message
from rangkul.platform.policy.walls import as_owner
from rangkul.reference.labels import forget_labels
from tests.desk.stage import a_case, make_areas
from tests.people import NEIGHBOUR_VILLAGE, Cast

pytestmark = pytest.mark.django_db

MOST = 25
ROLES = ("FRONT_OFFICE", "BACK_OFFICE", "FACILITATOR", "SUPERVISOR", "SLRT_MANAGER", "TKSK", "PROGRAMME_OFFICER")


def queries_of(client: Client, address: str) -> list[str]:
    """The statements of one page, without those that only open and close the transaction."""
    forget_labels()  # as in a process that has just begun
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    frame = ("SAVEPOINT", "RELEASE", "SET LOCAL", "BEGIN", "COMMIT")
    return [each["sql"] for each in caught.captured_queries if not each["sql"].startswith(frame)]


def more_work(cast: Cast, count: int) -> Case:
    """Cases of two villages, one of them with a long history, and messages in every bell."""
    officer, at = cast.actor("BACK_OFFICE"), clock.now()
    with as_owner():
        cases = [a_case(cast.actor("FRONT_OFFICE"), form_key=new_id()) for _ in range(count)]
        for _ in range(count):
            a_case(cast.elsewhere("FRONT_OFFICE"), area=NEIGHBOUR_VILLAGE, form_key=new_id())
            actions.note_on_case(case_id=cases[0].pk, text="Sudah dihubungi.", by=officer, at=at)
        Case.objects.filter(pk__in=[each.pk for each in cases]).update(
            assigned_to=officer.user_id, assigned_to_name=officer.name
        )
        for role in ROLES:
            for each in cases:
                put_message(
                    template="desk.case.status",
                    to=Recipient(user_id=cast.user(role).pk),
                    values={"ticket": each.ticket, "status": "ditangani"},
                    about=("case", each.pk),
                    key=f"{each.pk}",
                    at=at,
                )
    return cases[0]


def test_worklist_case_and_list_ask_the_same_few_questions_at_any_size(cast: Cast) -> None:
    make_areas()
    clients = {}
    for role in ROLES:
        clients[role] = Client()
        clients[role].force_login(cast.user(role, division="LINJAMSOS" if role == "PROGRAMME_OFFICER" else None))
    small = more_work(cast, 2)
    asked: dict[tuple[str, str], list[str]] = {}
    for round_number, case in enumerate((small, None)):
        shown = case or more_work(cast, 30)
        pages = {
            "worklist": reverse("web:home:worklist"),
            "list": reverse("web:desk:case-list") + "?tab=team",
            "case": reverse("web:desk:case", args=[shown.pk]),
            "notifications": reverse("web:platform:notification-list"),
        }
        for role, client in clients.items():
            for name, address in pages.items():
                found = queries_of(client, address)
                assert len(found) <= MOST, f"{role} {name}: {len(found)}\n" + "\n".join(each[:160] for each in found)
                if round_number == 0:
                    asked[role, name] = found
                    continue
                before = asked[role, name]
                assert len(found) == len(before), f"{role} {name}: {len(before)} then {len(found)}\n" + "\n".join(
                    each[:160] for each in found
                )
