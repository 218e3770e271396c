"""Tables of the registry, one file for what belongs together."""

from rangkul.registry.models.about import Condition, Identity, OutsideMembership, WelfareStatus
from rangkul.registry.models.changes import ChangeRequest
from rangkul.registry.models.people import Family, Membership, NameWord, Person

__all__ = [
    "ChangeRequest",
    "Condition",
    "Family",
    "Identity",
    "Membership",
    "NameWord",
    "OutsideMembership",
    "Person",
    "WelfareStatus",
]
