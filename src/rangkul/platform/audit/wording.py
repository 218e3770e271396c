"""Events in words: rooms register a sentence for each of their event names; timelines and the trail show them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Wording = str | Promise | Callable[[Mapping[str, Any]], str]

SENTENCES: dict[str, Wording] = {}


class _Blanks(dict[str, Any]):
    """Facts of an event; one that is missing reads as nothing instead of failing an old event."""

    def __missing__(self, key: str) -> str:
        return ""


def register_sentences(sentences: Mapping[str, Wording]) -> None:
    """Register {event name: sentence}. A sentence is text with {facts of the event}, or a function of those facts."""
    SENTENCES.update(sentences)


def sentence_of(name: str, data: Mapping[str, Any]) -> str:
    """The sentence of one event in the reader's language; an unknown name is said by its name."""
    wording = SENTENCES.get(name)
    if wording is None:
        return _("Catatan: %(name)s") % {"name": name}
    if callable(wording):
        return wording(data)
    return str(wording).format_map(_Blanks(data))
