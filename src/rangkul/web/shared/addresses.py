"""Addresses of the pages that lists and menus link to over and over: each pattern is worked out once a process."""

from functools import cache
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

_ANY = UUID(int=0)


def address(name: str, of: UUID | None = None) -> str:
    """`reverse(name)`, or `reverse(name, args=[of])` for a page of one thing. Raises `NoReverseMatch`."""
    before, behind = _parts(name, of is not None, get_urlconf(), get_script_prefix())
    return f"{before}{of}{behind}" if of is not None else before


@cache
def _parts(name: str, has_id: bool, _urlconf: str | None, _prefix: str) -> tuple[str, str]:
    before, _, behind = reverse(name, args=[_ANY] if has_id else []).partition(str(_ANY))
    return before, behind
