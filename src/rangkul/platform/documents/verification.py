"""The code by which anybody can check a document: random, readable aloud, impossible to guess or count through."""

import re
import secrets

from django.conf import settings
from django.urls import reverse

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O, U, which are misread."""
LENGTH = 20
_MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """Twenty characters of five bits: 100 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """The code in groups of five, as it is printed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def read_code(typed: str) -> str | None:
    """The code somebody typed: case, dashes, spaces and misread letters forgiven. None when it can be no code."""
    code = re.sub(r"[\s-]", "", typed[:60]).upper().translate(_MISREAD)
    return code if len(code) == LENGTH and all(each in ALPHABET for each in code) else None


def verify_url(code: str = "") -> str:
    """The address of the public page, with or without a code, as a citizen's phone can reach it."""
    path = reverse("web:platform:verify", args=[shown(code)]) if code else reverse("web:platform:verify-ask")
    return site_address() + path


def site_address() -> str:
    """Scheme and name of the site: the first public host name, or this machine when there is none."""
    env = settings.ENV
    public = [host for host in env.allowed_hosts if host not in ("localhost", "127.0.0.1", "[::1]")]
    if not public:
        return str(env.base_url).rstrip("/")
    return f"{'https' if env.is_https else 'http'}://{public[0].lstrip('.')}"
