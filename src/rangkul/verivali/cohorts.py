"""Who belongs to a campaign: the count beforehand, and the draw that is frozen at its opening."""

from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries import Cohort
from rangkul.verivali.enums import Sampling, SubjectKind
from rangkul.verivali.models import Campaign
from rangkul.verivali.workflow import SUBJECT

# A version 7 id on every server: milliseconds, version, and the random part of a version 4 (uuidv7() is new in 18).
_NEW_ID = (
    "(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'"
    " || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid"
)
# Simple random: everybody is ordered by a hash of seed and id, so the same seed draws the same people again.
_FREEZE = """
INSERT INTO verivali_subject
    (id, campaign_id, person_id, family_id, area_code, rt, rw, is_drawn, state, assigned_to_name, result, visit_count)
SELECT {new_id}, %s, {person}, {family}, area_code, rt, rw,
       row_number() OVER (ORDER BY md5('ulang' || %s || id::text)) <= ceil(count(*) OVER () * %s / 100.0),
       %s, '', '', 0
FROM (
    SELECT member.*, row_number() OVER ({part} ORDER BY md5(%s || id::text)) AS place, count(*) OVER ({part}) AS everybody
    FROM ({cohort}) AS member
) AS placed
WHERE {chosen}
"""
_CHOSEN = {
    Sampling.ALL: "%s::int IS NULL",
    Sampling.COUNT_VILLAGE: "place <= %s",
    Sampling.COUNT_AREA: "place <= %s",
    Sampling.PERCENT_VILLAGE: "place <= ceil(everybody * %s / 100.0)",
}


_PUT = """
INSERT INTO verivali_subject
    (id, campaign_id, person_id, family_id, area_code, rt, rw, is_drawn, state, assigned_to_name, result, visit_count)
SELECT {new_id}, %s, {person}, {family}, area_code, rt, rw, false, %s, '', '', 0 FROM ({listed}) AS member
"""
_DRAW_LISTED = """
UPDATE verivali_subject SET is_drawn = true FROM (
    SELECT id, row_number() OVER (ORDER BY md5('ulang' || %s || coalesce(person_id, family_id)::text))
        <= ceil(count(*) OVER () * %s / 100.0) AS is_chosen
    FROM verivali_subject WHERE campaign_id = %s
) AS placed WHERE placed.id = verivali_subject.id AND placed.is_chosen
"""
_AT_ONCE = 5_000

LISTS: dict[str, Cohort] = {
    each.code: each
    for each in (
        Cohort(
            "daftar-orang", _("Daftar orang"), _("Orang dari sebuah daftar, dibekukan waktu kegiatan disusun."),
            "person", lambda _on, _values: Q(pk__in=[]),
        ),
        Cohort(
            "daftar-keluarga", _("Daftar keluarga"),
            _("Keluarga dari sebuah daftar, dibekukan waktu kegiatan disusun."), "family",
            lambda _on, _values: Q(pk__in=[]),
        ),
    )
}  # fmt: skip
"""Groups that are a list rather than a condition: their subjects are there from the planning on."""


def unit_words(kind: str) -> str:
    """What one subject is called: "orang" or "keluarga"."""
    return str(SubjectKind(kind.upper()).label)


def cohort_of(campaign: Campaign) -> Cohort:
    """The cohort the campaign visits."""
    return LISTS.get(campaign.cohort) or registry_queries.COHORTS[campaign.cohort]


def parameters_of(cohort: Cohort, given: Mapping[str, Any]) -> dict[str, int]:
    """The cohort's parameters, defaults filled in. Raises Refused."""
    return registry_queries.read_parameters(cohort, given)


def count_by_village(actor: Actor, cohort: Cohort, **where: Any) -> dict[str, int]:
    """{village: how many belong to the cohort}, before any draw. `where`: area, on, parameters. Raises Refused."""
    rows = registry_queries.select_cohort(actor, cohort, **where).order_by()
    return dict(rows.values("area_code").annotate(n=Count("id")).values_list("area_code", "n").order_by("area_code"))


def counts_of(actor: Actor, campaign: Campaign) -> dict[str, int]:
    """{village: how many belong to the campaign's cohort}, before any draw. Raises Refused."""
    if campaign.cohort in LISTS:
        rows = campaign.subjects.order_by().values("area_code").annotate(n=Count("id"))
        return dict(rows.values_list("area_code", "n").order_by("area_code"))
    return count_by_village(
        actor, cohort_of(campaign), area=campaign.area_code, on=campaign.as_of, parameters=campaign.parameters
    )


def put_listed(campaign: Campaign, actor: Actor, ids: Sequence[UUID]) -> int:
    """Write the subjects of a list; whom the actor may not see, who died or is gone is left out. Returns how many."""
    is_person = campaign.kind == SubjectKind.PERSON
    count = 0
    for some in batched(dict.fromkeys(ids), _AT_ONCE, strict=False):
        rows = registry_queries.select_listed(actor, "person" if is_person else "family", some)
        listed, values = rows.filter(inside_area(campaign.area_code)).query.sql_with_params()
        statement = _PUT.format(
            new_id=_NEW_ID, person="id" if is_person else "NULL", family="NULL" if is_person else "id", listed=listed
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [campaign.pk, SUBJECT.initial, *values])
            count += int(cursor.rowcount)
    return count


def size_of_sample(sampling: str, size: int | None, counts: Mapping[str, int]) -> int:
    """How many a draw takes from villages with these counts."""
    total = sum(counts.values())
    if sampling == Sampling.COUNT_VILLAGE:
        return sum(min(count, size or 0) for count in counts.values())
    if sampling == Sampling.PERCENT_VILLAGE:
        return sum(-(-count * (size or 0) // 100) for count in counts.values())
    return min(total, size or 0) if sampling == Sampling.COUNT_AREA else total


def freeze(campaign: Campaign, actor: Actor) -> int:
    """Write the campaign's subjects in one statement; returns how many. Called by the opening, in its transaction."""
    if campaign.cohort in LISTS:
        with connection.cursor() as cursor:
            cursor.execute(_DRAW_LISTED, [campaign.seed, campaign.revisit_percent, campaign.pk])
        return campaign.subjects.count()
    cohort = cohort_of(campaign)
    rows = registry_queries.select_cohort(
        actor, cohort, area=campaign.area_code, on=campaign.as_of, parameters=campaign.parameters
    ).order_by()
    inner, values = rows.query.sql_with_params()
    is_person = campaign.kind == SubjectKind.PERSON
    by_village = campaign.sampling in (Sampling.COUNT_VILLAGE, Sampling.PERCENT_VILLAGE)
    statement = _FREEZE.format(
        new_id=_NEW_ID,
        person="id" if is_person else "NULL",
        family="NULL" if is_person else "id",
        part="PARTITION BY area_code" if by_village else "",
        cohort=inner,
        chosen=_CHOSEN[Sampling(campaign.sampling)],
    )
    drawn: list[Any] = [campaign.pk, campaign.seed, campaign.revisit_percent, SUBJECT.initial, campaign.seed]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*drawn, *values, campaign.sample_size])
        return int(cursor.rowcount)
