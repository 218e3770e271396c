"""Double aid found before it happens: what a subject, its family or its dwelling already gets, against the overlap policy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rangkul.institutions import queries as institutions_queries
from rangkul.kernel.clock import format_date
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import PER_HEAD, OverlapLevel, OverlapRule
from rangkul.programmes.models import Component, Enrolment, OverlapPolicy, Programme, ProposalLine
from rangkul.programmes.policies.catalogue import can_view_health
from rangkul.programmes.queries.subjects import Subject, labels_of
from rangkul.registry.enums import OutsideProgramme
from rangkul.registry.queries.together import Holder, holders_of, outside_held

_NEAREST = {OverlapLevel.PERSON: 0, OverlapLevel.FAMILY: 1, OverlapLevel.DWELLING: 2}
_NAMED = 3
_SELF = str(OverlapLevel.PERSON)
_STRICTEST = {OverlapRule.FORBIDDEN: 0, OverlapRule.WITH_REASON: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """One thing that is received already and does not go together with what is asked for.

    `holder` is who receives it: the subject itself ("" then), a member of the family, or of the dwelling. `source` is
    whose record says so. A dwelling is only assumed from the written address: never `is_forbidden`, always a reason.
    """

    rule: str
    level: str
    programme: str
    other: str
    other_component: str = ""
    is_sensitive: bool = False
    since: str = ""
    source: str = ""
    holder: str = ""
    holder_kind: str = ""
    holder_id: str = ""
    held_kind: str = ""
    held_id: str = ""
    basis: str = ""

    @property
    def is_forbidden(self) -> bool:
        """Whether it refuses, whatever the reason."""
        return self.rule == OverlapRule.FORBIDDEN and self.level != OverlapLevel.DWELLING

    @property
    def key(self) -> tuple[str, str]:
        """What is held: the same key, the same reason."""
        return self.held_kind, self.held_id

    def sentence(self, *, reveals_health: bool = False) -> str:
        """Both programmes, who, since when, whose record and on what ground; sensitive aid is told without its name."""
        hides = self.is_sensitive and not reveals_health
        since = format_date(date.fromisoformat(self.since)) if self.since else _("tanggal yang tidak tercatat")
        told = {
            "who": _("Penerima ini") if not self.holder or hides else self.holder,
            "other": _("bantuan lain dari kantor ini") if hides else self.other_component or self.other,
            "since": since,
            "source": _("data yang tidak ditampilkan") if hides else self.source,
            "programme": self.programme,
            "level": str(OverlapLevel(self.level).label),
            "basis": self.basis,
        }
        if self.is_forbidden:
            return (
                _(
                    "%(who)s sudah menerima %(other)s sejak %(since)s (%(source)s). %(other)s dan %(programme)s tidak "
                    "boleh diterima bersamaan oleh %(level)s. Dasar: %(basis)s."
                )
                % told
            )
        if self.level == OverlapLevel.DWELLING:
            return (
                _(
                    "%(who)s, yang menurut alamatnya tinggal serumah, menerima %(other)s sejak %(since)s (%(source)s). "
                    "Bersama %(programme)s perlu alasan. Dasar: %(basis)s."
                )
                % told
            )
        return (
            _(
                "%(who)s sudah menerima %(other)s sejak %(since)s (%(source)s). Bersama %(programme)s boleh bagi "
                "%(level)s hanya dengan alasan. Dasar: %(basis)s."
            )
            % told
        )

    def to_json(self) -> dict[str, Any]:
        """As it is frozen on a line; names of programmes and days, no number of identity."""
        return asdict(self)


def from_json(frozen: Iterable[Mapping[str, Any]]) -> tuple[Overlap, ...]:
    """What was frozen on a line."""
    return tuple(Overlap(**each) for each in frozen)


def sentences_for(actor: Actor, overlaps: Iterable[Overlap]) -> list[str]:
    """The overlaps as this actor may read them; the same aid of several members of a family is told once."""
    reveals = can_view_health(actor)
    holders: dict[Overlap, list[str]] = {}
    for each in overlaps:
        alike = replace(each, holder="", holder_id="", held_id="", holder_kind="other" if each.holder else "")
        holders.setdefault(alike, []).append(each.holder)
    told = [
        replace(alike, holder=_names_of(names)).sentence(reveals_health=reveals) for alike, names in holders.items()
    ]
    return list(dict.fromkeys(told))


def _names_of(names: Sequence[str]) -> str:
    """Up to three by name, the others counted; "" for the subject itself."""
    several = list(dict.fromkeys(names))
    shown = ", ".join(several[:_NAMED])
    more = len(several) - _NAMED
    return _("%(names)s dan %(n)s lainnya") % {"names": shown, "n": more} if more > 0 else shown


def check_overlap(component: Component, subject: Subject, on: date) -> list[Overlap]:
    """What stands against (or asks a reason for) giving `component` to `subject` on a day, the strictest first.

    Own enrolments and outside memberships in force, by the policies in force. Called at proposal, decision and
    handover. Row-level security applies: what lies outside the areas of a village is found at the decision. At most
    thirteen queries, one where no policy names the programme.
    """
    return overlaps_of(component, subject.kind, [subject.id], on).get(subject.id, [])


def overlaps_of(component: Component, kind: str, ids: Sequence[UUID], on: date) -> dict[UUID, list[Overlap]]:
    """`check_overlap` for many subjects of one kind, in the same number of queries. Subjects without one are left out."""
    rules = list(policies_in_force(on).filter(_names(component.programme_id)).exclude(rule=OverlapRule.ALLOWED))
    if not rules or not ids:
        return {}
    levels = {each.level for each in rules}
    if kind == "institution":
        circle = {each: [Holder(OverlapLevel.PERSON, kind, each)] for each in ids}
    else:
        circle = holders_of(
            kind,
            ids,
            on=on,
            with_family=bool(levels - {OverlapLevel.PERSON}),
            with_dwelling=OverlapLevel.DWELLING in levels,
        )
    by_pair: dict[UUID, dict[str, OverlapPolicy]] = {}
    for rule in rules:
        other = rule.second_id if rule.first_id == component.programme_id else rule.first_id
        by_pair.setdefault(other, {})[rule.level] = rule
    if kind == "person":
        _add_homes(circle, by_pair, on)
    held = _held(circle, by_pair, on)
    found: dict[UUID, dict[tuple[str, str], Overlap]] = {}
    for subject, holders in circle.items():
        for holder in holders:
            for other, thing in held.get((holder.kind, holder.id), ()):
                if thing["component_id"] == component.pk and holder.level == OverlapLevel.PERSON:
                    continue  # the same aid twice is told as such (AlreadyServed)
                overlap = _judge(component, holder, by_pair[other], thing, is_self=holder.level == OverlapLevel.PERSON)
                if overlap is not None:
                    found.setdefault(subject, {}).setdefault(overlap.key, overlap)
    return {
        subject: sorted(each.values(), key=lambda o: (not o.is_forbidden, _STRICTEST[OverlapRule(o.rule)], o.key))
        for subject, each in found.items()
    }


def _add_homes(circle: Mapping[UUID, list[Holder]], others: Iterable[UUID], on: date) -> None:
    """Who lives in an institution gets what it gets for each head and day: meals there and meals at home meet here."""
    if not Component.objects.filter(programme_id__in=list(others), item_unit=PER_HEAD).exists():
        return
    own = {each.id: subject for subject, holders in circle.items() for each in holders if each.level == _SELF}
    for record, home in institutions_queries.homes_of(own, on=on).items():
        circle[own[record]].append(Holder(_SELF, "institution", home))


def needs_reason(overlaps: Iterable[Overlap], frozen: Iterable[Mapping[str, Any]], reason: str) -> list[Overlap]:
    """Overlaps that ask for a reason and were not yet answered by the one given when `frozen` was found."""
    answered = {each.key for each in from_json(frozen)} if reason else set()
    return [each for each in overlaps if not each.is_forbidden and each.key not in answered]


def reason_at_decision(enrolment_id: UUID) -> tuple[list[dict[str, Any]], str]:
    """(overlaps, reason) that were frozen when this enrolment was decided. System use: no actor is asked."""
    line = ProposalLine.objects.filter(enrolment=enrolment_id).first()
    return (list(line.overlaps), line.overlap_reason) if line is not None else ([], "")


def policies_in_force(on: date) -> QuerySet[OverlapPolicy]:
    """Every policy in force on a day, with its two programmes. They name no person."""
    return OverlapPolicy.objects.filter(valid__contains=on).select_related("first", "second")


def outside_code(code: str) -> str:
    """The registry's name of an outside programme of the catalogue ("pbi-jk" is PBI_JK), "" when it knows none."""
    name = code.upper().replace("-", "_")
    return name if name in OutsideProgramme.values else ""


