"""The code of an agency: opens every link to its referrals, told once, stored as a blind index."""

import secrets
from uuid import UUID

from rangkul.platform import crypto

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0/O, 1/I/L and U: nothing that is misread or misheard."""
LENGTH = 8


def new_code() -> str:
    """Eight letters and digits, 39 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def index_of(agency_id: UUID, code: str) -> bytes:
    """The blind index of a code, good for this one agency only."""
    tidy = "".join(each for each in code.upper() if each.isalnum())[:24]
    return crypto.blind_index(f"{agency_id.hex}:{tidy}", context="institutions.agency.code")
