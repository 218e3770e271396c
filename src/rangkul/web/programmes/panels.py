"""What programmes show on the page of a family or institution: what it may get and why not, and help from others."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries
from rangkul.programmes.policies.screening import RUN
from rangkul.web.shared.wording import today


def entitlements_panel(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """Own components in one line each and others' programmes; nothing for roles that may not screen."""
    if not (actor.is_system or actor.may(RUN)):
        return None
    try:
        found = queries.help_for_family(actor, family_id, today())
    except (Denied, Refused):
        return None
    hopeful = [each for each in found.entitlements if each.verdict != "NOT_MET" or each.already_enrolled]
    context = {"found": found, "hopeful": hopeful, "others": len(found.entitlements) - len(hopeful)}
    return render_to_string("programmes/screening_panel.html", context, request)


def institution_panel(request: HttpRequest, actor: Actor, institution_id: UUID) -> SafeString | None:
    """Components about institutions in one line each, with the sheet why; nothing for roles that may not screen."""
    if not (actor.is_system or actor.may(RUN)):
        return None
    try:
        found = queries.why_institution(actor, institution_id, today())
    except (Denied, Refused):
        return None
    context = {"found": found, "as_of": today()}
    return render_to_string("programmes/screening_institution.html", context, request) if found else None