def _names(programme_id: UUID) -> Q:
    return Q(first_id=programme_id) | Q(second_id=programme_id)


def _held(
    circle: Mapping[UUID, Sequence[Holder]], by_pair: Mapping[UUID, Mapping[str, OverlapPolicy]], on: date
) -> dict[tuple[str, UUID], list[tuple[UUID, dict[str, Any]]]]:
    """{(kind, holder): [(programme, what is held)]} of everybody in the circles; three queries and labels."""
    ids: dict[str, set[UUID]] = {"person": set(), "family": set(), "institution": set()}
    for holders in circle.values():
        for each in holders:
            ids[each.kind].add(each.id)
    held: dict[tuple[str, UUID], list[tuple[UUID, dict[str, Any]]]] = {}
    homes = {each.id for subject, holders in circle.items() for each in holders if each.kind == "institution"} - set(
        circle
    )
    own = (
        Enrolment.objects.filter(
            Q(person_id__in=ids["person"]) | Q(family_id__in=ids["family"]) | Q(institution_id__in=ids["institution"]),
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
            component__programme_id__in=list(by_pair),
            valid_from__lte=on,
        )
        .select_related("component__programme", "decree")
        .order_by("pk")
    )
    rows = [each for each in own if each.institution_id not in homes or each.component.item_unit == PER_HEAD]
    names = labels_of(rows)
    for row in rows:
        label = names.get(row.subject_id)
        thing = {
            "kind": "enrolment",
            "id": row.pk,
            "component_id": row.component_id,
            "component": row.component.name,
            "is_sensitive": row.component.is_sensitive,
            "since": row.valid_from,
            "source": _("SK %(number)s") % {"number": row.decree.number},
            "name": label.name if label else "",
        }
        held.setdefault((row.subject_kind, row.subject_id), []).append((row.component.programme_id, thing))
    outside = {code: key for key, code in _outside_codes(by_pair)}
    if outside and (ids["person"] or ids["family"]):
        for found in outside_held(outside, persons=ids["person"], families=ids["family"], on=on):
            thing = {
                "kind": "outside",
                "id": found.id,
                "component_id": None,
                "component": "",
                "is_sensitive": False,
                "since": found.since,
                "source": found.source,
                "name": found.holder_name,
            }
            held.setdefault((found.kind, found.holder_id), []).append((outside[found.programme], thing))
    return held


