"""What can happen to persons and families; one verb a file, gathered here for the rooms above."""

from rangkul.registry.actions.change_family import change_head, move_family, split_family
from rangkul.registry.actions.correct_person import CORRECTABLE, correct_person
from rangkul.registry.actions.decide_pair import decide_pair, reopen_pair
from rangkul.registry.actions.issue_proof import issue_proof
from rangkul.registry.actions.link_registry import request_linkage, run_linkage
from rangkul.registry.actions.merge_persons import merge_persons, undo_merge
from rangkul.registry.actions.note_source import Written, note_source
from rangkul.registry.actions.record_death import record_death
from rangkul.registry.actions.record_rows import (
    record_condition,
    record_identity,
    record_outside_membership,
    record_status,
)
from rangkul.registry.actions.register_family import add_member, register_family
from rangkul.registry.actions.register_person import register_person
from rangkul.registry.actions.split_person import split_person

__all__ = [
    "CORRECTABLE",
    "Written",
    "add_member",
    "change_head",
    "correct_person",
    "decide_pair",
    "issue_proof",
    "merge_persons",
    "move_family",
    "note_source",
    "record_condition",
    "record_death",
    "record_identity",
    "record_outside_membership",
    "record_status",
    "register_family",
    "register_person",
    "reopen_pair",
    "request_linkage",
    "run_linkage",
    "split_family",
    "split_person",
    "undo_merge",
]
