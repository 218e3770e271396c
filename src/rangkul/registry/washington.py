"""The Washington Group short set: six questions with four answers, and the severity they give."""

from collections.abc import Mapping
from typing import Final

DOMAINS: Final = ("seeing", "hearing", "walking", "remembering", "selfcare", "communicating")
"""The six domains in the order of the questionnaire."""

RULE: Final = "WG-SS, ambang: satu ranah banyak kesulitan"
"""Which cut-off a stored severity came from: the one the Washington Group recommends for international comparison, at
least one domain with "a lot of difficulty" or "cannot do at all" (WG-SS analytic guidelines, own knowledge, unverified)."""

SOME, A_LOT, CANNOT = 2, 3, 4

MILD, MODERATE, SEVERE, UNKNOWN = "RINGAN", "SEDANG", "BERAT", "BELUM_DINILAI"


def severity_of(answers: Mapping[str, int | None]) -> str:
    """BERAT with a domain that cannot be done at all, SEDANG with a lot of difficulty in one, RINGAN otherwise.

    The three degrees are the office's own reading of the answers; only the line between RINGAN and SEDANG is the
    Washington Group's cut-off. Fewer than six answers give BELUM_DINILAI, unless those given already say BERAT.
    """
    given = [answers.get(domain) for domain in DOMAINS]
    known = [each for each in given if each]
    worst = max(known, default=0)
    if worst >= CANNOT:
        return SEVERE
    if len(known) < len(DOMAINS):
        return UNKNOWN
    return MODERATE if worst >= A_LOT else MILD


def is_over_cutoff(answers: Mapping[str, int | None]) -> bool:
    """Whether the Washington Group counts the person as one with a disability."""
    return any((answers.get(domain) or 0) >= A_LOT for domain in DOMAINS)
