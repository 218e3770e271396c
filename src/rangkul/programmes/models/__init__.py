"""Tables of programmes: catalogue, screening, proposals, decisions and enrolment."""

from rangkul.programmes.models.catalogue import Component, Programme, Quota, Terms
from rangkul.programmes.models.enrolment import Decree, Enrolment
from rangkul.programmes.models.outcome import Outcome
from rangkul.programmes.models.proposal import ProposalBatch, ProposalLine
from rangkul.programmes.models.screening import Screening, ScreeningResult, ScreeningRun, ScreeningTally

__all__ = [
    "Component",
    "Decree",
    "Enrolment",
    "Outcome",
    "Programme",
    "ProposalBatch",
    "ProposalLine",
    "Quota",
    "Screening",
    "ScreeningResult",
    "ScreeningRun",
    "ScreeningTally",
    "Terms",
]
