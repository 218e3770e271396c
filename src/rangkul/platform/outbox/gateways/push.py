"""Web push (RFC 8030): a sealed message to the push service of an official's browser."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from rangkul.kernel import clock
from rangkul.platform.outbox.gateways.http import DEADLINE, NoAnswer, NotReached, ask, meaning_of, trouble
from rangkul.platform.outbox.gateways.letters import Answer, Letter, Never, Sent
from rangkul.platform.outbox.gateways.push_sealing import seal_for, signature_for

SERVICES = ("fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
"""Push services of the browsers; one beginning with a dot is every host below it."""
KEPT_SECONDS = 24 * 60 * 60
_GONE = frozenset({404, 410})


class Push:
    """The gateway. Settings: contact (mailto: or https:), services (only for tests); secret: key (VAPID, private).

    The same letter again replaces the first while that has not been shown (Topic, RFC 8030 section 5.4) and afterwards
    takes its place on the screen (the `tag` of the notification), so it may be repeated.
    """

    may_repeat = True

    def __init__(self, config: Mapping[str, str], secret: Mapping[str, str], *, deadline: float = DEADLINE) -> None:
        self._contact, self._key, self._deadline = config["contact"], secret["key"], deadline
        self._services = tuple(config["services"].split()) if config.get("services") else SERVICES

    def send(self, letter: Letter) -> Answer:
        """Hand one message to the browser's push service; `letter.to` is the subscription as JSON."""
        try:
            subscription = json.loads(letter.to)
            endpoint = subscription["endpoint"]
            shown = {"title": letter.subject, "body": letter.text, "url": letter.path, "tag": letter.key}
            body = seal_for(json.dumps(shown).encode(), browser_key=subscription["p256dh"], auth=subscription["auth"])
        except (KeyError, TypeError, ValueError):
            return Never("langganan peramban rusak", is_gone=True)
        if not is_push_service(endpoint, self._services):
            return Never("layanan peramban tidak dikenal", is_gone=True)
        headers = {
            "Authorization": signature_for(endpoint, key=self._key, contact=self._contact, at=clock.now()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Topic": letter.key.replace("-", "")[:32],
            "Urgency": "high" if letter.is_urgent else "normal",
        }
        try:
            reply = ask("POST", endpoint, headers=headers, body=body, deadline=self._deadline)
        except (NotReached, NoAnswer) as error:
            return trouble(error)
        return meaning_of(reply, gone=_GONE) or Sent(reply.headers.get("location", "")[:200])


def is_push_service(endpoint: str, services: tuple[str, ...] = SERVICES) -> bool:
    """Whether the address is one of a known push service: a browser must not send us to a host of its choice."""
    try:
        parts = urlsplit(endpoint)
        host, _port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if any(host == each or (each.startswith(".") and host.endswith(each)) for each in services):
        return parts.scheme == "https" or host == "127.0.0.1"
    return False
