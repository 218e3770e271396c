"""Planning a campaign from a list of persons or families: the list is frozen at once, visits begin when it is opened."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.verivali import cohorts, policies
from rangkul.verivali.enums import Sampling
from rangkul.verivali.errors import NobodyToVisit
from rangkul.verivali.models import Campaign
from rangkul.verivali.questionnaires import find_questionnaire
from rangkul.verivali.versions import day_of

MOST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCampaign:
    """What a campaign from a list is planned with. `is_sensitive`: being on the list tells of somebody's health."""

    title: str
    questionnaire: str
    version: int
    kind: str
    area: str
    as_of: date
    is_sensitive: bool
    due_on: date | None = None


@action("verivali.campaign.create_from_list")
def create_from_list(*, campaign: ListCampaign, subject_ids: Sequence[UUID], by: Actor, at: datetime) -> Campaign:
    """Plan a campaign that visits exactly these persons ("person") or families ("family"); a draft until it is opened.

    Whom the actor may not see, who died or lives outside the area is left out. Undone by cancelling it. Raises Denied,
    Refused, NobodyToVisit.
    """
    policies.check_can_plan(by, "create", AreaCode.parse(campaign.area))
    place = reference_queries.get_area(campaign.area)
    title = clean(campaign.title)[:200]
    if len(title) < 3:
        raise Refused(field="Nama kegiatan", value=title, expected="nama", remedy="beri nama yang dikenal petugas")
    questionnaire = find_questionnaire(campaign.questionnaire, campaign.version)
    if questionnaire is None or questionnaire.unit.value != campaign.kind.upper():
        raise Refused(
            field="Kuesioner", value=questionnaire.title if questionnaire else campaign.questionnaire,
            expected=f"kuesioner untuk {cohorts.unit_words(campaign.kind)}, seperti daftarnya",
            remedy="pilih dari daftar",
        )  # fmt: skip
    today = day_of(at)
    if campaign.due_on is not None and campaign.due_on < today:
        raise Refused(
            field="Batas waktu", value=format_date(campaign.due_on), expected="hari ini atau sesudahnya",
            remedy="pilih tanggal yang akan datang",
        )  # fmt: skip
    if len(subject_ids) > MOST:
        raise Refused(
            field="Daftar", value=len(subject_ids), expected=f"paling banyak {MOST} sasaran",
            remedy="persempit menurut kecamatan atau desa",
        )  # fmt: skip
    made = Campaign.objects.create(
        title=title,
        questionnaire_code=questionnaire.code,
        questionnaire_version=questionnaire.version,
        kind=questionnaire.unit.value,
        cohort="daftar-orang" if campaign.kind == "person" else "daftar-keluarga",
        is_sensitive=campaign.is_sensitive,
        area_code=place.code,
        as_of=min(campaign.as_of, today),
        due_on=campaign.due_on,
        sampling=Sampling.ALL,
        seed=secrets.token_hex(8),
        created_by=by.user_id,
        created_by_name=by.name,
        created_at=at,
    )
    count = cohorts.put_listed(made, by, subject_ids)
    if not count:
        raise NobodyToVisit
    record(
        "verivali.campaign.create_from_list", by=by, at=at, on=made, subjects=[("campaign", made.pk)], area=place.code,
        data={"title": "" if campaign.is_sensitive else title, "subjects": count, "questionnaire": questionnaire.name},
    )  # fmt: skip
    return made
