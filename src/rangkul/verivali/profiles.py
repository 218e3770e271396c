"""The disability profile that an approved visit makes: told by the enumerator, validated by the reviewer (R205)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.registry.actions import Device
from rangkul.registry.enums import (
    Caregiver,
    ConditionKind,
    DeviceKind,
    DeviceState,
    DisabilityCause,
    DisabilityType,
    Source,
)
from rangkul.verivali import sealing
from rangkul.verivali.enums import CorrectionState
from rangkul.verivali.models import Visit
from rangkul.verivali.versions import day_of

DOMAINS = {
    "melihat": "seeing",
    "mendengar": "hearing",
    "berjalan": "walking",
    "mengingat": "remembering",
    "merawat-diri": "selfcare",
    "berkomunikasi": "communicating",
}
"""Questions of the Washington Group short set and the domains of the profile they fill."""
_TYPES = {
    "seeing": DisabilityType.SENSORY,
    "hearing": DisabilityType.SENSORY,
    "communicating": DisabilityType.SENSORY,
    "walking": DisabilityType.PHYSICAL,
    "selfcare": DisabilityType.PHYSICAL,
    "remembering": DisabilityType.INTELLECTUAL,
}
"""The type a domain speaks for where nobody was asked (`wg-ss` 1); the office corrects it on the profile's page."""
_TYPE, _OTHER = "jenis", "lainnya"
"""Questions of `wg-ss` 2: the type that was told, and whether there is a disability that the domains do not show."""
_WORDS = (
    ("kursi roda", DeviceKind.WHEELCHAIR),
    ("netra", DeviceKind.WHITE_CANE),
    ("tongkat putih", DeviceKind.WHITE_CANE),
    ("kruk", DeviceKind.CRUTCH),
    ("tongkat", DeviceKind.CRUTCH),
    ("walker", DeviceKind.WALKER),
    ("palsu", DeviceKind.PROSTHESIS),
    ("prote", DeviceKind.PROSTHESIS),
    ("sepatu", DeviceKind.BRACE),
    ("dengar", DeviceKind.HEARING_AID),
    ("kacamata", DeviceKind.GLASSES),
)
_A_LOT = 3
_CONDITION = f"condition:{ConditionKind.DISABILITY.value}"


def keep_profile(visit: Visit, person_id: UUID, *, by: Actor, at: datetime) -> None:
    """Keep what the visit asked by the Washington Group short set as the person's validated profile.

    Version 2 asks type, cause, since when and who looks after: what was told is what is validated, and nothing is where
    nobody told a type. Version 1 did not ask: the types that were known stay, or the domains speak for one. Nothing
    happens for other questionnaires, and for somebody without a disability who was never said to have one.
    `by` is the reviewer; the profile is recorded as the enumerator's. It is due again after a year.
    """
    if visit.corrections.filter(field=_CONDITION, state=CorrectionState.KEPT).exists():
        return  # the reviewer left the registry as it is: no disability
    answers = sealing.answers_of(visit)
    told = {domain: _level(answers.get(question)) for question, domain in DOMAINS.items()}
    if not any(told.values()):
        return
    known = registry_queries.disability_in_force(person_id, on=day_of(at))
    if _OTHER in answers:
        types = tuple(DisabilityType(each) for each in answers.get(_TYPE, ()))
    else:
        guessed = (_TYPES[each] for each, level in told.items() if (level or 0) >= _A_LOT)
        types = tuple(DisabilityType(each) for each in known.types) or tuple(dict.fromkeys(guessed))
    if not types:
        return
    cause = str(answers.get("sebab") or known.cause)
    rights = {registry_policies.RECORD, registry_policies.VIEW_HEALTH, registry_policies.VALIDATE}
    reviewer = replace(by, permissions=by.permissions | rights)
    enumerator = replace(reviewer, user_id=visit.enumerator, name=visit.enumerator_name)
    profile = registry_actions.record_disability(
        person_id=person_id,
        types=list(types),
        answers=told,
        cause=cause,
        since_on=_since(by, person_id, answers, cause, known),
        devices=[*_devices(answers, "alat-dimiliki"), *_devices(answers, "alat-dibutuhkan")],
        has_asked_devices=True,
        caregiver=_caregiver(answers, told, known.caregiver),
        communication=known.communication,
        source=Source.SURVEY,
        reason=f"Verivali: {visit.subject.campaign.title}"[:200],
        by=enumerator,
        at=at,
    )
    today = day_of(at)
    due_on = today.replace(year=today.year + 1, day=min(today.day, 28))
    registry_actions.validate_disability(profile_id=profile.pk, due_on=due_on, by=reviewer, at=at)


def _level(answer: Any) -> int | None:
    return int(answer) if str(answer or "") in ("1", "2", "3", "4") else None


def _since(
    by: Actor, person_id: UUID, answers: Mapping[str, Any], cause: str, known: registry_queries.InForce
) -> date | None:
    """Since when, as it was told: from birth is the day of birth; not told, what was known of the same cause stays."""
    if answers.get("sejak"):
        return date.fromisoformat(str(answers["sejak"]))
    if answers.get("sebab") == DisabilityCause.BIRTH:
        return registry_queries.get_person(by, person_id).birth_date
    return known.since_on if cause == known.cause else None


def _devices(answers: Mapping[str, Any], question: str) -> list[Device]:
    """Devices of a free answer: "kursi roda, kruk kiri" are two; what is not known is another device with its words."""
    state = DeviceState.GOOD if question == "alat-dimiliki" else DeviceState.NEEDED
    found = []
    for text in re.split(r"[,;/]| dan ", str(answers.get(question) or "")):
        said = text.strip()
        if said and said.lower() not in ("-", "tidak ada", "belum ada"):
            kind = next((kind for word, kind in _WORDS if word in said.lower()), DeviceKind.OTHER)
            found.append(Device(kind.value, state.value, said))
    return found


def _caregiver(answers: Mapping[str, Any], told: Mapping[str, int | None], known: str) -> str:
    """Who looks after the person. Version 1 asked only whether anybody does: that it is family stays as recorded."""
    if answers.get("pendamping") in Caregiver.values:
        return str(answers["pendamping"])
    if answers.get("pendamping") == "TIDAK":
        needs = (told["selfcare"] or 0) >= _A_LOT
        return Caregiver.MISSING.value if needs else Caregiver.NOT_NEEDED.value
    return known if known in (Caregiver.FAMILY, Caregiver.OTHER) else ""
