"""The bell and the pages of the outbox: own messages, deliveries, channels tried before they are on, signed news."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse

from rangkul.desk.models import Case
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.outbox import sending
from rangkul.platform.outbox.messages import Recipient
from rangkul.platform.outbox.models import ChannelSetting, Delivery, Message, Reach
from rangkul.platform.outbox.putting import put_message
from tests.desk.stage import a_matched_case, make_areas
from tests.people import NEIGHBOUR_VILLAGE, Cast
from tests.platform.loopback import HttpGateway, http_gateway

pytestmark = pytest.mark.django_db

LIST = reverse("web:platform:notification-list")
SECRET = "rahasia-app-contoh"


@pytest.fixture
def gateway() -> Iterator[HttpGateway]:
    with http_gateway() as running:
        yield running


def signed_in(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def page(client: Client, address: str, *, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def told(cast: Cast, count: int = 1, role: str = "BACK_OFFICE", about: tuple[str, UUID] | None = None) -> list[Message]:
    ids = [
        put_message(
            template="desk.task.assigned",
            to=Recipient(user_id=cast.user(role).pk),
            values={"ticket": "R-2611-7KQ4-M2XH", "due": "25 November 2026"},
            about=about or ("job", new_id()),
            key=f"task-{number}",
            at=clock.now(),
        )
        for number in range(count)
    ]
    return [Message.objects.get(pk=each) for each in ids]


def channel_page(channel: str, step: str = "") -> str:
    return reverse(f"web:platform:channel{step}", args=[channel])


def sms_settings(gateway: HttpGateway) -> dict[str, str]:
    return {
        "url": f"{gateway.url}/s", "method": "POST", "body_kind": "json", "body": '{"no": "{to}"}', "number": "plus",
        "once": "0", "headers": "Authorization: Bearer sangat-rahasia", "quiet_from": "20.00", "quiet_until": "07.00",
    }  # fmt: skip


def test_the_bell_counts_what_is_new_and_opens_it(cast: Cast) -> None:
    notices = told(cast, 3)
    client = signed_in(cast, "BACK_OFFICE")
    bell = page(client, reverse("web:home:worklist")).select_one("a.bell")
    assert bell is not None
    assert bell.get_text(" ", strip=True) == "Pemberitahuan 3 belum dibaca"
    listed = page(client, LIST)
    assert len(listed.select("ul.task-list li")) == 3
    assert "Ada tugas untuk Anda pada tiket R-2611-7KQ4-M2XH, tenggat 25 November 2026." in listed.get_text()
    opened = client.get(reverse("web:platform:notification", args=[notices[0].pk]))
    assert opened["Location"] == reverse("web:platform:job", args=[notices[0].about_id])
    assert len(page(client, f"{LIST}?lihat=baru").select("ul.task-list li")) == 2
    assert client.post(reverse("web:platform:notification-read-all")).status_code == 303
    bell = page(client, LIST).select_one("a.bell")
    assert bell is not None
    assert bell.get_text(" ", strip=True) == "Pemberitahuan"
    assert "Tidak ada pemberitahuan" in page(client, f"{LIST}?lihat=baru").get_text()


def test_a_message_about_what_moved_out_of_sight_says_so(cast: Cast) -> None:
    make_areas()
    case = a_matched_case(cast)
    (notice,) = told(cast, about=("case", case.pk))
    client, opening = signed_in(cast, "BACK_OFFICE"), reverse("web:platform:notification", args=[notice.pk])
    assert client.get(opening)["Location"] == reverse("web:desk:case", args=[case.pk])
    connection.cursor().execute("RESET ROLE")
    Case.objects.filter(pk=case.pk).update(area_code=NEIGHBOUR_VILLAGE)
    listed = page(client, LIST).get_text()
    assert "sudah berpindah ke petugas lain" in listed
    assert "R-2611" not in listed
    assert client.get(opening)["Location"] == LIST


def test_another_officials_message_does_not_exist_for_me(cast: Cast) -> None:
    (notice,) = told(cast)
    stranger = signed_in(cast, "FRONT_OFFICE")
    assert stranger.get(reverse("web:platform:notification", args=[notice.pk])).status_code == 404
    assert "R-2611" not in page(stranger, LIST).get_text()
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_bell_stops_counting_and_the_list_has_pages(cast: Cast) -> None:
    told(cast, 103)
    client = signed_in(cast, "BACK_OFFICE")
    first = page(client, LIST)
    assert "99+" in first.select_one("a.bell").get_text()  # type: ignore[union-attr]
    seen, soup = 0, first
    while True:
        seen += len(soup.select("ul.task-list li"))
        more = soup.select_one('a[rel="next"]')
        if more is None:
            break
        soup = page(client, LIST + str(more["href"]))
    assert seen == 103


def test_a_channel_is_set_up_tried_and_switched_on(cast: Cast, gateway: HttpGateway) -> None:
    client = signed_in(cast, "ADMINISTRATOR")
    wrong = client.post(channel_page("sms"), {**sms_settings(gateway), "url": "ftp://x"})
    assert wrong.status_code == 422
    assert "seharusnya alamat https" in wrong.content.decode()
    assert client.post(channel_page("sms"), sms_settings(gateway)).status_code == 303
    shown = page(client, channel_page("sms"))
    assert "sangat-rahasia" not in str(shown)
    assert "Sudah tersimpan" in shown.get_text()
    assert shown.select_one('input[name="quiet_from"]')["value"] == "20.00"  # type: ignore[index]
    client.post(channel_page("sms", "-switch-on"))
    assert not ChannelSetting.objects.get().is_on
    assert client.post(channel_page("sms", "-test"), {"to": "bukan nomor"}).status_code == 422
    assert client.post(channel_page("sms", "-test"), {"to": "0812-3456-7890"}).status_code == 303
    sending.send_due()
    assert gateway.asked[0].headers["authorization"] == "Bearer sangat-rahasia"
    assert "terkirim" in page(client, channel_page("sms")).get_text()
    client.post(channel_page("sms", "-switch-on"))
    assert ChannelSetting.objects.get().is_on
    client.post(channel_page("sms", "-switch-off"))
    assert not ChannelSetting.objects.get().is_on


def test_a_failed_delivery_is_seen_and_sent_again(cast: Cast, gateway: HttpGateway) -> None:
    admin, manager = signed_in(cast, "ADMINISTRATOR"), signed_in(cast, "SLRT_MANAGER")
    admin.post(channel_page("sms"), sms_settings(gateway) | {"quiet_from": "", "quiet_until": ""})
    admin.post(channel_page("sms", "-test"), {"to": "0812-3456-7890"})
    sending.send_due()
    admin.post(channel_page("sms", "-switch-on"))
    wanted = signed_in(cast, "BACK_OFFICE").post(
        reverse("web:platform:reach"), {"sms_wanted": "on", "sms_address": "0812 3456 7891"}
    )
    assert wanted.status_code == 303
    assert Reach.objects.get().shown == "+62812••••••91"
    told(cast)
    gateway.usual = (400, {}, b"")
    sending.send_due()
    row = Delivery.objects.get(is_test=False)
    listed = page(manager, reverse("web:platform:outbox") + "?status=DEAD")
    assert len(listed.select("tbody tr")) == 1
    assert "+62812••••••91" in listed.get_text()
    assert "gerbang menjawab 400" in listed.get_text()
    assert "gagal" in page(manager, reverse("web:platform:delivery", args=[row.pk])).get_text()
    assert page(manager, reverse("web:platform:outbox") + "?status=UNCERTAIN").select_one(".empty") is not None
    again = reverse("web:platform:delivery-retry", args=[row.pk])
    assert signed_in(cast, "AUDITOR").post(again).status_code == 403
    assert signed_in(cast, "FRONT_OFFICE").get(reverse("web:platform:outbox")).status_code == 403
    manager.post(again)
    row.refresh_from_db()
    assert row.state == "WAITING"
    second = manager.post(again, follow=True)
    assert "status sekarang menunggu" in second.content.decode()
    Delivery.objects.filter(pk=row.pk).update(state="DEAD")
    admin.post(channel_page("sms", "-retry"))
    row.refresh_from_db()
    assert row.state == "WAITING"


def signed(body: bytes) -> dict[str, Any]:
    return {"HTTP_X_HUB_SIGNATURE_256": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}


def test_news_of_whatsapp_are_taken_only_when_signed(cast: Cast, gateway: HttpGateway) -> None:
    admin, anybody, address = signed_in(cast, "ADMINISTRATOR"), Client(), reverse("web:platform:whatsapp-news")
    assert (
        anybody.get(address, {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}).status_code == 403
    )
    assert anybody.post(address, b"{}", content_type="application/json", **signed(b"{}")).status_code == 403
    given = {"phone_number_id": "10620", "token": "EAAG-contoh", "app_secret": SECRET, "verify_token": "kata-kami"}
    assert admin.post(channel_page("whatsapp"), {**given, "api": gateway.url}).status_code == 303
    assert "desk_ticket_registered" in page(admin, channel_page("whatsapp")).get_text()
    gateway.usual = (200, {}, b'{"messages": [{"id": "wamid.A"}]}')
    admin.post(channel_page("whatsapp", "-test"), {"to": "0812-3456-7890"})
    sending.send_due()
    row = Delivery.objects.get()
    assert row.state == "SENT"
    asked = {"hub.mode": "subscribe", "hub.verify_token": "kata-kami", "hub.challenge": "1158201444"}
    assert anybody.get(address, asked).content == b"1158201444"
    status = {"id": "wamid.A", "status": "read", "timestamp": "1795320000", "biz_opaque_callback_data": str(row.pk)}
    body = json.dumps({"entry": [{"changes": [{"value": {"statuses": [status]}}]}]}).encode()
    for altered in (body + b" ", b""):
        answer = anybody.post(address, altered, content_type="application/json", **signed(body))
        assert answer.status_code == 403
    assert anybody.post(address, body, content_type="application/json", **signed(body)).status_code == 200
    row.refresh_from_db()
    assert row.state == "READ"
    assert anybody.post(address, b"[", content_type="application/json", **signed(b"[")).status_code == 400
    assert anybody.post(address, {"a": "b"}).status_code == 400
    assert anybody.put(address).status_code == 405


def test_web_push_is_offered_when_it_is_on(cast: Cast) -> None:
    admin, officer = signed_in(cast, "ADMINISTRATOR"), signed_in(cast, "BACK_OFFICE")
    assert "Kantor belum menyalakan saluran lain" in page(officer, reverse("web:platform:reach")).get_text()
    assert admin.post(channel_page("push"), {"contact": "mailto:dinsos@contoh.go.id"}).status_code == 303
    assert admin.post(channel_page("push", "-test"), {"to": "-"}).status_code == 422
    row = ChannelSetting.objects.get()
    ChannelSetting.objects.update(is_on=True, tested_digest=row.digest)
    box = page(officer, reverse("web:platform:reach")).select_one("#push")
    assert box is not None
    assert len(str(box["data-key"])) == 87
    given = {
        "endpoint": "https://fcm.googleapis.com/fcm/send/a",
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        "label": "Chrome/140",
    }
    assert (
        officer.post(reverse("web:platform:push-subscribe"), {**given, "endpoint": "https://x.id/"}).status_code == 422
    )
    assert officer.post(reverse("web:platform:push-subscribe"), given).status_code == 204
    told(cast)
    assert Delivery.objects.get().channel == "PUSH"
    button = page(officer, reverse("web:platform:reach")).select_one('form[action$="/cabut/"]')
    assert button is not None
    assert officer.post(str(button["action"])).status_code == 303
    worker = Client().get(reverse("web:platform:push-worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in worker.content
