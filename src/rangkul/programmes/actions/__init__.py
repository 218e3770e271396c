"""What can be done in programmes, one use case a module."""

from rangkul.programmes.actions.add_line import add_line
from rangkul.programmes.actions.check_batch import check_batch
from rangkul.programmes.actions.create_batch import create_batch
from rangkul.programmes.actions.decide_batch import LineDecision, decide_batch
from rangkul.programmes.actions.end_enrolment import end_enrolment
from rangkul.programmes.actions.export_enrolments import export_enrolments
from rangkul.programmes.actions.load_catalogue import CatalogueLoad, load_catalogue
from rangkul.programmes.actions.propose_from_case import propose_from_case
from rangkul.programmes.actions.record_outcome import record_outcome
from rangkul.programmes.actions.refuse_line import refuse_line
from rangkul.programmes.actions.remove_line import remove_line
from rangkul.programmes.actions.request_screening import request_screening
from rangkul.programmes.actions.return_batch import return_batch
from rangkul.programmes.actions.screen_everybody import screen_components, screen_everybody
from rangkul.programmes.actions.screen_subject import screen_subject
from rangkul.programmes.actions.set_quota import set_quota
from rangkul.programmes.actions.submit_batch import submit_batch
from rangkul.programmes.actions.verify_batch import verify_batch
from rangkul.programmes.actions.withdraw_batch import withdraw_batch

__all__ = [
    "CatalogueLoad",
    "LineDecision",
    "add_line",
    "check_batch",
    "create_batch",
    "decide_batch",
    "end_enrolment",
    "export_enrolments",
    "load_catalogue",
    "propose_from_case",
    "record_outcome",
    "refuse_line",
    "remove_line",
    "request_screening",
    "return_batch",
    "screen_components",
    "screen_everybody",
    "screen_subject",
    "set_quota",
    "submit_batch",
    "verify_batch",
    "withdraw_batch",
]
