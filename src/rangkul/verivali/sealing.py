"""Sensitive answers, notes and corrections as they are stored: encrypted, each kind under its own context."""

import json
from typing import Any

from rangkul.platform import crypto
from rangkul.verivali.models import Visit

ANSWERS, NOTE, VALUE = "verivali.answers", "verivali.note", "verivali.value"
Stored = bytes | bytearray | memoryview


def seal_data(data: dict[str, Any]) -> bytes:
    """Sensitive answers as one cipher."""
    return crypto.seal(json.dumps(data, ensure_ascii=False, sort_keys=True), context=ANSWERS)


def answers_of(visit: Visit) -> dict[str, Any]:
    """Every answer of a visit, the sensitive ones opened. The caller has shown that the actor may read them."""
    secret = {}
    if visit.answers_cipher is not None:
        secret = json.loads(crypto.unseal(bytes(visit.answers_cipher), context=ANSWERS))
    return {**visit.answers, **secret}


def seal_text(text: str, context: str) -> bytes | None:
    """A text as a cipher; None for an empty one."""
    return crypto.seal(text, context=context) if text else None


def open_text(cipher: Stored | None, context: str) -> str:
    """The text of a cipher; "" for none."""
    return crypto.unseal(bytes(cipher), context=context) if cipher is not None else ""
