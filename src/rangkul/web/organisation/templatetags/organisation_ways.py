"""The pages of the organisation beside each other, those that the actor may open: `{% ways "post-list" as items %}`."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.organisation import policies
from rangkul.web.shared.acting import acting

register = template.Library()


@register.simple_tag(takes_context=True)
def ways(context: Context, here: str) -> list[dict[str, Any]]:
    """Tabs of the organisation for this actor; `here` is the URL name of the page that is open."""
    actor = acting(context["request"])
    pages = (
        (_("Kantor"), "office", "organisation.office.view"),
        (_("Puskesos"), "post-list", policies.VIEW_POSTS),
        (_("Bagan SLRT"), "slrt", policies.VIEW_SLRT),
        (_("Pengembangan"), "rollout", policies.VIEW_ROLLOUT),
        (_("Kegiatan"), "activity-list", policies.VIEW),
        (_("Tindak lanjut"), "item-list", policies.VIEW),
        (_("Pengumuman"), "announcement-list", policies.WRITE),
        (_("Laporan"), "report-board", policies.VIEW_REPORTS),
        (_("Laporan saya"), "report-mine", policies.SEND_WEEKLY),
        (_("Laporan harian"), "report-mine", policies.SEND_DAILY),
    )
    return [
        {"label": label, "url": reverse(f"web:organisation:{name}"), "active": name == here}
        for label, name, permission in pages
        if actor.may(permission)
    ]
