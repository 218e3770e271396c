"""A channel's settings as the sender needs them: opened, with quiet hours in the district's time zone."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from rangkul.platform import crypto
from rangkul.platform.outbox.enums import Channel
from rangkul.platform.outbox.gateways import Gateway, open_gateway
from rangkul.platform.outbox.models import ChannelSetting

CONTEXT = "outbox.channel"
QUIET = (time(20, 0), time(7, 0))
"""Quiet hours of a channel that has just been set up; e-mail has none."""
WAKES_NOBODY = (Channel.EMAIL,)


@dataclass(frozen=True, slots=True)
class OpenChannel:
    """A channel that may send now, and the digest of the settings that its gateway was made of."""

    gateway: Gateway
    digest: str


def digest_of(config: Mapping[str, str], secret: Mapping[str, str]) -> str:
    """Tells whether settings are still the same; keyed, so that it tells nothing about a password."""
    text = json.dumps([dict(config), dict(secret)], sort_keys=True)
    return hashlib.sha256(crypto.blind_index(text, context=CONTEXT)).hexdigest()


def sealed_secret(secret: Mapping[str, str]) -> bytes:
    """The secret settings as they are kept."""
    return crypto.seal(json.dumps(dict(secret)), context=CONTEXT)


def secret_of(setting: ChannelSetting) -> dict[str, str]:
    """The secret settings, opened."""
    if setting.secret is None:
        return {}
    found: dict[str, str] = json.loads(crypto.unseal(setting.secret, context=CONTEXT))
    return found


def open_channel(setting: ChannelSetting) -> OpenChannel:
    """The gateway of a channel. Raises KeyError or ValueError where a setting is missing."""
    return OpenChannel(open_gateway(setting.channel, setting.config, secret_of(setting)), setting.digest)


def is_quiet(setting: ChannelSetting, at: datetime) -> bool:
    """Whether the moment lies in the channel's quiet hours on the office's clock; from 20.00 until before 07.00, say."""
    begin, end = setting.quiet_from, setting.quiet_until
    if begin is None or end is None or begin == end:
        return False
    clock = at.astimezone(ZoneInfo(settings.TIME_ZONE)).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def may_go_now(found: Mapping[str, ChannelSetting], at: datetime) -> Q:
    """Which deliveries may leave at a moment: of channels that are on, not paused, not quiet; tests always."""
    ready = [each for each in found.values() if each.is_on and not (each.paused_until and each.paused_until > at)]
    awake = [each.channel for each in ready if not is_quiet(each, at)]
    asleep = [each.channel for each in ready if is_quiet(each, at)]
    return Q(channel__in=awake) | Q(channel__in=asleep, is_urgent=True) | Q(is_test=True)
