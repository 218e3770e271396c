"""WhatsApp by Meta's Cloud API: approved template messages out, signed news of their fate in.

Request, answer and error codes: developers.facebook.com/docs/whatsapp/cloud-api (messages, webhooks, error codes).
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rangkul.kernel import clock
from rangkul.platform.outbox.gateways.http import (
    DEADLINE,
    NoAnswer,
    NotReached,
    Reply,
    ask,
    meaning_of,
    retry_after,
    trouble,
)
from rangkul.platform.outbox.gateways.letters import Answer, Later, Letter, Never, Sent
from rangkul.platform.outbox.gateways.sms import at_path

API = "https://graph.facebook.com"
_TOO_MANY = frozenset({4, 80007, 130429, 131048, 131056, 133016})
_PASSING = frozenset({1, 2, 131000, 131016, 133004})
_SETTING = frozenset(
    {0, 3, 10, 190, 368, 131005, 131031, 131042, 131045, 132001, 132005, 132007, 132015, 132016, 133010}
)
"""Codes that say the token, the account or a template is not in order: for the office to mend, not for the message."""


class WhatsApp:
    """The gateway. Settings: phone_number_id, version ("v23.0"), language ("id"), api (only for tests); secret: token,
    app_secret, verify_token. The templates have to be approved by Meta under their `gateway_name`.
    """

    may_repeat = False

    def __init__(self, config: Mapping[str, str], secret: Mapping[str, str], *, deadline: float = DEADLINE) -> None:
        self._config, self._token, self._deadline = config, secret["token"], deadline

    def send(self, letter: Letter) -> Answer:
        """Ask for one template message. The letter's key travels along and comes back with every news of it."""
        base = self._config.get("api") or API
        url = f"{base}/{self._config.get('version', 'v23.0')}/{self._config['phone_number_id']}/messages"
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        body = json.dumps(body_of(letter, language=self._config.get("language", "id"))).encode()
        try:
            reply = ask("POST", url, headers=headers, body=body, deadline=self._deadline)
        except (NotReached, NoAnswer) as error:
            return trouble(error)
        return _problem_in(reply) or Sent(str(at_path(reply.json(), "messages.0.id") or "")[:200])


def body_of(letter: Letter, *, language: str) -> dict[str, Any]:
    """The request: a template by name with its values in order."""
    parameters = [{"type": "text", "text": value} for value in letter.values]
    template: dict[str, Any] = {"name": letter.template, "language": {"code": language}}
    if parameters:
        template["components"] = [{"type": "body", "parameters": parameters}]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": letter.to.removeprefix("+"),
        "type": "template",
        "template": template,
        "biz_opaque_callback_data": letter.key,
    }


def _problem_in(reply: Reply) -> Answer | None:
    code = at_path(reply.json(), "error.code")
    if not isinstance(code, int):
        return meaning_of(reply)
    return problem_of(code, http_status=reply.status) or Later(
        f"WhatsApp sedang membatasi (kode {code})", after=retry_after(reply, at=clock.now())
    )


def problem_of(code: int, *, http_status: int = 0) -> Answer | None:
    """What an error code means for the message; None for "too many, slow down"."""
    if code in _TOO_MANY:
        return None
    if code in _SETTING or 200 <= code <= 299:
        return Later(f"WhatsApp menolak pengaturan atau templat (kode {code})", is_setting=True)
    if code in _PASSING or http_status >= 500:
        return Later(f"WhatsApp sedang terganggu (kode {code})")
    return Never(f"WhatsApp menolak pesan (kode {code})")


@dataclass(frozen=True, slots=True)
class News:
    """What became of a message: `status` is sent, delivered, read or failed; `key` is the letter's own."""

    gateway_id: str
    key: str
    status: str
    at: datetime
    code: int | None = None


def is_signed(body: bytes, signature: str, app_secret: str) -> bool:
    """Whether X-Hub-Signature-256 fits the body."""
    if not app_secret:
        return False
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode(errors="replace"))


def challenge_of(query: Mapping[str, str], verify_token: str) -> str | None:
    """What to answer when Meta asks whether this address is ours; None when the token is not."""
    given = query.get("hub.verify_token", "")
    is_ours = bool(verify_token) and hmac.compare_digest(verify_token.encode(), given.encode(errors="replace"))
    return query.get("hub.challenge", "") if query.get("hub.mode") == "subscribe" and is_ours else None


def news_in(payload: Any) -> Iterator[News]:
    """The statuses of a webhook call; whatever else it carries, or is malformed, is passed over."""
    for entry in _list(payload, "entry"):
        for change in _list(entry, "changes"):
            value = change.get("value") if isinstance(change, dict) else None
            for status in _list(value, "statuses"):
                news = _news_of(status)
                if news is not None:
                    yield news


def _news_of(status: Any) -> News | None:
    if (
        not isinstance(status, dict)
        or not isinstance(status.get("id"), str)
        or not isinstance(status.get("status"), str)
    ):
        return None
    try:
        at = datetime.fromtimestamp(int(status.get("timestamp", "")), tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    code = at_path(status, "errors.0.code")
    return News(
        gateway_id=status["id"][:200],
        key=str(status.get("biz_opaque_callback_data", ""))[:200],
        status=status["status"],
        at=at,
        code=code if isinstance(code, int) else None,
    )


def _list(found: Any, name: str) -> list[Any]:
    inside = found.get(name) if isinstance(found, dict) else None
    return inside if isinstance(inside, list) else []
