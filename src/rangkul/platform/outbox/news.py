"""What a gateway tells afterwards: a message's fate only ever moves forward, however often and in whatever order."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rangkul.platform.outbox.channels import secret_of
from rangkul.platform.outbox.enums import Channel, DeliveryState
from rangkul.platform.outbox.gateways.whatsapp import News
from rangkul.platform.outbox.models import ChannelSetting, Delivery

_STATE_OF = {
    "sent": DeliveryState.SENT,
    "failed": DeliveryState.DEAD,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
}
_RANK = {DeliveryState.SENT: 1, DeliveryState.DEAD: 2, DeliveryState.DELIVERED: 3, DeliveryState.READ: 4}
"""Failed stands above sent and below delivered: whoever has it in hand has it, whatever another device said."""


def take_news(news: Iterable[News], *, at: datetime) -> int:
    """Move the deliveries that the news are about; returns how many moved. Unknown messages are passed over."""
    return sum(_take(each, at=at) for each in news)


def _take(news: News, *, at: datetime) -> bool:
    state = _STATE_OF.get(news.status)
    if state is None:
        return False
    with transaction.atomic():
        delivery = _find(news)
        if delivery is None or not _moves(delivery, news, state):
            return False
        delivery.state, delivery.gateway_id, delivery.ended_at = state, news.gateway_id, at
        delivery.problem = (
            f"WhatsApp tidak dapat mengantarkan (kode {news.code})" if state == DeliveryState.DEAD else ""
        )
        delivery.save(update_fields=["state", "gateway_id", "ended_at", "problem"])
        return True


def _find(news: News) -> Delivery | None:
    try:
        named = Q(pk=UUID(news.key))
    except ValueError:
        named = Q(gateway_id=news.gateway_id)
    rows = Delivery.objects.select_for_update(of=("self",)).filter(named, channel=Channel.WHATSAPP)
    return rows.order_by("id").first()


def _moves(delivery: Delivery, news: News, state: DeliveryState) -> bool:
    now = DeliveryState(delivery.state)
    if _RANK.get(now, 0) >= _RANK[state]:
        return False
    if state in (DeliveryState.DELIVERED, DeliveryState.READ):
        return True
    # "Sent" and "failed" of an earlier try say nothing about the one that waits or is on its way now.
    is_same_try = news.gateway_id == delivery.gateway_id
    if now in (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNCERTAIN):
        return now != DeliveryState.WAITING and not is_same_try
    return is_same_try and now == DeliveryState.SENT


def whatsapp_secrets() -> dict[str, str]:
    """What WhatsApp's news are checked with; empty until the channel is set up."""
    setting = ChannelSetting.objects.filter(pk=Channel.WHATSAPP).first()
    return secret_of(setting) if setting else {}
