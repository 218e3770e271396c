"""Code lists of institutions and partner agencies."""

from rangkul.institutions.enums.agencies import AgencyKind
from rangkul.institutions.enums.homes import (
    ASKED_REASONS,
    OPEN_REQUESTS,
    BedSex,
    CameBy,
    ChangeKind,
    Grade,
    LeftReason,
    Ownership,
    Paper,
    PartyKind,
    RequestKind,
    RequestState,
    Serves,
)
from rangkul.institutions.enums.institutions import InstitutionKind
from rangkul.institutions.enums.offerings import NeedKind, ServiceStatus, Weekday

__all__ = [
    "ASKED_REASONS",
    "OPEN_REQUESTS",
    "AgencyKind",
    "BedSex",
    "CameBy",
    "ChangeKind",
    "Grade",
    "InstitutionKind",
    "LeftReason",
    "NeedKind",
    "Ownership",
    "Paper",
    "PartyKind",
    "RequestKind",
    "RequestState",
    "Serves",
    "ServiceStatus",
    "Weekday",
]
