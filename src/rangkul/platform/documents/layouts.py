"""Which data each layout of a document needs: the contract between the rooms and `templates/*.typ`.

Every layout takes `office` {government, name, address, phone, email, city, unit, arms (SVG text)}, of which only
government, name and city must be there, and `signer` {position, name, rank, nip, on_behalf}; the handover record is
signed by its two parties instead. Values are texts; dates may be `date` (written in words), amounts `int` (written
with thousands dots). Lists of columns are {label, width (share or "auto"), align, kind ("number")}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from rangkul.platform.documents.errors import UnableToIssue

TEMPLATES = Path(__file__).resolve().parent / "templates"
_SHARED = frozenset({"office", "signer"})


@dataclass(frozen=True, slots=True)
class Layout:
    """A template with the names of the data it must have and may have."""

    name: str
    needs: frozenset[str]
    takes: frozenset[str] = frozenset()

    @property
    def path(self) -> Path:
        return TEMPLATES / f"{self.name}.typ"

    def check(self, data: Mapping[str, Any]) -> None:
        """Raise UnableToIssue when something is missing or unknown: a typing error must not print an empty letter."""
        missing = (self.needs | (_SHARED - self.takes)) - data.keys()
        unknown = data.keys() - self.needs - self.takes - _SHARED
        if missing or unknown:
            raise UnableToIssue(f"{self.name}: missing {sorted(missing)}, unknown {sorted(unknown)}")


def _layout(name: str, needs: str, takes: str = "") -> Layout:
    return Layout(name, frozenset(needs.split()), frozenset(takes.split()))


LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        # heading: text; opening, closing: [text]; fields: [(label, value or [lines])]
        _layout("letter", "heading opening", "fields closing"),
        # recipient {name, address, place}; subject, problem, service: text; answer_by: date; reference: ticket
        _layout("referral", "recipient subject fields problem service answer_by reference", "heading nature attached companion"),
        # fields; verdict, summary, rule: text; as_of: date; clauses: [(clause, fact, result)]; next_steps: [text]
        _layout("why", "fields verdict rule as_of clauses objection_at", "heading summary next_steps objection_until"),
        # issuer ("Kepala Dinas Sosial Kabupaten …"), about: text; considering, recalling, noting, clauses, copies: [text];
        # attachment {title, columns, rows, total {label, cells}, note}
        _layout("decree", "issuer about considering recalling clauses", "noting copies attachment"),
        # as decree, with heading: what stands in capitals above ("Keputusan …", "Rekomendasi …")
        _layout("removal", "heading about considering recalling clauses attachment", "copies"),
        # fields; elements: [(code, label, mean)]; posts: [(name, score, class)]; withheld, fewest: int; worst: text; as_of: date
        _layout("survey", "fields elements posts withheld fewest worst as_of"),
        # on_words: the day in words; held_at, about: text; first, second {name, nip, rank, position, address};
        # items: [(kind, specification, amount, unit, value, condition)]; total: int; total_words; witness {name, position};
        # recipients {title, columns, rows, note}: the attachment that each recipient signs
        _layout("bast", "on_words held_at about first second items", "signer heading total total_words statements witness recipients"),
        # kind, about, held (days in words), venue, topic: text; name, capacity, or pages [{name, capacity, number, date,
        # qr, verify_url, verify_address, verify_code}]: the certificates of all on one file
        _layout("certificate", "kind about held venue", "name capacity topic pages"),
        # fields; columns, rows, total {label, cells}; origin: how the figures came about
        _layout("report", "heading fields columns rows total origin", "remark"),
        # what the office states about somebody, or recommends: fields; opening, statement: [text];
        # members: [(name, masked NIK, sex, born, relation)]; valid_until: date; copies: [text]
        _layout("statement", "heading opening fields statement", "members members_title valid_until copies closing"),
        # a client handed to an institution: on_words, held_at; first, second {name, nip, position, address}; fields;
        # statement: [text]; papers, belongings: text; witness {name, position}
        _layout("client", "on_words held_at first second fields statement", "heading papers belongings witness"),
    )
}  # fmt: skip

PRINTED: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        # the register book: period, as_of: text; rows: [(no, number, date, kind, about, recipient, by, note)]
        _layout("register", "period as_of rows", "signer totals scope"),
        # the day's list of meals in an institution: fields; rows: [(name, room)]
        _layout("meals", "fields rows"),
    )
}
"""Layouts that are printed from what is stored and never issued: no number, no code."""


def get_layout(name: str) -> Layout:
    """The layout called `name`. Raises UnableToIssue for an unknown one."""
    found = LAYOUTS.get(name) or PRINTED.get(name)
    if found is None:
        raise UnableToIssue(f"no layout {name!r}; known: {sorted(LAYOUTS)}")
    return found


@lru_cache
def layout_version(name: str) -> str:
    """Twelve hex digits that change whenever the template or the shared parts change."""
    parts = (get_layout(name).path, TEMPLATES / "parts.typ")
    return sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
