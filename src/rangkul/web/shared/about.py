"""Where a message leads: the page of what it is about, by kind."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse

PAGES = {
    "case": "web:desk:case",
    "complaint": "web:desk:complaint",
    "referral": "web:desk:referral",
    "bedrequest": "web:institutions:request",
    "shared": "web:desk:shared-case",
    "job": "web:platform:job",
}


def link_of(kind: str, subject_id: UUID) -> str:
    """The address of the page, empty for a kind without one."""
    try:
        return reverse(PAGES[kind], args=[subject_id])
    except (KeyError, NoReverseMatch):
        return ""
