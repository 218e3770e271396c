"""The clause builder: a rule as rows (who, fact, operator, value) joined by "and" or "or", and rows as a rule's text.

Rows and text say the same: what has no shape of its own is a row of plain text, so nothing is lost either way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rangkul.registry.vocabulary import VALUES_OF
from rangkul.rules.canonical import canonical_text
from rangkul.rules.clauses import (
    About,
    Named,
    SimpleClause,
    SimpleValue,
    clauses_of,
    text_of_clauses,
    value_from_text,
)
from rangkul.rules.errors import RuleError
from rangkul.rules.parse import parse_rule
from rangkul.rules.tree import AllOf, AnyOf, Node, Rule
from rangkul.rules.vocabulary import Fact, FactType, ParameterType, Vocabulary

OPERATORS: tuple[tuple[str, str | Promise], ...] = (
    ("<=", _("paling banyak (≤)")),
    (">=", _("paling sedikit (≥)")),
    ("<", _("kurang dari")),
    (">", _("lebih dari")),
    ("==", _("sama dengan")),
    ("!=", _("bukan")),
    ("in", _("salah satu dari")),
    ("not_in", _("bukan salah satu dari")),
    ("yes", _("ya")),
    ("no", _("tidak")),
    ("in_area", _("di dalam wilayah")),
    ("not_in_area", _("di luar wilayah")),
    ("known", _("sudah diketahui")),
    ("unknown", _("belum diketahui")),
)
WHO: tuple[tuple[str, str | Promise], ...] = (
    ("", _("penerima")),
    ("exists", _("ada anggota yang")),
    ("none", _("tidak ada anggota yang")),
    ("all", _("semua anggota")),
)
JOINS: tuple[tuple[str, str | Promise], ...] = (
    ("all", _("Semua syarat di bawah harus terpenuhi")),
    ("any", _("Salah satu syarat di bawah sudah cukup")),
)
MOST_ROWS = 60
_SIGN = {"all": "&&", "any": "||"}
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")


@dataclass(frozen=True, slots=True)
class BuilderRow:
    """One clause. `text` holds it as written when it has no simpler shape; `problem` says what is wrong with the row."""

    number: int
    who: str = ""
    fact: str = ""
    operator: str = "<="
    value: str = ""
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """A rule as rows."""

    join: str
    rows: tuple[BuilderRow, ...]

    def with_spare(self) -> "Built":
        """The same with an empty row below."""
        return Built(self.join, (*self.rows, BuilderRow(len(self.rows))))

    @property
    def problems(self) -> list[str]:
        """What is wrong with rows that can't become a clause."""
        return [
            _now("Syarat %(n)s: %(why)s") % {"n": row.number + 1, "why": row.problem}
            for row in self.rows
            if row.problem
        ]


def built_of(rule: Rule, parameters: Mapping[str, ParameterType]) -> Built:
    """The checked rule as rows, in its order."""
    built = _built(rule, is_canonical=False)
    try:
        again = parse_rule(text_of(built, rule.vocabulary), rule.vocabulary, parameters)
    except RuleError:
        return _built(rule, is_canonical=True)  # rows are Indonesian; written parts may have been English
    return built if again.digest == rule.digest else _built(rule, is_canonical=True)


def built_of_text(text: str) -> Built:
    """A rule that cannot be read (yet), as one row of text; nothing gives no row."""
    return Built("all", (BuilderRow(0, text=text),) if text.strip() else ())


def text_of(built: Built, vocabulary: Vocabulary) -> str:
    """The rule's text of the rows, one clause a line; empty rows and rows with a problem are left out."""
    clauses = [each for each in (_clause(row, vocabulary) for row in built.rows) if each]
    joined = [_bracketed(each) if _needs_brackets(each) and len(clauses) > 1 else each for each in clauses]
    return f"\n{_SIGN[built.join]} ".join(joined)


