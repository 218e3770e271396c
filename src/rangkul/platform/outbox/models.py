"""Tables of the outbox: messages, their ways out, the channels' settings, and how officials want to be reached."""

from django.db import models
from django.db.models import Q

from rangkul.kernel.ids import new_id
from rangkul.platform.outbox.enums import Channel, DeliveryState


class Message(models.Model):
    """Something told to somebody: a template's code with its few values, never a person's name, number or story.

    `recipient` tells two recipients of one event apart: the user's id, or a blind index of phone and address. For an
    official the row itself is the message in the bell; `read_at` says that it was read there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200)
    recipient = models.BinaryField(max_length=16)
    template = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    about_kind = models.CharField(max_length=20)
    about_id = models.UUIDField()
    user_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "recipient"], name="outbox_message_once")]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="outbox_message_mine", condition=Q(user_id__isnull=False)),
            models.Index(fields=["user_id"], name="outbox_message_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.about_kind} {self.about_id}"


class Delivery(models.Model):
    """A message on one way out, to one address. Its id is the idempotency key that gateways are given.

    `destination` is sealed and forgotten some weeks after the end; `shown` is its masked form. `is_repeated` says that
    it went out again without anybody knowing whether the first one had arrived.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    destination = models.BinaryField(null=True)
    shown = models.CharField(max_length=80)
    subscription_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    is_test = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    is_repeated = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    gateway_id = models.CharField(max_length=200, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["due_at"], name="outbox_delivery_due", condition=Q(state="WAITING")),
            models.Index(fields=["claimed_at"], name="outbox_delivery_claimed", condition=Q(state="SENDING")),
            models.Index(fields=["state", "-id"], name="outbox_delivery_state"),
            models.Index(fields=["gateway_id"], name="outbox_delivery_gateway", condition=~Q(gateway_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.shown} {self.state}"


class ChannelSetting(models.Model):
    """How a channel is set up, and whether the office has switched it on. No row: never set up, nothing is sent.

    `secret` is the sealed part (passwords, tokens, keys). `digest` tells whether the settings are still those that
    were tested (`tested_digest`): only tested ones can be switched on.
    """

    channel = models.CharField(max_length=10, choices=Channel.choices, primary_key=True)
    is_on = models.BooleanField(default=False)
    config = models.JSONField(default=dict)
    secret = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    tested_digest = models.CharField(max_length=64, blank=True)
    tested_at = models.DateTimeField(null=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_on=False) | ~Q(tested_digest=""), name="outbox_on_only_when_tested")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {'on' if self.is_on else 'off'}"

    @property
    def is_tested(self) -> bool:
        """Whether a test message went out with exactly these settings."""
        return bool(self.digest) and self.digest == self.tested_digest


class Reach(models.Model):
    """How an official wants to be reached on a channel besides the bell; the address is sealed, `shown` is masked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user_id = models.UUIDField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    is_wanted = models.BooleanField(default=False)
    address = models.BinaryField(null=True)
    shown = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "reaches"
        constraints = [models.UniqueConstraint(fields=["user_id", "channel"], name="outbox_reach_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.shown}"


class PushSubscription(models.Model):
    """A browser of an official that takes web push: endpoint and keys are sealed, found again by a blind index."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user_id = models.UUIDField()
    endpoint_index = models.BinaryField(max_length=16, unique=True)
    detail = models.BinaryField()
    shown = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user_id"], name="outbox_push_mine", condition=Q(gone_at__isnull=True))]

    def __str__(self) -> str:
        return self.shown
