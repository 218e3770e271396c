"""The disability profile that an approved visit makes: told by the enumerator, validated by the reviewer (R205)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.registry.actions import Device
from rangkul.registry.enums import Caregiver, ConditionKind, DeviceKind, DeviceState, DisabilityType, Source
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
"""The type a domain speaks for while nobody has said one; the office corrects it on the profile's page."""
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

    Nothing happens for other questionnaires, and for somebody without a disability who was never said to have one.
    `by` is the reviewer; the profile is recorded as the enumerator's. It is due again after a year.
    """
    if visit.corrections.filter(field=_CONDITION, state=CorrectionState.KEPT).exists():
        return  # the reviewer left the registry as it is: no disability
    answers = sealing.answers_of(visit)
    told = {domain: _level(answers.get(question)) for question, domain in DOMAINS.items()}
    if not any(told.values()):
        return
    known = registry_queries.disability_in_force(person_id, on=day_of(at))
    types = known.types or tuple(dict.fromkeys(_TYPES[each] for each, level in told.items() if (level or 0) >= _A_LOT))
    if not types:
        return
    rights = {registry_policies.RECORD, registry_policies.VIEW_HEALTH, registry_policies.VALIDATE}
    reviewer = replace(by, permissions=by.permissions | rights)
    enumerator = replace(reviewer, user_id=visit.enumerator, name=visit.enumerator_name)
    profile = registry_actions.record_disability(
        person_id=person_id,
        types=list(types),
        answers=told,
        cause=known.cause,
        since_on=known.since_on,
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
    """Who looks after the person, as far as the answer tells it: whether it is family stays as it was recorded."""
    if answers.get("pendamping") == "TIDAK":
        needs = (told["selfcare"] or 0) >= _A_LOT
        return Caregiver.MISSING.value if needs else Caregiver.NOT_NEEDED.value
    return known if known in (Caregiver.FAMILY, Caregiver.OTHER) else ""
