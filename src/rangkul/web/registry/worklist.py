"""What the registry puts on a role's first page: change requests, families to put in order, disability profiles."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel.area_code import AreaLevel
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies, queries
from rangkul.registry.enums import Untidy
from rangkul.web.shared.wording import today
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

_TONES = {"DRAFT": "neutral", "SUBMITTED": "new", "CHECKED": "busy", "RETURNED": "warn"}
_TROUBLES = (Untidy.NO_HEAD, Untidy.ONLY_CHILDREN)


def sections(actor: Actor) -> list[WorklistSection]:
    """Sections of this room for one actor."""
    return [*changes(actor), *untidy(actor), *disability(actor)]


def changes(actor: Actor) -> Iterator[WorklistSection]:
    """Change requests that wait for this actor: to check, or to complete."""
    may_check = actor.may(policies.CHECK_CHANGE)
    if not (may_check or actor.may(policies.ASK_CHANGE)):
        return
    count, rows = queries.list_changes_waiting_for(actor)
    if not count and not may_check:
        return
    yield WorklistSection(
        title=_("Permohonan perubahan menunggu Anda"),
        count=count,
        url=reverse("web:registry:change-list") + "?daftar=saya",
        rows=tuple(
            WorklistRow(
                label=f"{row.kind_label[:1].upper()}{row.kind_label[1:]}: {row.about}",
                url=reverse("web:registry:change", args=[row.id]),
                detail=f"{row.number} · {row.area_label}",
                state=row.state_label,
                tone=_TONES.get(row.state, "neutral"),
            )
            for row in rows
        ),
        empty_text=_("Tidak ada permohonan yang menunggu Anda."),
        is_urgent=may_check,
    )


def untidy(actor: Actor) -> Iterator[WorklistSection]:
    """Families that lost their head, children left alone; for villages and kecamatan, who can look after them."""
    if not actor.may(policies.ASK_CHANGE) or any(area.level < AreaLevel.DISTRICT for area in actor.areas):
        return
    count = sum(queries.count_untidy(actor, _TROUBLES).values())
    if count:
        url = reverse("web:registry:untidy-list")
        yield WorklistSection(title=_("Keluarga yang perlu dibereskan"), count=count, url=url)


def disability(actor: Actor) -> list[WorklistSection]:
    """Counts only: names open behind a stated purpose."""
    if not policies.can_view_health(actor) or not (actor.may(policies.VALIDATE) or actor.may(policies.RECORD)):
        return []
    counts = queries.count_waiting(actor, on=today())
    wanted = {
        "tercatat": (policies.VALIDATE, _("Profil disabilitas menunggu validasi")),
        "jatuh-tempo": (policies.VALIDATE, _("Profil disabilitas perlu divalidasi lagi")),
        "perbaikan": (policies.RECORD, _("Profil disabilitas perlu diperbaiki")),
    }
    return [
        WorklistSection(title=title, count=counts[view], url=f"{reverse('web:registry:disability-list')}?lihat={view}")
        for view, (permission, title) in wanted.items()
        if actor.may(permission) and counts[view]
    ]
