"""What every page over the kept snapshot shows: as of when it is, whether something changed since, and a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rangkul.insight.everybody import EverybodySnapshot
from rangkul.insight.everybody.actions import request_snapshot
from rangkul.insight.everybody.policies import can_refresh
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.wording import today


def note_of(actor: Actor, snapshot: EverybodySnapshot) -> dict[str, Any]:
    """For `insight/snapshot_note.html`: the day and moment of the data, and whether it is of the past."""
    return {
        "taken_at": snapshot.taken_at,
        "as_of": snapshot.as_of,
        "is_stale": snapshot.as_of != today() or snapshot.is_stale(),
        "can_refresh": can_refresh(actor),
    }


def no_snapshot(request: HttpRequest, title: str) -> HttpResponse:
    """The page instead of figures while nobody has taken a snapshot."""
    context = {"title": title, "can_refresh": can_refresh(acting(request))}
    return render(request, "insight/snapshot_none.html", context)


@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """Ask for a new snapshot and show how far it is."""
    job = request_snapshot(as_of=today(), by=acting(request), at=clock.now())
    messages.success(request, _("Salinan data baru sedang dibuat. Buka lagi halaman tadi begitu selesai."))
    return see_other(reverse("web:platform:job", args=[job.pk]))
