"""Tables of the registry, one file for what belongs together."""

from rangkul.registry.models.about import Condition, Identity, OutsideMembership, WelfareStatus
from rangkul.registry.models.answers import AnswerSheet
from rangkul.registry.models.people import Family, Membership, NameWord, Person

__all__ = [
    "AnswerSheet",
    "Condition",
    "Family",
    "Identity",
    "Membership",
    "NameWord",
    "OutsideMembership",
    "Person",
    "WelfareStatus",
]
