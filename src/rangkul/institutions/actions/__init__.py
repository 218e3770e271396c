"""What can be done with the directory: one verb a file."""

from rangkul.institutions.actions.import_services import ImportedServices, import_services
from rangkul.institutions.actions.keep_agency import change_agency, give_code
from rangkul.institutions.actions.keep_service import (
    add_service,
    change_service,
    retire_service,
    tell_room,
    verify_service,
)
from rangkul.institutions.actions.load_directory import DirectoryLoad, load_directory
from rangkul.institutions.actions.load_services import load_office_services
from rangkul.institutions.actions.register_institution import register_institution

__all__ = [
    "DirectoryLoad",
    "ImportedServices",
    "add_service",
    "change_agency",
    "change_service",
    "give_code",
    "import_services",
    "load_directory",
    "load_office_services",
    "register_institution",
    "retire_service",
    "tell_room",
    "verify_service",
]
