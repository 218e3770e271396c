"""Planning a campaign, opening it (which freezes whom it visits), closing and cancelling it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries
from rangkul.verivali import cohorts, policies
from rangkul.verivali.actions import steps
from rangkul.verivali.enums import Sampling
from rangkul.verivali.errors import NobodyToVisit
from rangkul.verivali.models import Campaign
from rangkul.verivali.questionnaires import find_questionnaire
from rangkul.verivali.versions import day_of, questionnaire_of
from rangkul.verivali.workflow import CAMPAIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampaign:
    """What a campaign is planned with. `sample_size` is a number or a percentage, as `sampling` says."""

    title: str
    questionnaire: str
    version: int
    cohort: str
    area: str
    as_of: date
    due_on: date | None = None
    parameters: Mapping[str, int] = field(default_factory=dict)
    sampling: str = Sampling.ALL
    sample_size: int | None = None
    revisit_percent: int = 0
    seed: str = ""


@action("verivali.campaign.create")
def create_campaign(*, campaign: NewCampaign, by: Actor, at: datetime) -> Campaign:
    """Plan a campaign; nobody is drawn yet. Raises Denied, Refused."""
    policies.check_can_plan(by, "create", AreaCode.parse(campaign.area))
    place = reference_queries.get_area(campaign.area)
    title = clean(campaign.title)[:200]
    if len(title) < 3:
        raise Refused(field="Nama kegiatan", value=title, expected="nama", remedy="beri nama yang dikenal petugas")
    questionnaire = find_questionnaire(campaign.questionnaire, campaign.version)
    cohort = registry_queries.COHORTS.get(campaign.cohort)
    if questionnaire is None or cohort is None:
        raise Refused(
            field="Kuesioner dan kelompok", value=f"{campaign.questionnaire} {campaign.cohort}",
            expected="yang ada dalam daftar", remedy="pilih dari daftar",
        )  # fmt: skip
    if questionnaire.unit.value != cohort.kind.upper():
        raise Refused(
            field="Kuesioner", value=questionnaire.title,
            expected=f"kuesioner untuk {cohorts.unit_words(cohort.kind)}, seperti kelompok sasarannya",
            remedy="pilih kuesioner atau kelompok lain",
        )  # fmt: skip
    _check_days(campaign, day_of(at))
    _check_sample(campaign)
    made = Campaign.objects.create(
        title=title,
        questionnaire_code=questionnaire.code,
        questionnaire_version=questionnaire.version,
        kind=questionnaire.unit.value,
        cohort=cohort.code,
        parameters=cohorts.parameters_of(cohort, campaign.parameters),
        is_sensitive=cohort.is_sensitive,
        area_code=place.code,
        as_of=campaign.as_of,
        due_on=campaign.due_on,
        sampling=campaign.sampling,
        sample_size=None if campaign.sampling == Sampling.ALL else campaign.sample_size,
        revisit_percent=campaign.revisit_percent,
        seed=clean(campaign.seed)[:32] or secrets.token_hex(8),
        created_by=by.user_id,
        created_by_name=by.name,
        created_at=at,
    )
    _note("verivali.campaign.create", made, by=by, at=at, cohort=cohort.code, questionnaire=questionnaire.name)
    return made


@action("verivali.campaign.open")
def open_campaign(*, campaign_id: UUID, by: Actor, at: datetime) -> Campaign:
    """Read the cohort as of its day, draw the sample, freeze the subjects and let the visits begin.

    Raises Denied, UnableToMove, NobodyToVisit.
    """
    campaign = steps.lock_campaign(campaign_id)
    policies.check_can_plan(by, "open", campaign.area_code)
    campaign.state = CAMPAIGN.move(campaign.state, "open")
    campaign.digest = questionnaire_of(campaign).digest
    campaign.opened_at = at
    campaign.save()
    count = cohorts.freeze(campaign, by)
    if not count:
        raise NobodyToVisit
    _note("verivali.campaign.open", campaign, by=by, at=at, subjects=count, seed=campaign.seed)
    return campaign


@action("verivali.campaign.close")
def close_campaign(*, campaign_id: UUID, by: Actor, at: datetime) -> Campaign:
    """End the campaign; what was not visited or reviewed stays so and is counted as such. Raises Denied, UnableToMove."""
    campaign = steps.lock_campaign(campaign_id)
    policies.check_can_plan(by, "close", campaign.area_code)
    campaign.state = CAMPAIGN.move(campaign.state, "close")
    campaign.closed_at = at
    campaign.save()
    left = campaign.subjects.exclude(state__in=["APPROVED", "DROPPED"]).count()
    _note("verivali.campaign.close", campaign, by=by, at=at, not_approved=left)
    return campaign


@action("verivali.campaign.cancel")
def cancel_campaign(*, campaign_id: UUID, reason: str, by: Actor, at: datetime) -> Campaign:
    """Call the campaign off, with the reason; its visits stay in the record. Raises Denied, Refused, UnableToMove."""
    campaign = steps.lock_campaign(campaign_id)
    policies.check_can_plan(by, "cancel", campaign.area_code)
    campaign.state = CAMPAIGN.move(campaign.state, "cancel")
    campaign.cancel_reason = steps.said("Alasan", reason)
    campaign.closed_at = at
    campaign.save()
    _note("verivali.campaign.cancel", campaign, by=by, at=at, reason=campaign.cancel_reason)
    return campaign


def _check_days(campaign: NewCampaign, today: date) -> None:
    if campaign.as_of > today:
        raise Refused(
            field="Tanggal data", value=campaign.as_of.isoformat(), expected="hari ini atau sebelumnya",
            remedy="pilih tanggal yang sudah lewat",
        )  # fmt: skip
    if campaign.due_on is not None and campaign.due_on < today:
        raise Refused(
            field="Batas waktu", value=campaign.due_on.isoformat(), expected="hari ini atau sesudahnya",
            remedy="pilih tanggal yang akan datang",
        )  # fmt: skip


def _check_sample(campaign: NewCampaign) -> None:
    if campaign.sampling not in Sampling.values:
        raise Refused(
            field="Cara memilih", value=campaign.sampling, expected="pilihan dalam daftar", remedy="pilih lagi"
        )
    most = 100 if campaign.sampling == Sampling.PERCENT_VILLAGE else 1_000_000
    if campaign.sampling != Sampling.ALL and not 1 <= (campaign.sample_size or 0) <= most:
        raise Refused(
            field="Besar sampel", value=campaign.sample_size, expected=f"angka 1 sampai {most}", remedy="isi jumlahnya"
        )
    if not 0 <= campaign.revisit_percent <= 100:
        raise Refused(
            field="Kunjungan ulang", value=campaign.revisit_percent, expected="0 sampai 100 persen",
            remedy="periksa angkanya",
        )  # fmt: skip


def _note(name: str, campaign: Campaign, *, by: Actor, at: datetime, reason: str = "", **data: Any) -> None:
    record(
        name,
        by=by,
        at=at,
        on=campaign,
        subjects=[("campaign", campaign.pk)],
        area=campaign.area_code,
        reason=reason,
        data={"title": campaign.title, **data},
    )
