"""Reading the outbox: deliveries for those who watch it, figures, the channels' settings, one's own ways."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from rangkul.platform.outbox import policies
from rangkul.platform.outbox.enums import Channel, DeliveryState
from rangkul.platform.outbox.messages import find_template
from rangkul.platform.outbox.models import ChannelSetting, Delivery, Message, PushSubscription, Reach
from rangkul.platform.policy.actor import Actor


def list_deliveries(
    actor: Actor, *, state: str = "", channel: str = "", template: str = "", before: UUID | None = None, limit: int = 50
) -> list[Delivery]:
    """Deliveries the actor may see, newest first, each with its message; `before` is the last id of the page above."""
    rows = policies.visible_to(actor).select_related("message").order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if channel:
        rows = rows.filter(channel=channel)
    if template:
        rows = rows.filter(message__template=template)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[:limit])


def get_delivery(actor: Actor, delivery_id: UUID) -> Delivery:
    """One delivery with its message. Raises `Delivery.DoesNotExist`."""
    return policies.visible_to(actor).select_related("message").get(pk=delivery_id)


def count_by_state(actor: Actor) -> dict[str, int]:
    """{state: deliveries} of what the actor may see."""
    rows = policies.visible_to(actor).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def words_of(message: Message) -> str:
    """The message in the reader's language; its code when the program no longer has the template."""
    template = find_template(message.template)
    return template.sentence(message.values) if template else message.template


@dataclass(frozen=True, slots=True)
class Went:
    """How one message about something went out: channel, masked address, state in words, since when."""

    channel: str
    shown: str
    state: str
    state_label: str
    at: datetime


def went_out(about: tuple[str, UUID], templates: Sequence[str]) -> list[Went]:
    """How the messages of these templates about something went, the newest first, at most ten.

    The caller has shown what they are about; nothing of their words is told.
    """
    found = Delivery.objects.filter(
        message__about_kind=about[0], message__about_id=about[1], message__template__in=templates
    )
    return [
        Went(
            str(Channel(each.channel).label),
            each.shown,
            each.state,
            str(DeliveryState(each.state).label),
            each.ended_at or each.queued_at,
        )
        for each in found.order_by("-id")[:10]
    ]


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel as its page shows it: secrets are only said to be there."""

    channel: Channel
    setting: ChannelSetting | None
    waiting: int
    troubled: int
    last_test: Delivery | None = None
    secrets: frozenset[str] = frozenset()

    @property
    def is_on(self) -> bool:
        return self.setting is not None and self.setting.is_on

    @property
    def config(self) -> Mapping[str, str]:
        return self.setting.config if self.setting else {}


def list_channels(actor: Actor) -> list[ChannelView]:
    """Every channel with its state. Raises `Denied` unless the role watches the outbox."""
    actor.check_may(policies.VIEW)
    settings = {each.channel: each for each in ChannelSetting.objects.all()}
    counts = _open_counts()
    return [
        ChannelView(
            channel=channel,
            setting=settings.get(channel),
            waiting=counts[channel, DeliveryState.WAITING] + counts[channel, DeliveryState.SENDING],
            troubled=counts[channel, DeliveryState.DEAD] + counts[channel, DeliveryState.UNCERTAIN],
        )
        for channel in Channel
    ]


def get_channel(actor: Actor, channel: str) -> ChannelView:
    """One channel with its last test. Raises `Denied` unless the role sets channels up."""
    from rangkul.platform.outbox.channels import secret_of

    actor.check_may(policies.CHANGE)
    setting = ChannelSetting.objects.filter(pk=channel).first()
    tests = Delivery.objects.filter(channel=channel, is_test=True).order_by("-id")
    return ChannelView(
        channel=Channel(channel),
        setting=setting,
        waiting=0,
        troubled=0,
        last_test=tests.first(),
        secrets=frozenset(name for name, value in secret_of(setting).items() if value) if setting else frozenset(),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How the outbox stands, for the operator: counts a channel, the oldest that waits."""

    channel: Channel
    is_on: bool
    problem: str
    counts: Mapping[str, int]
    oldest: datetime | None


def standing() -> list[Standing]:
    """Every channel's standing. System use (`rangkul outbox status`, `rangkul doctor`)."""
    settings = {each.channel: each for each in ChannelSetting.objects.all()}
    found = _open_counts()
    waiting = Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.SENDING])
    oldest = dict(waiting.values_list("channel").annotate(at=Min("queued_at")))
    return [
        Standing(
            channel=channel,
            is_on=channel in settings and settings[channel].is_on,
            problem=settings[channel].problem if channel in settings else "",
            counts={state: count for (code, state), count in found.items() if code == channel},
            oldest=oldest.get(channel),
        )
        for channel in Channel
    ]


def list_reaches(actor: Actor) -> dict[str, Reach]:
    """One's own ways of being reached, by channel."""
    return {each.channel: each for each in policies.reaches_visible_to(actor)}


def list_browsers(actor: Actor) -> QuerySet[PushSubscription]:
    """One's own browsers that take messages."""
    return policies.subscriptions_visible_to(actor).filter(gone_at__isnull=True).order_by("-created_at")


def channels_on() -> frozenset[str]:
    """Channels the office has switched on."""
    return frozenset(ChannelSetting.objects.filter(is_on=True).values_list("channel", flat=True))


def push_public_key() -> str:
    """What a browser needs to subscribe (VAPID, public half); empty until web push is set up."""
    from rangkul.platform.outbox.channels import secret_of
    from rangkul.platform.outbox.gateways.push_sealing import public_of

    setting = ChannelSetting.objects.filter(pk=Channel.PUSH).first()
    key = secret_of(setting).get("key", "") if setting else ""
    return public_of(key) if key else ""


def _open_counts() -> Counter[tuple[str, str]]:
    rows = Delivery.objects.filter(is_test=False).values_list("channel", "state").annotate(n=Count("pk"))
    return Counter({(channel, state): count for channel, state, count in rows})
