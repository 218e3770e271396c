"""What can be done with the directory, institutions and their residents: one verb or one page of verbs a file."""

from rangkul.institutions.actions.admit_resident import admit_resident
from rangkul.institutions.actions.change_institution import (
    Ground,
    Part,
    close_institution,
    describe_institution,
    merge_institutions,
    rename_institution,
    split_institution,
)
from rangkul.institutions.actions.discharge_resident import discharge_resident, transfer_resident
from rangkul.institutions.actions.follow_application import (
    apply_for_registration,
    check_application,
    hand_in_papers,
    recommend_application,
    refuse_application,
    register_application,
    visit_application,
    withdraw_application,
)
from rangkul.institutions.actions.import_services import ImportedServices, import_services
from rangkul.institutions.actions.keep_agency import change_agency, give_code
from rangkul.institutions.actions.keep_house import appoint_board_member, end_board_member, set_beds
from rangkul.institutions.actions.keep_partnership import end_partnership, record_partnership
from rangkul.institutions.actions.keep_record import record_accreditation, record_registration
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
from rangkul.institutions.actions.request_bed import HELD_DAYS, answer_request, ask_for_bed, expire_request, offer_bed

__all__ = [
    "HELD_DAYS",
    "DirectoryLoad",
    "Ground",
    "ImportedServices",
    "Part",
    "add_service",
    "admit_resident",
    "answer_request",
    "apply_for_registration",
    "appoint_board_member",
    "ask_for_bed",
    "change_agency",
    "change_service",
    "check_application",
    "close_institution",
    "describe_institution",
    "discharge_resident",
    "end_board_member",
    "end_partnership",
    "expire_request",
    "give_code",
    "hand_in_papers",
    "import_services",
    "load_directory",
    "load_office_services",
    "merge_institutions",
    "offer_bed",
    "recommend_application",
    "record_accreditation",
    "record_partnership",
    "record_registration",
    "refuse_application",
    "register_application",
    "register_institution",
    "rename_institution",
    "retire_service",
    "set_beds",
    "split_institution",
    "tell_room",
    "transfer_resident",
    "verify_service",
    "visit_application",
    "withdraw_application",
]
