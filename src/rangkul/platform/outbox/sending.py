"""The sender: claims what is due, hands it to its gateway outside any transaction, and writes down what came of it."""

import secrets
from collections import Counter
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.platform.outbox import addresses
from rangkul.platform.outbox.channels import OpenChannel, may_go_now, open_channel
from rangkul.platform.outbox.enums import DeliveryState
from rangkul.platform.outbox.errors import Outdated
from rangkul.platform.outbox.gateways import Answer, Later, Letter, Never, Sent, Unsure
from rangkul.platform.outbox.messages import find_template
from rangkul.platform.outbox.models import ChannelSetting, Delivery, Message, PushSubscription

MAX_TRIES = 12
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
LIVES = timedelta(days=3)
"""What could not be sent by then is old news and is not sent any more."""
CLAIM_LIVES = timedelta(minutes=5)
"""Longer than any gateway may take; an older claim belongs to a sender that died."""
REST = timedelta(minutes=1)
"""How long a channel is left alone after its gateway was in trouble: the others are not held up by it."""
SHIFT_SECONDS = 50.0
_BETWEEN = "terhenti di antara mengirim dan mencatat"


def send_due(*, limit: int = 500) -> Counter[str]:
    """Send what is due, for at most some fifty seconds; returns how many ended in which state.

    Several senders may run at once: each takes a delivery that no other holds (SKIP LOCKED). Nothing is sent twice
    unless the gateway or the recipient's side takes a repeated key once; what is uncertain is left for an official.
    """
    done: Counter[str] = Counter()
    until = monotonic() + SHIFT_SECONDS
    release_stale(at=clock.now())
    while sum(done.values()) < limit and monotonic() < until:
        claimed = claim(at=clock.now())
        if claimed is None:
            break
        done[deliver(claimed)] += 1
    return done


def claim(*, at: datetime) -> Delivery | None:
    """The delivery that has been due longest, now SENDING in a transaction of its own; None when nothing may go."""
    found = {each.channel: each for each in ChannelSetting.objects.all()}
    if not found:
        return None
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("message")
            .filter(may_go_now(found, at), state=DeliveryState.WAITING, due_at__lte=at)
            .order_by("due_at", "id")
            .first()
        )
        if delivery is not None:
            delivery.state, delivery.claimed_at, delivery.tries = DeliveryState.SENDING, at, delivery.tries + 1
            delivery.save(update_fields=["state", "claimed_at", "tries"])
        return delivery


def deliver(delivery: Delivery) -> str:
    """Hand a claimed delivery to its gateway and mark it; returns the state it is in then."""
    setting = ChannelSetting.objects.get(pk=delivery.channel)
    if clock.now() - delivery.queued_at > LIVES and not delivery.is_test:
        return _mark(delivery, Never("sudah lewat waktunya"), setting=setting, channel=None, at=clock.now())
    try:
        channel = open_channel(setting)
        letter = letter_of(delivery)
    except Outdated:
        gone = Never("sudah tidak berlaku, tidak dikirim", is_gone=True)
        return _mark(delivery, gone, setting=setting, channel=None, at=clock.now())
    except (KeyError, ValueError) as error:
        answer: Answer = Never(f"pengaturan atau templat tidak lengkap ({type(error).__name__})")
        return _mark(delivery, answer, setting=setting, channel=None, at=clock.now())
    answer = channel.gateway.send(letter)
    return _mark(delivery, answer, setting=setting, channel=channel, at=clock.now())


def letter_of(delivery: Delivery) -> Letter:
    """The delivery as its gateway needs it. Raises ValueError for a template the program no longer has, `Outdated`."""
    message = delivery.message
    template = find_template(message.template)
    if template is None or delivery.destination is None:
        raise ValueError(message.template)
    values = template.values_to_send(message.values, message.about_id)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Pemberitahuan Rangkul")
    return Letter(
        key=str(delivery.pk),
        to=addresses.opened(delivery.destination),
        subject=subject,
        text=template.sentence(values, language=settings.LANGUAGE_CODE),
        template=template.gateway_name,
        values=tuple(values.values()),
        path=path_of(message),
        is_urgent=delivery.is_urgent,
    )


def path_of(message: Message) -> str:
    """Where an official opens the message; a citizen's message leads nowhere."""
    return reverse("web:platform:notification", args=[message.pk]) if message.user_id else ""


