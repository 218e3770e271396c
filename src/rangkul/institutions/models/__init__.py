"""Tables of institutions that receive or serve, of agencies that the desk refers to, and of what they do."""

from rangkul.institutions.models.agencies import Agency
from rangkul.institutions.models.institutions import Institution
from rangkul.institutions.models.offerings import Service, ServiceArea, ServiceHours

__all__ = [
    "Agency",
    "Institution",
    "Service",
    "ServiceArea",
    "ServiceHours",
]
