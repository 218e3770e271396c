"""Pages of the queue: handing out, calling, the number on paper, the screen of the waiting room; near misses."""

from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk import actions
from rangkul.desk.models import Case, QueueDisplay, QueueTicket
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from tests.desk.stage import STORY, Visitor, hidden_of, make_areas, text_of
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast

pytestmark = pytest.mark.django_db

QUEUE = reverse("web:desk:queue")
NEW = reverse("web:desk:case-register")


@pytest.fixture(autouse=True)
def office(cast: Cast) -> None:
    make_areas()


def step(name: str, ticket: QueueTicket) -> str:
    return reverse(f"web:desk:queue-{name}", args=[ticket.pk])


def take(desk: Visitor, cast: Cast, **more: str) -> Any:
    words = {"pos": str(cast.post.pk), "form_key": str(new_id()), "purpose": "KEBUTUHAN", "priority": "BIASA"}
    return desk.post(reverse("web:desk:queue-take"), **(words | more))


@pytest.mark.requirement("R108")
def test_from_the_number_to_the_intake_and_the_next_citizen(cast: Cast) -> None:
    desk = Visitor(cast, "FRONT_OFFICE")
    assert "Tidak ada yang menunggu" in text_of(desk.get(QUEUE))
    key = str(new_id())
    slips = [take(desk, cast, form_key=key), take(desk, cast, form_key=key), take(desk, cast, priority="LANSIA")]
    assert [each.status_code for each in slips] == [303] * 3
    assert QueueTicket.objects.count() == 2, "sent twice it is one number"
    paper = text_of(desk.get(slips[0]["Location"]))
    assert "A-001" in paper
    assert "1 nomor sebelum Anda" in paper, "the old woman comes first"
    call = reverse("web:desk:queue-call")
    assert desk.post(call, pos=str(cast.post.pk), counter="Loket 1").status_code == 303
    shown = desk.get(QUEUE)
    assert "A-002" in text_of(shown)
    ticket = QueueTicket.objects.get(state="CALLED")
    again = desk.post(call, pos=str(cast.post.pk))
    assert again.status_code == 422
    assert "A-002 masih Anda panggil" in text_of(again)
    form = desk.get(NEW, antrean=str(ticket.pk))
    assert "Nomor antrean A-002" in text_of(form)
    answers = hidden_of(form) | {"story": STORY, "area": VILLAGE, "then": "next"}
    done = desk.post(NEW, **answers)
    assert (done.status_code, done["Location"]) == (303, f"{QUEUE}?pos={cast.post.pk}")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.case) == ("SERVED", Case.objects.get())


def test_again_absent_served_and_both_in_one_press(cast: Cast) -> None:
    desk, call = Visitor(cast, "FRONT_OFFICE"), reverse("web:desk:queue-call")
    take(desk, cast), take(desk, cast)
    place = {"pos": str(cast.post.pk)}
    desk.post(call, **place)
    first, second = QueueTicket.objects.order_by("number")
    assert desk.post(step("recall", first)).status_code == 303
    assert desk.post(step("skip", first)).status_code == 303
    assert "Panggil ulang" in text_of(desk.get(QUEUE))
    desk.post(call, **place)
    assert desk.post(step("serve", first)).status_code == 422, "who is absent has to be called again first"
    last = desk.post(call, **place, served=str(second.pk))
    assert last.status_code == 303
    second.refresh_from_db()
    assert second.state == "SERVED", "served although nobody else waits"
    assert "Tidak ada yang menunggu dipanggil" in text_of(desk.get(QUEUE))
    assert desk.post(call, **place, served="x").status_code == 422
    assert take(desk, cast, purpose="X").status_code == 422


def test_the_screen_needs_its_address_and_no_sign_in(cast: Cast) -> None:
    desk, hall = Visitor(cast, "BACK_OFFICE"), Visitor()
    take(desk, cast)
    desk.post(reverse("web:desk:queue-call"), pos=str(cast.post.pk), counter="Loket 3")
    assert desk.post(reverse("web:desk:queue-display"), pos=str(cast.post.pk)).status_code == 303
    address = QueueDisplay.objects.get().address
    url = reverse("web:desk:queue-screen", args=[address])
    assert url in desk.get(QUEUE).content.decode()
    shown = hall.get(url)
    words = text_of(shown)
    assert (shown.status_code, "A-001" in words, "Loket 3" in words) == (200, True, True)
    assert 'http-equiv="refresh"' in shown.content.decode()
    assert "Petugas" not in words, "nobody's name stands on the screen"
    for wrong in ("x" * 32, address[:-1], address.upper()):
        assert hall.get(reverse("web:desk:queue-screen", args=[wrong])).status_code == 404
    actions.open_display(post_id=cast.post.pk, by=cast.actor("BACK_OFFICE"), at=clock.now())
    assert hall.get(url).status_code == 404


def test_next_door_and_other_roles_do_not_see_the_queue(cast: Cast) -> None:
    desk = Visitor(cast, "FRONT_OFFICE")
    take(desk, cast)
    ticket = QueueTicket.objects.get()
    near, other = Visitor(cast, "FRONT_OFFICE", NEIGHBOUR_VILLAGE), Visitor(cast, "VILLAGE_OPERATOR")
    place = {"pos": str(cast.post.pk)}
    assert "Belum ada Puskesos" in text_of(near.get(QUEUE))
    assert near.get(QUEUE, **place).status_code == 404
    assert near.get(QUEUE, pos="x").status_code == 404
    for name in ("number", "recall", "skip", "serve"):
        asked = near.get if name == "number" else near.post
        assert asked(step(name, ticket)).status_code == 404, name
    for name in ("queue-call", "queue-take", "queue-display"):
        assert near.post(reverse(f"web:desk:{name}"), **place).status_code == 404, name
        assert other.post(reverse(f"web:desk:{name}"), **place).status_code == 403, name
    assert other.get(QUEUE).status_code == 403
    assert Visitor(cast, "SLRT_MANAGER").get(QUEUE, **place).status_code == 200
    assert Visitor(cast, "SLRT_MANAGER").post(reverse("web:desk:queue-call"), **place).status_code == 403
