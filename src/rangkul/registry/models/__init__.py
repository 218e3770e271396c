"""Tables of the registry, one file for what belongs together."""

from rangkul.registry.models.about import Condition, Identity, OutsideMembership, WelfareStatus
from rangkul.registry.models.linkage import DuplicatePair, LinkageModel, LinkageRun, SourceRecord
from rangkul.registry.models.people import Family, Membership, NameWord, Person

__all__ = [
    "Condition",
    "DuplicatePair",
    "Family",
    "Identity",
    "LinkageModel",
    "LinkageRun",
    "Membership",
    "NameWord",
    "OutsideMembership",
    "Person",
    "SourceRecord",
    "WelfareStatus",
]