def backoff(tries: int, *, chance: float | None = None) -> timedelta:
    """How long to wait after the nth failed try: doubling from 30 seconds to 6 hours, half of it by chance.

    `chance` from 0 to 1 is drawn unless given; it keeps a thousand messages from coming back in the same second.
    """
    full: timedelta = min(FIRST_WAIT * 2 ** min(tries - 1, 20), LONGEST_WAIT)
    drawn = secrets.randbelow(1_000) / 1_000 if chance is None else chance
    return full / 2 + full / 2 * drawn


def release_stale(*, at: datetime) -> int:
    """Deal with claims whose sender died: again where a repeated key is taken once, otherwise shown as uncertain."""
    stale = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=at - CLAIM_LIVES)
    count = 0
    for delivery in stale.select_related("message"):
        setting = ChannelSetting.objects.filter(pk=delivery.channel).first()
        if setting is not None:
            try:
                channel = open_channel(setting)
            except (KeyError, ValueError):
                channel = None
            _mark(delivery, Unsure(_BETWEEN), setting=setting, channel=channel, at=at)
            count += 1
    return count


def _mark(
    delivery: Delivery, answer: Answer, *, setting: ChannelSetting, channel: OpenChannel | None, at: datetime
) -> str:
    """Write down what a gateway answered. A delivery that moved on meanwhile (news came first) is left as it is."""
    changes = _changes(delivery, answer, may_repeat=channel is not None and channel.gateway.may_repeat, at=at)
    with transaction.atomic():
        mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, tries=delivery.tries)
        is_ours = mine.update(**changes)
        _mark_channel(delivery, answer, setting=setting, channel=channel, at=at)
        if isinstance(answer, Never) and answer.is_gone and delivery.subscription_id:
            PushSubscription.objects.filter(pk=delivery.subscription_id).update(gone_at=at)
    if not is_ours:
        delivery.refresh_from_db()
        return delivery.state
    return str(changes["state"])


def _changes(delivery: Delivery, answer: Answer, *, may_repeat: bool, at: datetime) -> dict[str, object]:
    if isinstance(answer, Sent):
        return {"state": DeliveryState.SENT, "gateway_id": answer.gateway_id, "ended_at": at, "problem": ""}
    problem = answer.problem[:300]
    if isinstance(answer, Never):
        state = DeliveryState.DROPPED if answer.is_gone else DeliveryState.DEAD
        return {"state": state, "ended_at": at, "problem": problem}
    if isinstance(answer, Unsure) and not may_repeat:
        return {"state": DeliveryState.UNCERTAIN, "ended_at": at, "problem": problem}
    if delivery.is_test or delivery.tries >= MAX_TRIES:
        state = DeliveryState.UNCERTAIN if isinstance(answer, Unsure) else DeliveryState.DEAD
        return {"state": state, "ended_at": at, "problem": problem}
    wait = backoff(delivery.tries)
    if isinstance(answer, Later):
        return {"state": DeliveryState.WAITING, "due_at": at + max(wait, answer.after or wait), "problem": problem}
    return {"state": DeliveryState.WAITING, "due_at": at + wait, "problem": problem, "is_repeated": True}


def _mark_channel(
    delivery: Delivery, answer: Answer, *, setting: ChannelSetting, channel: OpenChannel | None, at: datetime
) -> None:
    rows = ChannelSetting.objects.filter(pk=setting.pk)
    if isinstance(answer, Sent):
        if delivery.is_test and channel is not None:
            rows.filter(digest=channel.digest).update(tested_digest=channel.digest, tested_at=at, problem="")
        elif setting.problem:
            rows.update(problem="")
        return
    if isinstance(answer, Never) or delivery.is_test:
        return
    rest = answer.after if isinstance(answer, Later) and answer.after is not None else REST
    rows.update(paused_until=at + rest, problem=answer.problem[:300])


def forget_addresses(*, at: datetime, kept_for: timedelta = timedelta(days=30)) -> int:
    """Drop the sealed addresses of deliveries that ended long ago; what remains is the masked form."""
    old = Delivery.objects.filter(ended_at__lt=at - kept_for, destination__isnull=False)
    return old.exclude(state=DeliveryState.UNCERTAIN).update(destination=None)
