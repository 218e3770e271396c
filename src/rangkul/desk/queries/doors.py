"""The door of a link: what the database says about it to somebody who sees no case, and whether a code fits."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.db import connection

from rangkul.desk.policies import is_in_force
from rangkul.desk.referral_links import code_index, read_token, tidy_code
from rangkul.institutions import queries as institutions_queries

_ASK = "SELECT * FROM desk_referral_door(%s)"


@dataclass(frozen=True, slots=True)
class Door:
    """A link and nothing of what lies behind it; `area` is where the case lives, for the database's scope."""

    link_id: UUID
    referral_id: UUID
    agency_id: UUID
    area: str
    expires_at: datetime
    revoked_at: datetime | None
    code_index: bytes
    is_finished: bool

    def is_in_force(self, now: datetime) -> bool:
        """Whether the link opens anything now."""
        return is_in_force(expires_at=self.expires_at, revoked_at=self.revoked_at, now=now)


def find_door(token: str) -> Door | None:
    """The door of a signed address, or None for an address that nobody issued."""
    link_id = read_token(token)
    if link_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [link_id])
        row = cursor.fetchone()
    if row is None:
        return None
    referral_id, agency_id, area, expires_at, revoked_at, index, is_finished = row
    return Door(link_id, referral_id, agency_id, area, expires_at, revoked_at, bytes(index), is_finished)


def opens(door: Door, code: str) -> bool:
    """Whether a typed code is the one of the letter, or the agency's own. The caller counts tries."""
    typed = tidy_code(code)
    fits_letter = compare_digest(code_index(door.link_id, typed), door.code_index)
    fits_agency = institutions_queries.is_code_of(door.agency_id, typed)
    return bool(typed) and (fits_letter or fits_agency)
