"""Gateways: one file a channel, all behind `letters.Gateway`; `open_gateway` makes one from a channel's settings."""

from collections.abc import Callable, Mapping

from rangkul.platform.outbox.enums import Channel
from rangkul.platform.outbox.gateways import mail, push, sms, whatsapp
from rangkul.platform.outbox.gateways.letters import Answer, Gateway, Later, Letter, Never, Sent, Unsure

__all__ = ["Answer", "Gateway", "Later", "Letter", "Never", "Sent", "Unsure", "open_gateway"]

_MAKERS: dict[str, Callable[[Mapping[str, str], Mapping[str, str]], Gateway]] = {
    Channel.EMAIL: mail.Mail,
    Channel.SMS: sms.Sms,
    Channel.WHATSAPP: whatsapp.WhatsApp,
    Channel.PUSH: push.Push,
}


def open_gateway(channel: str, config: Mapping[str, str], secret: Mapping[str, str]) -> Gateway:
    """The gateway of a channel with its open and its secret settings. Connects to nobody yet."""
    return _MAKERS[channel](config, secret)
