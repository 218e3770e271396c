"""Ticket numbers: short enough to read out on the phone, too many to guess."""

import secrets
from datetime import date
from uuid import UUID

from rangkul.platform import crypto

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0/O, 1/I/L and U: nothing that is misread or misheard."""


def new_ticket(on: date, *, kind: str = "R") -> str:
    """A ticket such as "R-2611-K7Q4-M2XH": month of registration and 39 bits of chance.

    With the last four digits of the phone (13 bits) and the limiter, guessing one is hopeless.
    """
    # A letter first: month and tail never run together into what looks like a telephone number or a NIK.
    tail = secrets.choice(LETTERS[8:]) + "".join(secrets.choice(LETTERS) for _ in range(7))
    return f"{kind}-{on:%y%m}-{tail[:4]}-{tail[4:]}"


def new_complaint_ticket(on: date) -> str:
    """A ticket of a complaint, such as "P-2611-Q9K2-TT7F"."""
    return new_ticket(on, kind="P")


def tidy(ticket: str) -> str:
    """The ticket as stored, from what somebody typed: upper case, no spaces, with its dashes."""
    bare = "".join(letter for letter in ticket.upper() if letter.isalnum())
    return f"{bare[:1]}-{bare[1:5]}-{bare[5:9]}-{bare[9:13]}" if len(bare) == 13 else ticket.strip().upper()[:24]


def is_whole(ticket: str) -> bool:
    """Whether a tidied text is a whole ticket number, not a part of one and not a name."""
    parts = ticket.split("-")
    return [len(each) for each in parts] == [1, 4, 4, 4] and parts[1].isdigit()


def phone_tail_index(ticket: str, last_four: str) -> bytes:
    """The blind index of a ticket with the last four digits: equality only, and only together."""
    return crypto.blind_index(f"{ticket}:{last_four}", context="desk.phone_tail")


def four_digits(form_key: UUID) -> str:
    """Four digits for somebody without a phone number: always the same for a form, for nobody else to work out."""
    return f"{int.from_bytes(crypto.blind_index(str(form_key), context='desk.four_digits')) % 10_000:04}"


def survey_key(subject_id: UUID) -> str:
    """What says that a ticket was asked for its satisfaction, for those only who hold the key of the index."""
    return crypto.blind_index(str(subject_id), context="desk.survey.turn").hex()