def _outside_codes(by_pair: Mapping[UUID, object]) -> list[tuple[UUID, str]]:
    codes = Programme.objects.filter(pk__in=list(by_pair)).values_list("pk", "code")
    return [(key, outside_code(code)) for key, code in codes if outside_code(code)]


def _judge(
    component: Component,
    holder: Holder,
    rules: Mapping[str, OverlapPolicy],
    thing: Mapping[str, Any],
    *,
    is_self: bool,
) -> Overlap | None:
    """The strictest policy of the pair that reaches as far as this holder; None when none does."""
    reach = _NEAREST[OverlapLevel(holder.level)]
    reaching = [each for level, each in rules.items() if _NEAREST[OverlapLevel(level)] >= reach]
    if not reaching:
        return None
    rule = min(reaching, key=lambda each: (_STRICTEST[OverlapRule(each.rule)], _NEAREST[OverlapLevel(each.level)]))
    other = rule.second if rule.first_id == component.programme_id else rule.first
    # One family lives in one dwelling: that much is certain, whatever the addresses say.
    is_certain = holder.level != OverlapLevel.DWELLING
    return Overlap(
        rule=rule.rule,
        level=OverlapLevel.FAMILY if rule.level == OverlapLevel.DWELLING and is_certain else rule.level,
        programme=component.programme.name,
        other=other.name,
        other_component=thing["component"],
        is_sensitive=thing["is_sensitive"],
        since=thing["since"].isoformat() if thing["since"] else "",
        source=thing["source"],
        holder="" if is_self else thing["name"],
        holder_kind=holder.kind,
        holder_id=str(holder.id),
        held_kind=thing["kind"],
        held_id=str(thing["id"]),
        basis=rule.basis,
    )
