"""Campaigns: the list, one of them, and what it would visit before it is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry.queries import Cohort
from rangkul.verivali import cohorts, policies
from rangkul.verivali.enums import Sampling
from rangkul.verivali.errors import NoSuchVerivali
from rangkul.verivali.models import Campaign
from rangkul.verivali.questionnaires import Questionnaire, find_questionnaire
from rangkul.verivali.workflow import CAMPAIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignView:
    """A campaign with everything named; `allowed` are the verbs the actor may take now."""

    campaign: Campaign
    area_label: str
    state_label: str
    cohort: Cohort
    questionnaire: Questionnaire | None
    unit: str
    sampling_words: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VillageCount:
    """How many of a village belong to the cohort, and how many the draw would take where it is by village."""

    area_code: str
    label: str
    count: int
    drawn: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a campaign would visit were it opened now."""

    villages: tuple[VillageCount, ...]
    total: int
    sample: int


def list_campaigns(
    actor: Actor, *, state: str = "", after: UUID | None = None, limit: int = 25
) -> tuple[list[CampaignView], UUID | None]:
    """A page of campaigns the actor may see, the newest first, with the mark of the next page."""
    found = policies.campaigns_visible_to(actor).order_by("-id")
    if state:
        found = found.filter(state=state)
    if after is not None:
        found = found.filter(id__lt=after)
    rows = list(found[: limit + 1])
    labels = reference_queries.labels_of({row.area_code for row in rows})
    views = [_view(actor, row, labels.get(row.area_code, row.area_code)) for row in rows[:limit]]
    return views, rows[limit - 1].pk if len(rows) > limit else None


def get_campaign(actor: Actor, campaign_id: UUID) -> CampaignView:
    """One campaign. Raises NoSuchVerivali when the actor may not see it."""
    found = policies.campaigns_visible_to(actor).filter(pk=campaign_id).first()
    if found is None:
        raise NoSuchVerivali("campaign", campaign_id)
    return _view(actor, found, reference_queries.area_label(found.area_code))


def preview(actor: Actor, campaign: Campaign) -> Preview:
    """Counts by village of the cohort as of the campaign's day, and the size of its draw; nothing is written."""
    counts = cohorts.counts_of(actor, campaign)
    labels = reference_queries.labels_of(set(counts))
    by_village = campaign.sampling != Sampling.COUNT_AREA
    villages = tuple(
        VillageCount(
            code,
            labels.get(code, code),
            count,
            cohorts.size_of_sample(campaign.sampling, campaign.sample_size, {code: count}) if by_village else None,
        )
        for code, count in counts.items()
    )
    sample = cohorts.size_of_sample(campaign.sampling, campaign.sample_size, counts)
    return Preview(villages, sum(counts.values()), sample)


def own_part(actor: Actor, campaign: Campaign) -> str:
    """The part of the campaign's area that is the actor's: the whole, or their first area inside it."""
    whole = AreaCode.parse(campaign.area_code)
    if actor.covers(whole):
        return whole
    return next((str(area) for area in actor.areas if whole.contains(area)), str(whole))


def _view(actor: Actor, campaign: Campaign, area_label: str) -> CampaignView:
    steps = [step.name for step in CAMPAIGN.available(campaign.state)]
    allowed = [verb for verb in steps if policies.can_plan(actor, verb, campaign.area_code)]
    if campaign.state == "OPEN" and policies.can_assign_in(actor, own_part(actor, campaign)):
        allowed.append("assign")
    return CampaignView(
        campaign=campaign,
        area_label=area_label,
        state_label=str(CAMPAIGN.state(campaign.state).label),
        cohort=cohorts.cohort_of(campaign),
        questionnaire=find_questionnaire(campaign.questionnaire_code, campaign.questionnaire_version),
        unit=str(campaign.get_kind_display()),
        sampling_words=_sampling_words(campaign),
        allowed=tuple(allowed),
    )


def _sampling_words(campaign: Campaign) -> str:
    label = str(campaign.get_sampling_display())
    if campaign.sampling == Sampling.ALL:
        return label
    sign = "%" if campaign.sampling == Sampling.PERCENT_VILLAGE else ""
    return f"{label}: {campaign.sample_size}{sign}"


def parameter_words(cohort: Cohort, parameters: Mapping[str, int]) -> str:
    """The parameters of a cohort in words: "Desil tertinggi: 4"."""
    return ", ".join(f"{each.label}: {parameters.get(each.name, each.default)}" for each in cohort.parameters)
