"""The outbox: what may be told, to whom, when it goes out, and what becomes of it."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.outbox import actions, addresses, inbox, queries, sending
from rangkul.platform.outbox.channels import is_quiet
from rangkul.platform.outbox.errors import BadMessage, BadTemplate
from rangkul.platform.outbox.gateways.whatsapp import News
from rangkul.platform.outbox.messages import Recipient, list_templates, problems_of, register_template
from rangkul.platform.outbox.models import ChannelSetting, Delivery, Message, PushSubscription
from rangkul.platform.outbox.news import take_news
from rangkul.platform.outbox.putting import put_message
from rangkul.platform.workflow import UnableToMove
from tests.people import Cast
from tests.platform.loopback import HttpGateway, http_gateway

pytestmark = pytest.mark.django_db

CASE = new_id()
PHONE = "0812-3456-7890"
CITIZEN = Recipient(phone=PHONE, has_consent=True)
WORDS = {"ticket", "status", "answer", "days", "due", "until"}
"""Values that templates carry today. A new one is added here by hand, after asking whether a neighbour may read it."""


@pytest.fixture
def gateway() -> Iterator[HttpGateway]:
    with http_gateway() as running:
        yield running


def tell(
    key: str, to: Recipient = CITIZEN, *, at: datetime | None = None, template: str = "desk.ticket.registered"
) -> Any:
    values: dict[str, object] = {"ticket": "R-2611-7KQ4-M2XH"}
    if template == "desk.case.escalated":
        values["days"] = 3
    return put_message(template=template, to=to, values=values, about=("case", CASE), key=key, at=at or clock.now())


@transaction.atomic
def tell_and_fail() -> None:
    tell("other")
    raise Refused(field="x", value="", expected="x", remedy="x")


def set_up(cast: Cast, gateway: HttpGateway, channel: str = "SMS", **given_settings: str) -> ChannelSetting:
    """The channel set up, tried and switched on by the administrator, without quiet hours."""
    by = cast.actor("ADMINISTRATOR")
    own = {
        "SMS": {"url": f"{gateway.url}/s", "body": '{"no": "{to}", "isi": "{text}", "id": "{key}"}', "id_path": "data.id"},
        "WHATSAPP": {
            "phone_number_id": "10620", "token": "EAAG-contoh", "app_secret": "rahasia-app", "verify_token": "kata-kami",
            "api": gateway.url,
        },
    }[channel]  # fmt: skip
    actions.change_channel(channel=channel, given={**own, **given_settings}, quiet=(None, None), by=by, at=clock.now())
    actions.test_channel(channel=channel, to=PHONE, by=by, at=clock.now())
    sending.send_due()
    gateway.asked.clear()
    return actions.switch_channel_on(channel=channel, by=by, at=clock.now())


def only(**wanted: Any) -> Delivery:
    return Delivery.objects.select_related("message").get(is_test=False, **wanted)


def send_later() -> str:
    """The next try, as if its time had come."""
    Delivery.objects.filter(state="WAITING").update(due_at=clock.now())
    ChannelSetting.objects.update(paused_until=None)
    claimed = sending.claim(at=clock.now())
    return sending.deliver(claimed) if claimed else ""


def test_every_registered_template_tells_nothing_personal() -> None:
    templates = list_templates()
    assert {"desk.ticket.registered", "desk.case.status", "desk.referral.answered", "desk.referral.reminder"} <= {
        each.code for each in templates
    }
    for each in templates:
        assert not list(problems_of(each))
        assert set(each.values) <= WORDS, f"{each.code}: {set(each.values) - WORDS}"
        for language in ("id", "en"):
            assert each.sentence(dict.fromkeys(each.values, "x"), language=language)


def test_a_template_that_would_be_personal_is_refused() -> None:
    for code, text, values in (
        ("tests.case.told", "Halo {name}.", ("name",)),
        ("tests.case.told", "{person_nik}", ("person_nik",)),
        ("tests.case.told", "Tiket {ticket}.", ()),
        ("tests.case.told", "Tiket.", ("ticket",)),
        ("tests", "Tiket {ticket}.", ("ticket",)),
        ("desk.ticket.registered", "Lain {ticket}.", ("ticket",)),
    ):
        with pytest.raises(BadTemplate):
            register_template(code, text, values=values)


@pytest.mark.parametrize("value", ["7312010101900001", "7312 0101 0190 0001", "0812-3456-7890", "a\nb", "", "x" * 81])
def test_a_value_that_looks_personal_is_refused(value: str) -> None:
    with pytest.raises(BadMessage):
        put_message(
            template="desk.ticket.registered",
            to=CITIZEN,
            values={"ticket": value},
            about=("case", CASE),
            key="k",
            at=clock.now(),
        )
    with pytest.raises(BadMessage):
        put_message(
            template="desk.ticket.registered",
            to=CITIZEN,
            values={"ticket": "R-1", "name": "x"},
            about=("case", CASE),
            key="k",
            at=clock.now(),
        )


@hypothesis_settings(max_examples=30)
@given(st.from_regex(r"0?8[0-9]{8,11}", fullmatch=True))
def test_a_phone_is_one_however_it_is_typed_and_never_shown_whole(typed: str) -> None:
    local = "0" + typed.removeprefix("0")
    forms = (local, "+62" + local[1:], "62" + local[1:], f"{local[:4]}-{local[4:8]}-{local[8:]}", f"(+62) {local[1:]}")
    assert {addresses.phone_of(each) for each in forms} == {"+62" + local[1:]}
    masked = addresses.masked_phone("+62" + local[1:])
    assert local[5:-2] not in masked
    assert addresses.opened(addresses.sealed(typed)) == typed


@pytest.mark.parametrize("typed", ["", "123", "08", "abc", "0812345678901234567", "+", "08١٢٣٤٥٦٧٨٩"])
def test_what_is_no_phone(typed: str) -> None:
    assert addresses.phone_of(typed) == ""


def test_a_fresh_install_sends_nothing(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    assert tell("a") is None
    assert tell("a", Recipient(email="warga@contoh.id", has_consent=True)) is None
    assert tell("b", Recipient(user_id=officer.user_id)) is not None
    assert not Delivery.objects.exists()
    assert sending.send_due() == {}
    assert inbox.count_unread(officer) == 1
    assert inbox.count_unread(cast.elsewhere("BACK_OFFICE")) == 0


def test_the_same_event_is_one_message_and_a_rolled_back_one_none(cast: Cast, gateway: HttpGateway) -> None:
    set_up(cast, gateway)
    officers = [cast.actor("BACK_OFFICE"), cast.elsewhere("BACK_OFFICE")]
    ids = [tell("k", Recipient(user_id=each.user_id)) for each in officers for _ in range(2)]
    assert len(set(ids)) == 2
    assert tell("k") == tell("k")
    with pytest.raises(Refused):
        tell_and_fail()
    assert Message.objects.exclude(template="outbox.channel.test").count() == 3
    assert only().shown == "+62812••••••90"
    assert b"81234567890" not in bytes(only().destination)


def test_without_consent_no_citizen_is_written_to(cast: Cast, gateway: HttpGateway) -> None:
    set_up(cast, gateway)
    assert tell("k", Recipient(phone=PHONE)) is None
    assert tell("k", Recipient(phone="tidak ada", has_consent=True)) is None
    assert not Message.objects.exclude(template="outbox.channel.test").exists()


def test_a_channel_is_off_until_its_own_settings_were_tried(cast: Cast, gateway: HttpGateway) -> None:
    by, at = cast.actor("ADMINISTRATOR"), clock.now()
    row = set_up(cast, gateway)
    assert row.is_on
    tell("waiting")
    row = actions.change_channel(
        channel="SMS",
        given={"url": f"{gateway.url}/lain", "body": '"{to}"', "headers": "A: rahasia-baru"},
        by=by,
        at=at,
    )
    assert (row.is_on, row.is_tested) == (False, False)
    with pytest.raises(Refused):
        actions.switch_channel_on(channel="SMS", by=by, at=at)
    gateway.usual = (400, {}, b"")
    actions.test_channel(channel="SMS", to=PHONE, by=by, at=at)
    assert sending.send_due() == {"DEAD": 1}
    with pytest.raises(Refused):
        actions.switch_channel_on(channel="SMS", by=by, at=at)
    assert only().state == "WAITING"
    same = actions.change_channel(channel="SMS", given={"url": f"{gateway.url}/lain", "body": '"{to}"'}, by=by, at=at)
    assert same.digest == row.digest, "an empty secret stays what it was"
    assert b"rahasia-baru" not in bytes(same.secret or b"")
    actions.switch_channel_off(channel="SMS", by=by, at=at)
    assert only().state == "DROPPED"


@pytest.mark.parametrize(
    ("channel", "changes", "field"),
    [
        ("SMS", {"url": "http://gerbang.contoh.id/"}, "Alamat gerbang"),
        ("SMS", {"url": "https://a:b@gerbang.contoh.id/"}, "Alamat gerbang"),
        ("SMS", {"url": "https://x.id/{nik}"}, "Alamat gerbang"),
        ("SMS", {"body": '{"a": {text}}'}, "Isi"),
        ("SMS", {"headers": "A: b\nX Y: z"}, "Tajuk"),
        ("SMS", {"method": "DELETE"}, "Cara"),
        ("WHATSAPP", {"phone_number_id": "10/../x"}, "Phone number ID"),
        ("WHATSAPP", {"token": "a b c d e f g"}, "Token akses"),
    ],
)
def test_settings_that_cannot_be_right(cast: Cast, channel: str, changes: dict[str, str], field: str) -> None:
    good = {"url": "https://x.id/", "body": '"{to}"', "phone_number_id": "10620"}
    good |= dict.fromkeys(("token", "app_secret", "verify_token"), "rahasia-contoh")
    with pytest.raises(Refused) as refused:
        actions.change_channel(
            channel=channel, given={**good, **changes}, by=cast.actor("ADMINISTRATOR"), at=clock.now()
        )
    assert refused.value.field == field
    assert not ChannelSetting.objects.exists()


def test_who_may_set_up_send_again_and_watch(cast: Cast, gateway: HttpGateway) -> None:
    set_up(cast, gateway)
    gateway.usual = (400, {}, b"")
    tell("k")
    sending.send_due()
    dead, at = only(), clock.now()
    for role in ("FRONT_OFFICE", "AUDITOR", "SLRT_MANAGER"):
        with pytest.raises(Denied):
            actions.change_channel(channel="SMS", given={}, by=cast.actor(role), at=at)
        with pytest.raises(Denied):
            actions.test_channel(channel="SMS", to=PHONE, by=cast.actor(role), at=at)
    for role in ("FRONT_OFFICE", "AUDITOR"):
        with pytest.raises(Denied):
            actions.retry_delivery(delivery_id=dead.pk, by=cast.actor(role), at=at)
        with pytest.raises(Denied):
            actions.retry_dead(channel="SMS", by=cast.actor(role), at=at)
    assert queries.list_deliveries(cast.actor("FRONT_OFFICE")) == []
    assert dead in queries.list_deliveries(cast.actor("AUDITOR"), state="DEAD")
    assert actions.retry_delivery(delivery_id=dead.pk, by=cast.actor("SLRT_MANAGER"), at=at).state == "WAITING"
    with pytest.raises(UnableToMove):
        actions.retry_delivery(delivery_id=dead.pk, by=cast.actor("SLRT_MANAGER"), at=at)


def test_a_gateway_in_trouble_is_tried_again_and_given_up(cast: Cast, gateway: HttpGateway) -> None:
    set_up(cast, gateway)
    tell("k")
    gateway.script = [(429, {"Retry-After": "600"}, b""), (503, {}, b""), (200, {}, b'{"data": {"id": "G-7"}}')]
    before = clock.now()
    assert sending.send_due() == {"WAITING": 1}
    assert only().due_at >= before + timedelta(seconds=600)
    tell("second")
    assert sending.send_due() == {}, "the whole channel is left alone as long as the gateway asked"
    Delivery.objects.filter(message__key="second").delete()
    assert send_later() == "WAITING"
    assert only().problem == "gerbang menjawab 503"
    assert send_later() == "SENT"
    assert (only().gateway_id, only().tries, only().problem) == ("G-7", 3, "")
    assert len({each.json()["id"] for each in gateway.asked}) == 1, "the same key at every try"

    tell("hopeless")
    gateway.usual = (500, {}, b"")
    states = [send_later() for _ in range(sending.MAX_TRIES)]
    assert states == ["WAITING"] * (sending.MAX_TRIES - 1) + ["DEAD"]
    gateway.usual = (200, {}, b"{}")
    assert actions.retry_dead(channel="SMS", by=cast.actor("ADMINISTRATOR"), at=clock.now()) == 1
    assert send_later() == "SENT"


def test_what_may_have_been_sent_is_never_doubled_in_silence(
    cast: Cast, gateway: HttpGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rangkul.platform.outbox.gateways.sms.Sms.__init__.__kwdefaults__", {"deadline": 0.2})
    set_up(cast, gateway)
    gateway.drips = True
    tell("k")
    assert sending.send_due() == {"UNCERTAIN": 1}
    assert sending.send_due() == {}
    manager, unsure = cast.actor("SLRT_MANAGER"), only()
    assert actions.settle_delivery(delivery_id=unsure.pk, has_arrived=True, by=manager, at=clock.now()).state == "SENT"
    with pytest.raises(UnableToMove):
        actions.settle_delivery(delivery_id=unsure.pk, has_arrived=False, by=manager, at=clock.now())
    Delivery.objects.filter(pk=unsure.pk).update(state="UNCERTAIN")
    again = actions.retry_delivery(delivery_id=unsure.pk, by=manager, at=clock.now())
    assert again.is_repeated
    Delivery.objects.filter(pk=unsure.pk).delete()

    gateway.drips = False
    actions.switch_channel_off(channel="SMS", by=cast.actor("ADMINISTRATOR"), at=clock.now())
    set_up(cast, gateway, once="1")
    gateway.drips = True
    tell("once")
    assert sending.send_due() == {"WAITING": 1}
    assert only().is_repeated
    gateway.drips = False
    assert send_later() == "SENT"
    assert len({each.json()["id"] for each in gateway.asked}) == 1


def test_a_sender_that_died_leaves_no_message_in_the_air(cast: Cast, gateway: HttpGateway) -> None:
    set_up(cast, gateway)
    tell("k")
    claimed = sending.claim(at=clock.now())
    assert claimed is not None
    assert sending.claim(at=clock.now()) is None
    soon = clock.now() + sending.CLAIM_LIVES
    assert sending.release_stale(at=soon - timedelta(minutes=1)) == 0
    assert sending.release_stale(at=soon + timedelta(minutes=1)) == 1
    assert only().state == "UNCERTAIN"
    assert sending.deliver(claimed) == "UNCERTAIN", "the late mark of the old claim changes nothing"


def test_old_news_is_not_sent_and_old_addresses_are_forgotten(cast: Cast, gateway: HttpGateway) -> None:
    set_up(cast, gateway)
    tell("k", at=clock.now() - sending.LIVES - timedelta(minutes=1))
    assert sending.send_due() == {"DEAD": 1}
    assert only().problem == "sudah lewat waktunya"
    assert gateway.asked == []
    assert sending.forget_addresses(at=clock.now() + timedelta(days=29)) == 0
    assert sending.forget_addresses(at=clock.now() + timedelta(days=31)) == 2
    with pytest.raises(Refused):
        actions.retry_delivery(delivery_id=only().pk, by=cast.actor("SLRT_MANAGER"), at=clock.now())
    assert only().shown == "+62812••••••90"


def local(hour: int, minute: int = 0) -> datetime:
    """A moment on the clock of Soppeng (WITA)."""
    return datetime(2026, 11, 22, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def test_quiet_hours_are_those_of_the_district(cast: Cast, gateway: HttpGateway, settings: Any) -> None:
    night = ChannelSetting(channel="SMS", quiet_from=time(20), quiet_until=time(7))
    assert [is_quiet(night, local(*at)) for at in ((19, 59), (20,), (23, 59), (0,), (6, 59), (7,))] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
    noon = ChannelSetting(channel="SMS", quiet_from=time(12), quiet_until=time(13))
    assert [is_quiet(noon, local(*at)) for at in ((11, 59), (12,), (13,))] == [False, True, False]
    assert not is_quiet(ChannelSetting(channel="SMS", quiet_from=time(7), quiet_until=time(7)), local(7))
    settings.TIME_ZONE = "Asia/Jakarta"
    assert not is_quiet(night, local(20, 30))
    settings.TIME_ZONE = "Asia/Makassar"
    set_up(cast, gateway)
    ChannelSetting.objects.update(quiet_from=time(20), quiet_until=time(7))
    tell("k", at=local(9))
    assert sending.claim(at=local(21)) is None
    officer = cast.actor("SLRT_MANAGER")
    actions.change_reach(wishes=[actions.Wish("SMS", PHONE, True)], by=officer, at=clock.now())
    tell("e", Recipient(user_id=officer.user_id), at=local(9), template="desk.case.escalated")
    urgent = sending.claim(at=local(21))
    assert urgent is not None
    assert urgent.message.template == "desk.case.escalated"
    assert sending.claim(at=local(23)) is None
    citizens = sending.claim(at=local(23) + timedelta(hours=8))
    assert citizens is not None
    assert citizens.message.user_id is None


def test_an_official_is_reached_as_they_wish(cast: Cast, gateway: HttpGateway) -> None:
    set_up(cast, gateway)
    officer, at = cast.actor("BACK_OFFICE"), clock.now()
    to = Recipient(user_id=officer.user_id)
    tell("a", to)
    assert not Delivery.objects.filter(is_test=False).exists()
    with pytest.raises(Refused):
        actions.change_reach(wishes=[actions.Wish("SMS", "", True)], by=officer, at=at)
    with pytest.raises(Refused):
        actions.change_reach(
            wishes=[actions.Wish("SMS", PHONE, True), actions.Wish("EMAIL", "x", True)], by=officer, at=at
        )
    assert queries.list_reaches(officer) == {}, "one wrong address saves nothing"
    actions.change_reach(wishes=[actions.Wish("SMS", PHONE, True)], by=officer, at=at)
    tell("b", to)
    assert only().shown == "+62812••••••90"
    actions.change_reach(wishes=[actions.Wish("SMS", "", False)], by=officer, at=at)
    tell("c", to)
    assert Delivery.objects.filter(is_test=False).count() == 1
    assert inbox.count_unread(officer) == 3
    assert queries.list_reaches(cast.elsewhere("BACK_OFFICE")) == {}


def test_a_browser_belongs_to_whom_it_told_last(cast: Cast) -> None:
    first, second, at = cast.actor("BACK_OFFICE"), cast.elsewhere("BACK_OFFICE"), clock.now()
    keys = {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    }
    endpoint = "https://fcm.googleapis.com/fcm/send/abc"
    row = actions.subscribe_push(endpoint=endpoint, **keys, label="Chrome/140", by=first, at=at)
    with pytest.raises(PushSubscription.DoesNotExist):
        actions.unsubscribe_push(subscription_id=row.pk, by=second, at=at)
    actions.subscribe_push(endpoint=endpoint, **keys, label="Chrome/140", by=second, at=at)
    assert list(queries.list_browsers(first)) == []
    assert [each.pk for each in queries.list_browsers(second)] == [row.pk]
    for bad in ({"endpoint": "https://dalam.kantor/x"}, {"p256dh": "AAAA"}, {"auth": "é"}):
        with pytest.raises(Refused):
            actions.subscribe_push(**{"endpoint": endpoint, **keys, **bad}, label="", by=first, at=at)


STATUSES = ("sent", "delivered", "read", "failed")
RANK = {"WAITING": 0, "SENDING": 0, "SENT": 1, "DEAD": 2, "DELIVERED": 3, "READ": 4}


def test_news_twice_and_in_any_order_never_go_backwards(cast: Cast, gateway: HttpGateway) -> None:
    gateway.usual = (200, {}, b'{"messages": [{"id": "wamid.A"}]}')
    set_up(cast, gateway, "WHATSAPP")
    tell("k")
    assert sending.send_due() == {"SENT": 1}
    row, at = only(), clock.now()
    assert (row.channel, row.gateway_id) == ("WHATSAPP", "wamid.A")
    ends = {"sent": "SENT", "failed": "DEAD", "delivered": "DELIVERED", "read": "READ"}
    for order in itertools.permutations(STATUSES):
        Delivery.objects.filter(pk=row.pk).update(state="SENT", gateway_id="wamid.A")
        seen = ["SENT"]
        for status in itertools.chain.from_iterable((each, each) for each in order):
            take_news([News("wamid.A", str(row.pk), status, at, 131026)], at=at)
            seen.append(only().state)
        ranks = [RANK[each] for each in seen]
        assert ranks == sorted(ranks), order
        assert seen[-1] == "READ"
    for status in STATUSES:
        Delivery.objects.filter(pk=row.pk).update(state="SENDING", gateway_id="")
        assert take_news([News("wamid.A", str(row.pk), status, at)], at=at) == 1, "news before our own mark"
        assert only().state == ends[status]
        assert sending.deliver(row) == ends[status], "and the mark that comes late leaves it"
    assert take_news([News("wamid.X", "lain", "read", at), News("wamid.A", str(row.pk), "deleted", at)], at=at) == 0


def test_news_of_an_earlier_try_do_not_kill_the_next(cast: Cast, gateway: HttpGateway) -> None:
    gateway.usual = (200, {}, b'{"messages": [{"id": "wamid.A"}]}')
    set_up(cast, gateway, "WHATSAPP")
    tell("k")
    sending.send_due()
    row, at = only(), clock.now()
    failed = News("wamid.A", str(row.pk), "failed", at, 131026)
    assert take_news([failed], at=at) == 1
    actions.retry_delivery(delivery_id=row.pk, by=cast.actor("SLRT_MANAGER"), at=at)
    assert take_news([failed, failed], at=at) == 0
    assert only().state == "WAITING"
    gateway.usual = (200, {}, b'{"messages": [{"id": "wamid.B"}]}')
    assert send_later() == "SENT"
    assert take_news([failed], at=at) == 0
    assert only().state == "SENT"
    assert take_news([News("wamid.A", str(row.pk), "delivered", at)], at=at) == 1, "whoever has it has it"


def test_waiting_doubles_up_to_six_hours_and_half_of_it_is_chance() -> None:
    full = [sending.backoff(n, chance=1).total_seconds() for n in range(1, 14)]
    assert full[:4] == [30, 60, 120, 240]
    assert full[-1] == 6 * 3600
    assert sending.backoff(3, chance=0) == timedelta(seconds=60)
    assert all(sending.backoff(3, chance=0) <= sending.backoff(3) <= sending.backoff(3, chance=1) for _ in range(50))
