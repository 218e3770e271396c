"""Code lists of institutions and partner agencies."""

from rangkul.institutions.enums.agencies import AgencyKind
from rangkul.institutions.enums.institutions import InstitutionKind

__all__ = [
    "AgencyKind",
    "InstitutionKind",
]
