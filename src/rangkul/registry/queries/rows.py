"""Dated rows about persons and families turned into frozen records, each kind in one query."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from rangkul.kernel.period import Period
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.enums import SENSITIVE_CONDITIONS
from rangkul.registry.models import Condition, Identity, Membership, OutsideMembership, WelfareStatus
from rangkul.registry.queries.views import ConditionView, FamilyLink, IdentityView, OutsideView, StatusView


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whose rows are read: records of persons and families, with the name to show beside each.

    With `until`, only rows that had begun on that day: what was not known yet then is not shown.
    """

    persons: Mapping[UUID, str]
    families: Collection[UUID] = ()
    until: date | None = None
    survivors: Mapping[UUID, UUID] = field(default_factory=dict)

    def rows(self) -> Q:
        """Rows about any of them."""
        found = Q(person_id__in=list(self.persons)) | Q(family_id__in=list(self.families))
        return found if self.until is None else found & Q(period__startswith__lte=self.until)

    def about(self, person_id: UUID | None) -> str:
        """Name of the person a row is about; "" for the family."""
        return self.persons.get(person_id, "") if person_id else ""


def covers(period: object, day: date) -> bool:
    """Whether a stored half-open range holds the day."""
    start, end = start_of(period), end_of(period)
    return (start is None or start <= day) and (end is None or day < end)


def start_of(period: object) -> date | None:
    """First day of a stored range; None when open."""
    return getattr(period, "lower", None)


def end_of(period: object) -> date | None:
    """First day after a stored range; None when it still runs."""
    return getattr(period, "upper", None)


def list_identities(subjects: Subjects, *, on: date) -> tuple[IdentityView, ...]:
    """Numbers in registers, the newest first."""
    rows = Identity.objects.filter(subjects.rows()).order_by("-period", "-created_at")
    return tuple(
        IdentityView(
            id=row.pk,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            value=row.value,
            source_label=row.get_source_display(),
            start=start_of(row.period),
            end=end_of(row.period),
            is_in_force=covers(row.period, on),
            about=subjects.about(row.person_id),
        )
        for row in rows
    )


def list_statuses(subjects: Subjects, *, on: date) -> tuple[StatusView, ...]:
    """What registries said, the newest period first."""
    rows = WelfareStatus.objects.filter(subjects.rows()).order_by("-period", "source", "-created_at")
    return tuple(
        StatusView(
            id=row.pk,
            source=row.source,
            source_label=row.get_source_display(),
            is_listed=row.is_listed,
            decile=row.decile,
            start=start_of(row.period),
            end=end_of(row.period),
            is_in_force=covers(row.period, on),
            about=subjects.about(row.person_id),
        )
        for row in rows
    )


def list_outside(subjects: Subjects, *, on: date) -> tuple[OutsideView, ...]:
    """Programmes of others, those in force first."""
    rows = OutsideMembership.objects.filter(subjects.rows()).order_by("-period", "programme", "-created_at")
    views = [
        OutsideView(
            id=row.pk,
            programme=row.programme,
            programme_label=row.get_programme_display(),
            number=row.number,
            source_label=row.get_source_display(),
            start=start_of(row.period),
            end=end_of(row.period),
            is_in_force=covers(row.period, on),
            about=subjects.about(row.person_id),
            person_id=subjects.survivors.get(row.person_id, row.person_id) if row.person_id else None,
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda view: not view.is_in_force))


def list_conditions(actor: Actor, subjects: Subjects, *, on: date) -> tuple[tuple[ConditionView, ...], bool, set[UUID]]:
    """(conditions the actor may see, whether the role sees no health, persons whose sensitive conditions are shown).

    The second tells of the role, never of the rows: that something is hidden would be a health fact itself.
    """
    shown, hidden, looked = [], not policies.can_view_health(actor), set()
    found = Condition.objects.filter(subjects.rows())
    if hidden:
        found = found.exclude(kind__in=SENSITIVE_CONDITIONS)
    for row in found.order_by("-period", "-created_at"):
        if row.kind in SENSITIVE_CONDITIONS and (row.person_id or row.family_id):
            looked.add(row.person_id or row.family_id)
        details = (row.get_disability_type_display(), row.get_severity_display())
        shown.append(
            ConditionView(
                id=row.pk,
                kind=row.kind,
                kind_label=row.get_kind_display(),
                detail=", ".join(str(each) for each in details if each),
                device=row.device,
                start=start_of(row.period),
                end=end_of(row.period),
                is_in_force=covers(row.period, on),
                about=subjects.about(row.person_id),
            )
        )
    return tuple(shown), hidden, {each for each in looked if each is not None}


def list_family_links(records: Collection[UUID], *, on: date) -> tuple[FamilyLink, ...]:
    """Families of a person (all their records), the present one first, then the newest."""
    rows = Membership.objects.filter(person_id__in=list(records)).select_related("family").order_by("-period")
    links = [
        FamilyLink(
            family_id=row.family_id,
            head_name=row.family.head_name,
            relation=row.relation,
            relation_label=row.get_relation_display(),
            period=as_period(row.period),
            start=start_of(row.period),
            end=end_of(row.period),
            end_reason=row.get_end_reason_display() if row.end_reason else "",
            is_present=covers(row.period, on),
        )
        for row in rows
    ]
    return tuple(sorted(links, key=lambda link: not link.is_present))


def as_period(stored: object) -> Period | None:
    """The stored range as a kernel period; None when it has no start or is empty."""
    start, end = start_of(stored), end_of(stored)
    return Period(start, end) if start is not None and (end is None or end > start) else None
