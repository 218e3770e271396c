"""Code lists of institutions and partner agencies."""

from rangkul.institutions.enums.agencies import AgencyKind
from rangkul.institutions.enums.institutions import InstitutionKind
from rangkul.institutions.enums.offerings import NeedKind, ServiceStatus, Weekday

__all__ = [
    "AgencyKind",
    "InstitutionKind",
    "NeedKind",
    "ServiceStatus",
    "Weekday",
]
