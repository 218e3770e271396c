"""The declared order in words: what counts first, each line's values, and which of them decided its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from rangkul.kernel.numerals import format_number
from rangkul.programmes.models import ProposalBatch, ProposalLine
from rangkul.programmes.ranking import BY_ID, DIRECTIONS

Ranking = Sequence[Mapping[str, Any]]


def order_in_words(ranking: Ranking) -> list[str]:
    """Each value of the order with its direction, then what holds for everybody: unknown last, equals by id."""
    if not ranking:
        return []
    found = [f"{each.get('label') or each['value']} ({DIRECTIONS[each['direction']]})" for each in ranking]
    return [*found, _("yang belum diketahui paling akhir; bila semua sama, menurut nomor data")]


def values_in_words(ranking: Ranking, line: ProposalLine, *, reveals_health: bool) -> list[str]:
    """The line's values, one for each of the order; what tells of health only with the right to see it."""
    found = []
    for each, value in zip(ranking, line.rank_values, strict=False):
        label = each.get("label") or each["value"]
        if each.get("sensitive") and not reveals_health:
            found.append(_("%(label)s: tidak ditampilkan") % {"label": label})
        elif value is None:
            found.append(_("%(label)s: belum diketahui") % {"label": label})
        else:
            found.append(f"{label}: {format_number(value)}")
    return found


def decided_in_words(ranking: Ranking, line: ProposalLine) -> str:
    """Which value set the line apart from the one before it; "" for the first and where no order is declared."""
    if line.rank_decided == BY_ID:
        return _("sama dalam semua nilai, diurutkan menurut nomor data")
    if not line.rank_decided.isdigit() or int(line.rank_decided) >= len(ranking):
        return ""
    each = ranking[int(line.rank_decided)]
    return _("ditentukan oleh %(label)s") % {"label": each.get("label") or each["value"]}


def for_paper(batch: ProposalBatch, line: ProposalLine) -> str:
    """Place, values and what decided, in one cell of the decree's attachment; health is never told on paper."""
    if line.computed_rank is None:
        return "–"
    parts = [
        *values_in_words(batch.ranking, line, reveals_health=False),
        *filter(None, [decided_in_words(batch.ranking, line)]),
    ]
    return f"{line.computed_rank} ({'; '.join(parts)})"
