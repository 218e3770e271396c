"""Tables of programmes: catalogue, screening, proposals, decisions and enrolment."""

from rangkul.programmes.models.catalogue import Component, Programme, Quota, Terms
from rangkul.programmes.models.commodity import Commodity, CommodityRule
from rangkul.programmes.models.cover import CoverLine, CoverList
from rangkul.programmes.models.enrolment import Decree, Enrolment
from rangkul.programmes.models.outcome import Outcome
from rangkul.programmes.models.overlap import OverlapPolicy
from rangkul.programmes.models.proposal import ProposalBatch, ProposalLine
from rangkul.programmes.models.removal import (
    Candidate,
    CandidateRun,
    Reinstatement,
    RemovalBatch,
    RemovalDecree,
    RemovalLine,
)
from rangkul.programmes.models.screening import Screening, ScreeningResult, ScreeningRun, ScreeningTally

__all__ = [
    "Candidate",
    "CandidateRun",
    "Commodity",
    "CommodityRule",
    "Component",
    "CoverLine",
    "CoverList",
    "Decree",
    "Enrolment",
    "Outcome",
    "OverlapPolicy",
    "Programme",
    "ProposalBatch",
    "ProposalLine",
    "Quota",
    "Reinstatement",
    "RemovalBatch",
    "RemovalDecree",
    "RemovalLine",
    "Screening",
    "ScreeningResult",
    "ScreeningRun",
    "ScreeningTally",
    "Terms",
]
