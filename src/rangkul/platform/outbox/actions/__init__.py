"""The use cases of the outbox; `put_message` stands beside them for rooms that have something to tell."""

from rangkul.platform.outbox.actions.channels import change_channel, switch_channel_off, switch_channel_on, test_channel
from rangkul.platform.outbox.actions.deliveries import retry_dead, retry_delivery, settle_delivery
from rangkul.platform.outbox.actions.reach import Wish, change_reach, subscribe_push, unsubscribe_push
from rangkul.platform.outbox.putting import drop_waiting, put_message

__all__ = [
    "Wish",
    "change_channel",
    "change_reach",
    "drop_waiting",
    "put_message",
    "retry_dead",
    "retry_delivery",
    "settle_delivery",
    "subscribe_push",
    "switch_channel_off",
    "switch_channel_on",
    "test_channel",
    "unsubscribe_push",
]