def typed_rows(data: Mapping[str, str], vocabulary: Vocabulary) -> Built:
    """The rows of a form: `join`, `who-N`, `fact-N`, `operator-N`, `value-N`, `text-N`; `drop-N` leaves one out."""
    endings = {key.partition("-")[2] for key in data if key.startswith(("fact-", "text-"))}
    numbers = sorted({int(each) for each in endings if each.isascii() and each.isdigit() and len(each) < 4})[:MOST_ROWS]
    rows: list[BuilderRow] = []
    for n in numbers:
        row = BuilderRow(
            number=len(rows),
            who=data.get(f"who-{n}", ""),
            fact=data.get(f"fact-{n}", ""),
            operator=data.get(f"operator-{n}", "<="),
            value=data.get(f"value-{n}", "").strip(),
            text=data.get(f"text-{n}", "").strip(),
        )
        if (row.fact or row.text) and f"drop-{n}" not in data:
            rows.append(replace(row, problem=_problem(row, vocabulary)))
    join = data.get("join", "all")
    return Built(join if join in _SIGN else "all", tuple(rows))


def values_for(name: str) -> list[tuple[str, str]]:
    """The code list behind a text fact: [(code, label)]; empty for other facts."""
    kinds: Any = VALUES_OF.get(name.rpartition(".")[2])
    return [(str(code), str(label)) for code, label in kinds.choices] if kinds is not None else []


def options_of(vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
    """Every code list of a vocabulary by fact name, for the completion."""
    return {fact.name: codes for fact in (*vocabulary.facts, *vocabulary.members) if (codes := values_for(fact.name))}


def groups_of(vocabulary: Vocabulary) -> tuple[Sequence[Fact], Sequence[Fact]]:
    """The facts for the lists of the editor: the subject's, and those of members."""
    return [fact for fact in vocabulary.facts if fact.type is not FactType.MEMBERS], vocabulary.members


def _built(rule: Rule, *, is_canonical: bool) -> Built:
    root = rule.root
    nodes = root.operands if isinstance(root, AnyOf | AllOf) else (root,)
    rows = tuple(_row(n, each, rule, is_canonical=is_canonical) for n, each in enumerate(nodes))
    return Built("any" if isinstance(root, AnyOf) else "all", rows)


def _row(number: int, node: Node, rule: Rule, *, is_canonical: bool) -> BuilderRow:
    found = None if isinstance(node, AllOf) else clauses_of(replace(rule, root=node))
    if found is not None:
        clause = found[0]
        row = BuilderRow(number, clause.about, clause.fact, clause.operator, _shown(clause.value))
        try:
            if _simple(row, rule.vocabulary) == clause:
                return row
        except ValueError:
            pass  # a value that no box can hold stays text
    members = rule.vocabulary.member_list
    written = rule.text[node.span.start : node.span.end].strip()
    canonical = canonical_text(node, members.name if members else "anggota")
    return BuilderRow(number, text=canonical if is_canonical or not written else written)


def _simple(row: BuilderRow, vocabulary: Vocabulary) -> SimpleClause:
    """The row as the rules' language knows it. Raises ValueError that says what was expected."""
    is_of_member = row.who in ("exists", "all", "none")
    fact = vocabulary.find_member_fact(row.fact) if is_of_member else vocabulary.find_fact(row.fact)
    if fact is None:
        of = _now("anggota") if is_of_member else _now("penerima")
        raise ValueError(_now("fakta %(fact)s tidak ada untuk %(of)s") % {"fact": row.fact, "of": of})
    written = row.value
    if fact.type.is_numeric and _GROUPED.fullmatch(written):
        written = written.replace(".", "")
    about = cast("About", row.who if is_of_member else "")
    return SimpleClause(fact.name, row.operator, value_from_text(fact, row.operator, written), about)


def _clause(row: BuilderRow, vocabulary: Vocabulary) -> str:
    if not row.fact:
        return row.text
    try:
        return text_of_clauses([_simple(row, vocabulary)], vocabulary)
    except ValueError:
        return ""


def _problem(row: BuilderRow, vocabulary: Vocabulary) -> str:
    if not row.fact:
        return ""
    try:
        text_of_clauses([_simple(row, vocabulary)], vocabulary)
    except ValueError as error:
        return str(error)
    return ""


def _shown(value: SimpleValue) -> str:
    """A value as one types it in the box."""
    match value:
        case None:
            return ""
        case Named():
            return f"param.{value.parameter}"
        case tuple():
            return ", ".join(_shown(each) for each in value)
        case float():
            return repr(value).replace(".", ",")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _needs_brackets(clause: str) -> bool:
    """Whether a clause could fall apart among others: it holds a joining sign or a choice."""
    return any(sign in clause for sign in ("&&", "||", "?"))


def _bracketed(clause: str) -> str:
    """In brackets; a remark at the end must not swallow the closing one."""
    return f"({clause}\n)" if "//" in clause else f"({clause})"
