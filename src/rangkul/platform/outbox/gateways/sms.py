"""SMS by any gateway that takes HTTP: address, method, headers and body are settings with blanks to fill."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from rangkul.platform.outbox.gateways.http import DEADLINE, NoAnswer, NotReached, Reply, ask, meaning_of, trouble
from rangkul.platform.outbox.gateways.letters import Answer, Letter, Never, Sent

BLANKS = ("to", "text", "key")
FORMATS = {"plus": "+628…", "digits": "628…", "local": "08…"}
_BLANK = re.compile(r"\{(to|text|key)\}")


class Sms:
    """The gateway. Settings: url, method, headers (lines "Name: value", secret), body, body_kind ("json", "form",
    "none"), number ("plus", "digits", "local"), success (a word every good answer holds), id_path ("data.id"), once
    ("1": the gateway takes each {key} once).
    """

    def __init__(self, config: Mapping[str, str], secret: Mapping[str, str], *, deadline: float = DEADLINE) -> None:
        self._config, self._deadline = config, deadline
        self._headers = dict(lines_of(secret.get("headers", "")))

    @property
    def may_repeat(self) -> bool:
        """Only where the gateway knows a message by its key."""
        return self._config.get("once") == "1"

    def send(self, letter: Letter) -> Answer:
        """Ask the gateway to send one SMS."""
        words = {"to": number_as(letter.to, self._config.get("number", "plus")), "text": letter.text, "key": letter.key}
        kind = self._config.get("body_kind", "json")
        body = None if kind == "none" else filled(self._config.get("body", ""), words, kind).encode()
        try:
            reply = ask(
                self._config.get("method", "POST"),
                filled(self._config["url"], words, "url"),
                headers={**_type_of(kind), **{n: filled(v, words, "header") for n, v in self._headers.items()}},
                body=body,
                deadline=self._deadline,
            )
        except (NotReached, NoAnswer) as error:
            return trouble(error)
        return meaning_of(reply) or self._read(reply)

    def _read(self, reply: Reply) -> Answer:
        success = self._config.get("success", "")
        if success and success not in reply.body.decode(errors="replace"):
            return Never(f"gerbang menjawab {reply.status} tanpa “{success}”")
        return Sent(str(at_path(reply.json(), self._config.get("id_path", "")) or "")[:200])


def filled(template: str, words: Mapping[str, str], kind: str) -> str:
    """The template with its blanks filled, each word escaped for where it stands: json, form, url or header."""
    escape = _ESCAPES[kind]
    return _BLANK.sub(lambda found: escape(words[found[1]]), template)


def number_as(phone: str, style: str) -> str:
    """A number +62… as the gateway wants it."""
    if style == "digits":
        return phone.removeprefix("+")
    return "0" + phone[3:] if style == "local" and phone.startswith("+62") else phone


def lines_of(text: str) -> list[tuple[str, str]]:
    """Headers out of lines "Name: value"."""
    pairs = (line.partition(":") for line in text.splitlines() if line.strip())
    return [(name.strip(), value.strip()) for name, _colon, value in pairs]


def at_path(found: Any, path: str) -> Any:
    """What stands at "data.0.id" in a JSON answer; None where there is nothing."""
    if not path:
        return None
    for step in path.split("."):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found if isinstance(found, str | int) else None


def _in_json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _on_one_line(word: str) -> str:
    return " ".join(word.split())


def _type_of(kind: str) -> dict[str, str]:
    types = {"json": "application/json; charset=utf-8", "form": "application/x-www-form-urlencoded"}
    return {"Content-Type": types[kind]} if kind in types else {}


def _in_address(word: str) -> str:
    return quote(word, safe="")


_ESCAPES: dict[str, Callable[[str], str]] = {
    "json": _in_json,
    "form": quote_plus,
    "url": _in_address,
    "header": _on_one_line,
}
