"""What a role's first page is made of: sections of work, each with a count and its first rows."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One piece of work: where it leads, what it is about, when it is due."""

    label: str
    url: str
    detail: str = ""
    due_on: date | None = None
    state: str | Promise = ""
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class WorklistSection:
    """A group of work, e.g. "Usulan menunggu keputusan Anda"; `count` counts all, `rows` are the first few."""

    title: str | Promise
    count: int
    url: str
    rows: tuple[WorklistRow, ...] = field(default_factory=tuple)
    empty_text: str | Promise = ""
    is_urgent: bool = False
