"""The two small marks that stand in every list: the tag of a state, and the days left until a day.

Written in Python and not as templates, because a page of work shows a hundred of them.
"""

from datetime import date, datetime
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rangkul.web.shared.tones import TONES, tone_of
from rangkul.web.shared.wording import as_date, date_in_words, due_in_words, due_urgency, today


def tag_mark(state: object, label: object = "", tone: str = "") -> SafeString:
    """A state in words, in the tone given or its own."""
    worn = tone if tone in TONES else tone_of(state)
    text = escape(str(label or getattr(state, "label", state)))
    return mark_safe(f'<span class="tag {worn}">{text}</span>')  # noqa: S308 - escaped above


def due_mark(due_on: date | datetime | None) -> SafeString:
    """Days left until a day, drawing the eye when they are few; the day itself on hover and for print."""
    return _due_mark(None if due_on is None else as_date(due_on), today(), get_language())


@lru_cache(maxsize=4096)
def _due_mark(due_on: date | None, on: date, _language: str | None) -> SafeString:
    urgency = due_urgency(due_on, on)
    told = f' title="{escape(date_in_words(due_on))}">{escape(due_in_words(due_on, on))}</span>'
    return mark_safe(f'<span class="due{f" {urgency}" if urgency else ""}"{told}')  # noqa: S308 - escaped above
