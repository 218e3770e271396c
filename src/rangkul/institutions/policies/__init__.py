"""Who may see the directory of agencies and institutions, and who keeps it."""

from rangkul.institutions.policies.directory import (
    CHANGE,
    VIEW,
    agencies_visible_to,
    can_register,
    can_view,
    check_can_change,
    check_can_register,
    check_can_view,
    visible_to,
)
from rangkul.institutions.policies.offerings import can_keep, check_can_keep, services_visible_to

__all__ = [
    "CHANGE",
    "VIEW",
    "agencies_visible_to",
    "can_keep",
    "can_register",
    "can_view",
    "check_can_change",
    "check_can_keep",
    "check_can_register",
    "check_can_view",
    "services_visible_to",
    "visible_to",
]
