"""What proposals show on the page of a person or a family: what they were proposed for, and what they are served by."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries
from rangkul.programmes.queries.waiting import waiting_of
from rangkul.programmes.workflow import PROPOSAL


def family_panel(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """Proposals and enrolments of a family."""
    return _panel(request, actor, "family", family_id)


def person_panel(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """Proposals and enrolments of a person."""
    return _panel(request, actor, "person", person_id)


def _panel(request: HttpRequest, actor: Actor, kind: str, subject_id: UUID) -> SafeString | None:
    served = queries.enrolments_of(actor, kind, subject_id)
    open_lines = [
        line for line in queries.proposals_of(actor, kind, subject_id) if line.batch.state in PROPOSAL.open_states
    ]
    waiting = waiting_of(actor, kind, subject_id)
    if not served and not open_lines and not waiting:
        return None
    proposed = [
        {"line": line, "batch": line.batch, "state": PROPOSAL.state(line.batch.state).label} for line in open_lines
    ]
    context = {"served": served, "proposed": proposed, "waiting": waiting}
    return render_to_string("programmes/proposal_panel.html", context, request)
