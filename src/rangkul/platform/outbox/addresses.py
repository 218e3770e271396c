"""Phone numbers and e-mail addresses: one form for sending, a masked one for showing, a sealed one for keeping."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rangkul.kernel.text import clean
from rangkul.platform import crypto

CONTEXT = "outbox.address"
_DIGITS = re.compile(r"\+?[0-9]+")
_SHORTEST, _LONGEST = 9, 15


def phone_of(text: str) -> str:
    """The number as +62…, empty when it is none: 0812-3456-7890, 62812… and +62 812… are the same."""
    bare = re.sub(r"[ .()\-]", "", clean(text))
    if not _DIGITS.fullmatch(bare):
        return ""
    if bare.startswith("0"):
        bare = "+62" + bare[1:]
    elif not bare.startswith("+"):
        bare = "+" + bare
    return bare if _SHORTEST <= len(bare) - 1 <= _LONGEST else ""


def email_of(text: str) -> str:
    """The address with its domain in small letters, empty when it is none."""
    bare = clean(text)
    try:
        validate_email(bare)
    except ValidationError:
        return ""
    local, _at, domain = bare.rpartition("@")
    return f"{local}@{domain.lower()}"


def masked_phone(phone: str) -> str:
    """+62812•••••90: network and last two digits."""
    return f"{phone[:6]}{'•' * max(0, len(phone) - 8)}{phone[-2:]}"


def masked_email(email: str) -> str:
    """a•••@contoh.go.id: first letter and domain."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}"[:80]


def sealed(address: str) -> bytes:
    """The address as it is kept."""
    return crypto.seal(address, context=CONTEXT)


def opened(cipher: bytes | memoryview) -> str:
    """The address out of `sealed`."""
    return crypto.unseal(cipher, context=CONTEXT)


def index_of(address: str) -> bytes:
    """16 bytes that tell two addresses apart without telling what they are."""
    return crypto.blind_index(address, context=CONTEXT)
