"""Reading coverage: combinations, gaps and breakdowns as counts, and the list behind each figure, inside one's areas."""

from rangkul.insight.coverage.cover import Cover
from rangkul.insight.coverage.measures import holding
from rangkul.insight.coverage.protection import Figure
from rangkul.insight.coverage.queries.asked import Wanted, can_open_cell, newest_cover, wanted_from
from rangkul.insight.coverage.queries.figures import (
    BY_AGE,
    BY_AREA,
    BY_DISABILITY,
    BY_KIND,
    BY_SEVERITY,
    BY_SEX,
    Combination,
    count_aids,
    count_by,
    count_cell,
    count_combinations,
    count_table,
    width_below,
)
from rangkul.insight.coverage.queries.gaps import ProgrammeGap, programme_gaps
from rangkul.insight.coverage.queries.lists import PAGE_SIZE, CellPage, CellRow, ids_of_cell, list_cell

__all__ = [
    "BY_AGE",
    "BY_AREA",
    "BY_DISABILITY",
    "BY_KIND",
    "BY_SEVERITY",
    "BY_SEX",
    "PAGE_SIZE",
    "CellPage",
    "CellRow",
    "Combination",
    "Cover",
    "Figure",
    "ProgrammeGap",
    "Wanted",
    "can_open_cell",
    "count_aids",
    "count_by",
    "count_cell",
    "count_combinations",
    "count_table",
    "holding",
    "ids_of_cell",
    "list_cell",
    "newest_cover",
    "programme_gaps",
    "wanted_from",
    "width_below",
]  # fmt: skip
