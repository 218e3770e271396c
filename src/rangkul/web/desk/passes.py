"""What lets a citizen go on without typing ticket and digits again: opaque, encrypted, and soon worth nothing."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rangkul.platform import crypto

LASTS = timedelta(hours=1)
_PASS, _SURVEY, _FACTS = "web.desk.pass", "web.desk.survey", "web.desk.facts"


@dataclass(frozen=True, slots=True)
class TicketPass:
    """Whose ticket it is: kind ("case" or "complaint"), id, village."""

    kind: str
    id: UUID
    area: str


def issue_pass(kind: str, subject_id: UUID, area: str, *, now: datetime) -> str:
    """A pass for somebody whose ticket and digits were right, or who was given the ticket just now."""
    facts = [kind, str(subject_id), area, int((now + LASTS).timestamp())]
    return _packed(json.dumps(facts), _PASS)


def read_pass(text: str, *, now: datetime) -> TicketPass | None:
    """The pass inside, or None: forged, altered, or older than `LASTS`."""
    plain = _opened(text, _PASS)
    if plain is None:
        return None
    kind, subject, area, until = json.loads(plain)
    return TicketPass(kind, UUID(subject), area) if now.timestamp() < until else None


def seal_facts(facts: dict[str, str]) -> str:
    """A few words for the next page's address that only this program can read."""
    return _packed(json.dumps(facts), _FACTS)


def open_facts(text: str) -> dict[str, str] | None:
    """The words inside, or None."""
    plain = _opened(text, _FACTS)
    return dict(json.loads(plain)) if plain is not None else None


def survey_token(subject_id: UUID) -> str:
    """The link of a ticket's survey: nobody can make one without the key, and it tells nothing."""
    return _packed(str(subject_id), _SURVEY)


def read_survey_token(text: str) -> UUID | None:
    """Whose survey a link is for, or None."""
    plain = _opened(text, _SURVEY)
    return UUID(plain) if plain is not None else None


def _packed(plain: str, context: str) -> str:
    return base64.urlsafe_b64encode(crypto.seal(plain, context=context)).rstrip(b"=").decode()


def _opened(text: str, context: str) -> str | None:
    try:
        cipher = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return crypto.unseal(cipher, context=context)
    except (crypto.CryptoError, binascii.Error, ValueError):
        return None
