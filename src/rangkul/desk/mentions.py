"""Whom a remark calls upon: "@" and a name, read from the words themselves, so that it works in any field."""

import re

from rangkul.desk.policies.shares import Reader
from rangkul.kernel.errors import Refused

_AT = re.compile(r"(?:^|(?<=[\s(,;]))@")
_WORD = re.compile(r"[\w.'’-]+")


def mentioned_in(text: str, readers: list[Reader]) -> list[Reader]:
    """The readers that the words name, each once, in the order of the words.

    A full name counts, or its first word where only one reader has it. Raises `Refused` for an "@" that names nobody
    who reads the case, or more than one; two with the very same name are both meant.
    """
    found: dict[object, Reader] = {}
    for sign in _AT.finditer(text):
        found |= {each.user_id: each for each in _readers_at(text[sign.end() :], readers)}
    return list(found.values())


def _readers_at(rest: str, readers: list[Reader]) -> list[Reader]:
    folded = rest.casefold()
    whole = [each for each in readers if _begins(folded, each.name.casefold())]
    if whole:
        longest = max(len(each.name) for each in whole)
        return [each for each in whole if len(each.name) == longest]
    word = _WORD.match(rest)
    said = word.group().rstrip(".,'’-") if word else ""
    known = [each for each in readers if said and each.name.casefold().split()[0] == said.casefold()]
    if len(known) == 1:
        return known
    if known:
        names = ", ".join(each.name for each in known)
        raise Refused(
            field="Catatan", value=f"@{said}", expected=f"satu orang; ada {names}", remedy="tulis nama lengkapnya"
        )
    raise Refused(
        field="Catatan",
        value=f"@{said}",
        expected="nama petugas yang dapat membaca kasus ini",
        remedy="pilih nama dari daftar di halaman, atau bagikan dahulu kasusnya kepada petugas itu",
    )


def _begins(text: str, name: str) -> bool:
    """Whether the text begins with the name as whole words."""
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()
