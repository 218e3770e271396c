"""What the registry puts on a role's first page: disability profiles that wait to be validated or mended."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies, queries
from rangkul.web.shared.wording import today
from rangkul.web.shared.worklist import WorklistSection


def sections(actor: Actor) -> list[WorklistSection]:
    """Counts only: names open behind a stated purpose."""
    if not policies.can_view_health(actor) or not (actor.may(policies.VALIDATE) or actor.may(policies.CORRECT)):
        return []
    counts = queries.count_waiting(actor, on=today())
    wanted = {
        "tercatat": (policies.VALIDATE, _("Profil disabilitas menunggu validasi")),
        "jatuh-tempo": (policies.VALIDATE, _("Profil disabilitas perlu divalidasi lagi")),
        "perbaikan": (policies.CORRECT, _("Profil disabilitas perlu diperbaiki")),
    }
    return [
        WorklistSection(title=title, count=counts[view], url=f"{reverse('web:registry:disability-list')}?lihat={view}")
        for view, (permission, title) in wanted.items()
        if actor.may(permission) and counts[view]
    ]
