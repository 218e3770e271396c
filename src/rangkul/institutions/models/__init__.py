"""Tables of institutions that receive or serve, and of agencies that the desk refers to."""

from rangkul.institutions.models.agencies import Agency
from rangkul.institutions.models.institutions import Institution

__all__ = [
    "Agency",
    "Institution",
]
