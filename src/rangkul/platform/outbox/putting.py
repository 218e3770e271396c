"""Putting a message into the outbox, inside the transaction of what it tells about."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rangkul.kernel.ids import new_id
from rangkul.platform.outbox import addresses
from rangkul.platform.outbox.enums import Channel, DeliveryState
from rangkul.platform.outbox.messages import Recipient, template_named
from rangkul.platform.outbox.models import ChannelSetting, Delivery, Message, PushSubscription, Reach


@dataclass(frozen=True, slots=True)
class Way:
    """One way to one recipient: channel, sealed address, masked address."""

    channel: str
    destination: bytes
    shown: str
    subscription_id: UUID | None = None


def put_message(
    *, template: str, to: Recipient, values: Mapping[str, object], about: tuple[str, UUID], key: str, at: datetime
) -> UUID | None:
    """Keep a message for one recipient; it exists only if the caller's change commits, and is sent after that.

    An official finds it in the bell at once; other ways are those the office has switched on, and for a citizen only
    with consent. `key` names the event: the same key to the same recipient is one message. `about` is what it leads
    to, ("case", id). Returns the id, or None when there is nobody to reach. Raises `BadMessage` for values that the
    template does not declare or that look personal.
    """
    declared = template_named(template)
    kept = declared.check(values)
    ways = list(_ways(to))
    if to.user_id is None and not ways:
        return None
    message = Message(
        id=new_id(),
        key=key,
        recipient=to.user_id.bytes if to.user_id else addresses.index_of(f"{to.phone}\n{to.email}"),
        template=template,
        values=kept,
        about_kind=about[0],
        about_id=about[1],
        user_id=to.user_id,
        created_at=at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    there = Message.objects.values_list("pk", flat=True).get(key=key, recipient=message.recipient)
    if there != message.pk:
        return there
    queue(message, ways, at=at, is_urgent=declared.is_urgent and to.user_id is not None)
    return message.pk


def queue(message: Message, ways: list[Way], *, at: datetime, is_urgent: bool = False, is_test: bool = False) -> None:
    """Put the message on its ways; the sender is woken when the transaction has committed."""
    if not ways:
        return
    Delivery.objects.bulk_create(
        Delivery(
            message=message,
            channel=way.channel,
            destination=way.destination,
            shown=way.shown,
            subscription_id=way.subscription_id,
            is_urgent=is_urgent,
            is_test=is_test,
            queued_at=at,
            due_at=at,
        )
        for way in ways
    )
    transaction.on_commit(wake, robust=True)


def phone_way(channel: str, phone: str) -> Way:
    """SMS or WhatsApp to a number in the form +62…"""
    return Way(channel, addresses.sealed(phone), addresses.masked_phone(phone))


def email_way(email: str) -> Way:
    """E-mail to an address."""
    return Way(Channel.EMAIL, addresses.sealed(email), addresses.masked_email(email))


def push_ways(user_id: UUID) -> Iterator[Way]:
    """The browsers of an official that take web push."""
    for each in PushSubscription.objects.filter(user_id=user_id, gone_at__isnull=True):
        yield Way(Channel.PUSH, bytes(each.detail), each.shown, each.pk)


def _ways(to: Recipient) -> Iterator[Way]:
    on = set(ChannelSetting.objects.filter(is_on=True).values_list("channel", flat=True))
    if not on:
        return
    if to.user_id is not None:
        wanted = Reach.objects.filter(user_id=to.user_id, channel__in=on, is_wanted=True, address__isnull=False)
        for each in wanted:
            assert each.address is not None
            yield Way(each.channel, bytes(each.address), each.shown)
        if Channel.PUSH in on:
            yield from push_ways(to.user_id)
    if to.has_consent:
        yield from _ways_of_citizen(to, on)


def _ways_of_citizen(to: Recipient, on: set[str]) -> Iterator[Way]:
    phone, email = addresses.phone_of(to.phone), addresses.email_of(to.email)
    by_phone = next((each for each in (Channel.WHATSAPP, Channel.SMS) if each in on), None)
    if phone and by_phone:
        yield phone_way(by_phone, phone)
    if email and Channel.EMAIL in on:
        yield email_way(email)


def push_detail(endpoint: str, p256dh: str, auth: str) -> bytes:
    """A browser's subscription as it is kept and as the gateway wants it."""
    return addresses.sealed(json.dumps({"endpoint": endpoint, "p256dh": p256dh, "auth": auth}))


def wake() -> None:
    """Ask for the sender; called when a transaction has committed."""
    from rangkul.platform.outbox.tasks import wake_sender

    wake_sender()


def drop_waiting(*, about: tuple[str, UUID], at: datetime) -> int:
    """Drop what still waits for citizens about something, because they no longer agree to it; returns how many.

    Called inside the caller's action, which records why. What officials are told about the same thing stays.
    """
    waiting = Delivery.objects.filter(
        state=DeliveryState.WAITING, message__about_kind=about[0], message__about_id=about[1], message__user_id=None
    )
    return waiting.update(state=DeliveryState.DROPPED, ended_at=at)
