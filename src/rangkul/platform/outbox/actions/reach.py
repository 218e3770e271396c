"""How an official wants to be reached besides the bell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.outbox import addresses, policies
from rangkul.platform.outbox.enums import Channel
from rangkul.platform.outbox.gateways.push import SERVICES, is_push_service
from rangkul.platform.outbox.gateways.push_sealing import from_text
from rangkul.platform.outbox.models import ChannelSetting, PushSubscription, Reach
from rangkul.platform.outbox.putting import push_detail
from rangkul.platform.policy.actor import Actor

MOST_BROWSERS = 5
FIELDS = {
    Channel.EMAIL: ("Alamat surel", "alamat surel"),
    Channel.SMS: ("Nomor ponsel", "nomor ponsel seperti 0812-3456-7890"),
    Channel.WHATSAPP: ("Nomor WhatsApp", "nomor ponsel seperti 0812-3456-7890"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What an official typed for a channel; an empty address keeps the one that is there."""

    channel: str
    address: str
    is_wanted: bool


@action("platform.reach.change")
def change_reach(*, wishes: Iterable[Wish], by: Actor, at: datetime) -> list[Reach]:
    """Say on which channels and where one wants messages; all of it or, if one address is wrong, nothing.

    Raises `Denied`, `Refused` for an address that is none, or for none at all where messages are wanted.
    """
    policies.check_can_read_own(by)
    assert by.user_id is not None
    mine = {each.channel: each for each in policies.reaches_visible_to(by).select_for_update()}
    own = [(wish, mine.get(wish.channel) or Reach(user_id=by.user_id, channel=wish.channel)) for wish in wishes]
    changed = [_wished(row, wish) for wish, row in own]
    for row in changed:
        row.changed_at = at
        row.save()
    words = ", ".join(str(Channel(row.channel).label) for row in changed)
    record("platform.reach.change", by=by, at=at, kind="user",
           data={"channel": words, "wanted": [row.channel for row in changed if row.is_wanted]})  # fmt: skip
    return changed


def _wished(row: Reach, wish: Wish) -> Reach:
    field, expected = FIELDS[Channel(wish.channel)]
    if clean(wish.address):
        is_email = wish.channel == Channel.EMAIL
        kept = addresses.email_of(wish.address) if is_email else addresses.phone_of(wish.address)
        if not kept:
            raise Refused(field=field, value=wish.address, expected=expected, remedy="periksa lagi, lalu simpan")
        row.address = addresses.sealed(kept)
        row.shown = addresses.masked_email(kept) if is_email else addresses.masked_phone(kept)
    if wish.is_wanted and row.address is None:
        raise Refused(field=field, value="", expected=expected, remedy="isi dulu, atau jangan centang saluran ini")
    row.is_wanted = wish.is_wanted
    return row


@action("platform.push.subscribe")
def subscribe_push(*, endpoint: str, p256dh: str, auth: str, label: str, by: Actor, at: datetime) -> PushSubscription:
    """Let a browser of one's own take messages. A browser that belonged to somebody else before is theirs no more.

    Raises `Denied`, `Refused` for a push service that is not known or keys that are none.
    """
    policies.check_can_read_own(by)
    assert by.user_id is not None
    setting = ChannelSetting.objects.filter(pk=Channel.PUSH).first()
    services = tuple(str(setting.config.get("services", "")).split()) if setting else ()
    if len(endpoint) > 1_000 or not is_push_service(endpoint, services or SERVICES):
        raise Refused(field="Peramban", value=urlsplit(endpoint[:200]).hostname or "", expected="layanan peramban dikenal",
                      remedy="pakai Chrome, Edge, Firefox, atau Safari yang baru")  # fmt: skip
    try:
        is_whole = len(from_text(p256dh)) == 65 and len(from_text(auth)) == 16
    except ValueError:
        is_whole = False
    if not is_whole:
        raise Refused(field="Peramban", value="", expected="kunci peramban yang utuh", remedy="daftarkan sekali lagi")
    mine = policies.subscriptions_visible_to(by).filter(gone_at__isnull=True)
    for old in mine.order_by("-created_at")[MOST_BROWSERS - 1 :]:
        old.delete()
    row, _is_new = PushSubscription.objects.update_or_create(
        endpoint_index=addresses.index_of(endpoint),
        defaults={
            "user_id": by.user_id,
            "detail": push_detail(endpoint, p256dh, auth),
            "shown": clean(label)[:80] or "peramban",
            "created_at": at,
            "gone_at": None,
        },
    )
    record("platform.push.subscribe", by=by, at=at, on=row, kind="user")
    return row


@action("platform.push.unsubscribe")
def unsubscribe_push(*, subscription_id: UUID, by: Actor, at: datetime) -> None:
    """Take one of one's own browsers off. Raises `Denied`, `PushSubscription.DoesNotExist`."""
    policies.check_can_read_own(by)
    row = policies.subscriptions_visible_to(by).select_for_update().get(pk=subscription_id)
    record("platform.push.unsubscribe", by=by, at=at, on=row, kind="user")
    row.delete()
