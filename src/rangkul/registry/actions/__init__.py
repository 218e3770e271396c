"""What can happen to persons and families; one verb a file, gathered here for the rooms above."""

from rangkul.registry.actions.bring_back_person import bring_back_person
from rangkul.registry.actions.change_family import change_head, move_family, split_family
from rangkul.registry.actions.changes import (
    apply_change,
    attach_document,
    check_change,
    draft_change,
    edit_change,
    refuse_change,
    return_change,
    submit_change,
    withdraw_change,
)
from rangkul.registry.actions.correct_address import correct_address
from rangkul.registry.actions.correct_checked import Corrected, correct_checked
from rangkul.registry.actions.correct_person import CORRECTABLE, correct_person
from rangkul.registry.actions.decide_import_row import can_be_somebody, decide_import_row
from rangkul.registry.actions.decide_pair import decide_pair, reopen_pair, report_pair
from rangkul.registry.actions.export_disabled import export_disabled
from rangkul.registry.actions.keep_home import add_photo, record_point, withdraw_photo
from rangkul.registry.actions.link_registry import request_linkage, run_linkage
from rangkul.registry.actions.mark_difference import mark_difference
from rangkul.registry.actions.mark_group import end_group_mark, mark_group, register_community
from rangkul.registry.actions.meet_device import meet_device
from rangkul.registry.actions.merge_persons import merge_persons, undo_merge
from rangkul.registry.actions.note_decile_export import note_decile_export
from rangkul.registry.actions.note_source import Written, note_source
from rangkul.registry.actions.record_card import record_card, record_nik
from rangkul.registry.actions.record_death import record_death
from rangkul.registry.actions.record_disability import SINGLE_TYPES, Device, record_disability
from rangkul.registry.actions.record_health import record_health
from rangkul.registry.actions.record_rows import (
    record_condition,
    record_identity,
    record_outside_membership,
    record_status,
)
from rangkul.registry.actions.record_sheet import record_sheet, withdraw_sheet
from rangkul.registry.actions.register_checked import Registered, register_checked
from rangkul.registry.actions.register_family import add_member, register_family
from rangkul.registry.actions.register_person import register_person
from rangkul.registry.actions.split_person import split_person
from rangkul.registry.actions.take_back_death import take_back_death
from rangkul.registry.actions.take_snapshot_out import take_snapshot_out
from rangkul.registry.actions.train_disabled import train_disabled
from rangkul.registry.actions.transfer_member import leave_district, transfer_member
from rangkul.registry.actions.validate_disability import return_disability, validate_disability

__all__ = [
    "CORRECTABLE",
    "SINGLE_TYPES",
    "Corrected",
    "Device",
    "Registered",
    "Written",
    "add_member",
    "add_photo",
    "apply_change",
    "attach_document",
    "bring_back_person",
    "can_be_somebody",
    "change_head",
    "check_change",
    "correct_address",
    "correct_checked",
    "correct_person",
    "decide_import_row",
    "decide_pair",
    "draft_change",
    "edit_change",
    "end_group_mark",
    "export_disabled",
    "leave_district",
    "mark_difference",
    "mark_group",
    "meet_device",
    "merge_persons",
    "move_family",
    "note_decile_export",
    "note_source",
    "record_card",
    "record_condition",
    "record_death",
    "record_disability",
    "record_health",
    "record_identity",
    "record_nik",
    "record_outside_membership",
    "record_point",
    "record_sheet",
    "record_status",
    "refuse_change",
    "register_checked",
    "register_community",
    "register_family",
    "register_person",
    "reopen_pair",
    "report_pair",
    "request_linkage",
    "return_change",
    "return_disability",
    "run_linkage",
    "split_family",
    "split_person",
    "submit_change",
    "take_back_death",
    "take_snapshot_out",
    "train_disabled",
    "transfer_member",
    "undo_merge",
    "validate_disability",
    "withdraw_change",
    "withdraw_photo",
    "withdraw_sheet",
]
