"""What can be done in programmes, one use case a module."""

from rangkul.programmes.actions.add_line import add_line
from rangkul.programmes.actions.check_batch import check_batch
from rangkul.programmes.actions.commodities import (
    CommodityForm,
    change_commodity_rule,
    draft_commodity_rule,
    publish_commodity_rule,
    withdraw_commodity_rule,
)
from rangkul.programmes.actions.cover.answer import CoverAnswered, answer_cover
from rangkul.programmes.actions.cover.export import export_cover
from rangkul.programmes.actions.cover.propose import propose_cover
from rangkul.programmes.actions.create_batch import create_batch
from rangkul.programmes.actions.create_programme import create_component, create_programme
from rangkul.programmes.actions.decide_batch import LineDecision, decide_batch
from rangkul.programmes.actions.end_enrolment import end_enrolment
from rangkul.programmes.actions.export_enrolments import export_enrolments
from rangkul.programmes.actions.export_overlaps import export_overlaps, list_overlaps_as_candidates
from rangkul.programmes.actions.load_catalogue import CatalogueLoad, load_catalogue
from rangkul.programmes.actions.overlap_policy import set_overlap
from rangkul.programmes.actions.propose_from_case import propose_from_case
from rangkul.programmes.actions.propose_list import Proposed, propose_list
from rangkul.programmes.actions.record_outcome import record_outcome
from rangkul.programmes.actions.refuse_line import refuse_line
from rangkul.programmes.actions.removal.decide import RemovalChoice, decide_removal
from rangkul.programmes.actions.removal.export import export_candidates, export_recommendations
from rangkul.programmes.actions.removal.lines import describe_removal_line, drop_removal_line, keep_removal_line
from rangkul.programmes.actions.removal.open_removal import Taken, open_removal
from rangkul.programmes.actions.removal.propose_candidates import propose_candidates
from rangkul.programmes.actions.removal.reinstate import reinstate
from rangkul.programmes.actions.removal.run_candidates import request_candidates, run_candidates
from rangkul.programmes.actions.removal.steps import (
    check_removal,
    return_removal,
    submit_removal,
    verify_removal,
    withdraw_removal,
)
from rangkul.programmes.actions.remove_line import remove_line
from rangkul.programmes.actions.request_screening import request_screening
from rangkul.programmes.actions.return_batch import return_batch
from rangkul.programmes.actions.screen_everybody import screen_components, screen_everybody
from rangkul.programmes.actions.screen_list import ScreenedList, screen_list
from rangkul.programmes.actions.screen_subject import screen_subject
from rangkul.programmes.actions.set_flagship import set_flagship
from rangkul.programmes.actions.set_quota import distribute_quota, set_quota
from rangkul.programmes.actions.submit_batch import submit_batch
from rangkul.programmes.actions.terms_change import change_terms, set_cases
from rangkul.programmes.actions.terms_draft import draft_terms
from rangkul.programmes.actions.terms_publish import publish_terms
from rangkul.programmes.actions.terms_steps import return_terms, review_terms, submit_terms, withdraw_terms
from rangkul.programmes.actions.verify_batch import verify_batch
from rangkul.programmes.actions.waiting_list import expire_waiting, prepare_waiting
from rangkul.programmes.actions.withdraw_batch import withdraw_batch

__all__ = [
    "CatalogueLoad",
    "CommodityForm",
    "CoverAnswered",
    "LineDecision",
    "Proposed",
    "RemovalChoice",
    "ScreenedList",
    "Taken",
    "add_line",
    "answer_cover",
    "change_commodity_rule",
    "change_terms",
    "check_batch",
    "check_removal",
    "create_batch",
    "create_component",
    "create_programme",
    "decide_batch",
    "decide_removal",
    "describe_removal_line",
    "distribute_quota",
    "draft_commodity_rule",
    "draft_terms",
    "drop_removal_line",
    "end_enrolment",
    "expire_waiting",
    "export_candidates",
    "export_cover",
    "export_enrolments",
    "export_overlaps",
    "export_recommendations",
    "keep_removal_line",
    "list_overlaps_as_candidates",
    "load_catalogue",
    "open_removal",
    "prepare_waiting",
    "propose_candidates",
    "propose_cover",
    "propose_from_case",
    "propose_list",
    "publish_commodity_rule",
    "publish_terms",
    "record_outcome",
    "refuse_line",
    "reinstate",
    "remove_line",
    "request_candidates",
    "request_screening",
    "return_batch",
    "return_removal",
    "return_terms",
    "review_terms",
    "run_candidates",
    "screen_components",
    "screen_everybody",
    "screen_list",
    "screen_subject",
    "set_cases",
    "set_flagship",
    "set_overlap",
    "set_quota",
    "submit_batch",
    "submit_removal",
    "submit_terms",
    "verify_batch",
    "verify_removal",
    "withdraw_batch",
    "withdraw_commodity_rule",
    "withdraw_removal",
    "withdraw_terms",
]
