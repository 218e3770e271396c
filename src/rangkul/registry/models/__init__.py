"""Tables of the registry, one file for what belongs together."""

from rangkul.registry.models.about import Condition, Identity, OutsideMembership, WelfareStatus
from rangkul.registry.models.answers import AnswerSheet
from rangkul.registry.models.changes import ChangeRequest
from rangkul.registry.models.linkage import DifferenceMark, DuplicatePair, LinkageModel, LinkageRun, SourceRecord
from rangkul.registry.models.past_numbers import PastNumber
from rangkul.registry.models.people import Family, Membership, NameKey, NameWord, Person
from rangkul.registry.models.vulnerable import (
    Community,
    DeviceAid,
    DisabilityDevice,
    DisabilityFinding,
    DisabilityProfile,
    FamilyPhoto,
    FamilyPoint,
    GroupMark,
    HealthRecord,
)

__all__ = [
    "AnswerSheet",
    "ChangeRequest",
    "Community",
    "Condition",
    "DeviceAid",
    "DifferenceMark",
    "DisabilityDevice",
    "DisabilityFinding",
    "DisabilityProfile",
    "DuplicatePair",
    "Family",
    "FamilyPhoto",
    "FamilyPoint",
    "GroupMark",
    "HealthRecord",
    "Identity",
    "LinkageModel",
    "LinkageRun",
    "Membership",
    "NameKey",
    "NameWord",
    "OutsideMembership",
    "PastNumber",
    "Person",
    "SourceRecord",
    "WelfareStatus",
]
