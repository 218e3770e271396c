"""Taking lists of candidates and recommendations out of the house, and the trace that somebody took them."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.export_enrolments import MOST_ROWS
from rangkul.programmes.models import RemovalLine
from rangkul.programmes.policies.proposals import VIEW_ENROLMENT
from rangkul.programmes.queries.candidate_rows import CandidateRow, candidates_in, get_run, rows_of
from rangkul.programmes.queries.removals import recommendations
from rangkul.programmes.queries.subjects import Label, labels_of


@action("programmes.candidate.export")
def export_candidates(
    *, run_id: UUID, by: Actor, at: datetime, area: str = "", reason: str = ""
) -> tuple[CandidateRow, ...]:
    """The candidates the actor may see, as the list shows them. Raises Denied, NoSuchProposal, Refused beyond MOST_ROWS."""
    by.check_may(VIEW_ENROLMENT)
    run = get_run(by, run_id)
    found = list(candidates_in(by, run, area=area, reason=reason)[: MOST_ROWS + 1])
    _check_size(len(found))
    facts = {"rows": len(found), "reason": reason}
    record("programmes.candidate.export", by=by, at=at, on=run, kind="candidate_run", area=area, data=facts)
    return rows_of(found)


@action("programmes.removal.export")
def export_recommendations(
    *, by: Actor, at: datetime, programme: str = "", area: str = ""
) -> list[tuple[RemovalLine, Label]]:
    """What goes to the owners of outside programmes (usulan nonaktif), with masked numbers. Raises Denied, Refused."""
    by.check_may(VIEW_ENROLMENT)
    found = list(recommendations(by, programme=programme, area=area)[: MOST_ROWS + 1])
    _check_size(len(found))
    labels = labels_of(found)
    data = {"rows": len(found), "programme": programme}
    record("programmes.removal.export", by=by, at=at, kind="removal", area=area, data=data)
    return [(line, labels.get(line.subject_id, Label(name=line.candidate.subject_name))) for line in found]


def _check_size(rows: int) -> None:
    if rows > MOST_ROWS:
        raise Refused(
            field="Unduhan",
            value=f"lebih dari {MOST_ROWS} baris",
            expected=f"paling banyak {MOST_ROWS} baris",
            remedy="pilih satu desa atau satu alasan lebih dulu",
        )
