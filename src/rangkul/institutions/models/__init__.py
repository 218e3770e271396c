"""Tables of institutions that receive or serve, of agencies that the desk refers to, and of what they do."""

from rangkul.institutions.models.agencies import Agency
from rangkul.institutions.models.applications import Application, ApplicationStep
from rangkul.institutions.models.homes import Accreditation, BedGroup, BoardMember, InstitutionChange, Registration
from rangkul.institutions.models.imports import ImportedInstitution
from rangkul.institutions.models.institutions import Institution
from rangkul.institutions.models.offerings import Service, ServiceArea, ServiceHours
from rangkul.institutions.models.partnerships import Partnership
from rangkul.institutions.models.requests import BedRequest
from rangkul.institutions.models.residents import Residency

__all__ = [
    "Accreditation",
    "Agency",
    "Application",
    "ApplicationStep",
    "BedGroup",
    "BedRequest",
    "BoardMember",
    "ImportedInstitution",
    "Institution",
    "InstitutionChange",
    "Partnership",
    "Registration",
    "Residency",
    "Service",
    "ServiceArea",
    "ServiceHours",
]
