"""Ticket numbers: short enough to read out on the phone, too many to guess."""

import secrets
from datetime import date

from rangkul.platform import crypto

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0/O, 1/I/L and U: nothing that is misread or misheard."""


def new_ticket(on: date) -> str:
    """A ticket such as "R-2611-7KQ4-M2XH": month of registration and 39 bits of chance.

    With the last four digits of the phone (13 bits) and the limiter, guessing one is hopeless.
    """
    tail = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"R-{on:%y%m}-{tail[:4]}-{tail[4:]}"


def tidy(ticket: str) -> str:
    """The ticket as stored, from what somebody typed: upper case, no spaces, with its dashes."""
    bare = "".join(letter for letter in ticket.upper() if letter.isalnum())
    return f"{bare[:1]}-{bare[1:5]}-{bare[5:9]}-{bare[9:13]}" if len(bare) == 13 else ticket.strip().upper()[:24]


def phone_tail_index(ticket: str, last_four: str) -> bytes:
    """The blind index of a ticket with the last four digits: equality only, and only together."""
    return crypto.blind_index(f"{ticket}:{last_four}", context="desk.phone_tail")
