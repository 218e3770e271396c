"""Who may take data out: by permission, inside one's areas, with a purpose; everybody sees their own exports only."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.exporting.models import Export
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

MAKE = "registry.export.make"


def visible_to(actor: Actor) -> QuerySet[Export]:
    """One's own exports of one's present areas: what a file shows depends on who asked for it."""
    if not actor.may(MAKE) or actor.user_id is None:
        return Export.objects.none()
    return Export.objects.filter(inside_areas(actor), requested_by=actor.user_id)


def check_can_make(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the role takes data out and the area lies in its areas."""
    actor.check_may(MAKE)
    if not actor.covers(area):
        raise Denied(permission=MAKE, message="Wilayah ini di luar wilayah tugas Anda.")


def check_can_take(actor: Actor, export: Export) -> None:
    """Raise `Denied` unless it is the actor's own export of an area that is still theirs."""
    check_can_make(actor, export.area_code)
    if actor.user_id is None or export.requested_by != actor.user_id:
        raise Denied(permission=MAKE, message="Hanya pemintanya yang dapat mengunduh berkas ini.")
