"""The overlap policy as a matrix: every programme against every other, what holds today and what held before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import OverlapLevel, OverlapRule
from rangkul.programmes.models import OverlapPolicy, Programme
from rangkul.programmes.policies import overlaps as policies

SIGNS = {OverlapRule.FORBIDDEN: "✕", OverlapRule.WITH_REASON: "!", OverlapRule.ALLOWED: "✓"}
_STRICTEST = (OverlapRule.FORBIDDEN, OverlapRule.WITH_REASON, OverlapRule.ALLOWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """One policy in words; `since` and `until` (the first day it no longer holds) are None where it is open."""

    id: UUID
    first: Programme
    second: Programme
    level_label: str
    rule: str
    rule_label: str
    basis: str
    since: date | None
    until: date | None
    by: str


@dataclass(frozen=True, slots=True)
class OverlapCell:
    """One cell: both programmes and what holds for them, the strictest sign first; `is_self` on the diagonal."""

    row: Programme
    column: Programme
    policies: tuple[PolicyRow, ...]

    @property
    def is_self(self) -> bool:
        return self.row.pk == self.column.pk

    @property
    def sign(self) -> str:
        """The sign of the strictest rule, "" where nothing is set."""
        rules = {each.rule for each in self.policies}
        return next((SIGNS[rule] for rule in _STRICTEST if rule in rules), "")

    @property
    def words(self) -> str:
        """The same in words."""
        return "; ".join(f"{each.level_label}: {each.rule_label}" for each in self.policies)


@dataclass(frozen=True, slots=True)
class OverlapMatrix:
    """Programmes in the catalogue's order, a row of cells for each, policies in force and those that are not."""

    programmes: tuple[Programme, ...]
    rows: tuple[tuple[Programme, tuple[OverlapCell, ...]], ...]
    in_force: tuple[PolicyRow, ...]
    others: tuple[PolicyRow, ...]


def overlap_matrix(actor: Actor, *, on: date) -> OverlapMatrix:
    """The matrix on a day; symmetrical, as each pair is stored once. Two queries. Raises Denied."""
    policies.check_can_view(actor)
    programmes = tuple(Programme.objects.order_by("-is_own", "order", "code"))
    known = [_row(each) for each in OverlapPolicy.objects.select_related("first", "second").order_by("valid", "pk")]
    in_force = tuple(each for each in known if _holds(each, on))
    pairs: dict[frozenset[UUID], list[PolicyRow]] = defaultdict(list)
    for each in in_force:
        pairs[frozenset((each.first.pk, each.second.pk))].append(each)
    rows = tuple(
        (one, tuple(OverlapCell(one, other, _of(pairs, one, other)) for other in programmes)) for one in programmes
    )
    others = tuple(each for each in reversed(known) if not _holds(each, on))
    return OverlapMatrix(programmes, rows, _by_name(in_force), others)


def _of(pairs: dict[frozenset[UUID], list[PolicyRow]], one: Programme, other: Programme) -> tuple[PolicyRow, ...]:
    return tuple(pairs.get(frozenset((one.pk, other.pk)), ())) if one.pk != other.pk else ()


def _by_name(rows: Iterable[PolicyRow]) -> tuple[PolicyRow, ...]:
    return tuple(sorted(rows, key=lambda each: (each.first.name, each.second.name, each.level_label)))


def _holds(row: PolicyRow, on: date) -> bool:
    return (row.since is None or row.since <= on) and (row.until is None or on < row.until)


def _row(policy: OverlapPolicy) -> PolicyRow:
    return PolicyRow(
        id=policy.pk,
        first=policy.first,
        second=policy.second,
        level_label=str(OverlapLevel(policy.level).label),
        rule=policy.rule,
        rule_label=str(OverlapRule(policy.rule).label),
        basis=policy.basis,
        since=policy.valid.lower,
        until=policy.valid.upper,
        by=policy.changed_by_name,
    )
