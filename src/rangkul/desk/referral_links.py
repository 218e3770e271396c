"""Links and codes by which an agency without an account opens one referral: signed address, code from the letter."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.core import signing

from rangkul.desk.tickets import LETTERS
from rangkul.platform import crypto

GRACE = timedelta(days=14)
"""How long after the day of the answer a link still opens: late answers are welcome, forgotten links are not."""
CODE_LENGTH = 6
_SALT = "desk.referral.link"


def token_of(link_id: UUID) -> str:
    """The part of the address: the link's id, signed with the installation's secret."""
    return signing.Signer(salt=_SALT, sep=".").sign(link_id.hex)


def read_token(token: str) -> UUID | None:
    """The link's id, or None when somebody made the address up."""
    try:
        return UUID(signing.Signer(salt=_SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def new_code() -> str:
    """A code to read out or to print in the letter: six letters and digits that cannot be misread (29 bits)."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """The code in two groups: "K7M 4QX"."""
    return f"{code[:3]} {code[3:]}"


def tidy_code(code: str) -> str:
    """The code as compared: upper case, letters and digits only."""
    return "".join(each for each in code.upper() if each.isalnum())[:24]


def code_index(link_id: UUID, code: str) -> bytes:
    """The blind index of a code, good for this one link only."""
    return crypto.blind_index(f"{link_id.hex}:{tidy_code(code)}", context="desk.referral.code")
