"""Steps that several actions take: lock, find the questionnaire, say on whose timeline an event stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import record
from rangkul.platform.policy.actor import Actor
from rangkul.verivali import sealing
from rangkul.verivali.errors import NoSuchVerivali, UnableToVerify
from rangkul.verivali.models import Campaign, Subject, Visit
from rangkul.verivali.questionnaires import Questionnaire


def lock_campaign(campaign_id: UUID) -> Campaign:
    """The campaign, locked. Raises NoSuchVerivali."""
    found = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign_id).first()
    if found is None:
        raise NoSuchVerivali("campaign", campaign_id)
    return found


def lock_subject(subject_id: UUID) -> Subject:
    """The subject, locked, with its campaign. Raises NoSuchVerivali."""
    rows = Subject.objects.select_for_update(of=("self",)).select_related("campaign")
    found = rows.filter(pk=subject_id).first()
    if found is None:
        raise NoSuchVerivali("subject", subject_id)
    return found


def lock_visit(visit_id: UUID) -> Visit:
    """The visit, locked together with its subject (always the subject first). Raises NoSuchVerivali."""
    subject_id = Visit.objects.filter(pk=visit_id).values_list("subject_id", flat=True).first()
    if subject_id is None:
        raise NoSuchVerivali("visit", visit_id)
    subject = lock_subject(subject_id)
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit_id)
    visit.subject = subject
    return visit


def check_open(campaign: Campaign) -> None:
    """Raise UnableToVerify unless the campaign runs."""
    if campaign.state != "OPEN":
        raise UnableToVerify("Kegiatan ini tidak sedang berjalan; hasil kunjungan tidak dapat diubah lagi.")


def subjects_of(subject: Subject) -> list[tuple[str, UUID]]:
    """On whose timeline an event about the subject stands."""
    if subject.person_id:
        return [("person", subject.person_id)]
    return [("family", subject.family_id)] if subject.family_id else []


def note(name: str, visit: Visit, *, by: Actor, at: datetime, reason: str = "", **data: Any) -> None:
    """An audit event about a visit."""
    record(
        name,
        by=by,
        at=at,
        on=visit,
        subjects=[*subjects_of(visit.subject), ("campaign", visit.subject.campaign_id)],
        area=visit.subject.area_code,
        reason=reason,
        data={"number": visit.number, **data},
    )


def said(field: str, text: str) -> str:
    """A reason, cleaned. Raises Refused when it says nothing."""
    tidy = clean(text)
    if len(tidy) < 5:
        raise Refused(
            field=field, value=text, expected="alasan yang dapat dimengerti", remedy="tulis dengan kata-kata sendiri"
        )
    return tidy[:1000]


def put_answers(visit: Visit, questionnaire: Questionnaire, answers: Mapping[str, Any]) -> None:
    """Lay the answers into the plain and the encrypted column."""
    plain: dict[str, Any] = {}
    secret: dict[str, Any] = {}
    for key, value in answers.items():
        question = questionnaire.question(key.rpartition("/")[2])
        (secret if question.is_sensitive else plain)[key] = value
    visit.answers = plain
    visit.answers_cipher = sealing.seal_data(secret) if secret else None
